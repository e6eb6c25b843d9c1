"""Trendyol's routes of the control API: products, batches, packages, claims, questions, money, webhooks."""

from simulators.core.control import ControlApi

from .control_claims import ClaimControl
from .control_orders import OrderControl
from .control_papers import PaperControl
from .control_products import ProductControl


class TrendyolControl(ControlApi):
    """Adds Trendyol's routes to the common ones; every route runs under the simulator's lock."""

    def own_routes(self):
        products, orders = ProductControl(self.simulator), OrderControl(self.simulator)
        claims, papers = ClaimControl(self.simulator), PaperControl(self.simulator)
        return [
            ("POST", "/offers", products.upsert),
            ("GET", "/offers", products.read_all),
            ("GET", "/offers/<barcode:text>", products.read_one),
            ("POST", "/offers/<barcode:text>", products.edit),
            ("GET", "/offers/<barcode:text>/history", products.read_history),
            ("POST", "/offers/<barcode:text>/validate", products.validate),
            ("GET", "/changes", products.read_changes),
            ("GET", "/batches", products.read_batches),
            ("POST", "/batches/finish", products.finish_batches),
            ("POST", "/item_faults", products.add_item_fault),
            ("DELETE", "/item_faults", products.clear_item_faults),
            ("POST", "/orders", orders.place),
            ("GET", "/orders", orders.read_all),
            ("GET", "/orders/<package_id>", orders.read_one),
            ("POST", "/orders/<package_id>/confirm", orders.confirm),
            ("POST", "/orders/<package_id>/cancel", orders.cancel),
            ("POST", "/orders/<package_id>/split", orders.split),
            ("POST", "/orders/<package_id>/merge", orders.merge),
            ("POST", "/orders/<package_id>/advance", orders.advance),
            ("POST", "/orders/<package_id>/edit", orders.edit),
            ("POST", "/claims", claims.ask),
            ("GET", "/claims", claims.read_all),
            ("GET", "/claims/<claim_id:text>", claims.read_one),
            ("POST", "/claims/<claim_id:text>/receive", claims.receive),
            ("POST", "/claims/<claim_id:text>/decide", claims.decide),
            ("POST", "/claims/<claim_id:text>/cancel", claims.cancel),
            ("POST", "/claims/<claim_id:text>/replace", claims.replace),
            ("POST", "/questions", claims.ask_question),
            ("GET", "/questions", claims.read_questions),
            ("POST", "/questions/<question_id>/judge", claims.judge_answer),
            ("GET", "/invoices", papers.read_invoices),
            ("POST", "/orders/<package_id>/invoice", papers.judge_invoice),
            ("GET", "/webhooks", papers.read_webhooks),
            ("GET", "/mails", papers.read_mails),
            ("GET", "/ledger", papers.read_ledger),
            ("POST", "/ledger", papers.add_to_ledger),
            ("POST", "/cargo_invoices", papers.add_cargo_invoice),
            ("POST", "/tickets", papers.add_ticket),
        ]
