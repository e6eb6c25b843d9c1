"""Creating and updating products: each answers a batch (api/trendyol.md §2.6, §2.7)."""

from .answers import Refusal
from .attribute_rules import fixed_changes
from .const import MAX_ITEMS, STOREFRONTS, TARGETS
from .product_rules import OFFER_FIELDS, ProductCheck, clean_barcode
from .product_states import submit
from .product_store import Offer, Product
from .query import items_of, whole
from .texts import Reason

CONTENT_KEYS = {"contentId", "title", "description", "images", "attributes"}
VARIANT_KEYS = {
    "barcode", "stockCode", "vatRate", "shipmentAddressId", "returningAddressId", "dimensionalWeight", "lotNumber",
    "locationBasedDelivery", "origin", "specialConsumptionTax", "sgrPrice", "channels",
}  # fmt: skip
# What an update must carry while partial ones are refused; the others are optional everywhere.
VARIANT_NEEDS = ("stockCode", "vatRate", "dimensionalWeight")


def create(context):
    items = _items(context)

    def work(batch, item):
        return _create(context.account, batch, item)

    return context.account.batches.accept(context, "ProductV2OnBoarding", items, work, _onboarding)


def _items(context):
    """Products are read and written on the storefront of origin; targets of cross-country selling are none (§7.3)."""
    if context.storefront.code in TARGETS and context.storefront.code != context.account.origin:
        raise Refusal("invalid.storefrontcode", "products are written with the storefront of origin")
    return items_of(context.body, MAX_ITEMS)


def _onboarding(item):
    barcode = clean_barcode(item.request.get("barcode"))[0]
    return {"requestItem": {"barcode": barcode, "product": item.request}}


def _create(account, batch, item):
    barcode, wrong = clean_barcode(item.request.get("barcode"))
    check = ProductCheck(account, STOREFRONTS[batch.storefront], batch.language, item.request).everything()
    quantity, sale_price, list_price = check.offer()
    reasons = ([wrong] if wrong else []) + check.reasons
    if wrong is None and account.products.get(barcode):
        reasons.insert(0, Reason("barcode_exists"))
    if reasons:
        return reasons
    product = Product(barcode, **check.values, storefront=batch.storefront, language=batch.language)
    if conflict := _conflict(account, product):
        return [conflict]
    now = account.clock.time()
    product.created = product.modified = now
    product.offers[batch.storefront] = Offer(quantity, sale_price, list_price, now, now)
    account.products.add(product)
    submit(account, product, batch.by)
    return []


def _conflict(account, product):
    """Variants of one productMainId share brand and category, and differ in a varianter or slicer value."""
    others = [row for row in account.products.family(product.main_id) if row.barcode != product.barcode]
    if any((row.brand_id, row.category_id) != (product.brand_id, product.category_id) for row in others):
        return Reason("family")
    values = account.products.distinction(product, "varianter", "slicer")
    same = (row for row in others if account.products.distinction(row, "varianter", "slicer") == values)
    twin = next(same, None)
    return twin and Reason("variant_exists", barcode=twin.barcode)


# Not approved yet


def update_unapproved(context):
    items = _items(context)

    def work(batch, item):
        return _update_unapproved(context.account, batch, item)

    return context.account.batches.accept(context, "ProductV2Update", items, work, _onboarding)


def _update_unapproved(account, batch, item):
    product, reason = _found(account, item.request)
    if reason:
        return [reason]
    if product.is_approved:
        return [Reason("is_approved")]
    if foreign := [name for name in OFFER_FIELDS if name in item.request]:
        return [Reason("field_foreign", field=name) for name in foreign]
    check = ProductCheck(account, STOREFRONTS[batch.storefront], batch.language, item.request).everything()
    if check.reasons:
        return check.reasons
    trial = Product(product.barcode, **check.values, storefront=product.storefront)
    if conflict := _conflict(account, trial):
        return [conflict]
    account.products.move(product, check.values.pop("main_id"))
    account.products.record(product, batch.by, **check.values, language=batch.language)
    submit(account, product, batch.by)
    return []


# Approved


