"""awb/save, awb/read, awb/read_pdf, awb/read_zpl (api/emag.md §5.1, §5.3, §5.5, §5.6)."""

import base64
from decimal import Decimal

from simulators.core.money import as_json_number, round_half_up

from . import labels
from .awb_rules import AwbCheck
from .bodies import int_filter, to_int
from .const import LABEL_FORMATS
from .envelope import Answer, Document, Refusal

MANDATORY = "Emag id or reservation id is mandatory"


def save_awb(context):
    """One AWB per call, every time: a repeated call makes a second AWB."""
    check = AwbCheck(context.account, context.body.entity()).run()
    if check.errors:
        raise Refusal(*check.errors)
    awb = context.account.awbs.issue(check, context.by)
    context.call.items = 1
    answer = {"reservation_id": awb.reservation_id}
    if context.settings.awb_save_answer == "full":
        answer |= {
            "courier_id": awb.courier_account["account_id"] % 100,
            "courier_name": awb.courier_account["courier_name"],
            "awb": parcels(awb),
        }
    return Answer(_shaped(context.settings, answer))


def read_awb(context):
    filters = context.filters(("emag_id", "reservation_id"))
    emag_id, reservation_id = int_filter(filters, "emag_id"), int_filter(filters, "reservation_id")
    if emag_id is None and reservation_id is None:
        raise Refusal(MANDATORY)
    awbs = context.account.awbs
    awb = awbs.of_reservation(reservation_id) if emag_id is None else awbs.get(emag_id)
    if awb is None or reservation_id not in (None, awb.reservation_id):
        return Answer()
    context.call.items = 1
    return Answer(_shaped(context.settings, awb_row(context.settings, awb, emag_id)))


def awb_row(settings, awb, emag_id=None):
    """One AWB as §5.3 prints it; weight in whole kg."""
    status = {"code": awb.status.code, "name": awb.status.name, "description": awb.status.description}
    account = awb.courier_account
    row = {
        "emag_id": emag_id or awb.emag_ids[0],
        "reservation_id": awb.reservation_id,
        "order_id": awb.order_id,
        "type": awb.type,
        "weight": int(round_half_up(awb.weight, Decimal(1))),
        "awb": parcels(awb),
        "status": [status] if settings.awb_status_as == "list" else status,
        "courier": {"courier_account_id": account["account_id"], "courier_name": account["courier_name"]},
        "cash_on_delivery": as_json_number(awb.cod),
    }
    if awb.rma_id:
        row |= {"rma_id": awb.rma_id, "awb_type": awb.awb_type}
    return row


def parcels(awb):
    """One entry per piece: with the id they share or its own (switch)."""
    return [
        {
            "emag_id": awb.emag_ids[(piece - 1) % len(awb.emag_ids)],
            "awb_number": awb.number,
            "awb_barcode": awb.barcode(piece),
        }
        for piece in range(1, awb.pieces + 1)
    ]


def _shaped(settings, row):
    return [row] if settings.awb_results_as == "list" else row


def read_pdf(context):
    """A4 unless asked otherwise; ZPL answers the printer's own text (its content type is design)."""
    emag_id, awb = _labelled(context.account, context.query.get("emag_id"))
    size = context.query.get("awb_format") or LABEL_FORMATS[0]
    if size not in LABEL_FORMATS:
        raise Refusal(f"Invalid awb_format {size}")
    context.call.items = 1
    if size == "ZPL":
        return Document("".join(labels.zpl(context.account, awb, emag_id)).encode(), "application/zpl")
    return Document(labels.pdf(context.account, awb, emag_id, size), "application/pdf")


def read_zpl(context):
    """GET with a query or POST with a body; the key of `deliveries` is some delivery's id, the reservation's here."""
    filters = context.filters(("emag_id",))
    emag_id, awb = _labelled(context.account, context.query.get("emag_id") or filters.get("emag_id"))
    content = [base64.b64encode(label.encode()).decode() for label in labels.zpl(context.account, awb, emag_id)]
    context.call.items = 1
    return Answer({"deliveries": {str(awb.reservation_id): {"awbs": {"content": content}}}})


def _labelled(account, sent):
    emag_id = to_int(sent)
    if emag_id is None:
        raise Refusal("Emag id is mandatory")
    awb = account.awbs.get(emag_id)
    if awb is None:
        raise Refusal(f"AWB {emag_id} was not found")
    return emag_id, awb
