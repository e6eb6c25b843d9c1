"""Invoices for the customer to see, and which papers there are besides (api/trendyol.md §4)."""

import re
from datetime import UTC, datetime, time

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import DocumentKind
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import flag, identifier, is_id, millis, text, whole

_ = Words("marketplace_trendyol")

LINKS, DELETION, FILES = (
    "sellers/{S}/seller-invoice-links", "sellers/{S}/seller-invoice-links/delete", "sellers/{S}/seller-invoice-file",
)  # fmt: skip
CONFLICT = "409"
NAMED = ("micro", "is4P", "3pByTrendyol")  # packages whose invoice goes with number and date (§4.1)


class Invoices:
    """The papers of one account's packages.

    :param packages: ``Packages``
    :param own: ``OwnDelivery``, for the numbers of our own parcels
    :param options: ``invoice_by`` (file or link), as ``Connection.options``
    """

    def __init__(self, packages, own, options, now):
        self._packages = packages
        self._own = own
        self._options = options
        self._now = now
        self._rows = {}

    def find(self, document):
        """The invoice that the package shows, by its address or its number."""
        if document.return_key:
            return self._own.find_back(document)
        found = self._read(document)
        if not found:
            return None
        row, client = found
        with reading():
            if document.kind is DocumentKind.AWB:
                shown = self._own.is_told(document, row, client)
            else:
                shown = is_invoiced(row) and _is_ours(row, document)
        return Result(document.key, Outcome.CONFIRMED, _("The package shows it already.")) if shown else None

    def attach(self, document):
        if document.kind not in (DocumentKind.INVOICE, DocumentKind.AWB):
            return Result(document.key, Outcome.REFUSED, _("Trendyol shows its customers invoices only."))
        if document.return_key:
            return self._own.tell_back(document)
        found = self._rows.pop(document.order_key, None) or self._read(document)
        if not found:
            words = _("Trendyol does not know the package %s.", document.order_key)
            return Result(document.key, Outcome.REFUSED, words)
        row, client = found
        try:
            if document.kind is DocumentKind.AWB:
                return self._own.tell(document, client)
            return self._show(document, row, client)
        except Rejected as error:
            return Result(document.key, Outcome.REFUSED, str(error), error.code)

    def _read(self, document):
        found = self._packages.read(document.order_key) if is_id(document.order_key) else None
        if found:
            self._rows[document.order_key] = found
        return found

    # ---- the invoice ----

    def _show(self, document, row, client):
        """A package shows one invoice: what is there gives way to the one that is right now."""
        with reading():
            if refusal := _number_refusal(document, row):
                return Result(document.key, Outcome.REFUSED, refusal)
            named, taken = _numbering(document, row, client.storefront, self._now()), is_invoiced(row)
        if taken:
            self._delete(row, client)
        try:
            self._send(document, named, client)
        except Rejected as error:
            if taken or not error.code.startswith(CONFLICT):
                raise
            self._delete(row, client)
            self._send(document, named, client)
        return Result(document.key, Outcome.CONFIRMED)

    def _send(self, document, named, client):
        common = {"shipmentPackageId": int(document.order_key)} | named
        keys = (document.order_key, document.key)
        if document.file and self._options.get("invoice_by") != "link":
            name = "".join(c if c.isalnum() else "-" for c in document.number or document.name or "invoice")
            parts = {"file": (f"{name}.pdf", document.file, "application/pdf")}
            fields = {key: str(value) for key, value in common.items()}
            client.ask("POST", FILES, bucket="actions", changes=True, keys=keys, data=fields, files=parts)
        else:
            body = {"invoiceLink": document.url} | common
            client.ask("POST", LINKS, bucket="actions", changes=True, keys=keys, json=body)

    def _delete(self, row, client):
        with reading():
            key = identifier(row, "shipmentPackageId", "id", what="Package")
            body = {
                "serviceSourceId": int(key),
                "channelId": whole(row, "channelId", "Package", 1),
                "customerId": int(identifier(row, "customerId", what="Package") or 0),
            }
        client.ask("POST", DELETION, bucket="actions", changes=True, keys=(key,), json=body)


def is_invoiced(row):
    """Whether the package shows an invoice, whosever. :raise ValueError: not readable"""
    return text(row, "invoiceStatus", "Package") not in facts.NOT_INVOICED or bool(text(row, "invoiceLink", "Package"))


def _is_ours(row, document):
    link, number = text(row, "invoiceLink", "Package"), text(row, "invoiceNumber", "Package")
    return link == document.url or bool(number) and number == document.number


def _number_refusal(document, row):
    """Why Trendyol would not take this number, where it demands one; empty when it would."""
    if not any(flag(row, name, "Package") for name in NAMED) or re.fullmatch(facts.INVOICE_NUMBER, document.number):
        return ""
    return _(
        "For this order Trendyol wants an invoice number of three letters or digits, the year and nine digits, such as "
        "ABC2026000000001; this one is «%s». Choose a series that numbers like this.",
        document.number,
    )


def _numbering(document, row, storefront, now):
    """Number and date, where Trendyol demands them; the day's noon, but never a moment to come."""
    if storefront != const.TURKEY and not any(flag(row, name, "Package") for name in NAMED):
        return {}
    named = {"invoiceNumber": document.number} if document.number else {}
    if document.issued_on:
        noon = datetime.combine(document.issued_on, time(12), UTC)
        named["invoiceDateTime"] = millis(min(noon, now))
    return named
