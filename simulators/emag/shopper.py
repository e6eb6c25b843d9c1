"""Places orders as a shopper would, arithmetically right (api/emag.md §4.3 - §4.7)."""

import uuid
from decimal import Decimal
from random import Random

from simulators.core.money import CENT, FOUR_PLACES, round_half_up, to_decimal
from simulators.core.shopping import Impossible

from .const import BANK_TRANSFER, BY_EMAG, BY_SELLER, CARD, CASH_ON_DELIVERY, IN_PROGRESS, NEW
from .order_store import Deposit, Line, Order, Split
from .people import make_customer

PAYMENTS = {"cod": CASH_ON_DELIVERY, "bank": BANK_TRANSFER, "card": CARD}
DELIVERIES = {"courier": "courier", "locker": "pickup"}
DEFAULT_SHIPPING = "19.99"
SGR_DEPOSIT = {"sale_price": "0.5", "vat_rate": "0", "product_name": "Garantie ambalaj SGR"}


class Shopper:
    """Builds orders from short descriptions; see README for the keys."""

    def __init__(self, account, seed=1):
        self._account = account
        self._random = Random(seed)
        self._customers = 12_555

    def place(self, wish, by="shopper"):
        """The placed Order. `force` skips the stock check; nothing else bends the rules."""
        account = self._account
        kind = wish.get("type", BY_SELLER)
        if kind not in (BY_EMAG, BY_SELLER):
            raise Impossible(400, "type must be 2 or 3")
        now = account.clock.time()
        lines = [self._line(wanted, now) for wanted in self._wanted(wish)]
        if kind == BY_SELLER and not wish.get("force"):
            self._check_stock(lines)
        payment = _pick(PAYMENTS, wish.get("payment", "cod"), "payment")
        delivery = _pick(DELIVERIES, wish.get("delivery", "courier"), "delivery")
        order = Order(
            account.orders.next_order_id(),
            kind,
            NEW if kind == BY_SELLER else IN_PROGRESS,
            payment,
            delivery,
            account.currency,
            self._customer(wish.get("customer", "person")),
            now,
            lines,
            _money(wish.get("shipping", DEFAULT_SHIPPING), "shipping"),
            is_complete=int(wish.get("is_complete", 1)),
            payment_status=int(payment == CARD),
            observation=wish.get("observation"),
            enforced_courier_accounts=wish.get("enforced_vendor_courier_accounts"),
        )
        if delivery == "pickup":
            self._to_locker(order)
        for voucher in wish.get("vouchers", []):
            self._apply_voucher(order, voucher)
        if payment == CARD:
            order.collected_by_card = order.total(account.settings.line_rounding)
        account.orders.place(order, by)
        if kind == BY_SELLER:
            account.callbacks.new_order(order, wish.get("notify", True))
        return order

    # Lines

    def _wanted(self, wish):
        """Explicit `lines`, or `random` different products that can be bought."""
        if wish.get("lines"):
            return wish["lines"]
        count = wish.get("random", 1)
        ids = self._account.offers.ids
        tries = self._random.sample(ids, min(len(ids), 50 * count))
        buyable = [number for number in tries if self._is_buyable(self._account.offers.get(number))][:count]
        if len(buyable) < count:
            raise Impossible(409, "not enough offers on sale")
        return [{"product_id": number, "quantity": 1} for number in buyable]

    def _is_buyable(self, offer):
        return offer.on_sale and offer.estimated_stock > 0

    def _line(self, wanted, now):
        offer = self._account.offers.get(wanted.get("product_id"))
        quantity = wanted.get("quantity", 1)
        if offer is None or not offer.has_offer_data:
            raise Impossible(400, f"no offer with id {wanted.get('product_id')}")
        if not isinstance(quantity, int) or quantity < 1:
            raise Impossible(400, "quantity must be a whole number from 1")
        return Line(
            self._account.orders.next_line_id(),
            offer.id,
            offer.name,
            quantity,
            offer.sale_price,
            self._account.dictionary.vat[offer.vat_id],
            now,
            now,
            part_number=offer.part_number,
            ext_part_number=offer.part_number,
            part_number_key=offer.part_number_key,
            mkt_id=8_000_000 + offer.id,
            initial_qty=quantity,
            deposits=self._deposits(wanted.get("sgr")),
        )

    def _deposits(self, sgr):
        """`sgr`: pieces per unit, or a dictionary with per_unit, sale_price, vat_rate, product_name."""
        if not sgr:
            return []
        entry = {**SGR_DEPOSIT, **(sgr if isinstance(sgr, dict) else {"per_unit": sgr})}
        price, rate = _money(entry["sale_price"], "sale_price"), _money(entry["vat_rate"], "vat_rate")
        return [Deposit(int(entry.get("per_unit", 1)), price, rate, entry["product_name"])]

    def _check_stock(self, lines):
        for number in {line.product_id for line in lines}:
            offer = self._account.offers.get(number)
            quantity = sum(line.quantity for line in lines if line.product_id == number)
            if not offer.on_sale:
                raise Impossible(409, f"offer {number} is not on sale")
            if offer.estimated_stock < quantity:
                raise Impossible(409, f"not enough stock of {number}: {offer.estimated_stock} left")

    # Vouchers

    def _apply_voucher(self, order, voucher):
        """`value` gross, `shares` {"emag": .., "seller": ..} or `offered_by`, `on`: "products" (default), "shipping".

        The gross value is spread over the lines by their gross amounts, to the cent; each part is split in net and VAT.
        """
        value = _money(voucher.get("value"), "voucher value")
        shares = voucher.get("shares") or {voucher.get("offered_by", "emag"): value}
        if set(shares) - {"emag", "seller"} or sum(map(to_decimal, map(str, shares.values()))) != value:
            raise Impossible(400, "voucher shares must be emag and seller, and sum up to its value")
        number, name = voucher.get("voucher_id", 387_361), voucher.get("name", "eMAG gift card")
        for funder, share in shares.items():
            self._spread(order, voucher.get("on", "products"), to_decimal(str(share)), number, funder, name)

    def _spread(self, order, on, share, number, funder, name):
        rounding = self._account.settings.line_rounding
        if on == "shipping":
            if share > order.shipping_tax:
                raise Impossible(400, "voucher above the shipping fee")
            vat = next(iter(self._account.dictionary.vat.values()))
            order.shipping_splits.append(_split(share, vat, number, funder, name))
            return
        weights = [
            line.gross(rounding) + sum(split.value + split.vat_value for split in line.splits) for line in order.lines
        ]
        total = sum(weights)
        if share > total:
            raise Impossible(400, "voucher above the value of the products")
        left = share
        for line, weight in zip(order.lines, weights, strict=True):
            part = min(left, round_half_up(left * weight / total)) if total else Decimal(0)
            left, total = left - part, total - weight
            if part:
                line.splits.append(_split(part, line.vat, number, funder, name))

    # Customer

    def _customer(self, wish):
        """ "person", "company", or a dictionary of customer fields laid over an invented person or company."""
        overrides = wish if isinstance(wish, dict) else {}
        company = wish == "company" or bool(overrides.get("legal_entity"))
        country = self._account.country.locality_country
        places = [row for row in self._account.dictionary.localities if row["country_code"] == country]
        self._customers += 1
        customer = make_customer(
            self._customers, country, self._random.choice(places), company, self._account.stamp(), self._random
        )
        return {**customer, **overrides}

    def _to_locker(self, order):
        """Pickup orders carry locker details and the mark in the shipping street (§4.6)."""
        number = self._random.randrange(1000, 9999)
        order.locker = {
            "locker_id": str(uuid.UUID(int=self._random.getrandbits(128), version=4)),
            "locker_name": f"EasyBox {number}",
            "locker_delivery_eligible": 1,
            "courier_external_office_id": None,
        }
        order.customer["shipping_street"] += f" [EasyBox #{number}]"


def _split(gross, vat, number, funder, name):
    """Net to 4 decimals and the VAT that completes the gross amount exactly, both negative."""
    net = round_half_up(gross / (1 + vat), FOUR_PLACES)
    return Split(number, -net, net - gross, vat, funder, name)


def _pick(table, key, name):
    if key not in table:
        raise Impossible(400, f"{name} must be one of {', '.join(table)}")
    return table[key]


def _money(value, name):
    amount = to_decimal(value)
    if amount is None or amount < 0 or (name in ("shipping", "voucher value") and amount != amount.quantize(CENT)):
        raise Impossible(400, f"bad amount for {name}: {value}")
    return amount
