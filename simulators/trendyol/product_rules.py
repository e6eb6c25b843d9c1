"""What a product must be: the fields of create, update and their limits (api/trendyol.md §2.6, §2.7)."""

import re

from simulators.core.money import to_decimal

from .attribute_rules import read_attributes
from .const import (
    CARGO_COMPANIES,
    MAX_DESCRIPTION,
    MAX_IMAGES,
    MAX_STOCK,
    SGR_CATEGORIES,
    SGR_UNIT,
    TEXT_LIMITS,
    TURKEY,
)
from .query import whole
from .texts import Reason

BARCODE = re.compile(r"[\w.\-]+")
FORBIDDEN_HTML = re.compile(r"<\s*(script|style|iframe)\b", re.IGNORECASE)
COUNTRY = re.compile(r"[A-Z]{2}")
LOCATION_BASED = ("ENABLED", "DISABLED")
CHANNELS = ("CORE", "LUXE")
OFFER_FIELDS = ("quantity", "listPrice", "salePrice")
# Fields of V1 that only Türkiye had.
TURKISH_V1 = ("currencyType", "cargoCompanyId")


def clean_barcode(raw):
    """The barcode as imported, without spaces, and the Reason against it."""
    if not isinstance(raw, str) or not raw.strip():
        return None, Reason("barcode_missing")
    barcode = re.sub(r"\s", "", raw)
    if len(barcode) > TEXT_LIMITS["barcode"] or not BARCODE.fullmatch(barcode):
        return barcode, Reason("barcode_wrong")
    return barcode, None


def is_secure_url(url):
    return isinstance(url, str) and re.fullmatch(r"https://[^/\s]+(/\S*)?", url) is not None


