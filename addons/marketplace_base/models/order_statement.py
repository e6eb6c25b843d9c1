from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..lib.clock import utcnow

_USERS = "marketplace_base.group_user"
CENT = 0.005  # half of it: amounts that differ by less are the same


class MarketplaceOrder(models.Model):
    """What the platform's current account says about an order, held against what was expected of it."""

    _inherit = "marketplace.order"

    statement_line_ids = fields.One2many("marketplace.statement.line", "order_id", readonly=True, groups=_USERS)
    statement_count = fields.Integer("Current account", compute="_compute_statement", compute_sudo=True, groups=_USERS)
    statement_goods = fields.Monetary("Credited", compute="_compute_statement", compute_sudo=True, groups=_USERS)
    statement_commission = fields.Monetary(
        "Commission kept", compute="_compute_statement", compute_sudo=True, groups=_USERS
    )
    statement_estimate = fields.Monetary(
        "Commission as estimated", compute="_compute_statement", compute_sudo=True, groups=_USERS
    )
    statement_transport = fields.Monetary(
        "Transport charged", compute="_compute_statement", compute_sudo=True, groups=_USERS
    )
    statement_revenue = fields.Monetary("Left for us", compute="_compute_statement", compute_sudo=True, groups=_USERS)
    payout_keys = fields.Char("Payouts", compute="_compute_statement", compute_sudo=True, groups=_USERS)
    payout_on = fields.Date("Payout on", compute="_compute_statement", compute_sudo=True, groups=_USERS)
    statement_state = fields.Selection(
        [
            ("missing", "Not credited"),
            ("differs", "Other amount"),
            ("credited", "Credited"),
            ("paid", "Paid out"),
        ],
        "In the current account",
        readonly=True,
        groups=_USERS,
        help="Looked at whenever the platform's current account was read.",
    )
    statement_difference = fields.Monetary(
        "Difference to the order", readonly=True, groups=_USERS, help="What is credited less what the order amounts to."
    )
    statement_seen = fields.Boolean("Difference accepted", readonly=True, groups=_USERS)

    _statement_to_look_at = models.Index("(account_id) WHERE statement_state IN ('missing', 'differs')")

    @api.depends(
        "statement_line_ids.goods", "statement_line_ids.commission", "statement_line_ids.revenue",
        "statement_line_ids.payout_key", "statement_line_ids.payout_on", "account_id.commission_rate",
    )  # fmt: skip
    def _compute_statement(self):
        for order in self:
            lines = order.statement_line_ids
            order.statement_count = len(lines)
            for name in ("goods", "commission", "transport", "revenue"):
                order[f"statement_{name}"] = order._statement_sum(lines, name)
            goods = order.line_ids.filtered(lambda line: line.kind == "product" and line.sale_line_id)
            order.statement_estimate = order.currency_id.round(sum(line._margin_commission() for line in goods))
            days = lines.filtered("payout_on").mapped("payout_on")
            order.payout_on = max(days, default=False)
            order.payout_keys = ", ".join(dict.fromkeys(lines.filtered("payout_key").mapped("payout_key"))) or False

    def _statement_sum(self, lines, name):
        """A column of these lines, in the order's currency."""
        return self.currency_id.round(
            sum(
                line.currency_id._convert(line[name], self.currency_id, self.company_id, line.at.date())
                for line in lines
            )
        )

    def _statement_costs(self):
        """What the platform says that it kept and charged: (commission, transport), each None as long as it says nothing."""
        lines = self.statement_line_ids
        sold, moved = "sale" in lines.mapped("kind"), lines.filtered(lambda line: line.kind == "transport")
        return (
            self._statement_sum(lines, "commission") if sold else None,
            self._statement_sum(moved, "transport") if moved else None,
        )

    # ---- held against the order ----

    @api.model
    def _judge_statement(self, account):
        """How each order of an account stands after its current account was read; only what changed is written.

        The platform credits what the customer pays and what it pays of it itself. Whether a packaging deposit is among it,
        platforms do not tell: either is right. Delivered orders have some days until they have to be there.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH told AS (
                    SELECT l.order_id, count(*) FILTER (WHERE l.kind = 'sale') AS sales,
                           COALESCE(sum(l.goods) FILTER (WHERE l.kind IN ('sale', 'discount')), 0) AS goods,
                           bool_and(l.payout_key IS NOT NULL) FILTER (WHERE l.kind = 'sale') AS is_paid,
                           bool_or(l.currency_id <> o.currency_id) AS is_foreign
                      FROM marketplace_statement_line l JOIN marketplace_order o ON o.id = l.order_id
                     WHERE l.account_id = %(account)s GROUP BY l.order_id),
                expected AS (
                    SELECT o.id, o.total - COALESCE(sum(r.quantity * r.unit_price) FILTER (
                               WHERE r.kind = 'voucher' AND r.paid_by = 'platform'), 0) AS total,
                           COALESCE(sum(r.quantity * r.unit_price) FILTER (WHERE r.kind = 'deposit'), 0) AS deposit
                      FROM marketplace_order o JOIN told t ON t.order_id = o.id
                      LEFT JOIN marketplace_order_line r ON r.order_id = o.id AND r.cancelled IS NOT TRUE
                     GROUP BY o.id),
                judged AS (
                    SELECT o.id, t.sales, t.is_paid,
                           CASE WHEN COALESCE(t.sales, 0) = 0 OR t.is_foreign THEN 0
                                WHEN abs(t.goods - e.total + e.deposit) < %(cent)s THEN 0
                                ELSE round((t.goods - e.total)::numeric, 2) END AS difference,
                           EXISTS (SELECT 1 FROM marketplace_shipment s
                                    WHERE s.order_id = o.id AND s.direction = 'out' AND s.progress = 'delivered'
                                      AND s.delivered_at < %(before)s) AS is_due
                      FROM marketplace_order o
                      LEFT JOIN told t ON t.order_id = o.id LEFT JOIN expected e ON e.id = o.id
                     WHERE o.account_id = %(account)s AND (t.order_id IS NOT NULL OR o.status NOT IN ('new', 'cancelled'))),
                state AS (
                    SELECT id, difference, CASE
                               WHEN COALESCE(sales, 0) = 0 THEN CASE WHEN is_due THEN 'missing' END
                               WHEN abs(difference) >= %(cent)s THEN 'differs'
                               WHEN is_paid THEN 'paid' ELSE 'credited' END AS state
                      FROM judged)
                UPDATE marketplace_order o
                   SET statement_state = s.state, statement_difference = s.difference, statement_seen = FALSE
                  FROM state s WHERE s.id = o.id AND (o.statement_state IS DISTINCT FROM s.state
                       OR COALESCE(o.statement_difference, 0) <> s.difference)
                """,
                account=account.id,
                cent=CENT,
                before=utcnow() - timedelta(days=account.statement_days),
            )
        )
        self.env.invalidate_all()

    def action_statement(self):
        """The lines of the current account that are about these orders."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_statement_lines")
        return action | {"domain": [("order_id", "in", self.ids)], "context": {}}

    def action_statement_seen(self):
        """A person looked at what differs, and leaves it so."""
        self._acting().statement_seen = True

    def action_statement_again(self):
        """Read the current account now instead of tomorrow."""
        accounts = self._acting().account_id
        accounts.flow_ids.filtered(lambda flow: flow.kind == "statement").action_repeat()


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    statement_days = fields.Integer(
        "Credited within (days)",
        default=7,
        help="A delivered order has to be in the current account after so many days.",
    )

    has_statement = fields.Boolean(compute="_compute_has_statement")

    @api.depends("platform")
    def _compute_has_statement(self):
        """Whether the platform shows its current account at all."""
        for account in self:
            account.has_statement = bool(account.platform) and (
                "fetch_statement" in account._get_provider_class().capabilities
            )

    @api.constrains("statement_days")
    def _check_statement_days(self):
        if any(account.statement_days < 0 for account in self):
            raise ValidationError(self.env._("The days until an order is credited cannot be negative."))


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_statement_count = fields.Integer(
        related="marketplace_order_id.statement_count", string="Current account", groups=_USERS
    )

    def action_marketplace_statement(self):
        return self._marketplace_orders().action_statement()
