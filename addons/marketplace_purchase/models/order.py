from odoo import api, fields, models
from odoo.tools import format_date


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    procurement_ids = fields.One2many("marketplace.procurement", "order_id", readonly=True)
    supplier_wait = fields.Char(
        "Waiting for supplier", compute="_compute_supplier_wait", compute_sudo=True, help="What its goods wait for."
    )
    supplier_badge = fields.Char("Supplier", compute="_compute_supplier_wait", compute_sudo=True)
    supplier_expected_at = fields.Datetime("Expected", compute="_compute_supplier_wait", compute_sudo=True)

    @api.depends("procurement_ids.state", "procurement_ids.expected_at", "procurement_ids.supplier_id")
    def _compute_supplier_wait(self):
        """In words, from the least certain of its rows; the expected moment once all is ordered."""
        for order in self:
            rows = order.procurement_ids
            states = set(rows.mapped("state"))
            moments = rows.mapped("expected_at")
            order.supplier_expected_at = bool(rows) and all(moments) and max(moments)
            order.supplier_badge = False
            if "nobody" in states:
                order.supplier_wait = order.supplier_badge = self.env._("No supplier known")
            elif states & {"todo", "excluded"}:
                order.supplier_wait = self.env._("Not ordered from a supplier yet")
                order.supplier_badge = self.env._("To order")
            elif order.supplier_expected_at:
                zone = order.company_id.partner_id.tz or "Europe/Bucharest"
                moment = fields.Datetime.context_timestamp(order.with_context(tz=zone), order.supplier_expected_at)
                order.supplier_badge = format_date(self.env, moment.date())
                order.supplier_wait = self.env._("Waiting for supplier, expected on %s", order.supplier_badge)
            else:
                order.supplier_wait = bool(rows) and self.env._("Waiting for supplier")
