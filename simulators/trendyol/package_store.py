"""The shipment packages: their stock, and the way from one to the next (api/trendyol.md §3.4, §3.7, §3.8)."""

import copy
import itertools

from .const import (
    ALTERNATIVE_PREFIX,
    AWAITING,
    CANCELLED,
    CREATED,
    DAY,
    DEAD,
    DELIVERED,
    TRACKING_PREFIXES,
    UNPACKED,
)
from .packages import Package

FIRST_ORDER, FIRST_PACKAGE, FIRST_LINE, FIRST_UNIT = 10_654_400_001, 3_330_000_001, 4_765_000_001, 7001
FIRST_TRACKING = 9_990_000_000_001_234
DAYS_TO_SHIP = 2


# What a package of the same order takes over.
INHERITED = (
    "carrier", "carrier_name", "payer", "seller_delivery", "otp", "address_type", "country", "commercial", "micro",
    "is_4p", "third_party", "gift", "dangerous", "cod", "fast_type", "campaigns", "warehouse", "ship_by", "stock_taken",
    "desi",
)  # fmt: skip


class PackageBook:
    """All packages in the order of their creation, those of the past too."""

    def __init__(self, account):
        self._account = account
        self._packages = {}
        self._orders = itertools.count(FIRST_ORDER)
        self._ids = itertools.count(FIRST_PACKAGE)
        self._lines = itertools.count(FIRST_LINE)
        self._units = itertools.count(FIRST_UNIT)
        self._trackings = itertools.count(FIRST_TRACKING)
        self.next_order_number = lambda: str(next(self._orders))
        self.next_line_id = lambda: next(self._lines)
        self.next_unit_id = lambda: next(self._units)
        self.next_id = lambda: next(self._ids)

    def __iter__(self):
        return iter(self._packages.values())

    def __len__(self):
        return len(self._packages)

    def get(self, package_id):
        return self._packages.get(package_id)

    def is_visible(self, package):
        return package.visible_from <= self._account.clock.time()

    def by_tracking(self, tracking):
        """The newest package with that parcel code."""
        return next((row for row in reversed(self._packages.values()) if row.tracking == tracking), None)

    def next_tracking(self, carrier="", alternative=False):
        """16 digits; those of Türkiye begin with the number of the carrier (§3.12)."""
        number = next(self._trackings)
        prefix = ALTERNATIVE_PREFIX if alternative else TRACKING_PREFIXES.get(carrier)
        return int(prefix + str(number)[3:]) if prefix else number

    # Life

    def add(self, package, by):
        now = self._account.clock.time()
        package.ship_by = package.ship_by or now + DAYS_TO_SHIP * DAY
        package.tracking = package.tracking or self.next_tracking(package.carrier)
        self._packages[package.id] = package
        self.set_status(package, package.status, by)

    def set_status(self, package, status, by, line_status=None):
        now = self._account.clock.time()
        package.status = status
        package.history.append((now, status))
        package.shipped = now if status == "Shipped" else package.shipped
        package.delivered = now if status == DELIVERED else package.delivered
        for line in package.lines:
            line.status = line_status or status
        self.touch(package)
        self._take_stock(package, by)
        if status == DELIVERED:
            self._account.ledger.delivered(package)
        self._account.webhooks.tell(package, status)

    def touch(self, package):
        package.modified = self._account.clock.time()

    def confirm(self, package, by):
        """Payment is in: the package can be worked."""
        if package.status == AWAITING:
            self.set_status(package, CREATED, by)

    def _take_stock(self, package, by):
        """When the order arrives, at Awaiting or at Created."""
        if package.stock_taken or package.status in DEAD:
            return
        if package.status == AWAITING and self._account.settings.stock_taken_at == CREATED:
            return
        package.stock_taken = True
        self._move_stock(package, package.lines, -1, by)

    def _move_stock(self, package, lines, sign, by):
        for line in lines:
            product = self._account.products.get(line.product.barcode)
            if product is not None:
                self._account.products.move_stock(product, package.storefront, sign * line.quantity, by)

    def cancel(self, package, lines, by, cancelled):
        """The customer or Trendyol takes pieces back: `lines` of the package with the pieces to cancel.

        `cancelled` = (by whom, reason, code). Returns the new package with the rest, None when nothing is left.
        """
        if package.stock_taken and self._account.settings.cancel_returns_stock:
            self._move_stock(package, lines, 1, by)
        return self._shrink(package, lines, by, cancelled, CANCELLED, CANCELLED)

    def unsupply(self, package, lines, by, cancelled, status):
        """The seller could not supply these pieces."""
        end = self._account.settings.unsupplied_status
        return self._shrink(package, lines, by, cancelled, end, "UnSupplied", status)

    def _shrink(self, package, lines, by, cancelled, end, line_end, status=CREATED):
        gone = {unit.id for line in lines for unit in line.units}
        rest = [
            line.part(left) for line in package.lines if (left := [unit for unit in line.units if unit.id not in gone])
        ]
        package.lines = [copy.copy(line) for line in package.lines]
        self.set_status(package, CANCELLED if rest else end, by, line_end if not rest else CANCELLED)
        for line in package.lines:
            if any(unit.id in gone for unit in line.units):
                line.cancelled_by, line.cancel_reason, line.cancel_code = cancelled
        return self.follow(package, rest, "cancel", status, by) if rest else None

    def divide(self, package, groups, status, by, created_by="split"):
        """The package is dead; each group of lines is a package of its own."""
        package.lines = [copy.copy(line) for line in package.lines]
        self.set_status(package, UNPACKED, by)
        return [self.follow(package, lines, created_by, status, by) for lines in groups]

    def merge(self, packages, by):
        """Trendyol puts packages of one order together again."""
        lines = {}
        for package in packages:
            for line in package.lines:
                known = lines.get(line.id)
                lines[line.id] = line.part([*(known.units if known else []), *line.units])
            package.lines = [copy.copy(line) for line in package.lines]
            self.set_status(package, UNPACKED, by)
        merged = self.follow(packages[0], list(lines.values()), "transfer", CREATED, by)
        merged.origins = [package.id for package in packages]
        return merged

    def follow(self, package, lines, created_by, status, by):
        """A new package of the same order: new id, new parcel code, no papers of the old one."""
        new = Package(
            self.next_id(),
            package.order_number,
            package.storefront,
            package.ordered,
            package.customer,
            [copy.copy(line) for line in lines],
            package.currency,
            status=status,
            created_by=created_by,
            origins=[package.id],
            **{name: copy.copy(getattr(package, name)) for name in INHERITED},
        )
        self.add(new, by)
        return new
