from odoo import api, fields, models
from odoo.fields import Command

STATES = [
    ("unset", "Nothing to send"),
    ("settled", "Proved"),
    ("waiting", "Waiting"),
    ("sent", "Sent"),
    ("refused", "Refused"),
    ("held", "Asks you"),
]

# Goods are at the platform and none are left here: what the circuit breaker counts.
STOCK_TO_ZERO = """stock_state = 'waiting' AND stock_wanted = 0 AND active AND listed IS NOT FALSE
    AND stock_released IS DISTINCT FROM 0 AND COALESCE(stock_sent, platform_stock, 0) > 0"""


class MarketplaceOffer(models.Model):
    """One offer of the seller on one account: what the platform shows, which product it is, and how far its stock and price are.

    The runner is the only writer of the ``stock_…`` and ``price_…`` columns; see ``lib.replication`` for their life.
    """

    _name = "marketplace.offer"
    _description = "Marketplace Offer"
    _inherit = ["marketplace.acting"]
    _order = "account_id, name, id"
    _rec_names_search = ["name", "sku", "external_id", "barcodes", "platform_code"]
    _check_company_auto = True

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", related="account_id.company_id", store=True)
    platform = fields.Selection(related="account_id.platform", store=True)
    currency_id = fields.Many2one(related="account_id.currency_id")
    active = fields.Boolean(default=True)

    # ---- as the platform shows it ----
    external_id = fields.Char("Offer number", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    sku = fields.Char("Product code", readonly=True)
    barcodes = fields.Char("EAN", readonly=True, help="Separated by spaces.")
    platform_code = fields.Char(
        "Platform code", readonly=True, help="The platform's own catalogue key, such as eMAG's PNK."
    )
    platform_stock = fields.Integer("Stock when read", readonly=True)
    platform_price = fields.Float("Price when read", digits=(16, 4), readonly=True)
    price_low = fields.Float("Lowest price", digits=(16, 4), readonly=True)
    price_high = fields.Float("Highest price", digits=(16, 4), readonly=True)
    tax_rate = fields.Float("VAT %", digits=(8, 2), readonly=True)
    status = fields.Selection(
        [("active", "Active"), ("inactive", "Inactive"), ("locked", "Locked"), ("ended", "Ended")],
        default="active",
        readonly=True,
    )
    publication = fields.Char(readonly=True)
    sellable = fields.Boolean("On sale", readonly=True)
    platform_problems = fields.Text("The platform says", readonly=True)
    extra = fields.Json(readonly=True)
    read_at = fields.Datetime(readonly=True)

    # ---- which product it is ----
    product_id = fields.Many2one("product.product", check_company=True, index="btree_not_null")
    link_state = fields.Selection(
        [("new", "New"), ("doubtful", "Doubtful"), ("linked", "Linked")], default="new", required=True, readonly=True
    )
    link_reason = fields.Char(readonly=True, help="Which code equalled which.")
    candidate_ids = fields.Many2many("product.product", "marketplace_offer_candidate_rel", readonly=True)

    # ---- what is sent ----
    exclude_stock = fields.Boolean("Leave stock alone")
    exclude_price = fields.Boolean("Leave price alone")
    send_apart = fields.Boolean(readonly=True, help="Stock and price were refused together: each goes alone.")

    stock_wanted = fields.Integer("Stock wanted", readonly=True)
    stock_sent = fields.Integer("Stock sent", readonly=True)
    stock_confirmed = fields.Integer("Stock proved", readonly=True)
    stock_state = fields.Selection(STATES, default="unset", required=True, readonly=True)
    stock_changed_at = fields.Datetime(readonly=True)
    stock_sent_at = fields.Datetime(readonly=True)
    stock_confirmed_at = fields.Datetime(readonly=True)
    stock_tries = fields.Integer(readonly=True)
    stock_retry_at = fields.Datetime(readonly=True)
    stock_error = fields.Text("Stock problem", readonly=True)
    stock_ref = fields.Char(readonly=True)
    stock_released = fields.Integer(readonly=True, help="A person said yes to this very quantity.")

    price_wanted = fields.Float("Price wanted", digits=(16, 4), readonly=True)
    price_sent = fields.Float("Price sent", digits=(16, 4), readonly=True)
    price_confirmed = fields.Float("Price proved", digits=(16, 4), readonly=True)
    price_state = fields.Selection(STATES, default="unset", required=True, readonly=True)
    price_changed_at = fields.Datetime(readonly=True)
    price_sent_at = fields.Datetime(readonly=True)
    price_confirmed_at = fields.Datetime(readonly=True)
    price_tries = fields.Integer(readonly=True)
    price_retry_at = fields.Datetime(readonly=True)
    price_error = fields.Text("Price problem", readonly=True)
    price_ref = fields.Char(readonly=True)
    price_released = fields.Float(digits=(16, 4), readonly=True, help="A person said yes to this very price.")

    has_problem = fields.Boolean(compute="_compute_has_problem", search="_search_has_problem")

    _external = models.UniqueIndex("(account_id, external_id)", "This offer is already there.")
    _product = models.UniqueIndex(
        "(account_id, product_id) WHERE product_id IS NOT NULL AND active",
        "This product is linked to another offer of the same account already.",
    )
    # What the runner looks for at every step. Each holds only the rows in question, so that a look costs what there is to do;
    # every further index would be written three times on a value's way to the platform.
    _stock_waiting = models.Index("(account_id, stock_changed_at NULLS FIRST, id) WHERE stock_state = 'waiting'")
    _price_waiting = models.Index("(account_id, price_changed_at NULLS FIRST, id) WHERE price_state = 'waiting'")
    _stock_sent = models.Index("(account_id, stock_ref) WHERE stock_state = 'sent'")
    _price_sent = models.Index("(account_id, price_ref) WHERE price_state = 'sent'")
    _apart = models.Index("(account_id) WHERE send_apart")
    _stock_to_zero = models.Index(f"(account_id) WHERE {STOCK_TO_ZERO}")

    @api.depends("stock_state", "price_state", "link_state", "platform_problems")
    def _compute_has_problem(self):
        for offer in self:
            offer.has_problem = (
                offer.stock_state in ("refused", "held")
                or offer.price_state in ("refused", "held")
                or offer.link_state == "doubtful"
                or bool(offer.platform_problems)
            )

    def _search_has_problem(self, operator, value):
        if operator not in ("=", "in") or value is False:
            return NotImplemented
        return [
            "|", ("stock_state", "in", ("refused", "held")),
            "|", ("price_state", "in", ("refused", "held")),
            "|", ("link_state", "=", "doubtful"),
            ("platform_problems", "not in", (False, "")),
        ]  # fmt: skip

    @api.depends("name", "external_id")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = f"[{offer.external_id}] {offer.name}"

    # ---- a person changes something: only columns the runner does not write, and a change for it to see ----

    def write(self, vals):
        if "product_id" in vals and "link_state" not in vals:
            by = self.env._("chosen by %s", self.env.user.name)
            vals = vals | {
                "link_state": "linked" if vals["product_id"] else "new",
                "link_reason": by if vals["product_id"] else False,
                "candidate_ids": [Command.clear()],
            }
        result = super().write(vals)
        if vals.keys() & {"product_id", "exclude_stock", "exclude_price", "active"}:
            self.env["marketplace.change"]._record_offers(self)
        return result

    def action_exclude(self, kind, exclude):
        """Leave the stock or the price of these offers alone, or take it up again (D13–D15)."""
        self.write({f"exclude_{kind}": exclude})

    def action_retry(self):
        """Send again what was refused or held; a held price counts as allowed by the person who asked."""
        self.env["marketplace.change"]._record_retry(self._acting())

    def action_resync(self):
        """Send stock and price of these offers whatever is thought to be there (D10)."""
        self.env["marketplace.change"]._record_retry(self._acting(), everything=True)

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.external_id)
