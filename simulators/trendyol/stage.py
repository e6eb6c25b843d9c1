"""Test services of the stage environment: place an order, move it on, receive a claim, ask (api/trendyol.md §3.13)."""

from simulators.core.shopping import Impossible

from .answers import Answer, Refusal
from .const import AT_POINT, DELIVERED, RETURNED, SHIPPED, TURKEY, UNDELIVERED
from .package_actions import read_lines
from .query import json_object, whole

RANKS = {"Created": 0, "Picking": 1, "Invoiced": 2, SHIPPED: 3, AT_POINT: 4, UNDELIVERED: 5, DELIVERED: 5, RETURNED: 6}
PHONE_DIGITS = 10


def create_turkish(context):
    return _create(context, TURKEY)


def create_european(context):
    return _create(context, "RO")


def _create(context, origin):
    body, account = json_object(context.body), context.account
    if account.origin != origin or _header_seller(context) != account.seller_id:
        raise Refusal("invalid.request", "the seller is not of this region")
    customer = _customer(body)
    lines = [row for row in body.get("lines") or [] if isinstance(row, dict)]
    if not lines:
        raise Refusal("invalid.request", "lines are required")
    try:
        package = account.shopper.place(
            {
                "lines": [{"barcode": row.get("barcode"), "quantity": row.get("quantity", 1)} for row in lines],
                "customer": customer,
            },
            context.by,
        )
    except Impossible as error:
        raise Refusal("invalid.request", str(error)) from None
    return Answer({"orderNumber": package.order_number})


def _header_seller(context):
    return whole(context.request.headers.get("SellerID"))


def _customer(body):
    who, ship, bill = (
        body[name] if isinstance(body.get(name), dict) else {}
        for name in ("customer", "shippingAddress", "invoiceAddress")
    )
    phone = str(ship.get("phone", ""))
    if not (phone.isascii() and phone.isdigit() and len(phone) == PHONE_DIGITS):
        raise Refusal("invalid.request", "phone must have 10 digits")
    customer = {
        "firstName": str(who.get("customerFirstName") or ship.get("shippingFirstName") or ""),
        "lastName": str(who.get("customerLastName") or ship.get("shippingLastName") or ""),
        "street": str(ship.get("addressText", "")),
        "city": str(ship.get("city", "")),
        "postalCode": str(ship.get("postalCode", "")),
        "phone": phone,
    }
    if body.get("commercial"):
        papers = {name: bill.get(key) for name, key in PAPERS.items()}
        if not all(papers.values()):
            raise Refusal("invalid.request", "company, tax number and tax office are required")
        customer |= papers
    return customer


PAPERS = {"company": "company", "taxNumber": "invoiceTaxNumber", "taxOffice": "invoiceTaxOffice"}


def advance(context, package_id):
    """Forward only."""
    package, body = context.account.packages.get(package_id), json_object(context.body)
    if package is None:
        raise Refusal("shipment.package.not.found", "Shipment package was not found", 404)
    read_lines(package, body.get("lines"))
    status = body.get("status")
    if status not in (SHIPPED, AT_POINT, DELIVERED, UNDELIVERED, RETURNED):
        raise Refusal("invalid.status", "status is not possible")
    if RANKS[status] <= RANKS.get(package.status, 9):
        raise Refusal("wrong.status", "no step back")
    context.account.packages.set_status(package, status, context.by)
    return Answer()


def receive_claim(context):
    """The id is that of the returning parcel."""
    number = whole(json_object(context.body).get("shipmentPackageId"))
    claim = next((row for row in context.account.claims if row.return_package_id == number), None)
    if claim is None:
        raise Refusal("claim.not.found", "Claim was not found", 404)
    context.account.claims.receive(claim, context.by)
    return Answer()


def ask(context):
    """A question; the body is not documented: {"barcode", "text"} here."""
    body, account = json_object(context.body), context.account
    product = account.products.get(body.get("barcode"))
    if product is None or not isinstance(body.get("text"), str):
        raise Refusal("invalid.request", "barcode and text are required")
    return Answer({"id": account.questions.ask(product, body["text"], context.storefront.code).id})
