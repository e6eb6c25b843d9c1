"""The second half of the platform that lives in memory: AWBs, papers, changes of orders, returns."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from odoo.tools.pdf import PdfFileWriter

from ..lib.errors import OutcomeUnknown, Rejected, Unavailable
from ..lib.fulfilment import ChangeKind, Label, Parcel, Progress, ShipmentState
from ..lib.provider import Scan
from ..lib.types import OrderStatus, Outcome, Page, RawDocument, Result


def one_page():
    """A label, as small as a PDF can be."""
    file, writer = BytesIO(), PdfFileWriter()
    writer.add_blank_page(298, 420)
    writer.write(file)
    return file.getvalue()


PDF = one_page()


class FakeFulfilment:
    """What the platform holds of it. ``fulfilment_faults``: by verb, a list consumed by one per call: «down», «cut» (applied, not
    answered), «lost» (neither applied nor answered), an exception instance or None. ``calls`` tells what was called."""

    def __init__(self):
        self.shipments = {}
        self.papers = []
        self.changes = []
        self.returns = {}
        self.parsed_returns = {}
        self.answers = []
        self.fulfilment_faults = {}
        self.shipment_refusals = []
        self.change_refusals = []
        self.can_find = True
        self.calls = []

    def meet(self, verb, apply):
        """Let a verb happen as the next fault of it says."""
        self.calls.append(verb)
        faults = self.fulfilment_faults.get(verb)
        fault = faults.pop(0) if faults else None
        if fault == "down":
            raise Unavailable("down")
        if fault == "lost":
            raise OutcomeUnknown("lost")
        if isinstance(fault, Exception):
            raise fault
        result = apply()
        if fault == "cut":
            raise OutcomeUnknown("cut")
        return result

    def move(self, ref, code, progress=None, text=""):
        """The courier's word on an AWB."""
        state = self.shipments[ref][1]
        self.shipments[ref] = self.shipments[ref][0], ShipmentState(
            ref, state.number, state.order_key, state.return_key, state.parcels, state.courier_name, state.courier_key,
            code, text or code, progress, datetime.now(UTC),
        )  # fmt: skip

    def add_return(self, data, **payload):
        self.parsed_returns[data.key] = data
        payload = {"id": data.key, "revision": len(self.answers), "status": data.status.value} | payload
        self.returns[data.key] = RawDocument("return", data.key, payload, datetime.now(UTC))


class FakeFulfilmentVerbs:
    """The verbs of the seam for it; mixed into ``FakeProvider``."""

    label_formats = ("A6", "A4", "ZPL")
    cancel_reasons = {"1": "Out of stock", "2": "The customer asked for it"}
    refuse_reasons = {"1": "Used"}
    contact = frozenset({"email", "sms"})
    return_scans = (Scan("open", "return"),)
    shipment_finalises = True

    @classmethod
    def shipment_gaps(cls, shipment, order):
        gaps = [] if shipment.parcels or shipment.envelopes else ["There is nothing to send."]
        return gaps + ([] if shipment.receiver.phone else ["The phone number is missing."])

    def before_shipment(self, shipment):
        return {"known": len(self.platform.shipments)}

    def create_shipment(self, shipment):
        def make():
            if self.platform.shipment_refusals:
                raise Rejected(self.platform.shipment_refusals.pop(0))
            count = len(self.platform.shipments) + 1
            number = f"AWB{count:06}"
            parcels = tuple(
                Parcel(p.weight, p.length, p.width, p.height, f"{count}{i}", f"{number}{i:03}")
                for i, p in enumerate(shipment.parcels or [Parcel()], 1)
            )
            state = ShipmentState(
                f"R{count}",
                number,
                shipment.order_key,
                shipment.return_key,
                parcels,
                "Courier",
                code="NEW",
                progress=Progress.CREATED,
            )
            self.platform.shipments[state.ref] = (shipment, state)
            return Result(shipment.key, Outcome.CONFIRMED, ref=state.ref, detail=state)

        return self.platform.meet("create_shipment", make)

    def find_shipment(self, shipment, before):
        made = [(ref, state) for ref, (asked, state) in self.platform.shipments.items() if asked.key == shipment.key]
        if not self.platform.can_find:
            return None if len(self.platform.shipments) == before["known"] else self.lost(shipment)
        return made and Result(shipment.key, Outcome.CONFIRMED, ref=made[0][0], detail=made[0][1]) or None

    def lost(self, shipment):
        return Result(shipment.key, Outcome.UNKNOWN, "The AWB was made, but its number is not known.")

    def fetch_shipment(self, ref):
        return self.platform.meet("fetch_shipment", lambda: self.platform.shipments.get(ref, (None, None))[1])

    def fetch_labels(self, state, form):
        content = Label(b"^XA^XZ", "application/zpl") if form == "ZPL" else Label(PDF)
        return self.platform.meet("fetch_labels", lambda: [content for _parcel in state.parcels or [None]])

    def attach_document(self, document):
        def attach():
            self.platform.papers.append(document)
            return Result(document.key, Outcome.CONFIRMED)

        return self.platform.meet("attach_document", attach)

    def find_document(self, document):
        there = any(paper.url == document.url for paper in self.platform.papers)
        return Result(document.key, Outcome.CONFIRMED) if there else None

    @classmethod
    def change_refusal(cls, change, order, now):
        if change.kind is ChangeKind.EDIT and order["payment_kind"] == "card":
            return "Orders paid by card cannot be changed."
        if change.kind is ChangeKind.STORNO and order["status"] is not OrderStatus.SHIPPED:
            return "Only finalised orders."
        return ""

    def change_order(self, change):
        def apply():
            if self.platform.change_refusals:
                raise Rejected(self.platform.change_refusals.pop(0))
            self.platform.changes.append(change)
            return Result(change.order_key, Outcome.CONFIRMED)

        return self.platform.meet("change_order", apply)

    def find_split(self, change):
        self.platform.calls.append("find_split")
        return Result(change.order_key, Outcome.CONFIRMED) if change in self.platform.changes else None

    def fetch_returns(self, scan, since, until, page):
        return Page(list(self.platform.returns.values()))

    def fetch_return(self, key):
        return self.platform.returns.get(key)

    def parse_return(self, payload):
        data = self.platform.parsed_returns.get(payload["id"])
        if data is None:
            raise ValueError("the return has no order")
        return data

    def answer_return(self, answer):
        def apply():
            self.platform.answers.append(answer)
            if data := self.platform.parsed_returns.get(answer.key):
                self.platform.add_return(replace(data, status=answer.status))
            return Result(answer.key, Outcome.CONFIRMED)

        return self.platform.meet("answer_return", apply)
