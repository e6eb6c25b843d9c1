"""eMAG's AWBs, understood (api/emag.md §5.1 answer, §5.3, §5.4, §5.6)."""

import base64
import binascii

from odoo.addons.marketplace_base.lib.fulfilment import FINAL, Parcel, Progress, ShipmentState

from . import const_fulfilment as const
from .fields import identifier, number, record, records, text


def parse_made(results, order_key):
    """The answer of ``awb/save``: an object, or a list with it; what it leaves out has to be read afterwards.

    :return: None when it names no AWB at all
    :raise ValueError: not readable
    """
    rows = records(results, "AWB")
    if not rows:
        return None
    parcels, printed = _parcels(rows[0], "AWB")
    ref = identifier(rows[0], "reservation_id", "AWB") or (parcels[0].key if parcels else "")
    if not ref:
        return None
    return ShipmentState(
        ref=ref,
        number=printed,
        order_key=order_key,
        return_key=identifier(rows[0], "rma_id", "AWB"),
        parcels=parcels,
        courier_name=text(rows[0], "courier_name", "AWB"),
        progress=Progress.CREATED,
        cost=number(rows[0], "cost", "AWB"),
    )


def parse_shipment(row, ref):
    """A row of ``awb/read``.

    :param ref: what it was asked for by; the row need not repeat the reservation (§5.3)
    :raise ValueError: the row is not readable; the message names the field
    """
    what = f"AWB {ref}"
    courier = record(row.get("courier"), f"{what}: courier")
    code, words, progress = _status(row.get("status"), what)
    parcels, printed = _parcels(row, what)
    return ShipmentState(
        ref=identifier(row, "reservation_id", what) or ref,
        number=printed,
        order_key=identifier(row, "order_id", what),
        return_key=identifier(row, "rma_id", what),
        parcels=parcels,
        courier_name=text(courier, "courier_name", what),
        courier_key=identifier(courier, "courier_account_id", what),
        code=code,
        text=words,
        progress=progress,
        cost=number(row, "cost", what),
    )


def is_about(row, field, asked):
    """Whether a row of ``awb/read`` answers for ``asked``: an ignored filter would give another one (§8.1)."""
    if field == "reservation_id":
        return identifier(row, field, "AWB") in ("", asked)
    parcels, _printed = _parcels(row, "AWB")
    return asked in {identifier(row, field, "AWB"), *(parcel.key for parcel in parcels)}


def _parcels(row, what):
    """The parcels, one per entry of ``awb`` (labels are asked for by their own number), and the number printed on them."""
    entries = records(row.get("awb"), f"{what}: awb")
    parcels = tuple(
        Parcel(
            key=identifier(entry, "emag_id", what),
            barcode=text(entry, "awb_barcode", what) or text(entry, "awb_number", what),
        )
        for entry in entries
    )
    printed = next((said for said in (text(entry, "awb_number", what) for entry in entries) if said), "")
    own = identifier(row, "emag_id", what)
    return parcels or ((Parcel(key=own),) if own else ()), printed


def _status(said, what):
    """Code, words and progress. An object in practice, a list in the document: then what is final counts, else the last."""
    states = [_state(state, what) for state in (said if isinstance(said, list) else [said])]
    states = [state for state in states if any(state)]
    return next((state for state in states if state[2] in FINAL), states[-1] if states else ("", "", None))


def _state(said, what):
    if isinstance(said, str):
        said = {"code": said}
    said = record(said, f"{what}: status")
    code = text(said, "code", what).upper()
    words = text(said, "description", what) or text(said, "name", what)
    # every code that is not known means: under way (§5.4)
    return code, words, const.AWB_PROGRESS.get(code, Progress.IN_TRANSIT) if code else None


def parse_zpl(results):
    """The labels in an answer of ``awb/read_zpl``: Base64 under ``deliveries``, by a number nobody needs (§5.6).

    :raise ValueError: not readable
    """
    deliveries = record(record(results, "ZPL").get("deliveries"), "ZPL: deliveries")
    labels = []
    for delivery in deliveries.values():
        content = record(record(delivery, "ZPL: delivery").get("awbs"), "ZPL: awbs").get("content")
        for written in content if isinstance(content, list) else [content]:
            if not isinstance(written, str):
                raise ValueError("ZPL: content is missing")
            labels.append(_decoded(written))
    if not labels:
        raise ValueError("ZPL: content is missing")
    return labels


def _decoded(written):
    try:
        label = base64.b64decode(written.encode(), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("ZPL: content is not Base64") from None
    if b"^XA" not in label:
        raise ValueError("ZPL: content is not a label")
    return label
