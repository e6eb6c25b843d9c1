"""What Trendyol would refuse, known before sending (api/trendyol.md §1.3, §2.5, §2.6, §7.5). Pure. Promise C9."""

import re
from urllib.parse import urlsplit

from odoo.addons.marketplace_base.lib.catalogue import Gap
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from .build_product import own_number, title

_ = Words("marketplace_trendyol")

BARCODE = re.compile(r"[\w.\-]{1,40}")  # letters (Turkish ones too), digits, and three signs
ACTIVE_HTML = re.compile(r"<\s*(script|style|iframe)\b", re.IGNORECASE)
COUNTRY = re.compile(r"[A-Za-z]{2}")


def gaps(product, detail):
    """What this product lacks.

    :param detail: the category with its attributes; their values only as far as this product uses them
    """
    return [
        *_identity(product),
        *_texts(product),
        *_money(product),
        *_pictures(product),
        *_category(product, detail),
        *(_attributes(product, detail) if detail else ()),
        *(_variants(product, detail) if detail else ()),
    ]


def _identity(product):
    key = product.key or (product.barcodes[0] if product.barcodes else product.sku)
    if not BARCODE.fullmatch("".join(key.split())):
        yield Gap("barcode", _("Trendyol wants a barcode of 1 to 40 letters, digits, points, dashes and underscores."))
    if len(product.sku) > const.STOCK_CODE_MAX:
        yield Gap("sku", _("The code is longer than %s characters.", const.STOCK_CODE_MAX))
    if not product.brand.strip():
        yield Gap("brand", _("The brand is missing."))


def _texts(product):
    if not title(product).strip():
        yield Gap("name", _("The name is missing."))
    elif len(title(product)) > const.TITLE_MAX:
        yield Gap(
            "name",
            _("The name has %(long)s characters, Trendyol takes %(most)s.",
              long=len(title(product)), most=const.TITLE_MAX),
        )  # fmt: skip
    if not product.description.strip():
        yield Gap("description", _("The description is missing."))
    elif len(product.description) > const.TEXT_MAX:
        yield Gap("description", _("The description is longer than %s characters.", const.TEXT_MAX))
    if found := ACTIVE_HTML.search(product.description):
        yield Gap("description", _("The description contains «%s»; Trendyol takes plain formatting only.", found[1]))


def _money(product):
    if product.price is None or product.price <= 0:
        yield Gap("price", _("The price has to be above zero."))
    if product.tax_rate is None:
        yield Gap("vat", _("The product has no VAT rate."))
    elif product.tax_rate * 100 != int(product.tax_rate * 100):
        yield Gap("vat", _("Trendyol takes whole VAT rates only, not %g %%.", product.tax_rate * 100))


def _pictures(product):
    if not product.pictures:
        yield Gap("picture", _("At least one picture is needed."))
    for picture in product.pictures[: const.PICTURES_MAX]:
        if urlsplit(picture.url).scheme != "https":
            yield Gap(
                "picture", _("Trendyol fetches pictures only from https addresses: set this Odoo's public address.")
            )
            return


def _category(product, detail):
    if not product.category_key:
        yield Gap("category", _("The category at Trendyol is missing."))
    elif detail and not detail.category.allowed:
        yield Gap("category", _("Products go only into categories without further ones below them."))


def _attributes(product, detail):
    given = {}
    for value in product.characteristics:
        if value.value:
            given.setdefault(value.key, []).append(value.value.strip())
    for item in detail.characteristics:
        for why in _attribute(item, given.get(item.key, [])):
            yield Gap("characteristic", f"{item.name}: {why}", item.key)


def _attribute(item, values):
    if not values:
        if item.required:
            yield _("a value is mandatory.")
        return
    if len(values) > 1 and not item.multiple:
        yield _("only one value is allowed, not %s.", ", ".join(values))
    listed = {value.name.casefold() for value in item.values}
    for value in values:
        if item.key == const.ORIGIN:
            if not COUNTRY.fullmatch(value):
                yield _("two letters are wanted, such as RO.")
        elif item.key in const.OWN_CHARACTERISTICS:
            if own_number(value) is None:
                yield _("«%s» is not a number above zero.", value)
        elif value.casefold() not in listed and not item.open_values:
            yield _("«%s» is not in Trendyol's list.", value)
        elif value.casefold() not in listed and len(value) > const.VALUE_MAX:
            yield _("the value is longer than %s characters.", const.VALUE_MAX)


def _variants(product, detail):
    """Variants of one product: all that tells them apart has to be there, once (§2.5)."""
    if not product.family_key:
        return
    family = next((each for each in detail.families if each.key == product.family_type_key), None)
    if family is None:
        yield Gap("category", _("Products of this category cannot have variants at Trendyol."))
        return
    names = {item.key: item.name for item in detail.characteristics}
    for key in family.characteristic_keys:
        values = {value.value for value in product.characteristics if value.key == key and value.value}
        if len(values) != 1:
            why = _("it tells the variants apart: exactly one value is needed.")
            yield Gap("characteristic", f"{names.get(key, key)}: {why}", key)
