"""Light offer updates: offer/save, PATCH offer_stock, measurements/save (api/emag.md §3.6 - §3.8)."""

from simulators.core.money import to_decimal

from .bodies import parse_json, to_int
from .const import OFFER_END_OF_LIFE
from .envelope import Answer, GatewayError, Refusal
from .offer_rules import END_OF_LIFE, IN_CAMPAIGN, LIGHT_FIELDS, OfferCheck, apply_changes, stock_error

DIMENSIONS = ("length", "width", "height", "weight")


def save_offers(context):
    """Top-level isError stays false; the verdict of each offer is in results, keyed by id."""
    items = context.body.entities()
    context.call.items = len(items)
    results, messages = {}, []
    for item in items:
        offer_id = to_int(item.get("id"))
        if offer_id is None:
            messages.append("The id field is mandatory.")
            continue
        errors = _save_offer(context, offer_id, item)
        if not errors:
            results[str(offer_id)] = {"isError": False, "messages": [f"Offer {offer_id} updated successfully"]}
            continue
        context.call.is_error = True
        if context.settings.offer_save_refusals == "results":
            results[str(offer_id)] = {"isError": True, "messages": errors}
        else:
            messages += [f"{error} - Product id: {offer_id}" for error in errors]
    return Answer(results, messages)


def _save_offer(context, offer_id, item):
    account = context.account
    offer = account.offers.get(offer_id)
    if offer is None:
        return [f"Offer {offer_id} not found"]
    if offer.status == OFFER_END_OF_LIFE and item.get("status") is None:
        return [END_OF_LIFE]
    if foreign := sorted(set(item) - set(LIGHT_FIELDS) - {"id"}):
        return [f"Fields not accepted by offer/save: {', '.join(foreign)}"]
    check = OfferCheck(account, item, offer).run(["stock"] if "stock" in item else [])
    if not check.errors:
        apply_changes(account, offer, check.changes, context.by)
    return check.errors


def patch_stock(context, offer_id):
    """Body {"stock": 21}; 204 without body, or a gateway-style error (§3.7)."""
    offer = context.account.offers.get(offer_id)
    if offer is None:
        raise GatewayError(404, "This offer does not exist")
    body = context.body.value
    stock = body.get("stock") if isinstance(body, dict) else None
    if isinstance(stock, bool) or not isinstance(stock, int):
        raise GatewayError(400, "Invalid content")
    error = IN_CAMPAIGN.format(offer.campaign, "stock") if offer.campaign else stock_error([stock])
    if error:
        raise GatewayError(400, "Validation errors in your request", errors=[{"message": error, "field": "stock"}])
    warehouse = min(offer.stock, default=context.account.dictionary.warehouses[0])
    apply_changes(context.account, offer, {"stock": {warehouse: stock}}, context.by)
    context.call.items = 1
    return Answer(status=204)


def parse_patch_body(request):
    """offer_stock takes JSON only; anything else is "Invalid content"."""
    try:
        return parse_json(request.get_data()) if request.mimetype == "application/json" else None
    except Refusal:
        return None


def save_measurements(context):
    """Millimetres and grams, 0..999999 with 2 decimals, all four required."""
    items = context.body.entities()
    context.call.items = len(items)
    messages = []
    for item in items:
        offer = context.account.offers.get(to_int(item.get("id")))
        values = {key: to_decimal(item.get(key)) for key in DIMENSIONS}
        wrong = [
            key
            for key, value in values.items()
            if value is None or not 0 <= value <= 999_999 or value != round(value, 2)
        ]
        if offer is None:
            messages.append(f"Product not found - Product id: {item.get('id')}")
        elif wrong:
            messages.append(f"Invalid value for {', '.join(wrong)} - Product id: {offer.id}")
        else:
            offer.measurements = values
    return Answer(messages=messages, is_error=bool(messages))
