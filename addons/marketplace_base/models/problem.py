from odoo import api, fields, models
from odoo.tools import SQL

from .shipment_handover import NOT_TAKEN

# Which model a problem of each kind stands on; the most urgent kinds first. The position tells them apart in the id.
_MODELS = {
    "account": "marketplace.account",
    "breaker": "marketplace.account",
    "incoming": "marketplace.incoming",
    "order": "marketplace.order",
    "uncovered": "marketplace.order",
    "command": "marketplace.command",
    "shipment": "marketplace.shipment",
    "handover": "marketplace.shipment",
    "return": "marketplace.return",
    "question": "marketplace.question",
    "flow": "marketplace.flow",
    "stock": "marketplace.offer",
    "price": "marketplace.offer",
    "link": "marketplace.offer",
    "platform": "marketplace.offer",
    "import": "marketplace.offer",
    "picture": "marketplace.picture",
    "publish": "marketplace.offer",
    "wish": "marketplace.offer",
    "mapping": "marketplace.category.map",
    "paper": "marketplace.order",
    "statement": "marketplace.order",
}
_RETRY = {
    "link": "action_match_again",
    "publish": "action_publish_again",
    "wish": "action_wish_again",
    "order": "action_fetch",
    "uncovered": "action_fetch",
    "paper": "action_papers_again",
    "statement": "action_statement_again",
    "account": "action_resume",
    "breaker": "action_release_stock",
    "import": "action_import_again",
    "handover": "action_look",
}


