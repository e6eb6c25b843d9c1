"""eMAG routes of the control API: catalogue, offers, orders, AWBs, returns, papers."""

from simulators.core.control import ControlApi

from .control_awbs import AwbControl
from .control_invoices import InvoiceControl
from .control_offers import OfferControl
from .control_orders import OrderControl
from .control_returns import ReturnControl


class EmagControl(ControlApi):
    """Adds the eMAG routes to the common ones; every route runs under the simulator's lock."""

    def own_routes(self):
        offers, orders = OfferControl(self.simulator), OrderControl(self.simulator)
        awbs, returns = AwbControl(self.simulator), ReturnControl(self.simulator)
        invoices = InvoiceControl(self.simulator)
        return [
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
            ("GET", "/awbs", awbs.read_all),
            ("GET", "/awbs/<awb_id>", awbs.read_one),
            ("POST", "/awbs/<awb_id>/status", awbs.set_status),
            ("GET", "/attachments", awbs.read_attachments),
            ("POST", "/returns", returns.ask),
            ("GET", "/returns", returns.read_all),
            ("GET", "/returns/<rma_id>", returns.read_one),
            ("POST", "/returns/<rma_id>/advance", returns.advance),
            ("POST", "/returns/<rma_id>/cancel", returns.cancel),
            ("POST", "/invoices", invoices.add),
            ("GET", "/invoices", invoices.read),
            ("POST", "/customer_invoices", invoices.add_for_customer),
            ("GET", "/customer_invoices", invoices.read_for_customers),
        ]
