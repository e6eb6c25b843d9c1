"""The customer's invoice: by link, by file, and taken back (api/trendyol.md §4)."""

import hashlib
import re
from dataclasses import dataclass

from .answers import Answer, Refusal
from .const import AWAITING, DEAD, INVOICE_REJECTIONS, MAX_INVOICE_FILE
from .query import json_object, whole

NUMBER = re.compile(r"[A-Za-z0-9]{3}(20[2-9][0-9])[0-9]{9}")
# First bytes of the files that are taken.
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
HAS_ONE = ("Received", "Invoiced")
SECONDS_DIGITS, MILLIS_DIGITS = 10, 13


@dataclass
class Invoice:
    """`link` or what was uploaded; `date` in epoch seconds. A deleted one stays in the book."""

    package_id: int
    at: float
    link: str | None = None
    number: str | None = None
    date: float | None = None
    name: str | None = None
    mimetype: str | None = None
    content: bytes | None = None
    deleted: bool = False

    @property
    def sha256(self):
        return None if self.content is None else hashlib.sha256(self.content).hexdigest()


class InvoiceBook:
    """Everything the seller ever sent."""

    def __init__(self, account):
        self._account = account
        self._invoices = []

    def __iter__(self):
        return iter(self._invoices)

    def __len__(self):
        return len(self._invoices)

    def of(self, package_id):
        """The invoice that counts."""
        found = (row for row in reversed(self._invoices) if row.package_id == package_id and not row.deleted)
        return next(found, None)

    def has_link(self, link):
        return any(row.link == link and not row.deleted for row in self._invoices)

    def put(self, package, invoice):
        """The package is invoiced at once; one that Trendyol buys only once its people have looked."""
        self._invoices.append(invoice)
        package.invoice_link = invoice.link or f"https://cdn.example/invoices/{package.id}"
        package.invoice_number = invoice.number or package.invoice_number
        self.set_status(package, "Received" if package.is_4p else "Invoiced")
        seconds = self._account.settings.is4p_invoice_seconds
        if package.is_4p and seconds:
            self._account.after(seconds, lambda: self._accept(package))

    def _accept(self, package):
        if package.invoice_status == "Received":
            self.set_status(package, "Invoiced")

    def set_status(self, package, status, keys=()):
        if unknown := set(keys) - set(INVOICE_REJECTIONS):
            raise ValueError(f"unknown rejection keys {', '.join(sorted(unknown))}")
        package.invoice_status, package.rejection_keys = status, list(keys)
        self._account.packages.touch(package)

    def take_back(self, package):
        self.of(package.id).deleted = True
        package.invoice_link = None
        self.set_status(package, "NotInvoiced")


def save_link(context):
    """201; 409 when the package has an invoice, or another package has the link."""
    body = json_object(context.body)
    package = _package(context, whole(body.get("shipmentPackageId")))
    link = body.get("invoiceLink")
    if not isinstance(link, str) or not re.match(r"https?://[^/\s]+", link):
        raise Refusal("invalid.request", "invoiceLink must be a public address")
    number, date = _papers(context, package, body.get("invoiceNumber"), body.get("invoiceDateTime"))
    book = context.account.invoices
    _refuse_second(package)
    if book.has_link(link):
        raise Refusal("invoice.link.exists", "The link was used for another package", 409)
    book.put(package, Invoice(package.id, context.now, link=link, number=number, date=date))
    return Answer(status=201)


def save_file(context):
    """multipart/form-data: shipmentPackageId and one file of at most 10 MB."""
    form = context.request.form
    package = _package(context, whole(form.get("shipmentPackageId")))
    upload = context.request.files.get("file")
    if upload is None:
        raise Refusal("invoice.file.missing", "file is missing")
    content = upload.read()
    mimetype = next((kind for head, kind in KINDS.items() if content.startswith(head)), None)
    if mimetype is None or not (upload.filename or "").lower().endswith(ENDINGS):
        raise Refusal("invoice.file.type", "file must be pdf, jpeg or png")
    if len(content) > MAX_INVOICE_FILE:
        raise Refusal("invoice.file.size", "file may have at most 10 MB")
    number, date = _papers(context, package, form.get("invoiceNumber"), form.get("invoiceDateTime"))
    _refuse_second(package)
    invoice = Invoice(package.id, context.now, None, number, date, upload.filename, mimetype, content)
    context.account.invoices.put(package, invoice)
    return Answer(status=int(context.settings.invoice_file_status))


def delete(context):
    """202; then another one can be sent."""
    body = json_object(context.body)
    package = _package(context, whole(body.get("serviceSourceId")))
    if whole(body.get("channelId")) is None or whole(body.get("customerId")) != package.customer["customerId"]:
        raise Refusal("invalid.request", "channelId and the customerId of the package are required")
    if context.account.invoices.of(package.id) is None:
        raise Refusal("invoice.not.found", "The package has no invoice")
    context.account.invoices.take_back(package)
    return Answer(status=202)


def _package(context, number):
    book = context.account.packages
    package = book.get(number)
    if package is None or not book.is_visible(package):
        raise Refusal("shipment.package.not.found", "shipmentPackageId is not known")
    if package.storefront != context.storefront.code:
        raise Refusal("storefront.mismatch", "Storefront of the package does not match storeFrontCode")
    if package.status in (AWAITING, *DEAD):
        raise Refusal("wrong.status", f"Not possible for a package in status {package.status}")
    return package


def _refuse_second(package):
    if package.invoice_status in HAS_ONE:
        raise Refusal("invoice.exists", "The package has an invoice already", 409)


def _papers(context, package, number, date):
    """Number and date: checked where sent, required for micro export and what Trendyol buys."""
    if (package.micro or package.is_4p) and not (number and date):
        raise Refusal("invoice.data.missing", "invoiceNumber and invoiceDateTime are required")
    if number and not (isinstance(number, str) and NUMBER.fullmatch(number)) and (package.micro or package.is_4p):
        raise Refusal("invoice.number.invalid", "invoiceNumber must be 3 letters or digits, the year and 9 digits")
    if not date:
        return number, None
    stamp = whole(date)
    digits = len(str(stamp)) if stamp else 0
    if digits not in (SECONDS_DIGITS, MILLIS_DIGITS):
        raise Refusal("invoice.date.invalid", "invoiceDateTime must have 10 or 13 digits")
    seconds = stamp if digits == SECONDS_DIGITS else stamp / 1000
    if seconds > context.now:
        raise Refusal("invoice.date.future", "invoiceDateTime is in the future")
    return number, seconds
