"""Trendyol's products and small dictionaries, understood (api/trendyol.md §2.1, §2.9). Orders: ``parse_order``.

An offer is one variant; its number with us is the barcode, the key of everything at Trendyol.
"""

from odoo.addons.marketplace_base.lib.catalogue import Review
from odoo.addons.marketplace_base.lib.types import Entry, OfferData
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .fields import flag, identifier, moment, number, percent, record, records, text, whole
from .parse_content import content_of

_ = Words("marketplace_trendyol")


def parse_approved(row, storefront):
    """The variants of one content card, as ``OfferData``; one that cannot be read says so itself. The card's number is no
    ``platform_code``: all sizes share it, and each would be taken for the first.

    :raise ValueError: not even the barcodes can be read
    """
    what = f"Product {identifier(row, 'contentId', what='Product') or '?'}"
    offers = []
    for variant in records(row.get("variants"), f"{what}: variants"):
        barcode = own_barcode(variant, what)
        try:
            offers.append(_approved(row, variant, barcode, storefront))
        except ValueError as error:
            offers.append(unreadable_offer(barcode, error, storefront))
    return offers


def _approved(row, variant, barcode, storefront):
    what = f"Product {barcode}"
    price = record(variant.get("price"), f"{what}: price")
    stock = record(variant.get("stock"), f"{what}: stock")
    problems = _complaints(variant, what)
    status, publication = _standing(variant, what)
    return OfferData(
        key=barcode,
        name=text(row, "title", what),
        sku=text(variant, "stockCode", what),
        barcodes=(barcode,),
        stock=whole(stock, "quantity", what),
        price=number(price, "salePrice", what),
        currency=storefront.currency,
        tax_rate=percent(variant, "vatRate", what),
        status=status,
        publication=publication,
        sellable=status == "active" and not problems,
        problems=tuple(problems),
        review=Review.APPROVED,
        content=content_of(row, what, variant),
        withdrawn_at=moment(variant, "archivedDate", what) if status == "inactive" else None,
        extra={
            "content_id": identifier(row, "contentId", what=what),
            "main_id": text(row, "productMainId", what),
            "list_price": text(price, "listPrice", what),
            "on_sale": flag(variant, "onSale", what),
        }
        | _commission(variant, what),
    )


def _commission(variant, what):
    """The commission in percent, where it is said."""
    rate = number(variant, "commission", what)
    return {"commission_rate": float(rate)} if rate is not None else {}


def _standing(variant, what):
    """Whether it can be sold, and what that is called. The seller's own will goes before Trendyol's."""
    if flag(variant, "archived", what):
        return "inactive", _("Archived")
    if flag(variant, "locked", what):
        return "locked", _("Locked")
    return "active", _("Approved")


def _complaints(variant, what):
    """What keeps a product from being sold, besides the stock."""
    found = []
    if flag(variant, "locked", what):
        found.append(_("Locked by Trendyol: %s", text(variant, "lockReason", what) or "?"))
    if flag(variant, "blacklisted", what):
        found.append(_("Blocked by Trendyol."))
    if flag(variant, "hasViolation", what):
        found.append(_("Trendyol sees a violation of its rules."))
    if flag(variant, "docNeeded", what):
        found.append(_("Trendyol asks for a document."))
    return found


def parse_unapproved(row, storefront):
    """A row of the products that wait for approval, or were refused."""
    barcode = own_barcode(row, "Product")
    try:
        return _unapproved(row, barcode, storefront)
    except ValueError as error:
        return unreadable_offer(barcode, error, storefront)


def _unapproved(row, barcode, storefront):
    what = f"Product {barcode}"
    status = text(row, "status", what)
    refused = status.lower() == const.REJECTED
    problems = [_complaint(detail, what) for detail in records(row.get("rejectReasonDetails"), f"{what}: reasons")]
    if refused and not problems:
        problems = [_("Trendyol refused the product without a reason.")]
    problems += _complaints(row, what)
    return OfferData(
        key=barcode,
        name=text(row, "title", what),
        sku=text(row, "stockCode", what),
        barcodes=(barcode,),
        stock=whole(row, "quantity", what),
        price=number(row, "salePrice", what),
        currency=storefront.currency,
        tax_rate=percent(row, "vatRate", what),
        status="inactive",
        publication=_("Refused") if refused else _("Waits for approval"),
        sellable=False,
        problems=tuple(filter(None, problems)),
        review=Review.REFUSED if refused else Review.REVIEW,
        content=content_of(row, what),
        extra={"main_id": text(row, "productMainId", what), "list_price": text(row, "listPrice", what)},
    )


def _complaint(detail, what):
    said = [text(detail, key, what) for key in ("rejectReason", "rejectReasonDetail")]
    return ": ".join(part for part in said if part)


def own_barcode(row, what):
    """The barcode that a product cannot do without."""
    barcode = text(row, "barcode", what)
    if not barcode:
        raise ValueError(f"{what}: barcode is missing")
    return barcode


def unreadable_offer(barcode, error, storefront):
    """Stands for a product that cannot be read, so that the complaint has an address."""
    return OfferData(
        key=barcode,
        name="",
        barcodes=(barcode,),
        currency=storefront.currency,
        sellable=False,
        review=None,
        problems=(_("Unreadable: %s", error),),
    )


# ---- dictionaries ----


def vat_entries(storefront):
    """The VAT rates Trendyol takes in a storefront (§1.3); no service lists them."""
    return [
        Entry("vat", str(rate), f"{rate} %", value)
        for rate, value in zip(storefront.rates, storefront.vat, strict=True)
    ]


def parse_address(row):
    """A row of the seller's addresses; flags with and without «is» are both in use (§2.1)."""
    what = "Address"
    key = identifier(row, "id", what=what)
    if not key:
        raise ValueError(f"{what}: id is missing")

    def is_a(name):
        return flag(row, f"{name}Address", what) or flag(row, f"is{name.capitalize()}Address", what)

    uses = [
        use for use, name in (("pickup", "shipment"), ("return", "returning"), ("invoice", "invoice")) if is_a(name)
    ]
    parts = [text(row, name, what) for name in ("address", "district", "city")]
    return Entry(
        "address",
        key,
        ", ".join(part for part in parts if part) or key,
        extra={
            "use": uses[0] if uses else "",
            "uses": uses,
            "default": flag(row, "default", what) or flag(row, "isDefault", what),
            "street": parts[0],
            "city": parts[2],
            "county": parts[1],
            "zip": text(row, "postCode", what),
            "country": text(row, "country", what),
        },
    )
