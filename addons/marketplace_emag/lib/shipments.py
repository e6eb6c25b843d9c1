"""AWBs of eMAG's couriers: made once, found again after a lost answer, followed and printed (api/emag.md §5, §8.6)."""

from datetime import timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, OutcomeUnknown, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import Label
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .build_shipment import awb_request
from .client import reading
from .fields import NO_MOMENT, is_id, records, text, whole
from .parse_return import return_awbs
from .parse_shipment import is_about, parse_made, parse_shipment, parse_zpl

_ = Words("marketplace_emag")

# The states of an order that its first AWB ends: it cannot still be in one of them once the AWB is made (§4.8).
BEFORE_FIRST_AWB = (const.ORDER_NEW, const.ORDER_IN_PROGRESS, facts.PREPARED)


class Shipments:
    """The AWBs of one account.

    :param now: as ``Connection.now``
    """

    def __init__(self, client, site, now):
        self._client = client
        self._site = site
        self._now = now

    # ---- making one ----

    def before(self, shipment):
        """What an AWB would change: the order's state and time, or the AWBs of the return."""
        if shipment.return_key:
            return {"awbs": self._return_awbs(shipment)}
        return self._order_state(shipment)

    def create(self, shipment):
        """Ask for the AWB once.

        :raise OutcomeUnknown: eMAG's answer is lost, unreadable, or says neither yes nor no
        """
        if not is_id(shipment.order_key):
            words = _("%s is not an order number at eMAG.", shipment.order_key)
            return Result(shipment.key, Outcome.REFUSED, words)
        if refusal := self._too_early(shipment):
            return Result(shipment.key, Outcome.REFUSED, refusal)
        keys = (shipment.order_key, *filter(None, (shipment.return_key, shipment.key)))
        envelope = self._client.call("awb/save", awb_request(shipment), changes=True, keys=keys)
        if envelope.is_error and not envelope.messages and envelope.status < HTTPStatus.BAD_REQUEST:
            raise OutcomeUnknown(_("eMAG reports an error without saying which."))
        if envelope.is_error:
            return Result(shipment.key, Outcome.REFUSED, _explained(envelope.text), str(envelope.status))
        try:
            state = parse_made(envelope.results, shipment.order_key)
        except ValueError as error:
            raise OutcomeUnknown(_("eMAG's answer cannot be read: %s", error)) from None
        if not state:
            raise OutcomeUnknown(_("eMAG agreed, but named no AWB."))
        return self._made(shipment, state if state.number else self._completed(state))

    def _too_early(self, shipment):
        """A return is collected tomorrow at the earliest (§5.1)."""
        if not shipment.pickup_date or not shipment.return_key:
            return ""
        tomorrow = self._now().astimezone(ZoneInfo(self._site.time_zone)).date() + timedelta(days=1)
        if shipment.pickup_date >= tomorrow:
            return ""
        return _("The courier can collect the return on %s at the earliest.", tomorrow.isoformat())

    def _completed(self, state):
        """The AWB with its number, which the answer may leave out; what is known stays known if it cannot be read now."""
        try:
            return self.fetch(state.ref) or state
        except MarketplaceError:
            return state

    def _made(self, shipment, state):
        return Result(shipment.key, Outcome.CONFIRMED, ref=state.ref, detail=state)

    # ---- after an unclear call ----

    def find(self, shipment, before):
        """eMAG lists the AWBs of a return, but not those of an order: there only the order's state can prove something."""
        if shipment.return_key:
            return self._find_of_return(shipment, before)
        now = self._order_state(shipment)
        waited = before.get("status") in BEFORE_FIRST_AWB and not before["shipped"]
        if waited and now["status"] in BEFORE_FIRST_AWB:
            return None
        if now["status"] == facts.FINALISED and before.get("status") != facts.FINALISED:
            why = _("eMAG has finalised the order since, so the AWB was most likely made.")
        elif now["modified"] != before.get("modified"):
            why = _("The order was changed at eMAG since: the AWB may have been made.")
        else:
            why = _("The order had an AWB before: whether another one was made cannot be seen.")
        remedy = _(
            "Look at the order in %(site)s and enter the AWB's reservation number here, or wait for eMAG's notification."
        )
        return Result(shipment.key, Outcome.UNKNOWN, f"{why} {remedy % {'site': self._site.seller_page}}")

    def _find_of_return(self, shipment, before):
        for ref in self._return_awbs(shipment):
            if ref in before.get("awbs", ()):
                continue
            state = self.fetch(ref)
            if not state:
                raise Unavailable(_("eMAG names the AWB %s, but does not show it yet.", ref))
            return self._made(shipment, state)
        return None

    def _order_state(self, shipment):
        row = self._client.read_one("order", "id", int(shipment.order_key), type=const.BY_SELLER)
        if not row:
            raise Rejected(_("eMAG does not know the order %s.", shipment.order_key))
        with reading():
            return {
                "status": whole(row, "status", "Order"),
                "modified": text(row, "modified", "Order"),
                "shipped": _shipped_once(row),
            }

    def _return_awbs(self, shipment):
        row = self._client.read_one("rma", "emag_id", int(shipment.return_key))
        if not row:
            raise Rejected(_("eMAG does not know the return %s.", shipment.return_key))
        with reading():
            return list(return_awbs(row, f"Return {shipment.return_key}"))

    # ---- following one ----

    def fetch(self, ref):
        """One AWB by its reservation; a notification may give the parcel's own number instead (§1.8)."""
        if not is_id(ref):
            return None
        for field in ("reservation_id", "emag_id"):
            row = self._row(field, ref)
            if row:
                with reading():
                    return parse_shipment(row, ref)
        return None

    def _row(self, field, ref):
        try:
            results = self._client.ask("awb/read", {field: int(ref)}, keys=(ref,)).results
        except Rejected as error:
            if any(fragment in str(error).lower() for fragment in facts.AWB_UNKNOWN):
                return None
            raise
        with reading():
            rows = records(results, "AWB")
            mine = [row for row in rows if is_about(row, field, ref)]
        if rows and not mine:
            raise Unavailable(
                _("eMAG was asked for %(what)s %(key)s and answered with another one.", what="AWB", key=ref)
            )
        return mine[0] if mine else None

    # ---- printing ----

    def labels(self, state, form):
        """One label per parcel; an AWB whose parcels are not known yet is read first."""
        keys = [parcel.key for parcel in state.parcels if parcel.key]
        if not keys:
            read = self.fetch(state.ref)
            keys = [parcel.key for parcel in read.parcels if parcel.key] if read else []
        if not keys:
            raise Unavailable(_("eMAG has not numbered the parcels of this AWB yet."))
        print_one = self._zpl if form == "ZPL" else self._pdf
        return [label for key in dict.fromkeys(keys) for label in print_one(key, form)]

    def _pdf(self, key, form):
        pairs = [("emag_id", key), ("awb_format", form)]
        return [Label(self._client.download("awb/read_pdf", pairs, facts.PDF_START, keys=(key,)))]

    def _zpl(self, key, form):
        results = self._client.ask("awb/read_zpl", [("emag_id", key)], keys=(key,), method="GET").results
        with reading():
            return [Label(content, facts.ZPL_TYPE) for content in parse_zpl(results)]


def _shipped_once(row):
    """The order was finalised before and taken back (§4.8): another AWB would not finalise it again, and prove nothing."""
    papers = records(row.get("attachments"), "attachments")
    kinds = {whole(paper, "type", "attachment", facts.INVOICE) for paper in papers}
    return text(row, "finalization_date", "Order") not in NO_MOMENT or facts.EMAGS_SHIPPING_PAPER in kinds


def _explained(said):
    if facts.COD_TOO_HIGH in said.lower():
        return _("More is to be collected than the customer owes eMAG. eMAG says: %s", said)
    return said
