"""Reading Trendyol's dictionary: brands, attributes and their values, by number and by name (api/trendyol.md §2.3-§2.5)."""

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.types import Entry

from .client import reading
from .fields import identifier, records, text
from .parse_category import detail_of, parse_attributes, parse_categories, parse_values

CATEGORIES = "product/product-categories"
ATTRIBUTES = "product/categories/{key}/attributes"
VALUES = "product/categories/{key}/attributes/{attribute}/values"
BRAND = "product/brands/by-name"
VALUES_PAGE, PAGES_MAX = 1000, 1000
BRANDS_PAGE = 100  # not in the documents; without it 20 are shown


class Catalogue:
    """What one account's storefront knows; read once in a run."""

    def __init__(self, client):
        self._client = client
        self._attributes = {}
        self._values = {}
        self._unread = {}  # the next page of values, None when there is none

    def categories(self):
        answer = self._client.get(CATEGORIES, "read")
        with reading():
            return parse_categories(answer)

    def detail(self, key, page):
        """One category and page ``page`` of the values of each attribute that has so many: ``number:attribute,attribute``.

        None when Trendyol has the category no longer.
        """
        number, _colon, wanted = (page or "0:").partition(":")
        try:
            answer = self._answer(key)
        except Rejected as error:
            if error.code.startswith("404"):
                return None
            raise
        with reading():
            rows = parse_attributes(answer, key)
        values, longer = {}, []
        for attribute in wanted.split(",") if wanted else rows:
            values[attribute], more = self._value_page(key, attribute, int(number))
            longer += [attribute] if more else []
        following = f"{int(number) + 1}:{','.join(longer)}" if longer and int(number) + 1 < PAGES_MAX else None
        with reading():
            return detail_of(answer, key, rows, values, following, self._client.storefront)

    def attributes(self, key):
        """``{attribute: its row}`` of a category."""
        answer = self._answer(key)
        with reading():
            return parse_attributes(answer, key)

    def value_key(self, key, attribute, name):
        """The number of an attribute's value, by its name; ``""`` where Trendyol has no such value."""
        names = self._values.setdefault((key, attribute), {})
        page = self._unread.get((key, attribute), 0)
        while name.casefold() not in names and page is not None:
            values, more = self._value_page(key, attribute, page)
            names |= {value.name.casefold(): value.key for value in values}
            page = page + 1 if more and page + 1 < PAGES_MAX else None
            self._unread[key, attribute] = page
        return names.get(name.casefold(), "")

    def brands(self, name):
        """The brands whose name holds these words, as ``Entry``. Trendyol may tell capitals from small letters (§2.3)."""
        name = " ".join(name.split())
        for written in dict.fromkeys((name, name.title(), name.upper())) if name else ():
            answer = self._client.get(BRAND, "read", name=written, size=BRANDS_PAGE)
            with reading():
                found = [
                    Entry("brand", identifier(row, "id", what=BRAND), text(row, "name", BRAND))
                    for row in records(answer, BRAND)
                ]
            if found:
                return [entry for entry in found if entry.key and entry.name]
        return []

    def _answer(self, key):
        if key not in self._attributes:
            self._attributes[key] = self._client.read(ATTRIBUTES.format(key=key), "read", (key,))
        return self._attributes[key]

    def _value_page(self, key, attribute, page):
        path = VALUES.format(key=key, attribute=attribute)
        answer = self._client.read(path, "read", (key,), page=page, size=VALUES_PAGE)
        with reading():
            return parse_values(answer, f"Values of attribute {attribute}")
