"""Places orders as a shopper would, arithmetically right (api/trendyol.md §3.3)."""

from random import Random

from simulators.core.money import CENT, round_half_up, to_decimal
from simulators.core.shopping import Impossible

from .const import AWAITING, CREATED, STOREFRONTS, TR_CHANGE_CARGO
from .packages import NOTHING, Line, Package, Unit
from .parcels import carriers_of
from .people import NO_CNP, TRENDYOLS_COMPANY, invent, make_cnp

FAST = ("", "TodayDelivery", "SameDayShipping", "FastDelivery")
DELIVERIES = ("address", "locker", "collection")
PLAIN = {
    "micro": "micro",
    "is4P": "is_4p",
    "third_party": "third_party",
    "gift": "gift",
    "dangerous": "dangerous",
    "cod": "cod",
}
CAMPAIGN_NAMES = {"seller": "Reducere vânzător", "trendyol": "Reducere Trendyol"}
TR_CARRIER = ("TEXMP", "Trendyol Express")
KNOWN = {
    "lines", "random", "storefront", "country", "customer", "cnp", "awaiting", "payer", "carrier", "delivery",
    "discounts", "fast", "late", "silent", "force", "order_number", *PLAIN,
}  # fmt: skip


class Shopper:
    """Builds packages from short descriptions; see README for the keys."""

    def __init__(self, account, seed=1):
        self._account = account
        self._random = Random(seed)
        self._customers = 0

    def place(self, wish, by="shopper"):
        """The Package of a new order. `force` skips the stock check; nothing else bends the rules."""
        if unknown := set(wish) - KNOWN:
            raise Impossible(400, f"unknown keys: {', '.join(sorted(unknown))}")
        account, storefront = self._account, self._storefront(wish)
        lines = [self._line(wanted, storefront) for wanted in self._wanted(wish, storefront)]
        if not wish.get("force"):
            self._check_stock(lines, storefront)
        now, book = account.clock.time(), account.packages
        customer, commercial = self._customer(wish, storefront)
        package = Package(
            book.next_id(),
            wish.get("order_number") or book.next_order_number(),
            storefront,
            now,
            customer,
            lines,
            STOREFRONTS[storefront].currency,
            status=AWAITING if wish.get("awaiting", True) else CREATED,
            visible_from=now + wish.get("late", 0),
            silent=bool(wish.get("silent")),
            country=customer["country"],
            commercial=commercial,
            **{name: bool(wish.get(key)) for key, name in PLAIN.items()},
        )
        if package.is_4p or package.third_party:
            customer["invoice"] = TRENDYOLS_COMPANY
        if package.micro:
            for line in lines:
                line.deposit = NOTHING
        self._ship(package, wish)
        for discount in wish.get("discounts", []):
            self._discount(package, discount)
        book.add(package, by)
        self._confirm_later(package, by)
        return package

    def _confirm_later(self, package, by):
        seconds = self._account.settings.awaiting_seconds
        if package.status == AWAITING and seconds:
            self._account.after(seconds, lambda: self._account.packages.confirm(package, by))

    def _storefront(self, wish):
        code = wish.get("storefront", self._account.origin)
        if code not in self._account.storefronts:
            raise Impossible(400, f"storefront must be one of {', '.join(self._account.storefronts)}")
        return code

    # Lines

    def _wanted(self, wish, storefront):
        """Explicit `lines`, or `random` different products that can be bought."""
        if wish.get("lines"):
            return wish["lines"]
        count, products = wish.get("random", 1), self._account.products
        on_sale = [product.barcode for product in products if products.is_on_sale(product, storefront)]
        if len(on_sale) < count:
            raise Impossible(409, "not enough products on sale")
        return [{"barcode": barcode, "quantity": 1} for barcode in self._random.sample(on_sale, count)]

    def _line(self, wanted, storefront):
        """`product_id` is another name of `barcode`, `price` replaces the one shown."""
        products = self._account.products
        product = products.get(wanted.get("barcode", wanted.get("product_id")))
        quantity = wanted.get("quantity", 1)
        if product is None or not product.is_approved:
            raise Impossible(400, f"no approved product {wanted}")
        if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 1:
            raise Impossible(400, "quantity must be a whole number from 1")
        price = wanted.get("price", products.offer(product, storefront).sale_price)
        if to_decimal(price) is None:
            raise Impossible(409, f"{product.barcode} has no price on {storefront}")
        book = self._account.packages
        units = [Unit(book.next_unit_id()) for _piece in range(quantity)]
        deposit = product.sgr_price if storefront == "RO" and product.sgr_price else NOTHING
        return Line(book.next_line_id(), product, to_decimal(price), units, wanted.get("campaign", 11), deposit)

    def _check_stock(self, lines, storefront):
        products = self._account.products
        for product in {line.product.barcode: line.product for line in lines}.values():
            quantity = sum(line.quantity for line in lines if line.product is product)
            if not products.is_on_sale(product, storefront):
                raise Impossible(409, f"{product.barcode} is not on sale on {storefront}")
            if (have := products.offer(product, storefront).quantity) < quantity:
                raise Impossible(409, f"not enough stock of {product.barcode}: {have} left")

    # Discounts

    def _discount(self, package, wish):
        """{"seller": amount, "trendyol": amount, "name"}: spread over all pieces by their price, to the cent."""
        shares = {name: self._amount(wish.get(name, 0)) for name in ("seller", "trendyol")}
        name = wish.get("name", CAMPAIGN_NAMES["seller" if shares["seller"] else "trendyol"])
        for key, attribute in (("seller", "seller_discount"), ("trendyol", "ty_discount")):
            self._spread(package, shares[key], attribute)
        package.campaigns = [*package.campaigns, (name, shares["seller"], shares["trendyol"])]

    def _spread(self, package, share, attribute):
        pieces = [
            (line.gross - unit.seller_discount - unit.ty_discount, unit)
            for line in package.lines
            for unit in line.units
        ]
        total = sum(value for value, _unit in pieces)
        if share > total:
            raise Impossible(400, "discount above the value of the order")
        for value, unit in pieces:
            part = min(share, round_half_up(share * value / total)) if total else NOTHING
            setattr(unit, attribute, getattr(unit, attribute) + part)
            share, total = share - part, total - value

    def _amount(self, value):
        amount = to_decimal(value)
        if amount is None or amount < 0 or amount != amount.quantize(CENT):
            raise Impossible(400, f"bad amount {value}")
        return amount

    # Customer and carrier

    def _customer(self, wish, storefront):
        """ "person", "company", or fields laid over an invented person (a company when `company` is among them)."""
        sent = wish.get("customer", "person")
        overrides = sent if isinstance(sent, dict) else {}
        company = sent == "company" or bool(overrides.get("company"))
        self._customers += 1
        customer = invent(self._customers, wish.get("country", storefront), company, self._random)
        if wish.get("cnp"):
            customer["identityNumber"] = make_cnp(self._customers, self._random)
        elif company:
            customer["identityNumber"] = NO_CNP
        return {**customer, **overrides}, company

    def _ship(self, package, wish):
        payer, delivery, fast = wish.get("payer", "trendyol"), wish.get("delivery", "address"), wish.get("fast", "")
        if payer not in ("trendyol", "seller") or delivery not in DELIVERIES or fast not in FAST:
            raise Impossible(400, "payer, delivery or fast is wrong")
        package.payer, package.fast_type = payer, fast
        package.carrier, package.carrier_name = self._carrier(package, wish.get("carrier"))
        if delivery == "collection":
            package.address_type = "CollectionPoint"
        elif delivery == "locker":
            package.seller_delivery, package.otp = "LOCKER", f"{self._random.randrange(10**6):06d}"

    def _carrier(self, package, code):
        """(code, name): the first possible one unless named."""
        if self._account.is_turkish:
            names = {TR_CARRIER[0]: TR_CARRIER[1], **{name: name for name in TR_CHANGE_CARGO if name != TR_CARRIER[0]}}
        else:
            names = carriers_of(package, self._account.origin, package.payer)
        if code and code not in names:
            raise Impossible(400, f"carrier must be one of {', '.join(names)}")
        code = code or next(iter(names), "")
        return code, names.get(code, "")
