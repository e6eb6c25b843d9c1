"""product_offer/read and product_offer/count (api/emag.md §3.3, §3.5)."""

from simulators.core.money import as_json_number

from .bodies import count_answer, int_filter, page_of, paging
from .const import TRANSLATION_FILTER, VALIDATION_FILTER, VALIDATION_STATUS
from .envelope import Answer, Refusal

MAX_READ_ID = 4_294_967_295
FILTERS = (
    "id",
    "currentPage",
    "itemsPerPage",
    "status",
    "part_number",
    "part_number_key",
    "general_stock",
    "estimated_stock",
    "offer_validation_status",
    "validation_status",
    "translation_validation_status",
)
OFFER_VALIDATION = {1: "Valid", 2: "Invalid price"}


def read_offers(context):
    filters = context.filters(_known(context.settings))
    page, size = paging(filters, context.settings)
    store = context.account.offers
    if _is_filtered(filters):
        offers = page_of(_matching(context, filters), page, size)
    else:
        offers = store.page(page, size)
    single = filters.get("id") is not None
    context.call.items = len(offers)
    return Answer([_row(context.account, offer, single) for offer in offers])


def count_offers(context):
    filters = context.filters(_known(context.settings))
    _page, size = paging(filters, context.settings)
    total = len(_matching(context, filters)) if _is_filtered(filters) else len(context.account.offers)
    return Answer(count_answer(total, size, context.settings))


def _known(settings):
    return FILTERS + ("ean",) if settings.ean_filter_on_read else FILTERS


def _is_filtered(filters):
    return any(filters.get(key) is not None for key in FILTERS + ("ean",) if key not in ("currentPage", "itemsPerPage"))


def _matching(context, filters):
    store, settings = context.account.offers, context.settings
    tests = []
    offer_id = int_filter(filters, "id", low=1, high=MAX_READ_ID)
    candidates = store if offer_id is None else filter(None, [store.get(offer_id)])
    if (status := int_filter(filters, "status", (0, 1))) is not None:
        tests.append(lambda offer: offer.status == status)
    if (part_number := _text_filter(filters, "part_number")) is not None:
        tests.append(lambda offer: offer.part_number == part_number)
    if (key := _text_filter(filters, "part_number_key")) is not None:
        tests.append(lambda offer: offer.part_number_key == key)
    if (general := int_filter(filters, "general_stock", low=0)) is not None:
        tests.append(lambda offer: offer.general_stock <= general)
    if (estimated := int_filter(filters, "estimated_stock", low=0)) is not None:
        tests.append(lambda offer: offer.estimated_stock <= estimated)
    if (price := int_filter(filters, "offer_validation_status", (1, 2))) is not None:
        tests.append(lambda offer: offer.offer_validation == price)
    if (validation := int_filter(filters, "validation_status", VALIDATION_FILTER)) is not None:
        tests.append(lambda offer: offer.validation == validation)
    if (translation := int_filter(filters, "translation_validation_status", TRANSLATION_FILTER)) is not None:
        tests.append(lambda offer: offer.translation == translation)
    if settings.ean_filter_on_read and (ean := _text_filter(filters, "ean")) is not None:
        tests.append(lambda offer: ean in offer.ean)
    return [offer for offer in candidates if all(test(offer) for test in tests)]


def _text_filter(filters, key):
    value = filters.get(key)
    if value is not None and not isinstance(value, str):
        raise Refusal(f"Invalid value for filter {key}")
    return value


def _by_warehouse(values):
    return [{"warehouse_id": warehouse, "value": value} for warehouse, value in values.items()]


def _row(account, offer, single):
    """One row as §3.3 prints it. GPSR lists are complete only when one product is read by id."""
    settings = account.settings
    content = offer.content
    offer_validation = {"value": offer.offer_validation, "description": OFFER_VALIDATION[offer.offer_validation]}
    return {
        "id": offer.id,
        "part_number_key": offer.part_number_key,
        "part_number": offer.part_number,
        "name": offer.name,
        "brand": offer.brand,
        "brand_name": offer.brand,
        "category_id": offer.category_id,
        "vendor_category_id": content.get("vendor_category_id"),
        "description": content.get("description", ""),
        "url": content.get("url", ""),
        "warranty": offer.warranty,
        "currency": offer.currency or account.currency,
        "sale_price": as_json_number(offer.sale_price),
        "recommended_price": as_json_number(offer.recommended_price) or 0,
        "min_sale_price": as_json_number(offer.min_sale_price),
        "max_sale_price": as_json_number(offer.max_sale_price),
        "vat_id": offer.vat_id,
        "best_offer_sale_price": as_json_number(offer.sale_price),
        "best_offer_recommended_price": as_json_number(offer.recommended_price),
        "number_of_offers": 1,
        "buy_button_rank": 1,
        **(offer.competition or {}),
        "ownership": offer.owned if settings.ownership_as == "bool" else (1 if offer.owned else 2),
        "general_stock": offer.general_stock,
        "estimated_stock": offer.estimated_stock,
        "stock": _by_warehouse(offer.stock),
        "handling_time": _by_warehouse(offer.handling_time),
        "ean": offer.ean,
        "status": offer.status,
        "images": offer.images,
        "characteristics": offer.characteristics,
        "family": {"id": offer.family["id"], "name": offer.family["name"]} if offer.family else None,
        "attachments": content.get("attachments", []),
        "start_date": offer.start_date,
        "validation_status": _validation(offer.validation, offer.validation_errors, settings),
        "translation_validation_status": []
        if offer.translation is None
        else _validation(offer.translation, None, settings),
        "offer_validation_status": offer_validation
        if settings.offer_validation_status_shape == "object"
        else [offer_validation],
        "doc_errors": offer.doc_errors,
        "genius_eligibility": 1,
        "genius_eligibility_type": 1,
        "genius_computed": offer.emag_club,
        "emag_club": offer.emag_club,
        "manufacturer": content.get("manufacturer", []) if single else bool(content.get("manufacturer")),
        "eu_representative": content.get("eu_representative", []) if single else bool(content.get("eu_representative")),
        "safety_information": content.get("safety_information", ""),
    }


def _validation(value, errors, settings):
    entry = {"value": value, "description": VALIDATION_STATUS[value], "errors": errors}
    return [entry] if settings.validation_status_shape == "list" else entry
