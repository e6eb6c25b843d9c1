"""eMAG routes of the control API: catalogue, offers, orders."""

from simulators.core.control import ControlApi

from .control_offers import OfferControl
from .control_orders import OrderControl


class EmagControl(ControlApi):
    """Adds the eMAG routes to the common ones; every route runs under the simulator's lock."""

    def routes(self):
        offers, orders = OfferControl(self.simulator), OrderControl(self.simulator)
        own = [
            ("POST", "/catalogue", offers.add_to_catalogue),
            ("GET", "/catalogue", offers.read_catalogue),
            ("POST", "/offers", offers.upsert),
            ("GET", "/offers", offers.read_all),
            ("GET", "/offers/<offer_id>", offers.read_one),
            ("POST", "/offers/<offer_id>", offers.edit),
            ("GET", "/offers/<offer_id>/history", offers.read_history),
            ("GET", "/changes", offers.read_changes),
            ("POST", "/offers/<offer_id>/validate", offers.validate),
            ("POST", "/orders", orders.place),
            ("GET", "/orders", orders.read_all),
            ("GET", "/orders/<order_id>", orders.read_one),
            ("POST", "/orders/<order_id>/cancel", orders.cancel),
            ("POST", "/orders/<order_id>/edit", orders.edit),
            ("POST", "/orders/<order_id>/complete", orders.complete),
            ("POST", "/orders/<order_id>/advance", orders.advance),
            ("POST", "/orders/<order_id>/lock", orders.lock),
        ]
        return super().routes() + [(method, path, self._locked(function)) for method, path, function in own]

    def _locked(self, function):
        def run(body, query, **values):
            with self.simulator.lock:
                self.simulator.account.run_due()
                return function(body, query, **values)

        return run