def update_content(context):
    items = _items(context)

    def work(batch, item):
        return _update_content(context.account, batch, item.request)

    return context.account.batches.accept(context, "ApprovedProductContentUpdate", items, work, _update_shape(context))


def _update_content(account, batch, request):
    card = account.products.card(whole(request.get("contentId")))
    if not card:
        return [Reason("content_unknown")]
    if reasons := _foreign(request, CONTENT_KEYS):
        return reasons
    category = account.dictionaries[batch.storefront].categories[card[0].category_id]
    check = ProductCheck(account, STOREFRONTS[batch.storefront], batch.language, request)
    if "title" in request:
        check.text("title", required=True)
    if "description" in request:
        check.description(required=True)
    if "images" in request:
        check.images(required=True)
    if "attributes" in request:
        variants = {use["id"] for use in category.uses if use["varianter"]}
        check.attributes(category, skip=variants)
        sent = check.values["attributes"]
        fixed = {number for product in card for number in fixed_changes(category, product, sent)}
        check.reasons += [Reason("attribute_fixed", id=number) for number in sorted(fixed)]
    if not check.reasons:
        for product in card:
            _apply_content(account, product, dict(check.values), batch.by)
    return check.reasons


def _apply_content(account, product, values, by):
    """Attributes are replaced as a whole, but those that make variants and cards stay."""
    if "attributes" in values:
        sent = {attribute.id for attribute in values["attributes"]}
        category = account.dictionaries[product.storefront].categories[product.category_id]
        kept = [
            row
            for row in product.attributes
            if row.id not in sent and (category.use(row.id)["varianter"] or category.use(row.id)["slicer"])
        ]
        values["attributes"] = kept + values["attributes"]
    account.products.record(product, by, **values)
    product.content_modified = account.clock.time()


def update_variants(context):
    items = _items(context)

    def work(batch, item):
        return _update_variant(context.account, batch, item.request)

    return context.account.batches.accept(context, "ApprovedProductVariantUpdate", items, work, _update_shape(context))


def _update_variant(account, batch, request):
    product, reason = _found(account, request)
    if reason:
        return [reason]
    if not product.is_approved:
        return [Reason("not_approved")]
    if reasons := _foreign(request, VARIANT_KEYS):
        return reasons
    needs_all = account.settings.variant_update_partial == "refuse"
    check = ProductCheck(account, STOREFRONTS[batch.storefront], batch.language, request)
    if needs_all:
        check.reasons += [Reason("field_missing", field=name) for name in VARIANT_NEEDS if request.get(name) is None]
    check.stock_code()
    check.vat()
    check.weight()
    check.origin()
    check.small_fields()
    check.channels()
    if "sgrPrice" in request or needs_all:
        check.sgr(product.category_id)
    if not check.reasons:
        account.products.record(product, batch.by, **check.values)
    return check.reasons


def update_delivery(context):
    items = _items(context)

    def work(batch, item):
        return _update_delivery(context.account, batch, item.request)

    def shape(item):
        code = context.storefront.code
        request = {
            "supplierId": context.account.seller_id,
            "barcode": item.request.get("barcode"),
            "storeFrontCode": code,
            "storeFrontId": list(STOREFRONTS).index(code) + 1,
            "request": item.request,
        }
        return {"requestItem": request}

    return context.account.batches.accept(context, "ProductDeliveryOptionUpdate", items, work, shape)


def _update_delivery(account, batch, request):
    product, reason = _found(account, request)
    if reason:
        return [reason]
    check = ProductCheck(account, STOREFRONTS[batch.storefront], batch.language, request)
    check.delivery(required=True)
    if not check.reasons:
        account.products.record(product, batch.by, **check.values)
    return check.reasons


def _found(account, request):
    """(product, None) or (None, why not)."""
    barcode, wrong = clean_barcode(request.get("barcode"))
    product = account.products.get(barcode)
    return (product, None) if product else (None, wrong or Reason("barcode_unknown"))


def _foreign(request, known):
    return [Reason("field_foreign", field=name) for name in sorted(set(request) - known)]


def _update_shape(context):
    return lambda item: {"requestItem": {"supplierId": context.account.seller_id, "updateRequest": item.request}}
