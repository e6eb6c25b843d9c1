"""eMAG's offers and small dictionaries, understood (api/emag.md §2, §3.3, §3.4). Orders: ``parse_order``."""

from decimal import Decimal

from odoo.addons.marketplace_base.lib.types import Entry, OfferData
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .fields import flag, identifier, moment, number, own_id, rate, record, records, text, whole
from .parse_content import has_parties, parse_content, parse_leftovers, parse_review

_ = Words("marketplace_emag")

# ---- offers ----


def parse_offer(row, site, vat_rates):
    """One row of ``product_offer/read``.

    :param vat_rates: ``{vat_id: fraction}``
    :raise ValueError: the row is not readable; the message names the field
    """
    what = f"Offer {own_id(row, 'Offer')}"
    publication, sellable, problems = _publication(row, site, what)
    stocks = records(row.get("stock"), f"{what}: stock")
    elsewhere = sorted({whole(stock, "warehouse_id", what, const.WAREHOUSE) for stock in stocks} - {const.WAREHOUSE})
    if elsewhere:
        problems.append(
            _(
                "eMAG also holds stock for this offer in warehouse %(others)s; only warehouse %(ours)s is updated from here.",
                others=", ".join(map(str, elsewhere)),
                ours=const.WAREHOUSE,
            )
        )
    try:
        content, extra = parse_content(row, what), parse_leftovers(row, what)
    except ValueError as error:  # odd documentation must not keep stock and price from being managed
        problems.append(str(error))
        content, extra = None, {}
    status = whole(row, "status", what)
    if status not in const.OFFER_STATUS:
        raise ValueError(f"{what}: status {status!r} is not known")
    return OfferData(
        key=own_id(row, what),
        name=text(row, "name", what),
        sku=text(row, "part_number", what),
        barcodes=_barcodes(row.get("ean"), what),
        platform_code=text(row, "part_number_key", what),
        stock=_stock(row, stocks, what),
        price=number(row, "sale_price", what),
        price_low=number(row, "min_sale_price", what) or None,
        price_high=number(row, "max_sale_price", what) or None,
        currency=text(row, "currency", what) or site.currency,
        tax_rate=vat_rates.get(whole(row, "vat_id", what)),
        status=const.OFFER_STATUS[status],
        publication=publication,
        sellable=sellable,
        problems=tuple(problems),
        review=parse_review(row, what),
        content=content,
        has_parties=has_parties(row),
        extra=extra,
    )


def unreadable_offer(row, error, site):
    """Stands for an offer that ``parse_offer`` refuses, so that the complaint has an address.

    :raise ValueError: not even the id can be read
    """
    return OfferData(
        key=own_id(row, "Offer"),
        name="",
        currency=site.currency,
        sellable=False,
        review=None,
        problems=(_("Unreadable: %s", error),),
    )


def _stock(row, stocks, what):
    """What eMAG counts for sale: ``general_stock`` follows the orders, the sum of ``stock[]`` is what it is made of."""
    general = whole(row, "general_stock", what)
    if general is None and stocks:
        return sum(whole(stock, "value", what, 0) for stock in stocks)
    return general


def _barcodes(codes, what):
    codes = codes if isinstance(codes, list) else [codes]
    return tuple(dict.fromkeys(code for code in (text({"ean": code}, "ean", what) for code in codes) if code))


def _publication(row, site, what):
    """The validation in words, whether it lets the offer be sold, and eMAG's complaints (api/emag.md §3.4)."""
    words, sellable, problems = [], True, []
    for key, good in (
        ("validation_status", const.VALIDATION_SELLABLE),
        ("translation_validation_status", const.TRANSLATION_SELLABLE),
    ):
        for state in records(row.get(key), f"{what}: {key}"):
            value = whole(state, "value", what)
            if value is None:
                continue
            words.append(_(const.VALIDATION.get(value, "")) or text(state, "description", what) or str(value))
            sellable = sellable and value in good
            problems += complaints(state.get("errors"), site.locale)
    for state in records(row.get("offer_validation_status"), f"{what}: offer_validation_status"):
        if whole(state, "value", what, const.PRICE_VALID) != const.PRICE_VALID:
            sellable = False
            problems.append(_("Price not valid at eMAG: %s", text(state, "description", what) or "?"))
    problems += complaints(row.get("doc_errors"), site.locale)
    return "; ".join(words), sellable, list(dict.fromkeys(problems))


