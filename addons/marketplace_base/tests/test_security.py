import ast

from odoo.exceptions import AccessError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import Form, new_test_user, tagged

from ..lib.types import RawDocument
from .common import MarketplaceCase

COMPANY_RULE = [("company_id", "in", [7])]


@tagged("post_install", "-at_install")
class TestSecurity(MarketplaceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("picker", "user", "manager"):
            groups = f"base.group_user,marketplace_base.group_{name}"
            setattr(cls, name, new_test_user(cls.env, f"marketplace_{name}", groups=groups))
        cls.stranger = new_test_user(cls.env, "marketplace_stranger", groups="base.group_user")

    def our_models(self, transient=False):
        return [
            model
            for name, model in self.env.items()
            if name.startswith("marketplace.") and not model._abstract and bool(model._transient) == transient
        ]

    # ---- every model is fenced in ----

    def test_every_model_of_a_company_has_a_global_company_rule(self):
        for model in self.our_models():
            if "company_id" not in model._fields:
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("global", "=", True)])
            domains = [self.evaluated(rule.domain_force) for rule in rules]
            self.assertIn(COMPANY_RULE, domains, model._name)

    def evaluated(self, domain):
        return ast.literal_eval(domain.replace("company_ids", "[7]").replace("user.id", "0"))

    def test_every_model_says_who_may_use_it(self):
        for model in self.our_models() + self.our_models(transient=True):
            rows = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
            self.assertTrue(rows, model._name)
            self.assertTrue(all(row.group_id for row in rows), model._name)

    def test_only_the_account_and_the_changes_have_no_company_or_carry_their_own(self):
        without = [model._name for model in self.our_models() if "company_id" not in model._fields]
        self.assertEqual(without, ["marketplace.change"])

    def test_nobody_but_the_engine_touches_changes(self):
        for user in (self.picker, self.user, self.manager):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(self.env["marketplace.change"].with_user(user).has_access(operation), user.login)

    def test_a_stranger_sees_nothing_but_what_stands_on_products(self):
        seen = {model._name for model in self.our_models() if model.with_user(self.stranger).has_access("read")}
        parts = ("brand", "picture", "product.code", "specification")
        self.assertEqual(seen, {f"marketplace.{name}" for name in parts})

    def test_wizards_are_their_owner_s(self):
        wizard = self.env["marketplace.connect"].with_user(self.manager).create({"platform": "test"})
        other = new_test_user(self.env, "marketplace_manager2", groups="base.group_user,marketplace_base.group_manager")
        with self.assertRaises(AccessError):
            wizard.with_user(other).read(["name"])

    # ---- secrets ----

    def test_credentials_cannot_be_read_even_by_a_manager(self):
        self.account.sudo().credentials = {"password": "hush"}
        account = self.account.with_user(self.manager)
        with self.assertRaises(AccessError):
            account.read(["credentials"])
        with self.assertRaises(AccessError):
            account.write({"credentials": {}})
        with self.assertRaises(AccessError):
            account.search([("credentials", "like", "hush")])
        self.assertNotIn("credentials", account.fields_get())
        self.assertNotIn("credentials", account.read()[0])
        self.assertFalse(self.account.copy().sudo().credentials)

    def test_the_notification_address_is_the_manager_s(self):
        self.account.sudo().token = "t" * 32
        with self.assertRaises(AccessError):
            self.account.with_user(self.user).read(["token"])
        self.assertEqual(self.account.with_user(self.manager).token, "t" * 32)

    def test_a_copied_database_falls_silent(self):
        account = self.account.sudo()
        account.write({"credentials": {"password": "hush"}, "token": "t" * 32})
        self.env.flush_all()
        for query in get_neutralization_queries(["marketplace_base"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(account.credentials or account.token or account.cron_id.active)
        self.assertFalse(account.stock_enabled or account.price_enabled or account.order_enabled)
        self.assertEqual(account.state, "paused")

    # ---- who may do what ----

    def test_a_picker_reads_orders_and_writes_nothing(self):
        order = self.an_order()
        seen = order.with_user(self.picker)
        self.assertEqual(seen.external_id, "500")
        self.assertFalse(seen.uncovered)
        self.assertEqual(seen.line_ids.name, "Lamp")
        for model in self.our_models():
            for operation in ("write", "create", "unlink"):
                self.assertFalse(model.with_user(self.picker).has_access(operation), f"{model._name} {operation}")

    def test_a_user_links_retries_and_excludes_without_access_errors(self):
        product = self.make_product("A1", quantity=3)
        offer = self.an_offer().with_user(self.user)
        with Form(offer) as form:
            form.product_id = product
        self.assertEqual(offer.link_state, "linked")
        offer.action_exclude("stock", True)
        offer.action_exclude("stock", False)
        offer.action_retry()
        offer.action_resync()
        offer.action_unlink_product()
        offer.action_match_again()
        offer.action_calls()
        product.with_user(self.user).action_marketplace_exclude("price", True)
        self.assertTrue(product.marketplace_exclude_price)
        self.assertTrue(self.env["marketplace.change"].search_count([("offer_id", "=", offer.id)]))

    def test_a_user_works_through_documents_commands_and_orders(self):
        incoming = self.env["marketplace.incoming"]._store(self.account, [RawDocument("order", "9", {"id": 9})])
        incoming.state = "error"
        incoming.with_user(self.user).action_retry()
        self.assertEqual(incoming.state, "new")
        incoming.with_user(self.user).action_ignore()
        command = self.env["marketplace.command"]._ask(self.account, "acknowledge", "9")
        command.state = "refused"
        command.with_user(self.user).action_retry()
        self.assertEqual(command.state, "pending")
        command.with_user(self.user).action_drop()
        order = self.an_order().with_user(self.user)
        order.action_fetch()
        order.sudo().problem = "What now?"
        order.action_problem_solved()
        self.assertFalse(order.problem)
        notification = self.env["marketplace.notification"].search([("external_id", "=", "500")])
        notification.state = "done"
        notification.with_user(self.user).action_replay()
        self.assertEqual(notification.state, "new")

    def test_a_user_resyncs_reads_again_and_releases(self):
        account = self.account.with_user(self.user)
        account.action_resync()
        account.action_read_again()
        self.account.stock_stop = "Too many zeros"
        account.action_release_stock()
        self.assertFalse(self.account.stock_stop)

    def test_a_user_changes_no_account(self):
        account = self.account.with_user(self.user)
        with self.assertRaises(AccessError):
            account.write({"markup": 5})
        with self.assertRaises(AccessError):
            account.action_pause()

    def test_a_manager_does_all_of_it(self):
        account = self.account.with_user(self.manager)
        account.action_pause()
        account.action_resume()
        account.write({"markup": 5, "warehouse_ids": self.warehouse.ids})
        self.assertEqual(account.state, "live")

    # ---- problems: one list over all kinds ----

    def test_problems_are_retried_together_each_in_its_own_way(self):
        offer = self.an_offer()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE marketplace_offer SET price_state = 'refused', price_error = 'No' WHERE id = %s", [offer.id]
        )
        self.env.invalidate_all()
        incoming = self.env["marketplace.incoming"]._store(self.account, [RawDocument("order", "9", {"id": 9})])
        incoming.write({"state": "waiting", "error": "No product"})
        self.account.write({"state": "paused", "pause_reason": "Wrong password"})
        problems = self.env["marketplace.problem"].with_user(self.user).search([("account_id", "=", self.account.id)])
        self.assertEqual(problems.mapped("kind"), ["account", "incoming", "price"])
        self.assertEqual(problems.mapped("text"), ["Wrong password", "No product", "No"])
        self.assertEqual([p.action_open()["res_id"] for p in problems], [self.account.id, incoming.id, offer.id])
        problems.action_retry()
        self.assertEqual(incoming.state, "new")
        self.assertEqual(self.account.state, "paused", "only a manager resumes an account")
        self.assertTrue(
            self.env["marketplace.change"].search_count([("offer_id", "=", offer.id), ("kind", "=", "retry")])
        )
        problems.with_user(self.manager).filtered(lambda p: p.kind == "account").action_retry()
        self.assertEqual(self.account.state, "live")

    # ---- companies ----

    def test_another_company_sees_nothing_of_ours(self):
        company = self.env["res.company"].create({"name": "Other"})
        outsider = new_test_user(
            self.env,
            "marketplace_outsider",
            groups="base.group_user,marketplace_base.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.an_order()
        self.an_offer()
        for model in self.our_models():
            if model._name != "marketplace.change":
                found = model.with_user(outsider).search([("company_id", "=", self.env.company.id)])
                self.assertFalse(found, model._name)

    # ---- fixtures ----

    def an_offer(self):
        offers = self.env["marketplace.offer"]
        return offers.create({"account_id": self.account.id, "external_id": "1", "name": "Lamp", "sku": "A1"})

    def an_order(self):
        return self.env["marketplace.order"].create(
            {
                "account_id": self.account.id,
                "external_id": "500",
                "status": "new",
                "currency_id": self.env.company.currency_id.id,
                "placed_at": "2026-01-01 10:00:00",
                "line_ids": [(0, 0, {"external_id": "1", "kind": "product", "name": "Lamp", "quantity": 1})],
            }
        )

    def test_only_marketplace_users_act_on_what_the_engine_writes(self):
        self.platform.documents["1"] = RawDocument("order", "1", {"id": "1"})
        incoming = self.env["marketplace.incoming"]._store(self.account, [self.platform.documents["1"]])
        for who in (self.stranger, self.picker):
            with self.assertRaises(AccessError):
                incoming.with_user(who).action_retry()
            with self.assertRaises(AccessError):
                self.account.with_user(who).action_resync()
        incoming.with_user(self.user).action_ignore()
        self.assertEqual(incoming.state, "ignored")
        self.account.with_user(self.user).action_resync()
