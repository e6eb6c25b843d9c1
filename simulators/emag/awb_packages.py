"""Parcel presets and volumetry: awb/package/read, awb/package/save, order/volumetry/read (api/emag.md §5.8, [4.5])."""

from simulators.core.money import to_decimal

from .bodies import int_filter
from .const import BY_EMAG, BY_SELLER, MAX_ID
from .envelope import Answer, Refusal

SIDES = ("length", "width", "height", "weight")
MAX_LABEL = 5
PER_UNIT = {"length": 10, "width": 10, "height": 10, "weight": 1000}  # §3.8: millimetres and grams


def read_packages(context):
    context.call.items = len(context.account.packages)
    return Answer(list(context.account.packages))


def save_packages(context):
    """The sent list replaces all presets; one wrong entry refuses it whole (design)."""
    body = context.body.entity()
    packages = body.get("packages")
    if not isinstance(packages, list) or not all(isinstance(entry, dict) for entry in packages):
        raise Refusal("The packages field must be a list of packages")
    if errors := [error for entry in packages for error in _errors(entry)]:
        raise Refusal(*errors)
    if sum(entry["is_default"] for entry in packages) > 1:
        raise Refusal("Only one package can be the default")
    context.account.packages = [{key: entry[key] for key in ("label", *SIDES, "is_default")} for entry in packages]
    context.call.items = len(packages)
    return Answer()


def _errors(entry):
    errors = [f"The {key} field must be greater than 0" for key in SIDES if (to_decimal(entry.get(key)) or 0) <= 0]
    if not isinstance(entry.get("label"), str) or len(entry["label"]) > MAX_LABEL:
        errors.append(f"The label field must have at most {MAX_LABEL} characters")
    if not isinstance(entry.get("is_default"), bool):
        errors.append("The is_default field must be true or false")
    return errors


def read_volumetry(context):
    """Measures of an order's products in the units of packages[] (cm, kg); products without are left out (design)."""
    filters = context.filters(("order_id", "type", "product_id"))
    order = context.account.orders.get(int_filter(filters, "order_id", low=1, high=MAX_ID))
    kind, product = int_filter(filters, "type", (BY_EMAG, BY_SELLER)), int_filter(filters, "product_id")
    if order is None or kind != order.type:
        raise Refusal("The order_id and type fields must name an order")
    wanted = dict.fromkeys(line.product_id for line in order.lines if product in (None, line.product_id))
    offers = [offer for number in wanted if (offer := context.account.offers.get(number)) and offer.measurements]
    rows = [
        {"product_id": offer.id, **{key: offer.measurements[key] / PER_UNIT[key] for key in SIDES}} for offer in offers
    ]
    context.call.items = len(rows)
    return Answer({"order_id": order.id, "type": order.type, "volumetric_data": rows})
