"""What the seller says of a package: Picking, Invoiced, unsupplied (api/trendyol.md §3.6, §3.7)."""

from .answers import Answer, Refusal
from .const import CREATED, INVOICED, OPEN, PICKING, TURKEY, UNSUPPLIED_REASONS
from .query import json_object, whole

BEFORE = {PICKING: (CREATED,), INVOICED: (PICKING,)}
# The Turkish list has no 503.
INTERNATIONAL_ONLY = (503,)
REASON_TEXTS = {
    500: "Out of stock",
    501: "Faulty or damaged",
    502: "Wrong price",
    503: "Wrong image, barcode or quantity",
    504: "Integration error",
    505: "Bulk purchase",
    506: "Force majeure",
}


def find(context, package_id):
    """The seller's package, on the storefront of its country."""
    book = context.account.packages
    package = book.get(package_id)
    if package is None or not book.is_visible(package):
        raise Refusal("shipment.package.not.found", "Shipment package was not found", 404)
    if package.storefront != context.storefront.code:
        raise Refusal("storefront.mismatch", "Storefront of the package does not match storeFrontCode")
    return package


def require_status(package, allowed):
    if package.status not in allowed:
        raise Refusal("wrong.status", f"Not possible for a package in status {package.status}")


def read_lines(package, sent, name="lineId", amount="quantity"):
    """[(line, quantity)] of a request: known lines, each once, with quantities they have."""
    if not isinstance(sent, list) or not sent or not all(isinstance(row, dict) for row in sent):
        raise Refusal("invalid.request", "lines must be a list of objects")
    found = []
    for row in sent:
        line, quantity = package.line(whole(row.get(name))), whole(row.get(amount))
        if line is None:
            raise Refusal("line.not.found", f"line {row.get(name)} is not in the package")
        if quantity is None or not 1 <= quantity <= line.quantity:
            raise Refusal("invalid.quantity", f"quantity of line {line.id} must be from 1 to {line.quantity}")
        found.append((line, quantity))
    if len({line.id for line, _quantity in found}) != len(found):
        raise Refusal("invalid.request", "a line is there twice")
    return found


def update_status(context, package_id):
    """Picking, then Invoiced, each with all lines in full quantity."""
    package, body = find(context, package_id), json_object(context.body)
    if not isinstance(body.get("params"), dict):
        raise Refusal("invalid.request", "params is required")
    status = body.get("status")
    if not isinstance(status, str) or status not in BEFORE:
        raise Refusal("invalid.status", "status must be Picking or Invoiced")
    lines = read_lines(package, body.get("lines"))
    if len(lines) != len(package.lines) or any(quantity != line.quantity for line, quantity in lines):
        raise Refusal("invalid.lines", "all lines must be sent with their full quantity")
    if package.status == status and context.settings.repeated_status == "accept":
        return Answer()
    require_status(package, BEFORE[status])
    if status == INVOICED and (number := body["params"].get("invoiceNumber")):
        package.invoice_number = str(number)
    context.account.packages.set_status(package, status, context.by)
    context.call.items = len(lines)
    return Answer()


def unsupplied(context, package_id):
    """Pieces the seller cannot send: the rest becomes a new package of the same order."""
    package, body = find(context, package_id), json_object(context.body)
    lines = read_lines(package, body.get("lines"))
    reason = whole(body.get("reasonId"))
    foreign = INTERNATIONAL_ONLY if context.account.region == TURKEY else ()
    if reason not in UNSUPPLIED_REASONS or reason in foreign:
        raise Refusal("invalid.reason", f"reasonId {body.get('reasonId')} is not known")
    status = kept_status(context, package, body)
    require_status(package, OPEN)
    parts = [line.part(line.units[:quantity]) for line, quantity in lines]
    cancelled = ("Seller", REASON_TEXTS[reason], reason)
    context.account.packages.unsupply(package, parts, context.by, cancelled, status)
    context.call.items = len(lines)
    return Answer()


def kept_status(context, package, body):
    """Status of what follows: Created again, unless an international seller asks to keep the old one."""
    keep = body.get("shouldKeepPreviousStatus", False)
    if not isinstance(keep, bool):
        raise Refusal("invalid.request", "shouldKeepPreviousStatus must be true or false")
    return package.status if keep and not context.account.is_turkish else CREATED
