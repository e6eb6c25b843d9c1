from odoo import api, fields, models


class MarketplaceProcurement(models.Model):
    """Goods that an order lacks, one row per order line and product: how many are on their way, how many are to be ordered.

    A picture of the stock moves that wait: the runner draws it anew, a row vanishes when nothing is missing any more (G23).
    """

    _name = "marketplace.procurement"
    _description = "Marketplace Goods to Order"
    _inherit = ["marketplace.acting"]
    _order = "ship_by, id"
    _rec_name = "product_id"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    order_id = fields.Many2one("marketplace.order", required=True, ondelete="cascade", index=True, readonly=True)
    sale_line_id = fields.Many2one("sale.order.line", ondelete="cascade", index=True, readonly=True)
    ship_by = fields.Datetime(related="order_id.ship_by", store=True, precompute=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True, readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade", readonly=True)

    # ---- how many ----
    lacking = fields.Float(digits="Product Unit", readonly=True, help="Not reserved for this order.")
    coming = fields.Float("On its way", digits="Product Unit", readonly=True, help="Ordered already, for this order.")
    missing = fields.Float("To order", digits="Product Unit", readonly=True)
    purchase_line_ids = fields.Many2many("purchase.order.line", readonly=True)
    purchase_names = fields.Char(compute="_compute_purchase", compute_sudo=True)

    # ---- from whom ----
    proposed_id = fields.Many2one("res.partner", "Proposed supplier", readonly=True, ondelete="set null")
    chosen_id = fields.Many2one("res.partner", "Chosen supplier", readonly=True, ondelete="set null")
    supplier_id = fields.Many2one(
        "res.partner",
        compute="_compute_supplier",
        inverse="_inverse_supplier",
        store=True,
        precompute=True,
        index="btree_not_null",
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    price = fields.Float(
        "Price of one", digits="Product Price", readonly=True, aggregator=None, help="In the company's currency."
    )
    delay = fields.Integer("Days", readonly=True, aggregator=None, help="So long this supplier takes.")
    excluded = fields.Boolean("Left out", readonly=True, help="Somebody said that this is not to be ordered.")
    state = fields.Selection(
        [("nobody", "No supplier"), ("todo", "To order"), ("ordered", "Ordered"), ("excluded", "Left out")],
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    expected_at = fields.Datetime("Expected", compute="_compute_purchase", compute_sudo=True)
    problem = fields.Text(compute="_compute_problem", store=True)

    _one_per_need = models.UniqueIndex("(sale_line_id, product_id)", "This is listed already.")

    @api.depends("proposed_id", "chosen_id")
    def _compute_supplier(self):
        for row in self:
            row.supplier_id = row.chosen_id or row.proposed_id

    def _inverse_supplier(self):
        """A person knows better; emptied, the proposal counts again."""
        for row in self:
            row.chosen_id = row.supplier_id
            row.supplier_id = row.chosen_id or row.proposed_id

    @api.depends("missing", "excluded", "supplier_id")
    def _compute_state(self):
        for row in self:
            if row.missing <= 0:
                row.state = "ordered"
            elif row.excluded:
                row.state = "excluded"
            else:
                row.state = "todo" if row.supplier_id else "nobody"

    @api.depends("purchase_line_ids.date_planned", "purchase_line_ids.order_id.state", "missing", "delay")
    def _compute_purchase(self):
        """What is ordered comes when its purchase order says; its date may change at any time."""
        for row in self:
            lines = row.purchase_line_ids
            row.purchase_names = ", ".join(sorted(set(lines.order_id.mapped("name"))))
            row.expected_at = not row.missing and max(filter(None, lines.mapped("date_planned")), default=False)

    @api.depends("state", "product_id")
    def _compute_problem(self):
        for row in self:
            row.problem = row.state == "nobody" and row._no_supplier()

    def _no_supplier(self):
        return self.env._(
            "Nobody is known to sell %s: enter a supplier on the product, or choose one here.",
            self.product_id.display_name,
        )

    # ---- what people do ----

    def action_exclude(self):
        """Do not order these."""
        self._acting().excluded = True

    def action_include(self):
        self._acting().excluded = False

    def action_order(self):
        """Order these now, whatever the hour; the purchase orders that came of it are shown."""
        orders = self._acting()._order_now()
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        action |= {"domain": [("id", "in", orders.ids)], "context": {}}
        if len(orders) == 1:
            action |= {"views": [(False, "form")], "res_id": orders.id}
        return action

    def action_retry(self):
        """Look again for suppliers."""
        for company in self._acting().company_id:
            self.sudo()._refresh(company)

    def action_open_order(self):
        self.ensure_one()
        return self.order_id.get_formview_action()
