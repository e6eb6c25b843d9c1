"""What a shipment package is: lines, pieces, money (api/trendyol.md §3.3)."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from simulators.core.money import round_half_up

from .const import CREATED

NOTHING = Decimal(0)


@dataclass
class Unit:
    """One piece: what of its price the seller and Trendyol gave away."""

    id: int
    seller_discount: Decimal = NOTHING
    ty_discount: Decimal = NOTHING


@dataclass
class Line:
    """`gross` = price of one piece before discounts, with VAT; `deposit` = its SGR fee."""

    id: int
    product: object
    gross: Decimal
    units: list
    campaign: int
    deposit: Decimal = NOTHING
    status: str = CREATED
    cancelled_by: str | None = None
    cancel_reason: str | None = None
    cancel_code: int | None = None
    labour_cost: Decimal | None = None

    @property
    def quantity(self):
        return len(self.units)

    def part(self, units):
        """The same line of the order with some of its pieces."""
        return replace(self, units=units)

    def discount(self, name):
        return sum((getattr(unit, name) for unit in self.units), NOTHING)

    @property
    def gross_total(self):
        return self.gross * self.quantity

    @property
    def deposits(self):
        return self.deposit * self.quantity


@dataclass
class Package:
    """Times in epoch seconds. `customer` is what people.invent gives; `carrier` a code; `payer` trendyol or seller."""

    id: int
    order_number: str
    storefront: str
    ordered: float
    customer: dict
    lines: list
    currency: str
    status: str = CREATED
    history: list = field(default_factory=list)
    modified: float = 0.0
    visible_from: float = 0.0
    silent: bool = False  # webhooks never hear of it
    created_by: str = "order-creation"
    origins: list | None = None
    tracking: int | None = None
    carrier: str = ""
    carrier_name: str = ""
    payer: str = "trendyol"
    sender_number: str | None = None
    return_tracking: str | None = None
    tracking_info: str | None = None
    is_alternative: bool = False
    seller_delivery: str | None = None
    otp: str | None = None
    address_type: str = "Shipment"
    payment: str = "Kredi Kartı"  # as Türkiye names it
    country: str = ""
    commercial: bool = False
    micro: bool = False
    is_4p: bool = False
    third_party: bool = False
    gift: bool = False
    dangerous: bool = False
    cod: bool = False
    fast_type: str = ""
    campaigns: list = field(default_factory=list)
    return_status: str | None = None
    boxes: int = 1
    desi: Decimal = Decimal(1)
    warehouse: int | None = None
    delivered_by_service: bool = False
    ship_by: float | None = None
    invoice_status: str = "NotInvoiced"
    invoice_link: str | None = None
    invoice_number: str | None = None
    rejection_keys: list = field(default_factory=list)
    cargo_changed: float | None = None
    label_requested: dict | None = None
    label_ready: float | None = None
    stock_taken: bool = False
    shipped: float | None = None
    delivered: float | None = None

    def line(self, line_id):
        return next((line for line in self.lines if line.id == line_id), None)

    @property
    def barcodes(self):
        return {line.product.barcode for line in self.lines}

    def sum(self, of):
        return sum((of(line) for line in self.lines), NOTHING)

    @property
    def total(self):
        """What the customer pays: gross less all discounts, with deposits."""
        return self.sum(
            lambda line: (
                line.gross_total - line.discount("seller_discount") - line.discount("ty_discount") + line.deposits
            )
        )


def average(amount, quantity):
    """What lines show of discounts: the mean of one piece, to the cent."""
    return round_half_up(amount / quantity)
