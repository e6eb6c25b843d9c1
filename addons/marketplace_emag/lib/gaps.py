"""What eMAG would refuse, or leave a draft, known before sending (api/emag.md §2.1, §3.2, §3.4). Pure. Promise C8."""

import re
from urllib.parse import urlsplit

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicKind, Gap
from odoo.addons.marketplace_base.lib.words import Words

from . import const

_ = Words("marketplace_emag")

KEY = re.compile(
    r"(?=.*[A-Z])(?=.*\d)[A-Z0-9]{5,20}", re.IGNORECASE
)  # a part number key mixes letters and digits (§3.1)
ACTIVE_HTML = re.compile(r"<\s*(script|iframe|object|embed|form|input|link|meta)\b", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What a value outside a list has to look like (§2.1); kinds without an entry take any text.
FORMS = {
    CharacteristicKind.NUMBER: re.compile(r"-?\d+([.,]\d+)?"),
    CharacteristicKind.MEASURE: re.compile(r"-?\d+([.,]\d+)? ?\D+"),
    CharacteristicKind.RESOLUTION: re.compile(r"\d+ ?[xX] ?\d+"),
    CharacteristicKind.VOLUME: re.compile(r"[\d.]+ ?[xX] ?[\d.]+ ?[xX] ?[\d.]+( ?- ?[\d.]+)?"),
}
FORM_WORDS = {
    CharacteristicKind.NUMBER: _("a number, such as 12.5"),
    CharacteristicKind.MEASURE: _("a number with its unit, such as 500 ml"),
    CharacteristicKind.RESOLUTION: _("width x height, such as 1920 x 1080"),
    CharacteristicKind.VOLUME: _("width x height x depth, such as 30 x 20 x 10"),
}


def gaps(product, detail):
    """What this product lacks. An offer on a page that eMAG has already (``platform_code``) needs no documentation."""
    found = [*_texts(product), *_money(product), *_times(product, detail)]
    if product.platform_code:
        return found + _page(product)
    return found + [
        *_identity(product),
        *_category(product, detail),
        *_barcodes(product, detail),
        *_pictures(product),
        *_parties(product),
        *(_characteristics(product, detail) if detail else ()),
        *(_family(product, detail) if detail else ()),
    ]


def _texts(product):
    if not product.name.strip():
        yield Gap("name", _("The name is missing."))
    elif len(product.name) > const.NAME_MAX:
        yield Gap(
            "name",
            _("The name has %(long)s characters, eMAG takes %(most)s.", long=len(product.name), most=const.NAME_MAX),
        )
    if len(product.description) > const.TEXT_MAX:
        yield Gap("description", _("The description is too long for eMAG."))
    if found := ACTIVE_HTML.search(product.description):
        yield Gap("description", _("The description contains «%s»; eMAG takes plain formatting only.", found[1]))
    if len(product.safety) > const.TEXT_MAX:
        yield Gap("description", _("The safety information is too long for eMAG."))


def _money(product):
    price, low, high = product.price, product.price_low, product.price_high
    if price is None or price <= 0:
        yield Gap("price", _("The price has to be above zero."))
    elif low is not None and high is not None and low >= high:
        yield Gap("price", _("The lowest price (%(low)s) has to be below the highest (%(high)s).", low=low, high=high))
    elif (low is not None and price < low) or (high is not None and price > high):
        yield Gap(
            "price",
            _("The price %(price)s is outside its limits, %(low)s to %(high)s.", price=price, low=low, high=high),
        )
    if product.tax_rate is None:
        yield Gap("vat", _("The product has no VAT rate."))


def _times(product, detail):
    if product.handling_days is not None and not 0 <= product.handling_days <= const.HANDLING_MAX:
        yield Gap("handling", _("%s days until shipping are more than eMAG takes.", product.handling_days))
    if product.warranty is not None and not 0 <= product.warranty <= const.WARRANTY_MAX:
        yield Gap("warranty", _("A warranty of %s months is more than eMAG takes.", product.warranty))
    elif detail and detail.category.needs_warranty and not product.platform_code and not product.warranty:
        yield Gap("warranty", _("The category asks for a warranty."))


def _page(product):
    if not KEY.fullmatch(product.platform_code):
        return [Gap("barcode", _("%s is not a product key of eMAG (PNK).", product.platform_code))]
    return []


def _identity(product):
    if not product.sku:
        yield Gap("sku", _("The product code is missing."))
    elif len(product.sku) > const.PART_NUMBER_MAX:
        yield Gap(
            "sku",
            _(
                "The product code has %(long)s characters, eMAG takes %(most)s.",
                long=len(product.sku),
                most=const.PART_NUMBER_MAX,
            ),
        )
    elif set(product.sku) & set(const.PART_NUMBER_STRIPPED):
        yield Gap("sku", _("eMAG removes spaces, commas and semicolons from the product code %s.", product.sku))
    if not product.brand.strip():
        yield Gap("brand", _("The brand is missing."))
    elif len(product.brand) > const.BRAND_MAX:
        yield Gap("brand", _("The brand's name is too long for eMAG."))


def _category(product, detail):
    if not product.category_key or detail is None:
        yield Gap("category", _("The category at eMAG is missing."))
    elif not detail.category.allowed:
        yield Gap("category", _("You may not publish in the category %s.", detail.category.name))


def _barcodes(product, detail):
    if detail and detail.category.needs_barcode and not product.barcodes:
        yield Gap("barcode", _("The category asks for an EAN."))
    for code in product.barcodes:
        if not is_ean(code):
            yield Gap("barcode", _("%s is not a valid EAN.", code))


def is_ean(code):
    """6 to 14 digits, with the check digit where this kind of code has one (§3.2)."""
    if not code.isascii() or not code.isdigit() or not 6 <= len(code) <= 14:
        return False
    if len(code) not in const.EAN_CHECKED:
        return True
    digits = [int(digit) for digit in reversed(code[:-1])]
    return int(code[-1]) == -(3 * sum(digits[::2]) + sum(digits[1::2])) % 10


def _pictures(product):
    if not product.pictures:
        yield Gap("picture", _("The product has no picture."))
    for number, picture in enumerate(product.pictures, 1):
        if why := _picture(picture):
            yield Gap("picture", _("Picture %(number)s: %(why)s", number=number, why=why))


def _picture(picture):
    parts = urlsplit(picture.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(picture.url) > const.URL_MAX:
        return _("its address cannot be used")
    if picture.kind and picture.kind not in const.PICTURE_KINDS:
        return _("eMAG takes JPEG and PNG, not %s.", picture.kind)
    if max(picture.width, picture.height) > const.PICTURE_SIDE_MAX:
        return _("%(width)s × %(height)s pixels are more than eMAG takes.", width=picture.width, height=picture.height)
    if picture.size > const.PICTURE_BYTES_MAX:
        return _("the file is larger than 8 MB.")
    return ""


def _parties(product):
    """Product safety law (GPSR): who made it, and who answers for it in the Union."""
    if not product.makers:
        yield Gap("maker", _("The maker is missing (product safety law)."))
    if not product.responsibles:
        yield Gap("responsible", _("Nobody in the EU answers for the product (product safety law)."))
    for field, parties in (("maker", product.makers), ("responsible", product.responsibles)):
        if len(parties) > const.PARTIES_MAX:
            yield Gap(field, _("eMAG takes at most %s makers or responsible persons.", const.PARTIES_MAX))
        for party in parties:
            if why := _party(party):
                yield Gap(field, f"{party.name or '?'}: {why}")


def _party(party):
    if not 1 <= len(party.name) <= const.PARTY_NAME_MAX:
        return _("the name is missing or too long.")
    if not 1 <= len(party.address) <= const.PARTY_ADDRESS_MAX:
        return _("the address is missing or too long.")
    if len(party.email) > const.PARTY_EMAIL_MAX or not EMAIL.fullmatch(party.email):
        return _("the e-mail address is missing or wrong.")
    return ""


# ---- characteristics (§2.1) ----


def _characteristics(product, detail):
    known = {item.key: item for item in detail.characteristics}
    given = {}
    for value in product.characteristics:
        if value.key in known:
            given.setdefault(value.key, []).append(value)
    for key, item in known.items():
        for why in _characteristic(item, given.get(key, [])):
            yield Gap("characteristic", f"{item.name}: {why}", key)


def _characteristic(item, values):
    if not any(value.value for value in values):
        if item.required:
            yield _("a value is mandatory.")
        return
    if item.tags:
        if sorted(value.tag for value in values) != sorted(item.tags):
            yield _("exactly one value for each of: %s.", ", ".join(item.tags))
    elif not item.multiple and len(values) > 1:
        yield _("only one value is allowed, not %s.", ", ".join(value.value for value in values))
    for text in dict.fromkeys(value.value for value in values):
        if why := _value(item, text):
            yield why


def _value(item, text):
    if not text:
        return _("a value is empty.")
    if len(text) > const.VALUE_MAX:
        return _("the value is longer than %s characters.", const.VALUE_MAX)
    listed = {value.name for value in item.values}
    if text in listed:
        return ""
    if listed and not item.open_values:
        return _("«%s» is not in eMAG's list.", text)
    form = FORMS.get(item.kind)
    if form and not form.fullmatch(text):
        return _("«%(value)s» is not %(form)s.", value=text, form=_(FORM_WORDS[item.kind]))
    return ""


def _family(product, detail):
    """Variants of one product: all that tells them apart has to be there, once (§3.2)."""
    if not product.family_key:
        return
    family = next((each for each in detail.families if each.key == product.family_type_key), None)
    if family is None:
        yield Gap("category", _("The category has no way %s of grouping variants any more.", product.family_type_key))
        return
    names = {item.key: item.name for item in detail.characteristics}
    for key in family.characteristic_keys:
        values = {value.value for value in product.characteristics if value.key == key and value.value}
        if len(values) != 1:
            why = _("it tells the variants apart: exactly one value is needed.")
            yield Gap("characteristic", f"{names.get(key, key)}: {why}", key)
