"""Checks of offer data: price, stock, status, VAT, handling time (api/emag.md §3.2, §3.6)."""

from datetime import timedelta

from simulators.core.money import to_decimal

from .bodies import to_int
from .const import MAX_STOCK, OFFER_END_OF_LIFE, SUPPLY_LEAD_TIMES
from .times import parse_date

PRICES = ("sale_price", "recommended_price", "min_sale_price", "max_sale_price")
LIGHT_FIELDS = PRICES + ("currency_type", "stock", "handling_time", "vat_id", "status")  # offer/save
ALWAYS_REQUIRED = ("status", "sale_price", "vat_id", "stock")
SCHEDULED_FIELDS = (
    "sale_price",
    "recommended_price",
    "stock",
    "handling_time",
    "vat_id",
    "warranty",
    "status",
)  # start_date
STOCK_MISSING = (
    "The stock field is mandatory. Its value must be a whole (integer) number. Decimals are not allowed. (ex: 5)"
)
STOCK_NEGATIVE = "Stock should be 0 or more"
IN_CAMPAIGN = "The offer is included in the active campaign {}, thus the {} has NOT been changed."
END_OF_LIFE = (
    "ERROR: The offer status is 2 (end of life). If you want to sell this product, "
    "please update the status to 1 (active)."
)


