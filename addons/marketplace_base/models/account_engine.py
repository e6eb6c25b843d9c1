import secrets
import time
from datetime import UTC, datetime

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import code_translations

from ..engine.runner import Runner
from ..lib.limiter import Limiter
from ..lib.provider import Connection
from ..lib.transport import Transport
from ..lib.words import speaking

RUNNING = ("reading", "live")


class MarketplaceAccount(models.Model):
    _inherit = "marketplace.account"

    # ---- the seam: a connector answers these, and nothing else of the engine is its business ----

    def _get_provider_class(self):
        """The ``lib.provider.Provider`` subclass of this platform. Extended by each connector."""
        raise NotImplementedError(self.platform)

    def _provider_options(self):
        """What the provider must know besides the credentials; JSON-ready. Extended by connectors."""
        return {"address": self.address or ""}

    def _make_provider(self, journal, limiter_state=None):
        """A provider for one run.

        :param journal: called with a ``CallRecord`` after each call
        :param limiter_state: where the previous run's limiter stopped
        """
        provider_class = self._get_provider_class()
        credentials = self.sudo().credentials or {}
        options = self._provider_options()
        limiter = Limiter(provider_class.rates_for(options), clock=time.time, sleep=time.sleep, state=limiter_state)
        transport = Transport(
            limiter,
            journal,
            secrets=provider_class.secrets(credentials),
            **provider_class.transport_options(credentials, options),
        )
        return provider_class(Connection(transport, options, lambda: datetime.now(UTC), credentials))

    def _siblings(self):
        """The other accounts of the same seller, archived ones too; an order may have been taken by one of them. Extended by
        connectors whose sellers have several accounts.
        """
        return self.browse()

    def _pricelist(self):
        """The price list whose prices are sent; none: the products' own sales prices."""
        return self.own_pricelist_id or self.price_warehouse_id.marketplace_pricelist_id

    def _engine_lanes(self, lanes):
        """The lanes of a run, most urgent first. Extended by addons that give the runner more to do."""
        return lanes

    # ---- in which language it speaks ----

    def _language(self):
        """Of those who are told when a person is needed: what the runner writes down is for them."""
        return self.alert_user_ids[:1].lang or self.company_id.partner_id.lang or "en_US"

    def _speaking(self):
        """Within this block the connector's pure code says its texts in the language of the environment."""
        lang = self.env.lang or "en_US"
        return speaking(lambda addon, text: code_translations.get_python_translations(addon, lang).get(text, text))

    # ---- life of an account ----

    def _test_connection(self):
        """Try what the connector needs, from a person's click; works on an unsaved account too.

        :return: a list of ``lib.types.Check`` and the list of ``CallRecord`` made
        """
        records = []
        provider = self._make_provider(records.append)
        try:
            with self._speaking():
                return provider.check(), records
        finally:
            provider.connection.transport.close()

    def _start_reading(self):
        """Connected: create the account's runner and let it read. Nothing is written to the platform yet (A1, D5)."""
        for account in self:
            provider_class = account._get_provider_class()
            account.write(
                {
                    "identity": provider_class.identity(account.sudo().credentials, account._provider_options()),
                    "token": account.sudo().token or secrets.token_urlsafe(24),
                    "state": "reading" if account.state == "draft" else account.state,
                }
            )
            if not account.cron_id:
                account.cron_id = account._create_cron()
        self._wake()

    def _create_cron(self):
        return (
            self.env["ir.cron"]
            .sudo()
            .create(
                {
                    "name": self.env._("Marketplace: %s", self.name),
                    "model_id": self.env["ir.model"]._get_id("marketplace.account"),
                    "state": "code",
                    "code": f"model.browse({self.id})._run_engine()",
                    "user_id": self.env.ref("base.user_root").id,
                    "interval_number": 1,
                    "interval_type": "minutes",
                    "priority": 3,
                }
            )
        )

    def _switch_on(self, stock=False, price=False, orders=False):
        """A person accepts the dry run: from now on these are written to the platform."""
        self.ensure_one()
        vals = {"state": "live"}
        if stock:
            vals["stock_enabled"] = True
        if price:
            vals["price_enabled"] = True
        if orders:
            vals |= {"order_enabled": True, "orders_since": self.orders_since or fields.Datetime.now()}
        self.write(vals)
        self._wake()

    def action_pause(self):
        self.write({"state": "paused", "pause_reason": self.env._("Paused by %s.", self.env.user.name)})

    def action_resume(self):
        for account in self.filtered(lambda a: a.state == "paused"):
            enabled = account.stock_enabled or account.price_enabled or account.order_enabled
            account.write({"state": "live" if enabled else "reading", "pause_reason": False})
        self.flow_ids.sudo().write({"paused_until": False})
        self._wake()

    def _pause_for(self, reason):
        """The platform refuses us: stop calling and tell a person, once."""
        self.write({"state": "paused", "pause_reason": reason})
        self._tell(self.env._("%(account)s is paused: %(reason)s", account=self.name, reason=reason))

    def _tell(self, text):
        """Put a to-do before the people named on the account."""
        for user in self.alert_user_ids or self.env.ref("base.user_admin"):
            known = self.activity_ids.filtered(lambda a, user=user: a.user_id == user and a.summary == text[:100])
            if not known:
                self.activity_schedule(
                    "mail.mail_activity_data_warning", summary=text[:100], note=text, user_id=user.id
                )

    # ---- the runner ----

    def _runs_on_cron(self, cron_id):
        return bool(self.sudo().with_context(active_test=False).search_count([("cron_id", "=", cron_id)], limit=1))

    def _wake(self, at=None):
        """Have the runner look soon, or at a later moment (naive UTC)."""
        for cron in self.sudo().filtered(lambda account: account.state in RUNNING).cron_id:
            cron._trigger(at)

    def _run_engine(self):
        """One run of this account's lanes; called by its ``ir.cron``, one at a time across all processes and hosts."""
        self.ensure_one()
        if self.active and self.state in RUNNING:
            Runner(self).run()

    def _flow(self, kind):
        """This account's flow of that kind, made at first use."""
        flow = self.flow_ids.filtered(lambda flow: flow.kind == kind)
        return flow or self.env["marketplace.flow"].sudo().create({"account_id": self.id, "kind": kind})

    def action_resync(self):
        """Send all stock and all prices again, whatever is thought to be there (D10)."""
        self.env["marketplace.change"]._record_accounts("resync", self._acting())

    def action_read_again(self):
        """Read the own offers again from the first page."""
        for account in self._acting():
            account._flow("offers").write({"cursor": False, "success_at": False})
        self._wake()

    def _require_live(self):
        if self.state not in RUNNING:
            raise UserError(self.env._("%s is not connected.", self.name))
