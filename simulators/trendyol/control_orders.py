"""Control routes for packages: place as a shopper, cancel, split, merge, advance, inspect."""

from simulators.core.control import ControlError
from simulators.core.control_routes import OrderRoutes
from simulators.core.money import as_json_number

from .answers import Refusal
from .const import AT_POINT, CREATED, DELIVERED, OPEN, PICKING, RETURNED, SHIPPED, STATUSES, UNDELIVERED
from .package_rows import package_row
from .splitting import dealt

TRENDYOL = "Trendyol"
NEXT = {"Awaiting": CREATED, CREATED: PICKING, PICKING: SHIPPED, "Invoiced": SHIPPED, SHIPPED: DELIVERED}
NEXT |= {AT_POINT: DELIVERED, UNDELIVERED: RETURNED}
CUSTOMER = ("Customer", "Cancelled by the customer", 600)
EDITABLE = ("carrier", "carrier_name", "sender_number", "payer", "desi", "ship_by", "customer")


class OrderControl(OrderRoutes):
    """Answers are packages as v2/orders prints them, plus `id`, `total`, `placed_at`, `acknowledged_at` and others."""

    @property
    def _book(self):
        return self._account.packages

    def read_all(self, body, query):
        """Newest first; ?status=&order_number=&limit=."""
        status, number = query.get("status"), query.get("order_number")
        found = [
            package
            for package in self._book
            if status in (None, package.status) and number in (None, package.order_number)
        ]
        return [self._describe(package) for package in found[::-1][: query.get("limit", 100, type=int)]]

    def read_one(self, body, query, package_id):
        return self._describe(self._find(package_id))

    def confirm(self, body, query, package_id):
        """Payment of an Awaiting package is in."""
        package = self._find(package_id)
        if package.status != "Awaiting":
            raise ControlError(409, f"the package is {package.status}")
        self._book.confirm(package, TRENDYOL)
        return self._describe(package)

    def cancel(self, body, query, package_id):
        """By the customer, until Shipped: everything, or {"lines": [{"lineId" or "barcode", "quantity"}]}.

        {"force": true} cancels a shipped one as well. Answers the package, with `followed_by` when a rest remains.
        """
        package, body = self._find(package_id), body or {}
        possible = ("Awaiting", *OPEN, *((SHIPPED,) if body.get("force") else ()))
        if package.status not in possible:
            raise ControlError(409, f"the package is {package.status}")
        pieces = self._pieces(package, body.get("lines"))
        rest = self._book.cancel(package, pieces, TRENDYOL, CUSTOMER)
        return {**self._describe(package), "followed_by": rest and rest.id}

    def _pieces(self, package, wanted):
        """Lines with the chosen pieces; all of them by default."""
        if not wanted:
            return package.lines
        pairs = [(self._line(package, row), row.get("quantity", 1)) for row in wanted]
        try:
            return dealt(package, [pairs])[0]
        except Refusal as error:
            raise ControlError(400, error.message) from None

    def _line(self, package, row):
        found = (
            line for line in package.lines if line.id == row.get("lineId") or line.product.barcode == row.get("barcode")
        )
        line = next(found, None)
        if line is None:
            raise ControlError(400, f"no such line: {row}")
        return line

    def split(self, body, query, package_id):
        """By Trendyol: {"groups": [[{"lineId" or "barcode", "quantity"}]]}; the rest is one more package."""
        package, groups = self._find(package_id), (body or {}).get("groups") or []
        if package.status not in OPEN:
            raise ControlError(409, f"the package is {package.status}")
        pairs = [[(self._line(package, row), row.get("quantity", 1)) for row in group] for group in groups]
        try:
            parts = dealt(package, pairs)
        except Refusal as error:
            raise ControlError(400, error.message) from None
        if len(parts) < 2:
            raise ControlError(400, "nothing would be split")
        made = self._book.divide(package, parts, CREATED, TRENDYOL, (body or {}).get("created_by", "split"))
        return [self._describe(new) for new in made]

    def merge(self, body, query, package_id):
        """{"with": [package ids]}: packages of one order become one (`createdBy` transfer); not documented."""
        packages = [self._find(number) for number in (package_id, *(body or {}).get("with", []))]
        if len({package.order_number for package in packages}) != 1 or len(packages) < 2:
            raise ControlError(400, "packages of one order expected")
        if any(package.status not in OPEN for package in packages):
            raise ControlError(409, "only open packages can be merged")
        return self._describe(self._book.merge(packages, TRENDYOL))

    def advance(self, body, query, package_id):
        """Next status as carrier and customer bring it, or {"to": status}, without the rules."""
        package = self._find(package_id)
        status = (body or {}).get("to") or NEXT.get(package.status)
        if status not in STATUSES:
            raise ControlError(409 if status is None else 400, f"no status after {package.status}: {status}")
        self._book.set_status(package, status, TRENDYOL)
        return self._describe(package)

    def edit(self, body, query, package_id):
        """{"customer": {...}, "payer", "carrier", ...}: details change or arrive, and the package is touched."""
        package, body = self._find(package_id), body or {}
        if unknown := set(body) - set(EDITABLE):
            raise ControlError(400, f"unknown keys: {', '.join(sorted(unknown))}")
        for name, value in body.items():
            setattr(package, name, {**package.customer, **value} if name == "customer" else value)
        self._book.touch(package)
        return self._describe(package)

    def _find(self, package_id):
        package = self._book.get(package_id)
        if package is None:
            raise ControlError(404, f"no package {package_id}")
        return package

    def _describe(self, package):
        """`total` is what the customer pays; times in epoch seconds, for latency measurements."""
        picked = next((at for at, status in package.history if status == PICKING), None)
        return {
            **package_row(self._account, package),
            "id": package.id,
            "storefront": package.storefront,
            "total": as_json_number(package.total),
            "placed_at": package.ordered,
            "acknowledged_at": picked,
            "payer": package.payer,
            "carrier": package.carrier,
            "boxes": package.boxes,
            "return_tracking": package.return_tracking,
        }