class OfferCheck:
    """Reads the offer keys of one item into `changes` (Offer attribute names) and `errors` (texts without the id)."""

    def __init__(self, account, item, offer):
        self._account = account
        self._item = item
        self._offer = offer
        self.changes = {}
        self.errors = []

    def run(self, required=()):
        """Check everything that was sent; `required` keys must be present."""
        for key in required:
            if self._item.get(key) is None:
                self.errors.append(STOCK_MISSING if key == "stock" else f"The {key} field is mandatory.")
        if self._offer and self._offer.campaign:
            self.errors.append(IN_CAMPAIGN.format(self._offer.campaign, "offer"))
        self._status()
        self._prices()
        self._whole("vat_id", self._account.dictionary.vat, "Invalid vat_id")
        self._whole("warranty", range(256), "The warranty must be between 0 and 255 months")
        self._whole("emag_club", (0, 1), "The emag_club field must be 0 or 1")
        self._whole("supply_lead_time", SUPPLY_LEAD_TIMES, "Invalid supply_lead_time")
        self._stock()
        self._handling_time()
        self._currency()
        self._green_tax()
        self._start_date()
        return self

    def _sent(self, key):
        return self._item.get(key) is not None

    def _whole(self, key, allowed, error):
        if not self._sent(key):
            return
        value = to_int(self._item[key])
        if value is None or value not in allowed:
            self.errors.append(f"{error}: {self._item[key]}")
        else:
            self.changes[key] = value

    def _status(self):
        self._whole("status", (0, 1, OFFER_END_OF_LIFE), "Invalid status")
        if self._offer is None and self.changes.get("status") == OFFER_END_OF_LIFE:
            self.errors.append("Status 2 (end of life) is accepted for updates only")

    def _prices(self):
        for key in PRICES:
            if not self._sent(key):
                continue
            price = to_decimal(self._item[key])
            if price is None or price <= 0:
                self.errors.append(f"The {key} field must be a number greater than 0")
            elif price != price.quantize(to_decimal("0.0001")):
                self.errors.append(f"The {key} field accepts at most 4 decimals")
            else:
                self.changes[key] = price
        sale, low, high = (
            self._effective("sale_price"),
            self._effective("min_sale_price"),
            self._effective("max_sale_price"),
        )
        if low is not None and high is not None and high <= low:
            self.errors.append("The max_sale_price must be greater than the min_sale_price")
        elif sale is not None and ((low is not None and sale < low) or (high is not None and sale > high)):
            self.errors.append(f"The sale_price {sale} is not between min_sale_price and max_sale_price")
        self._recommended_price(sale)

    def _recommended_price(self, sale):
        """It must exceed sale_price when sent; a stored one that a new sale_price reaches is dropped (design)."""
        if "recommended_price" in self.changes:
            if sale is not None and self.changes["recommended_price"] <= sale:
                self.errors.append("The recommended_price must be greater than the sale_price")
        elif (
            self._offer
            and self._offer.recommended_price is not None
            and sale is not None
            and self._offer.recommended_price <= sale
        ):
            self.changes["recommended_price"] = None

    def _effective(self, attribute):
        return self.changes.get(attribute, getattr(self._offer, attribute, None))

    def _per_warehouse(self, key):
        """{warehouse: raw value} of a [{warehouse_id, value}] list; None after an error."""
        rows = self._item[key]
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            self.errors.append(
                STOCK_MISSING if key == "stock" else f"The {key} field must be a list of warehouse_id and value"
            )
            return None
        values = {to_int(row.get("warehouse_id")): row.get("value") for row in rows}
        unknown = [warehouse for warehouse in values if warehouse not in self._account.dictionary.warehouses]
        if unknown or len(values) < len(rows):
            self.errors.append(f"Invalid warehouse_id in {key}")
            return None
        return values

    def _stock(self):
        if not self._sent("stock") or (values := self._per_warehouse("stock")) is None:
            return
        stock = {warehouse: to_int(value) for warehouse, value in values.items()}
        if None in stock.values():
            self.errors.append(STOCK_MISSING)
        elif error := stock_error(stock.values()):
            self.errors.append(error)
        else:
            self.changes["stock"] = stock

    def _handling_time(self):
        if not self._sent("handling_time") or (values := self._per_warehouse("handling_time")) is None:
            return
        days = {warehouse: to_int(value) for warehouse, value in values.items()}
        allowed = self._account.dictionary.handling_times
        if any(value not in allowed for value in days.values()):
            self.errors.append(f"Invalid handling_time value. Accepted values: {', '.join(map(str, allowed))}")
        else:
            self.changes["handling_time"] = days

    def _currency(self):
        if not self._sent("currency_type"):
            return
        currency = self._item["currency_type"]
        if currency not in ("EUR", "PLN") or currency == self._account.currency:
            self.errors.append(f"Invalid currency_type: {currency}")
        else:
            self.changes["currency"] = currency

    def _green_tax(self):
        """RO only, VAT included, 0 or more."""
        if not self._sent("green_tax"):
            return
        amount = to_decimal(self._item["green_tax"])
        if self._account.country.locality_country != "RO":
            self.errors.append("The green_tax field is accepted on the Romanian platform only")
        elif amount is None or amount < 0:
            self.errors.append("The green_tax field must be a number, 0 or more")
        else:
            self.changes["green_tax"] = amount

    def _start_date(self):
        """Tomorrow to 60 days ahead; in a foreign currency not after the end of this month."""
        if "start_date" not in self._item:
            return
        today = self._account.times.local(self._account.clock.time()).date()
        start = parse_date(self._item["start_date"])
        if start is None or not timedelta(days=1) <= start - today <= timedelta(days=60):
            self.errors.append("The start_date must be a date between tomorrow and 60 days from now")
        elif self.changes.get("currency") and (start.year, start.month) != (today.year, today.month):
            self.errors.append(
                "The start_date of an offer in foreign currency cannot be after the end of the current month"
            )
        else:
            self.changes["start_date"] = start.isoformat()


def stock_error(values):
    """Text for a stock outside 0..65535, None when every value is fine."""
    if any(value < 0 for value in values):
        return STOCK_NEGATIVE
    if any(value > MAX_STOCK for value in values):
        return f"Stock should be at most {MAX_STOCK}"
    return None


def apply_changes(account, offer, changes, by):
    """Write checked changes; with a start_date the scheduled fields wait for that day (§3.2)."""
    now = account.clock.time()
    changes = dict(changes)
    if start := changes.get("start_date"):
        first = offer.sale_price is None
        later = {key: changes.pop(key) for key in (("status",) if first else SCHEDULED_FIELDS) if key in changes}
        offer.scheduled = later
        account.at_start_of(start, lambda: _apply_scheduled(account, offer, later, by))
    if "stock" in changes:
        offer.put_stock(now, by, changes.pop("stock"))
    offer.record(now, by, **changes)


def _apply_scheduled(account, offer, later, by):
    if offer.scheduled is later:
        offer.scheduled = offer.start_date = None
        if not offer.campaign:  # a campaign blocks what was scheduled before, too
            apply_changes(account, offer, later, f"{by} (scheduled)")
