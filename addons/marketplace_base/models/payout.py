from odoo import api, fields, models
from odoo.tools import SQL


class MarketplacePayout(models.Model):
    """The current account summed up by payout, for whoever keeps the books. A view on its lines; nothing is stored here.

    What is not paid out yet stands together by the earliest day on which it can be.
    """

    _name = "marketplace.payout"
    _description = "Marketplace Payout"
    _auto = False
    _order = "payout_on desc, id desc"
    _rec_name = "payout_key"
    _depends = {
        "marketplace.statement.line": [
            "account_id", "company_id", "place", "currency_id", "kind", "payout_key", "payout_on", "goods", "commission",
            "transport", "other", "revenue", "paid", "order_id",
        ],
    }  # fmt: skip

    account_id = fields.Many2one("marketplace.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    place = fields.Char("Shop", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    payout_key = fields.Char("Payout", readonly=True)
    payout_on = fields.Date("On", readonly=True)
    state = fields.Selection([("open", "Not yet"), ("paid", "Paid out")], "Paid", readonly=True)
    order_count = fields.Integer("Orders", readonly=True, aggregator=None)
    line_count = fields.Integer("Lines", readonly=True)
    goods = fields.Monetary("Sold", readonly=True, help="Returns and discounts taken off.")
    commission = fields.Monetary(readonly=True)
    transport = fields.Monetary(readonly=True)
    other = fields.Monetary("Fees and others", readonly=True)
    revenue = fields.Monetary("Left for us", readonly=True)
    paid = fields.Monetary("Paid out", readonly=True, help="What the platform says that it sent.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(l.id) AS id, l.account_id, l.company_id, l.place, l.currency_id, l.payout_key,
                   max(l.payout_on) AS payout_on, CASE WHEN l.payout_key IS NULL THEN 'open' ELSE 'paid' END AS state,
                   count(DISTINCT l.order_id) AS order_count, count(*) AS line_count, sum(l.goods) AS goods,
                   sum(l.commission) AS commission, sum(l.transport) AS transport, sum(l.other) AS other,
                   sum(l.revenue) AS revenue, sum(l.paid) AS paid
              FROM marketplace_statement_line l
             WHERE l.payout_key IS NOT NULL OR l.kind <> 'payout' AND l.revenue <> 0
             GROUP BY l.account_id, l.company_id, l.place, l.currency_id, l.payout_key,
                      CASE WHEN l.payout_key IS NULL THEN l.payout_on END
            """
        )

    @api.depends("payout_key", "payout_on")
    def _compute_display_name(self):
        for payout in self:
            payout.display_name = payout.payout_key or self.env._("Not paid out yet")

    def action_lines(self):
        """The lines that make up this payout."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_statement_lines")
        same = [(name, "=", self[name].id) for name in ("account_id", "currency_id")]
        same += [(name, "=", self[name]) for name in ("place", "payout_key")]
        if not self.payout_key:
            same += [("payout_on", "=", self.payout_on), ("kind", "!=", "payout"), ("revenue", "!=", 0)]
        return action | {"domain": same, "context": {}}