class MarketplaceProblem(models.Model):
    """Everything that needs a person, in one list. A view on the records the troubles stand on; nothing is stored here."""

    _name = "marketplace.problem"
    _description = "Marketplace Problem"
    _auto = False
    _order = "rank, since desc, id"
    _depends = {
        "marketplace.offer": [
            "account_id", "company_id", "active", "name", "external_id", "link_state", "link_reason", "platform_problems",
            "read_at", "status", "stock_state", "stock_error", "stock_changed_at", "price_state", "price_error",
            "price_changed_at", "import_state", "import_error", "publish_state", "publish_error", "reviewed_at", "published_at",
            "wish_state", "wish_error",
        ],
        "marketplace.picture": ["account_id", "company_id", "name", "url", "state", "error"],
        "marketplace.category.map": ["account_id", "company_id", "categ_id", "problem"],
        "product.category": ["complete_name"],
        "marketplace.incoming": ["account_id", "company_id", "external_id", "state", "error", "fetched_at"],
        "marketplace.order": [
            "account_id", "company_id", "external_id", "problem", "uncovered_reason", "imported_at", "paper_problem", "status",
            "statement_state", "statement_seen",
        ],
        "marketplace.command": ["account_id", "company_id", "kind", "key", "state", "error"],
        "marketplace.shipment": [
            "account_id", "company_id", "order_id", "number", "key", "state", "error", "made_at", "by", "direction",
            "scanned_at", "progress", "manifest_id", "picking_id",
        ],
        "marketplace.manifest": ["handed_at"],
        "marketplace.return": [
            "account_id", "company_id", "external_id", "order_key", "problem", "status", "due_at", "asked_at",
        ],
        "marketplace.question": [
            "account_id", "company_id", "text", "problem", "status", "due_at",
        ],
        "stock.move": ["state", "procure_method", "picking_id"],
        "stock.picking": ["marketplace_order_id", "state", "date_done", "picking_type_id"],
        "stock.move.line": ["picking_id", "result_package_id"],
        "marketplace.flow": ["account_id", "company_id", "kind", "error", "failing_since"],
        "marketplace.account": ["company_id", "name", "state", "pause_reason", "stock_stop", "active", "handover_hour"],
    }  # fmt: skip

    account_id = fields.Many2one("marketplace.account", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        [
            ("account", "Account paused"),
            ("breaker", "Stock stopped"),
            ("incoming", "Order not imported"),
            ("order", "Order"),
            ("uncovered", "Order without stock"),
            ("command", "Not accepted by the platform"),
            ("paper", "Paper not made"),
            ("statement", "Money not credited"),
            ("shipment", "AWB not made"),
            ("handover", "Parcel not taken by a courier"),
            ("return", "Return"),
            ("question", "Customer's question"),
            ("stock", "Stock not sent"),
            ("price", "Price not sent"),
            ("link", "Doubtful link"),
            ("platform", "The platform complains"),
            ("publish", "Publication refused"),
            ("wish", "Offer not withdrawn, restored or deleted"),
            ("mapping", "Category mapping"),
            ("flow", "Background work"),
            ("import", "Product not created"),
            ("picture", "Picture not fetched"),
        ],
        readonly=True,
    )
    name = fields.Char("About", readonly=True)
    text = fields.Text("What is wrong", readonly=True)
    since = fields.Datetime(readonly=True)
    rank = fields.Integer(readonly=True, help="The most urgent kinds first.")
    res_id = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            SQL(
                """SELECT %(id)s * 32 + %(number)s AS id, %(number)s AS rank, %(id)s AS res_id, %(kind)s AS kind,
                          o.account_id, o.company_id,
                          %(name)s AS name, %(text)s AS text, %(since)s AS since
                     FROM %(table)s o WHERE %(condition)s""",
                id=SQL("o.id::bigint"),
                number=list(self._kind_models()).index(kind),
                kind=kind,
                name=SQL(name),
                text=SQL(text),
                since=SQL(since),
                table=SQL(table),
                condition=SQL(condition),
            )
            for kind, table, name, text, since, condition in self._sources()
        )

    @api.model
    def _sources(self):
        """For each kind: where to look, what to call it, what is wrong, since when, and which rows."""
        offer, offer_name = "marketplace_offer", "'[' || o.external_id || '] ' || o.name"
        account = "(SELECT *, id AS account_id FROM marketplace_account)"
        not_taken = self.env._(
            "No courier has scanned this parcel in time: look for it, hand it over, or ask the courier."
        )
        not_credited = self.env._("It was delivered, but the platform has not credited it in time.")
        other_amount = self.env._("The platform credited another amount than the order's.")
        return [
            ("stock", offer, offer_name, "o.stock_error", "o.stock_changed_at",
             "o.active AND o.stock_state IN ('refused', 'held')"),
            ("price", offer, offer_name, "o.price_error", "o.price_changed_at",
             "o.active AND o.price_state IN ('refused', 'held')"),
            ("link", offer, offer_name, "o.link_reason", "o.read_at", "o.active AND o.link_state = 'doubtful'"),
            ("platform", offer, offer_name, "o.platform_problems", "o.read_at",
             """o.active AND o.status IN ('active', 'locked') AND o.platform_problems <> ''
                AND o.publish_state IS DISTINCT FROM 'refused'"""),
            ("import", offer, offer_name, "o.import_error", "o.write_date", "o.active AND o.import_state = 'failed'"),
            ("picture", "marketplace_picture", "o.url", "o.error", "o.write_date",
             "o.state = 'failed' AND o.account_id IS NOT NULL"),
            ("publish", offer, offer_name, "o.publish_error", "COALESCE(o.reviewed_at, o.published_at)",
             "o.active AND o.publish_state = 'refused'"),
            ("wish", offer, offer_name, "o.wish_error", "o.write_date", "o.wish_state = 'refused'"),
            ("mapping",
             """(SELECT m.*, c.complete_name FROM marketplace_category_map m
                   JOIN product_category c ON c.id = m.categ_id)""",
             "o.complete_name", "o.problem", "o.write_date", "o.problem <> ''"),
            ("incoming", "marketplace_incoming", "o.external_id", "o.error", "o.fetched_at", "o.state IN ('waiting', 'error')"),
            ("command", "marketplace_command", "o.key", "o.error", "o.write_date",
             """o.kind <> 'shipment' AND (o.state = 'refused' AND o.kind <> 'answer'
                OR o.state = 'unknown' AND o.create_date < now() AT TIME ZONE 'UTC' - interval '10 minutes')"""),
            ("shipment", "marketplace_shipment", "COALESCE(o.number, o.key)", "o.error", "o.write_date",
             """o.state = 'unclear' OR o.state = 'refused' AND NOT EXISTS (
                 SELECT 1 FROM marketplace_order r WHERE r.id = o.order_id AND r.status = 'cancelled')"""),
            ("handover", NOT_TAKEN,
             "COALESCE(o.number, o.key)", self._literal(not_taken), "o.by_at", "o.by_at <= now() AT TIME ZONE 'UTC'"),
            ("order", "marketplace_order", "o.external_id", "o.problem", "o.write_date", "o.problem <> ''"),
            ("paper", "marketplace_order", "o.external_id", "o.paper_problem", "o.write_date",
             "o.paper_problem <> '' AND o.status <> 'cancelled'"),
            ("statement", "marketplace_order", "o.external_id",
             f"CASE o.statement_state WHEN 'missing' THEN {self._literal(not_credited)} ELSE {self._literal(other_amount)} END",
             "o.placed_at", "o.statement_state IN ('missing', 'differs') AND o.statement_seen IS NOT TRUE"),
            ("uncovered", "marketplace_order", "o.external_id", "o.uncovered_reason", "o.imported_at",
             """o.id IN (SELECT p.marketplace_order_id FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id
                          WHERE m.state IN ('confirmed', 'partially_available') AND m.procure_method = 'make_to_stock')"""),
            ("return", "marketplace_return", "COALESCE(o.external_id, o.order_key)",
             f"COALESCE(NULLIF(o.problem, ''), {self._literal(self.env._('It is past its deadline.'))})",
             "COALESCE(o.due_at, o.asked_at)",
             "(o.problem <> '' AND o.status IN ('new', 'approved', 'received')) OR o.due_at < now() AT TIME ZONE 'UTC'"),
            ("question", "marketplace_question", "o.text", self._why_question(), "LEAST(o.due_at, o.write_date)",
             "o.problem <> '' OR o.due_at < now() AT TIME ZONE 'UTC' + interval '1 day'"),
            ("flow", "marketplace_flow", "o.kind", "o.error", "o.failing_since", "o.failing_since IS NOT NULL"),
            ("account", account, "o.name", "o.pause_reason", "o.write_date", "o.active AND o.state = 'paused'"),
            ("breaker", account, "o.name", "o.stock_stop", "o.write_date", "o.active AND o.stock_stop <> ''"),
        ]  # fmt: skip

    @api.model
    def _kind_models(self):
        """Which model a problem of each kind stands on. Addons with kinds of their own add them at the end."""
        return _MODELS

    @api.model
    def _literal(self, text):
        """A text as SQL, for what is not written on any record."""
        return "'" + text.replace("'", "''").replace("%", "%%") + "'"

    @api.model
    def _why_question(self):
        """What is wrong with a question: the answer was not taken, or the time for one runs out."""
        late = self._literal(self.env._("The time to answer it is over."))
        soon = self._literal(self.env._("It can be answered for less than a day."))
        return f"""concat_ws(E'\\n', NULLIF(o.problem, ''),
            CASE WHEN o.due_at < now() AT TIME ZONE 'UTC' THEN {late}
                 WHEN o.due_at < now() AT TIME ZONE 'UTC' + interval '1 day' THEN {soon} END)"""

    def _records(self, kind):
        return self.env[self._kind_models()[kind]].browse(self.mapped("res_id"))

    def action_open(self):
        """The record the trouble stands on."""
        self.ensure_one()
        record = self.account_id if self.kind == "flow" else self._records(self.kind)
        return record.get_formview_action()

    def action_retry(self):
        """Try again whatever is selected, each in its own way. Accounts are switched on again by managers only."""
        is_manager = self.env.user.has_group("marketplace_base.group_manager")
        for kind, problems in self.grouped("kind").items():
            if kind not in ("account", "breaker") or is_manager:
                getattr(problems._records(kind), _RETRY.get(kind, "action_retry"))()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
