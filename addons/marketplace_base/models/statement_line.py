from odoo import api, fields, models
from odoo.tools import SQL

from .order_apply import differing, naive

KINDS = [
    ("sale", "Sale"),
    ("return", "Return"),
    ("discount", "Discount"),
    ("correction", "Correction"),
    ("commission", "Commission"),
    ("transport", "Transport"),
    ("fee", "Fee"),
    ("tax", "Tax withheld"),
    ("payout", "Payout"),
    ("other", "Other"),
]
GOODS = ("sale", "return", "discount", "correction", "commission")


class MarketplaceStatementLine(models.Model):
    """One line of the current account that the platform keeps for the seller, in the currency it was written in.

    Only the engine writes it. What it means stands in four columns, so that whatever lines are summed up: goods less commission
    less transport and others is what is left.
    """

    _name = "marketplace.statement.line"
    _description = "Marketplace Statement Line"
    _inherit = ["marketplace.acting"]
    _order = "at desc, id desc"
    _rec_name = "label"
    _rec_names_search = ["label", "order_number", "order_key", "payout_key", "invoice_number"]

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    key = fields.Char(required=True, readonly=True, help="Made of what the line says: platforms renumber theirs.")
    ordinal = fields.Integer(readonly=True, help="Tells lines apart that say the very same.")
    ref = fields.Char("Number at the platform", readonly=True)
    seen = fields.Char(readonly=True, help="The last reading that showed it.")
    kind = fields.Selection(KINDS, required=True, readonly=True, default="other")
    label = fields.Char("Line", readonly=True)
    at = fields.Datetime("Written on", required=True, readonly=True)
    place = fields.Char("Shop", readonly=True, help="The country's shop it was written in.")

    order_key = fields.Char("Package", readonly=True)
    order_number = fields.Char(readonly=True)
    parcel = fields.Char(readonly=True)
    offer_key = fields.Char("Offer's number", readonly=True)
    order_id = fields.Many2one("marketplace.order", readonly=True, ondelete="set null", index="btree_not_null")
    sale_order_id = fields.Many2one(related="order_id.sale_order_id")
    offer_id = fields.Many2one("marketplace.offer", readonly=True, ondelete="set null", index="btree_not_null")
    product_id = fields.Many2one(related="offer_id.product_id")

    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True, default=lambda self: self.env.company.currency_id
    )
    credit = fields.Monetary(readonly=True)
    debit = fields.Monetary(readonly=True)
    commission = fields.Monetary(readonly=True, help="What the platform keeps; negative where it gives back.")
    commission_rate = fields.Float("Commission %", digits=(16, 2), readonly=True, aggregator=None)
    goods = fields.Monetary("Sold", compute="_compute_meaning", store=True, help="Returns and discounts taken off.")
    transport = fields.Monetary(compute="_compute_meaning", store=True)
    other = fields.Monetary("Fees and others", compute="_compute_meaning", store=True)
    revenue = fields.Monetary("Left for us", readonly=True)
    paid = fields.Monetary("Paid out", compute="_compute_meaning", store=True)

    payout_key = fields.Char("Payout", readonly=True, index="btree_not_null")
    payout_on = fields.Date(
        "Payout on", readonly=True, help="As long as there is no payout: the earliest day it can be paid out."
    )
    invoice_number = fields.Char("Platform's invoice", readonly=True)
    extra = fields.Json(readonly=True)

    _once = models.UniqueIndex("(account_id, key, ordinal)", "This line is already there.")
    _without_order = models.Index("(account_id) WHERE order_id IS NULL")

    @api.depends("kind", "credit", "debit", "commission", "revenue")
    def _compute_meaning(self):
        for line in self:
            amount = line.credit - line.debit
            line.goods = amount if line.kind in GOODS else 0.0
            line.transport = -line.revenue if line.kind == "transport" else 0.0
            line.paid = -amount if line.kind == "payout" else 0.0
            # whatever else: so that nothing is missing from the sums
            line.other = line.goods - line.commission - line.transport - line.revenue

    # ---- a page that was read ----

    @api.model
    def _store(self, account, lines, mark):
        """Write a page of ``StatementLine``. Lines that are there already are brought up to date.

        :param mark: names the reading of one period. A line met for the second time in it is another one that says the very
            same, unless the platform gives both the same number: then a page moved while it was read
        """
        known = self.search(
            [("account_id", "=", account.id), ("key", "in", list({line.key for line in lines}))], order="ordinal"
        ).grouped("key")
        lookup = self._lookup(account, lines)
        new = {}
        for line in lines:
            same = known.get(line.key, self.browse())
            made = new.setdefault(line.key, [])
            if line.ref and any(vals["ref"] == line.ref for vals in made):
                continue
            numbered = same.filtered(lambda record, ref=line.ref: ref and record.ref == ref)
            vals = self._stored(line, lookup) | {"seen": mark}
            if record := numbered[:1] or same.filtered(lambda record: record.seen != mark)[:1]:
                record.write(differing(record, vals))
            else:
                ordinal = max(same.mapped("ordinal"), default=-1) + 1 + len(made)
                made.append(vals | {"account_id": account.id, "key": line.key, "ordinal": ordinal})
        created = self.create([vals for made in new.values() for vals in made])
        created._find_orders()
        return created

    @api.model
    def _lookup(self, account, lines):
        """Currencies by code and offers by number, for all these lines at once."""
        orders = self.env["marketplace.order"]
        offers = self.env["marketplace.offer"].with_context(active_test=False)
        found = offers.search(
            [("account_id", "=", account.id), ("external_id", "in", list({line.offer_key for line in lines} - {""}))]
        )
        currencies = {code: orders._currency(account, code) for code in {line.currency for line in lines}}
        return currencies, {offer.external_id: offer for offer in found}

    @api.model
    def _stored(self, line, lookup):
        currencies, offers = lookup
        offer = offers.get(line.offer_key)
        return {
            "kind": line.kind.value,
            "ref": line.ref or False,
            "label": line.label or False,
            "at": naive(line.at),
            "place": line.place or False,
            "order_key": line.order_key or False,
            "order_number": line.order_number or False,
            "parcel": line.parcel or False,
            "offer_key": line.offer_key or False,
            "offer_id": offer.id if offer else False,
            "currency_id": currencies[line.currency].id,
            "credit": float(line.credit),
            "debit": float(line.debit),
            "commission": float(line.commission),
            "commission_rate": float(line.commission_rate or 0),
            "revenue": float(line.revenue),
            "payout_key": line.payout_key or False,
            "payout_on": line.payout_on or False,
            "invoice_number": line.invoice_number or False,
            "extra": line.extra or False,
        }

    # ---- whose line it is ----

    def _find_orders(self):
        """Link these lines to the orders they are about, where those are here."""
        self._link_orders(SQL("l.id = ANY(%s)", self.ids))

    @api.model
    def _find_orders_of(self, account):
        """Likewise, all lines of an account: an order may come in after its line."""
        self._link_orders(SQL("l.account_id = %s", account.id))

    @api.model
    def _link_orders(self, condition):
        """By the order's own key; else by the parcel; else by the number that customers know, if it is only one order's."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE marketplace_statement_line t SET order_id = f.order_id FROM (
                    SELECT l.id, CASE WHEN l.order_key IS NOT NULL THEN (
                            SELECT o.id FROM marketplace_order o
                             WHERE o.account_id = l.account_id AND o.external_id = l.order_key)
                        ELSE COALESCE((
                            SELECT min(s.order_id) FROM marketplace_shipment s
                             WHERE s.account_id = l.account_id AND s.number = l.parcel
                            HAVING count(DISTINCT s.order_id) = 1), (
                            SELECT min(o.id) FROM marketplace_order o
                             WHERE o.account_id = l.account_id AND o.number = l.order_number
                            HAVING count(*) = 1), (
                            SELECT o.id FROM marketplace_order o
                             WHERE o.account_id = l.account_id AND o.external_id = l.order_number)) END AS order_id
                      FROM marketplace_statement_line l WHERE l.order_id IS NULL AND %s) f
                 WHERE t.id = f.id AND f.order_id IS NOT NULL
                """,
                condition,
            )
        )
        self.env.invalidate_all()

    def action_order(self):
        self.ensure_one()
        return self.order_id.get_formview_action()
