"""Publishing: what each product is at Trendyol decides what it is sent as (api/trendyol.md §2.6-§2.10). Promise C9.

Everything is taken into batches: their results say what became of each product, and the approval comes later still.
"""

from decimal import Decimal
from urllib.parse import quote

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, Rejected
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from .build_product import attribute_items, content_item, new_item, unapproved_item, variant_item
from .client import batch_ref, reading
from .fields import flag, identifier

_ = Words("marketplace_trendyol")

BASE = "product/sellers/{{S}}/product/{barcode}"
CREATE = "product/sellers/{S}/v2/products"
UNAPPROVED = "product/sellers/{S}/products/unapproved-bulk-update"
CONTENT = "product/sellers/{S}/products/content-bulk-update"
VARIANT = "product/sellers/{S}/products/variant-bulk-update"


def new_offer_key(sku, barcode):
    """The barcode: it is the key of everything at Trendyol, and spaces are taken out there (§2.6)."""
    key = "".join((barcode or sku or "").split())
    if not key:
        raise ValueError(_("Trendyol knows products by their barcode: this one has neither barcode nor code."))
    return key


class Publish:
    """One sending of up to ``publish_batch`` products.

    :param catalogue: ``Catalogue``
    :param list_percent: how far the crossed-out price stands above the price
    """

    def __init__(self, client, catalogue, list_percent=Decimal(0)):
        self._client = client
        self._catalogue = catalogue
        self._list_percent = list_percent
        self._verdicts = {}
        self._refs = {}

    def run(self, products):
        """:raise MarketplaceError: before anything was sent"""
        groups = {CREATE: [], UNAPPROVED: [], CONTENT: [], VARIANT: []}
        for product in products:
            for path, item in self._written(product):
                groups[path].append((product.key, item))
        sent = False
        for path, items in groups.items():
            if items:
                self._send(path, items, sent)
                sent = True
        return [self._verdict(product.key) for product in products]

    def _verdict(self, key):
        if key in self._verdicts:
            return self._verdicts[key]
        return Result(key, Outcome.ACCEPTED, ref="+".join(self._refs[key]))

    # ---- what is sent of each ----

    def _written(self, product):
        """The items of one product, by the service they go to."""
        brand = self._catalogue.brand_key(product.brand) if product.brand else ""
        if not brand:
            return self._refuse(product, _("Trendyol does not know the brand «%s».", product.brand), "brand")
        try:
            rows = self._catalogue.attributes(product.category_key)
        except Rejected as error:
            return self._refuse(product, str(error), "category")
        with reading():
            attributes, unknown = attribute_items(
                product, rows, lambda attribute, name: self._catalogue.value_key(product.category_key, attribute, name)
            )
        if unknown:
            said = ", ".join(f"{_name(rows[attribute], attribute)}: {value}" for attribute, value in unknown)
            return self._refuse(product, _("Not in Trendyol's list: %s", said), "characteristic")
        state = self._state(product.key)
        if state is None and product.price is None:
            return self._refuse(product, _("The price has to be above zero."), "price")
        if state is None:
            return [(CREATE, new_item(product, brand, attributes, self._list_percent))]
        if not flag(state, "approved", product.key):
            return [(UNAPPROVED, unapproved_item(product, brand, attributes))]
        content = identifier(state, "contentId", what=product.key)
        items = [(VARIANT, variant_item(product))]
        return [(CONTENT, content_item(product, content, attributes)), *items] if content else items

    def _refuse(self, product, why, code):
        self._verdicts[product.key] = Result(product.key, Outcome.REFUSED, why, code)
        return []

    def _state(self, barcode):
        """Whether Trendyol has it, and approved; None when it does not know it."""
        try:
            return self._client.read(BASE.format(barcode=quote(barcode, safe="")), "read", (barcode,))
        except Rejected as error:
            if error.code.startswith("404"):
                return None
            raise

    # ---- sending ----

    def _send(self, path, items, sent):
        keys = [key for key, _item in items]
        body = {"items": _once(path, [item for _key, item in items])}
        try:
            ref = batch_ref(self._client.ask("POST", path, bucket="write", changes=True, keys=keys, json=body))
        except Rejected as error:
            self._settle(keys, Outcome.REFUSED, str(error), error.code)
        except MarketplaceError as error:
            if not sent:
                raise
            self._settle(keys, Outcome.UNKNOWN, str(error))  # what the other calls have told is not to be lost
        else:
            for key, item in items:
                named = f"{ref}#{item['contentId']}={key}" if path == CONTENT else f"{ref}#{key}={key}"
                self._refs.setdefault(key, []).append(named)

    def _settle(self, keys, outcome, text, code=""):
        for key in keys:
            self._verdicts[key] = Result(key, outcome, text, code)


def _once(path, items):
    """Variants share one content: it is sent once."""
    return list({item["contentId"]: item for item in items}.values()) if path == CONTENT else items


def _name(row, attribute):
    named = row.get("attribute")
    return str(named.get("name") or attribute) if isinstance(named, dict) else attribute
