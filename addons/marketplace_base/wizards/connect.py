import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..lib.errors import MarketplaceError
from ..lib.types import Check

ADDRESS = re.compile(r"\b(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})\b")


class MarketplaceConnect(models.TransientModel):
    """Connects an account: credentials, a test that names what fails, then where stock and prices come from (A1, A2).

    The account is made only when everything the connector needs works. Connectors add their own credential fields and
    extend ``_account_vals``, ``_credentials`` and ``_secret_fields``.
    """

    _name = "marketplace.connect"
    _description = "Connect a Marketplace Account"

    step = fields.Selection([("credentials", "Connection"), ("settings", "Stock and prices")], default="credentials")
    account_id = fields.Many2one(
        "marketplace.account", readonly=True, help="Set when a known account gets new credentials."
    )
    platform = fields.Selection(
        selection="_platforms", compute="_compute_platform", store=True, readonly=False, required=True, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=False, required=True, precompute=True
    )
    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    address = fields.Char(
        "Server address",
        compute="_compute_address",
        store=True,
        readonly=False,
        help="Only for tests and trials: replaces the platform's own address.",
    )
    check_ids = fields.One2many("marketplace.connect.check", "wizard_id", readonly=True)
    refused_address = fields.Char("This server's address", readonly=True)

    # ---- second page: the account's own settings ----
    warehouse_ids = fields.Many2many(related="account_id.warehouse_ids", readonly=False)
    order_warehouse_id = fields.Many2one(related="account_id.order_warehouse_id", readonly=False)
    stock_buffer = fields.Integer(related="account_id.stock_buffer", readonly=False)
    stock_cap = fields.Integer(related="account_id.stock_cap", readonly=False)
    price_warehouse_id = fields.Many2one(related="account_id.price_warehouse_id", readonly=False)
    pricelist_id = fields.Many2one(
        "product.pricelist",
        "Price list",
        compute="_compute_pricelist_id",
        store=True,
        readonly=False,
        help="Without one, the sales price on the product is sent.",
    )
    markup = fields.Float(related="account_id.markup", readonly=False)
    price_step = fields.Float(related="account_id.price_step", readonly=False)
    price_ending = fields.Float(related="account_id.price_ending", readonly=False)
    alert_user_ids = fields.Many2many(related="account_id.alert_user_ids", readonly=False)

    @api.model
    def _platforms(self):
        return self.env["marketplace.account"]._fields["platform"]._description_selection(self.env)

    @api.depends("account_id")
    def _compute_platform(self):
        platforms = self._platforms()
        for wizard in self:
            wizard.platform = wizard.account_id.platform or (platforms[0][0] if len(platforms) == 1 else False)

    @api.depends("account_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.account_id.company_id or self.env.company

    @api.depends("account_id", "platform")
    def _compute_name(self):
        names = dict(self._platforms())
        for wizard in self:
            wizard.name = wizard.account_id.name or names.get(wizard.platform)

    @api.depends("account_id")
    def _compute_address(self):
        for wizard in self:
            wizard.address = wizard.account_id.address

    @api.depends("price_warehouse_id", "account_id.own_pricelist_id")
    def _compute_pricelist_id(self):
        for wizard in self:
            own = wizard.account_id.own_pricelist_id
            wizard.pricelist_id = own or wizard.price_warehouse_id.marketplace_pricelist_id

    # ---- what a connector extends ----

    def _account_vals(self):
        """Values of the account besides its credentials."""
        return {
            "platform": self.platform,
            "company_id": self.company_id.id,
            "name": self.name or dict(self._platforms())[self.platform],
            "address": self.address,
        }

    def _credentials(self):
        """The credentials typed, as the provider wants them. :raise UserError: one is missing"""
        return {}

    def _secret_fields(self):
        """The fields that are emptied as soon as the test was made."""
        return []

    def _check_labels(self):
        """What the items of ``Provider.check`` are called on the screen."""
        return {
            "connection": self.env._("Connection"),
            "credentials": self.env._("User name and password"),
            "credentials or rights": self.env._("User name, password and rights"),
            "address": self.env._("This server's address"),
            "offers": self.env._("Reading offers"),
            "orders": self.env._("Reading orders"),
            "vat": self.env._("VAT rates"),
            "handling_time": self.env._("Handling times"),
            "courier": self.env._("Couriers"),
        }

    # ---- connecting ----

    def action_connect(self):
        """Try the credentials; when all that is needed works, make (or renew) the account and let it read.

        Nothing is written before the platform has answered. Afterwards the secrets are gone from this row, whatever
        came out; ``step`` is "settings" and ``account_id`` set only after a success.
        """
        self.ensure_one()
        vals, credentials = self._account_vals(), self._credentials()
        candidate = self.env["marketplace.account"].sudo().new(vals | {"credentials": credentials})
        self._refuse_double(candidate, credentials)
        try:
            checks, records = candidate._test_connection()
        except MarketplaceError as error:
            checks, records = [Check("connection", False, str(error), self.env._("Try again later."))], []
        self._show(checks)
        if not all(check.ok for check in checks):
            return self._reopen()
        known = self.account_id
        self._settle(vals, credentials, records)
        return self._tell_connected() if known else self._reopen()

    def _refuse_double(self, candidate, credentials):
        """:raise UserError: this seller is connected already; a second account would double every order"""
        identity = candidate._get_provider_class().identity(credentials, candidate._provider_options())
        other = (
            self.env["marketplace.account"]
            .sudo()
            .search(
                [("platform", "=", self.platform), ("identity", "=", identity), ("id", "!=", self.account_id.id)],
                limit=1,
            )
        )
        if other:
            raise UserError(
                self.env._(
                    "This seller account is already connected as “%s”. Connecting it twice would double every order.",
                    other.name,
                )
            )

    def _show(self, checks):
        labels = self._check_labels()
        refused = next(
            (found[0] for c in checks if c.item == "address" and not c.ok and (found := ADDRESS.search(c.text))), False
        )
        self.write(
            {
                "refused_address": refused,
                "check_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": labels.get(check.item, check.item),
                            "state": "bad" if not check.ok else "warning" if check.remedy else "good",
                            "text": check.text,
                            "remedy": check.remedy,
                        }
                    )
                    for check in checks
                ],
            }
            | dict.fromkeys(self._secret_fields(), False)
        )

    def _settle(self, vals, credentials, records):
        """The platform accepted: keep the credentials where only server code reads them, and let the account read."""
        account = self.account_id
        if account:
            account.write({key: value for key, value in vals.items() if key not in ("platform", "company_id")})
        else:
            account = self.env["marketplace.account"].create(vals)
        account.sudo().credentials = credentials
        self.env["marketplace.call"].sudo()._record(account, records)
        account._start_reading()
        if account.state == "paused":
            account.action_resume()
        self.write({"account_id": account.id, "step": "settings"})

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connect a marketplace"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _tell_connected(self):
        """New credentials of a known account: there is nothing else to ask."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s is connected again.", self.account_id.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_finish(self):
        """The second page writes the account's own fields; what is left is the price list.

        It is the warehouse's, unless other accounts take their prices from it too: theirs are not to change.
        """
        self.ensure_one()
        account, warehouse = self.account_id, self.price_warehouse_id
        if account._pricelist() == self.pricelist_id:
            return account.get_formview_action()
        others = (
            self.env["marketplace.account"]
            .sudo()
            .search_count(
                [("price_warehouse_id", "=", warehouse.id), ("id", "!=", account.id), ("own_pricelist_id", "=", False)],
                limit=1,
            )
        )
        if others and self.pricelist_id:
            account.own_pricelist_id = self.pricelist_id
        else:
            account.own_pricelist_id = False
            warehouse.sudo().marketplace_pricelist_id = self.pricelist_id
        return account.get_formview_action()


class MarketplaceConnectCheck(models.TransientModel):
    """One line of the connection test, as shown."""

    _name = "marketplace.connect.check"
    _description = "Line of a Connection Test"

    wizard_id = fields.Many2one("marketplace.connect", required=True, ondelete="cascade")
    name = fields.Char(required=True)
    state = fields.Selection([("good", "✔"), ("warning", "!"), ("bad", "✖")], required=True)
    text = fields.Text()
    remedy = fields.Text("What to do")