def complaints(found, locale, depth=6):
    """The texts of a documentation complaint: a text, a list, levels of severity, or a message per language."""
    if isinstance(found, str):
        return [found.strip()] if found.strip() else []
    if isinstance(found, list) and depth:
        return [line for item in found for line in complaints(item, locale, depth - 1)]
    if not isinstance(found, dict) or not depth:
        return []
    message = found.get("message")
    if isinstance(message, dict):
        message = message.get(locale) or message.get("en_GB") or next(iter(message.values()), "")
    if isinstance(message, str) and message.strip():
        value = found.get("value")
        return [f"{message.strip()} ({value})" if value and isinstance(value, str) else message.strip()]
    return [line for item in found.values() for line in complaints(item, locale, depth - 1)]


# ---- dictionaries ----


def parse_vat(row):
    """A row of ``vat/read``; the value is a fraction (api/emag.md §2.2)."""
    value = rate(row, "vat_rate", "VAT rate")
    key = whole(row, "vat_id", "VAT rate")
    if key is None:
        raise ValueError("VAT rate: vat_id is missing")
    name = f"{(value * 100).normalize():f} %"
    return Entry("vat", str(key), name, value, extra={"default": flag(row, "is_default", "VAT rate")})


def parse_handling_time(row):
    """A row of ``handling_time/read``: days until the parcel leaves (api/emag.md §2.3)."""
    days = whole(row, "id", "Handling time", whole(row, "value", "Handling time"))
    if days is None:
        raise ValueError("Handling time: the number of days is missing")
    name = _("same day") if days == 0 else _("1 day") if days == 1 else _("%s days", days)
    return Entry("handling_time", str(days), name, Decimal(days))


def parse_courier(row):
    """A row of ``courier_accounts/read`` (api/emag.md §2.5). Promise A8."""
    what = "Courier account"
    key = identifier(row, "account_id", what)
    if not key:
        raise ValueError(f"{what}: account_id is missing")
    properties = row.get("courier_account_properties", row.get("currier_account_properties"))
    properties = properties if isinstance(properties, list) else []
    use = const.COURIER_USES.get(whole(row, "courier_account_type", what), "")
    return Entry(
        "courier",
        key,
        text(row, "account_display_name", what) or text(row, "courier_name", what) or key,
        active=flag(row, "status", what, default=True),
        extra={
            "courier": text(row, "courier_name", what),
            "use": use,
            "uses": [purpose for purpose in ("orders", "returns") if purpose in use or not use],
            "services": [name for code, name in const.COURIER_SERVICES.items() if code in map(str, properties)],
            "country": text(row, "pickup_country_code", what),
        },
    )


def parse_address(row):
    """A row of ``addresses/read`` (api/emag.md §2.6)."""
    what = "Address"
    key = text(row, "address_id", what)
    if not key:
        raise ValueError(f"{what}: address_id is missing")
    parts = [text(row, field, what) for field in ("address", "city", "suburb")]
    return Entry(
        "address",
        key,
        ", ".join(part for part in parts if part) or key,
        extra={
            "use": const.ADDRESS_USES.get(whole(row, "address_type_id", what), ""),
            "default": flag(row, "is_default", what),
            "street": text(row, "address", what),
            "city": text(row, "city", what),
            "county": text(row, "suburb", what),
            "locality": identifier(row, "locality_id", what),
            "zip": text(row, "zipcode", what),
            "country": text(row, "country_code", what),
        },
    )


DICTIONARIES = {
    # kind: (resource, parser)
    "vat": ("vat", parse_vat),
    "handling_time": ("handling_time", parse_handling_time),
    "courier": ("courier_accounts", parse_courier),
    "address": ("addresses", parse_address),
}


def modified_at(row, site):
    """When eMAG last changed a document; ``None`` when it does not say so readably."""
    try:
        return moment(record(row, "document"), "modified", "document", site.time_zone)
    except ValueError:
        return None
