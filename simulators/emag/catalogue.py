"""The eMAG catalogue: products known to the platform, EAN lookup and part number keys (api/emag.md §3.1, §3.9)."""

import re
from dataclasses import dataclass, field

from .bodies import page_of
from .const import MAX_EANS_PER_LOOKUP
from .envelope import Answer, Refusal

_ALPHABET = "BCDFGHJKLMNPQRSTVWXYZ23456789"


@dataclass
class CatalogueProduct:
    """One product page at eMAG; several sellers may have an offer on it."""

    part_number_key: str
    name: str
    brand: str
    category_id: int
    eans: list = field(default_factory=list)
    hotness: str | None = None
    allowed_to_add_offer: bool = True
    product_image: str = "https://cdn.example.com/150.jpg"


class Catalogue:
    """Products by part number key and by EAN."""

    def __init__(self, products=()):
        self.by_key = {}
        self.by_ean = {}
        self._keys_made = 0
        for product in products:
            self.add(CatalogueProduct(**product))

    def add(self, product):
        self.by_key[product.part_number_key] = product
        for ean in product.eans:
            self.by_ean[ean] = product

    def new_key(self):
        """A part number key: nine letters and digits, always mixed, never repeated (§3.1)."""
        self._keys_made += 1
        # An odd multiplier that shares no factor with 29^5 walks every code once, in scattered order.
        number = self._keys_made * 7_368_787 % len(_ALPHABET) ** 5
        code = ""
        for _position in range(5):
            number, digit = divmod(number, len(_ALPHABET))
            code += _ALPHABET[digit]
        key = f"D{self._keys_made % 10}{code}BM"
        return self.new_key() if key in self.by_key else key


def find_by_eans(context):
    """GET documentation/find_by_eans?eans[]=...: at most 100 codes, the rest is ignored with a notice."""
    eans = [value for key, value in context.query.items(multi=True) if re.fullmatch(r"eans\[\d*\]", key)]
    if not eans:
        raise Refusal("Parameter eans is mandatory")
    messages = []
    if len(eans) > MAX_EANS_PER_LOOKUP:
        messages.append(f"Only the first {MAX_EANS_PER_LOOKUP} EAN codes were processed, the rest were ignored.")
        eans = page_of(eans, 1, MAX_EANS_PER_LOOKUP)
    account = context.account
    found = {ean: [account.catalogue.by_ean[ean]] if ean in account.catalogue.by_ean else [] for ean in eans}
    context.call.items = len(eans)
    if not any(found.values()) and context.settings.find_by_eans_no_match == "list":
        return Answer([], messages)
    return Answer(
        {ean: {"products": [_row(account, ean, product) for product in products]} for ean, products in found.items()},
        messages,
    )


def _row(account, ean, product):
    category = account.dictionary.categories.get(product.category_id)
    row = {
        "ean": ean,
        "part_number_key": product.part_number_key,
        "product_name": product.name,
        "brand_name": product.brand,
        "doc_category_id": product.category_id,
        "category_name": category["name"]["en"] if category else None,
        "site_url": f"http://emag.ro/product_details/pd/{product.part_number_key}",
        "allowed_to_add_offer": product.allowed_to_add_offer,
        "vendor_has_offer": product.part_number_key in account.offers.by_key,
        "hotness": product.hotness,
        "product_image": product.product_image,
    }
    if account.country.code.startswith("FD"):
        del row["site_url"]
    return row