class ProductCheck:
    """Reads one item. `values` = Product attributes, `reasons` = why it fails."""

    def __init__(self, account, storefront, language, item):
        self._account, self._storefront, self._language, self._item = account, storefront, language, item
        self._dictionary = account.dictionaries[storefront.code]
        self.values, self.reasons = {}, []

    @property
    def _is_turkish(self):
        return self._storefront.code == TURKEY

    def fail(self, key, **values):
        self.reasons.append(Reason(key, **values))

    def everything(self):
        """All of create but stock and prices."""
        for name in ("title", "productMainId"):
            self.text(name, required=True)
        self.description(required=True)
        self._brand()
        self.stock_code(self._account.settings.stock_code_required)
        self.weight(self._account.settings.dimensional_weight_required)
        self.vat(required=True)
        self.images(required=True)
        self._category_and_attributes()
        self.origin(self._account.settings.origin_required)
        self.delivery()
        self.small_fields()
        self._carriers()
        return self

    def text(self, name, required=False, attribute=None):
        value, limit = self._item.get(name), TEXT_LIMITS[name]
        if value is None or (required and isinstance(value, str) and not value.strip()):
            if required:
                self.fail("field_missing", field=name)
        elif not isinstance(value, str):
            self.fail("field_wrong", field=name)
        elif len(value) > limit:
            self.fail("field_long", field=name, limit=limit)
        else:
            self.values[attribute or {"productMainId": "main_id"}.get(name, name)] = value

    def stock_code(self, required=False):
        self.text("stockCode", required, "stock_code")

    def description(self, required=False):
        value = self._item.get("description")
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.fail("field_missing", field="description")
        elif not isinstance(value, str):
            self.fail("field_wrong", field="description")
        elif len(value) > MAX_DESCRIPTION:
            self.fail("field_long", field="description", limit=MAX_DESCRIPTION)
        elif FORBIDDEN_HTML.search(value):
            self.fail("html")
        else:
            self.values["description"] = value

    def _brand(self):
        number = whole(self._item.get("brandId"))
        if number is None:
            self.fail("field_missing", field="brandId")
        elif number not in self._dictionary.brands:
            self.fail("brand_unknown")
        else:
            self.values["brand_id"] = number

    def _category_and_attributes(self):
        number = whole(self._item.get("categoryId"))
        category = self._dictionary.categories.get(number)
        if number is None:
            self.fail("field_missing", field="categoryId")
        elif category is None:
            self.fail("category_unknown")
        elif not category.is_leaf:
            self.fail("category_not_leaf")
        else:
            self.values["category_id"] = number
            self.attributes(category)
            self.sgr(number)

    def attributes(self, category, skip=()):
        sent = self._item.get("attributes")
        read = read_attributes(self._dictionary, category, [] if sent is None else sent, self._language, skip)
        self.reasons += read.reasons
        self.values["attributes"] = read.attributes

    def sgr(self, category_id):
        """The Romanian deposit: only there, and required for drinks, oils and ice (§7.5)."""
        raw = self._item.get("sgrPrice")
        if raw is None:
            if self._storefront.code == "RO" and category_id in SGR_CATEGORIES:
                self.fail("sgr_missing")
            return
        amount = to_decimal(raw)
        if self._storefront.code != "RO":
            self.fail("sgr_foreign")
        elif amount is None or isinstance(raw, str) or amount <= 0 or amount % SGR_UNIT:
            self.fail("field_wrong", field="sgrPrice")
        else:
            self.values["sgr_price"] = amount

    def weight(self, required=False):
        self._amount("dimensionalWeight", "weight", required)

    def _amount(self, name, attribute, required=False):
        raw = self._item.get(name)
        if raw is None:
            if required:
                self.fail("field_missing", field=name)
            return
        amount = to_decimal(raw)
        if amount is None or isinstance(raw, str) or amount < 0:
            self.fail("field_wrong", field=name)
        else:
            self.values[attribute] = amount

    def vat(self, required=False):
        raw = self._item.get("vatRate")
        if raw is None:
            if required:
                self.fail("field_missing", field="vatRate")
        elif (rate := whole(raw)) is None or rate not in self._storefront.rates_for(self._account.origin):
            self.fail("vat", rate=raw)
        else:
            self.values["vat_rate"] = rate

    def images(self, required=False):
        sent = self._item.get("images")
        if sent is None and not required:
            return
        urls = [row.get("url") for row in sent if isinstance(row, dict)] if isinstance(sent, list) else []
        if not 1 <= len(urls) <= MAX_IMAGES or len(urls) != len(sent) or not all(map(is_secure_url, urls)):
            self.fail("images")
        else:
            self.values["images"] = urls

    def origin(self, required=False):
        value = self._item.get("origin")
        if value is None:
            if required:
                self.fail("field_missing", field="origin")
        elif not isinstance(value, str) or not COUNTRY.fullmatch(value):
            self.fail("field_wrong", field="origin")
        else:
            self.values["origin"] = value

    def delivery(self, required=False):
        option = self._item.get("deliveryOption")
        if option is None:
            if required:
                self.fail("field_missing", field="deliveryOption")
            return
        duration = option.get("deliveryDuration") if isinstance(option, dict) else None
        if whole(duration) not in (0, 1):
            self.fail("field_wrong", field="deliveryOption")
        else:
            self.values["delivery_duration"] = whole(duration)

    def small_fields(self):
        """Optional ones that a variant has for itself."""
        self.text("lotNumber", attribute="lot_number")
        self._amount("specialConsumptionTax", "consumption_tax")
        if "locationBasedDelivery" in self._item:
            value = self._item["locationBasedDelivery"]
            if value is not None and value not in LOCATION_BASED:
                self.fail("field_wrong", field="locationBasedDelivery")
            else:
                self.values["location_based"] = value
        for name, attribute, kind in (
            ("shipmentAddressId", "shipment_address_id", "Shipment"),
            ("returningAddressId", "returning_address_id", "Returning"),
        ):
            if (raw := self._item.get(name)) is not None:
                if whole(raw) not in {row["id"] for row in self._account.addresses if row["addressType"] == kind}:
                    self.fail("field_wrong", field=name)
                else:
                    self.values[attribute] = whole(raw)

    def channels(self):
        sent = self._item.get("channels")
        if sent is None:
            return
        if (
            not isinstance(sent, list)
            or not sent
            or any(channel not in CHANNELS for channel in sent)
            or "LUXE" in sent
            and not self._is_turkish
        ):
            self.fail("field_wrong", field="channels")
        else:
            self.values["channels"] = sent

    def _carriers(self):
        """Carriers are part of the product in Türkiye only; the names of V1 are not sent elsewhere."""
        for name in TURKISH_V1:
            if name in self._item and not self._is_turkish:
                self.fail("field_foreign", field=name)
        sent = self._item.get("cargoProviders")
        if sent is None:
            return
        codes = {code for code, _name in CARGO_COMPANIES.values()}
        if not self._is_turkish:
            self.fail("field_foreign", field="cargoProviders")
        elif not isinstance(sent, list) or not all(isinstance(code, str) and code in codes for code in sent):
            self.fail("field_wrong", field="cargoProviders")
        else:
            self.values["cargo_providers"] = sent

    def offer(self):
        """Stock and prices of a new product: (quantity, sale price, list price)."""
        quantity = self._item.get("quantity")
        if quantity is None and not self._is_turkish:
            quantity = 0
        if quantity is None:
            self.fail("field_missing", field="quantity")
        elif whole(quantity) is None or not 0 <= whole(quantity) <= MAX_STOCK:
            self.fail("stock_range")
        prices = {name: self._price(name) for name in ("salePrice", "listPrice")}
        if None not in prices.values() and prices["listPrice"] < prices["salePrice"]:
            self.fail("prices")
        return whole(quantity), prices["salePrice"], prices["listPrice"]

    def _price(self, name):
        raw = self._item.get(name)
        if raw is None:
            self.fail("field_missing", field=name)
            return None
        amount = to_decimal(raw)
        zero_is_wrong = name == "salePrice" and self._account.settings.sale_price_above_zero
        if amount is None or isinstance(raw, str) or amount < 0 or (zero_is_wrong and not amount):
            self.fail("field_wrong", field=name)
            return None
        return amount
