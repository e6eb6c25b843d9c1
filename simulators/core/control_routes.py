"""Control routes that every platform has alike: seeding offers, placing orders."""

from .control import ControlError
from .shopping import Impossible

MAX_GENERATED = 200_000


class ControlRoutes:
    """The routes for one kind of thing of a platform; `_account` is the account as it stands now."""

    def __init__(self, simulator):
        self._simulator = simulator

    @property
    def _account(self):
        return self._simulator.account


class OfferRoutes(ControlRoutes):
    """`_generated(count, first_id, ...)` of the platform makes up plain offers."""

    def _offers_of(self, body):
        """What to seed: a list, {"offers": [...]} or {"generate": {"count": n, "first_id": 1}}."""
        if isinstance(body, dict) and "generate" in body:
            if (count := body["generate"].get("count", 0)) > MAX_GENERATED:
                raise ControlError(400, f"at most {MAX_GENERATED} offers at once: {count}")
            return self._generated(**body["generate"])
        offers = body.get("offers") if isinstance(body, dict) else body
        if not isinstance(offers, list):
            raise ControlError(400, 'a list of offers, {"offers": [...]} or {"generate": {...}} expected')
        return offers


class OrderRoutes(ControlRoutes):
    """`_describe(order)` of the platform shows an order."""

    def place(self, body, query):
        """One order, or {"orders": [...]} for several; 409 when stock is missing."""
        try:
            if isinstance(body, dict) and "orders" in body:
                return [self._describe(self._account.shopper.place(wish)) for wish in body["orders"]]
            return self._describe(self._account.shopper.place(body or {}))
        except Impossible as error:
            raise ControlError(error.status, str(error)) from None
