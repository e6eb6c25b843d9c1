"""Publishing: what each product is at Trendyol decides what it is sent as (api/trendyol.md §2.6-§2.10). Promise C9.

Everything is taken into batches: their results say what became of each product, and the approval comes later still.
"""

from decimal import Decimal
from urllib.parse import quote

from odoo.addons.marketplace_base.lib.errors import MarketplaceError, Rejected
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from .build_product import (
    attribute_items,
    content_item,
    delivery,
    main_id,
    new_item,
    unapproved_item,
    variant_item,
)
from .client import batch_ref, reading
from .fields import flag, is_id
from .held import changed_attributes, name_of, read_held, what_stays

_ = Words("marketplace_trendyol")

BASE = "product/sellers/{{S}}/product/{barcode}"
CREATE = "product/sellers/{S}/v2/products"
UNAPPROVED = "product/sellers/{S}/products/unapproved-bulk-update"
CONTENT = "product/sellers/{S}/products/content-bulk-update"
VARIANT = "product/sellers/{S}/products/variant-bulk-update"
DELIVERY = "product/sellers/{S}/products/delivery-info-bulk-update"


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
    :param terms: see ``build_product.terms``
    """

    def __init__(self, client, catalogue, list_percent=Decimal(0), terms=()):
        self._client = client
        self._catalogue = catalogue
        self._list_percent = list_percent
        self._terms = dict(terms)
        self._verdicts = {}
        self._refs = {}
        self._notes = {}

    def run(self, products):
        """:raise MarketplaceError: before anything was sent"""
        held = read_held(self._client, [product.key for product in products])
        groups = {CREATE: [], UNAPPROVED: [], CONTENT: [], VARIANT: [], DELIVERY: []}
        for product in products:
            for path, item in self._written(product, held.get(product.key)):
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
        return Result(key, Outcome.ACCEPTED, self._notes.get(key, ""), ref="+".join(self._refs[key]))

    # ---- what is sent of each ----

    def _written(self, product, held):
        """The items of one product, by the service they go to.

        :param held: what Trendyol has approved of it, or None
        """
        if held and held.category_key != product.category_key:
            why = _(
                "Trendyol has approved the product in the category «%s», where it stays: choose that one in the mapping.",
                held.category or held.category_key,
            )
            return self._refuse(product, why, "category")
        if not held and not is_id(product.brand_key):
            return self._refuse(product, _("No brand of Trendyol's list is chosen for «%s».", product.brand), "brand")
        try:
            rows = self._catalogue.attributes(product.category_key)
        except Rejected as error:
            return self._refuse(product, str(error), "category")
        with reading():
            attributes, unknown = attribute_items(
                product, rows, lambda attribute, name: self._catalogue.value_key(product.category_key, attribute, name)
            )
        if unknown:
            said = ", ".join(f"{name_of(rows[attribute], attribute)}: {value}" for attribute, value in unknown)
            return self._refuse(product, _("Not in Trendyol's list: %s", said), "characteristic")
        if held:
            return self._corrected(product, held, rows, attributes)
        state = self._state(product.key)
        if state is None and product.price is None:
            return self._refuse(product, _("The price has to be above zero."), "price")
        if state is None:
            return [(CREATE, new_item(product, attributes, self._list_percent, self._terms))]
        if flag(state, "approved", product.key):  # since the approved ones were read
            why = _("Trendyol has just approved the product; the correction is sent again.")
            self._verdicts[product.key] = Result(product.key, Outcome.UNKNOWN, why)
            return []
        return [(UNAPPROVED, unapproved_item(product, attributes, self._terms))]

    def _corrected(self, product, held, rows, attributes):
        """An approved product: its page, its variant and its delivery are three services. What stays is said, not sent."""
        with reading():
            stays = "; ".join(what_stays(held, product, main_id(product), rows))
            page = changed_attributes(held, rows, attributes)
        if stays:
            self._notes[product.key] = _("Cannot be changed after the approval, Trendyol keeps it: %s", stays)
        items = [(CONTENT, content_item(product, held.content_key, page))] if held.content_key else []
        items.append((VARIANT, variant_item(product, self._terms)))
        option = delivery(product)
        if option and option["deliveryOption"]["deliveryDuration"] != held.delivery_days:
            items.append((DELIVERY, {"barcode": product.key} | option))
        return items

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
