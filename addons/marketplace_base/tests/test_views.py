from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import Form, new_test_user, tagged

from ..lib.catalogue import CharacteristicData, Content
from ..lib.types import RawDocument
from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestViews(MarketplaceCase):
    """Every menu opens, with records, for those who see it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("picker", "user", "manager"):
            groups = f"base.group_user,marketplace_base.group_{name}"
            setattr(cls, name, new_test_user(cls.env, f"views_{name}", groups=groups))

    def setUp(self):
        super().setUp()
        self.product = self.make_product("A1", quantity=5)
        self.platform.add_category("30", "Mugs", characteristics=[CharacteristicData("7", "Material")])
        self.platform.add_offer("1", sku="A1", stock=1, content=Content(category_key="30"))
        self.platform.add_offer("2", sku="NOBODY")
        self.run_engine()
        brand = self.env["marketplace.brand"].create({"name": "ACME"})
        self.env["marketplace.brand.map"].create({"account_id": self.account.id, "brand_id": brand.id})
        self.env["marketplace.incoming"]._store(self.account, [RawDocument("order", "9", {"id": 9, "name": "ă"})])
        order = self.env["marketplace.order"].create(
            {
                "account_id": self.account.id,
                "external_id": "500",
                "status": "new",
                "currency_id": self.env.company.currency_id.id,
                "placed_at": "2026-01-01 10:00:00",
            }
        )
        self.env["marketplace.command"]._ask(self.account, "acknowledge", "500", order)
        order.action_fetch()
        self.env["marketplace.mapping"].create({"account_id": self.account.id, "kind": "payment", "key": "card"})
        lamps = self.env["product.category"].create({"name": "Lamps"})
        self.env["marketplace.category.map"].create({"account_id": self.account.id, "categ_id": lamps.id})
        pair = self.product | self.make_product("ALIKE")
        self.env["marketplace.duplicate"].create({"product_id": pair[0].id, "other_id": pair[1].id, "score": 70})
        self.env["marketplace.document"].create(
            {"account_id": self.account.id, "order_id": order.id, "kind": "invoice", "name": "Invoice 1"}
        )
        self.env["marketplace.return"].create(
            {"account_id": self.account.id, "external_id": "70", "status": "new", "asked_at": "2026-01-03 10:00:00"}
        )
        self.env["marketplace.question"].create(
            {
                "account_id": self.account.id,
                "external_id": "80",
                "status": "new",
                "text": "How tall is it?",
                "asked_at": "2026-01-03 10:00:00",
            }
        )
        self.env["marketplace.picklist"].create({})
        self.env["marketplace.alert.sent"].create(
            {"order_id": order.id, "event": "awb", "channel": "sms", "note": "no"}
        )
        self.env["marketplace.statement.line"].create(
            {"account_id": self.account.id, "key": "1", "at": "2026-01-03 10:00:00", "kind": "sale", "payout_key": "4"}
        )
        self.order = order
        shipment = self.env["marketplace.shipment"].create({"account_id": self.account.id, "order_id": order.id})
        shipment._hand_over()

    def menus(self, user):
        """The menus of our application that a user sees, with what they open."""
        tree = self.env["ir.ui.menu"].with_user(user).load_menus(debug=False)
        root = tree[self.env.ref("marketplace_base.menu_root").id]
        todo, found = [root["id"]], {}
        while todo:
            menu = tree[todo.pop()]
            todo += menu["children"]
            if menu["action_id"] and menu["id"] != root["id"]:
                found[menu["xmlid"].partition(".")[2]] = menu["action_id"]
        return found

    def open(self, user, action_id):
        """What the web client asks when a menu is opened: the views, then the records with all their fields."""
        action = self.env["ir.actions.act_window"].sudo().browse(action_id)
        model = self.env[action.res_model].with_user(user)
        views = model.get_views([*action.views, (action.search_view_id.id, "search")])["views"]
        names = {
            node.get("name")
            for kind, view in views.items()
            if kind != "search"
            for node in etree.fromstring(view["arch"]).xpath("//field[not(ancestor::field)]")
        }
        return model.search([]).web_read({name: {} for name in names})

    def test_every_menu_opens_for_those_who_see_it(self):
        for user in (self.picker, self.user, self.manager):
            menus = self.menus(user)
            self.assertIn("menu_orders", menus)
            for name, action_id in menus.items():
                with self.subTest(user=user.login, menu=name):
                    self.open(user, action_id)

    def test_a_picker_sees_orders_parcels_and_returns_and_nothing_else(self):
        parcels = {"menu_to_hand_over", "menu_shipments", "menu_manifests"}
        returns = {"menu_returns", "menu_receive_return"}
        self.assertEqual(
            set(self.menus(self.picker)), {"menu_orders", "menu_picklists", "menu_to_ship", *parcels, *returns}
        )

    def test_a_user_sees_everything_that_is_worked_with(self):
        expected = {
            "menu_overview", "menu_offers", "menu_orders", "menu_incoming", "menu_commands", "menu_problems",
            "menu_dictionary", "menu_mappings", "menu_notifications", "menu_calls", "menu_questions",
        }  # fmt: skip
        self.assertLessEqual(expected, set(self.menus(self.user)))

    def test_every_list_shows_something(self):
        for name, action_id in self.menus(self.manager).items():
            is_of_here = self.env.ref(f"marketplace_base.{name}", raise_if_not_found=False)
            empty = ("menu_dictionary", "menu_calls", "menu_problems", "menu_to_hand_over", "menu_receive_return")
            if is_of_here and name not in empty:
                self.assertTrue(self.open(self.manager, action_id), name)

    def test_the_account_s_counters_open_what_they_count(self):
        account = self.account.with_user(self.user)
        self.assertEqual((account.offer_count, account.linked_count, account.new_count), (2, 1, 1))
        for show in ("linked", "new", "doubtful", "waiting", "unlinked"):
            action = account.with_context(show=show).action_offers()
            self.assertTrue(action["context"][f"search_default_{show}"])
            search = self.env.ref("marketplace_base.view_offer_search").arch
            self.assertIn(f'name="{show}"', search)
        for method in ("orders", "incoming", "commands", "problems", "notifications", "calls", "entries"):
            action = getattr(account, f"action_{method}")()
            self.assertEqual(action["domain"], [("account_id", "in", account.ids)], method)

    def test_the_check_list_counts_what_is_done(self):
        self.account.write({"stock_enabled": False, "price_enabled": False, "order_enabled": False})
        before = self.account.ready_share
        self.account.stock_enabled = True
        self.assertGreater(self.account.ready_share, before)
        self.assertLess(self.account.ready_share, 100, "no notification came yet")

    def test_an_account_whose_background_work_stands_still_says_so(self):
        fresh = self.make_account(name="Fresh")
        self.assertEqual(fresh.health, "ok", "it has had no time to run yet")
        fresh._flow("runner").success_at = fields.Datetime.now() - timedelta(hours=1)
        fresh.invalidate_recordset()
        self.assertEqual(fresh.health, "late")
        self.assertIn("scheduled actions", fresh.health_text)

    def test_the_account_page_can_be_edited_and_its_switches_cannot(self):
        with Form(self.account.with_user(self.manager)) as form:
            form.markup = 10
            with self.assertRaises(AssertionError):
                form.stock_enabled = False
        self.assertEqual(self.account.markup, 10)

    # ---- products ----

    def test_B7_additional_codes_are_kept_on_the_page_of_a_product_without_variants(self):
        manager = new_test_user(
            self.env,
            "views_product",
            groups="marketplace_base.group_user,product.group_product_manager,stock.group_stock_user",
        )
        with Form(self.product.product_tmpl_id.with_user(manager)) as form:
            with form.marketplace_code_ids.new() as code:
                code.name = "old 77"
            form.marketplace_exclude_price = True
        self.assertEqual(self.product.marketplace_code_ids.normalised, "OLD77")
        self.assertTrue(self.product.marketplace_exclude_price)
        self.assertEqual(self.product.product_tmpl_id.marketplace_offer_count, 1)

    def test_B7_a_new_product_keeps_the_codes_it_is_created_with(self):
        template = self.env["product.template"].create(
            {"name": "New", "marketplace_code_ids": [(0, 0, {"name": "N-1"})], "marketplace_exclude_stock": True}
        )
        self.assertEqual(template.product_variant_id.marketplace_code_ids.name, "N-1")
        self.assertTrue(template.product_variant_id.marketplace_exclude_stock)

    def test_products_are_found_by_additional_code_wherever_one_is_typed(self):
        self.env["marketplace.product.code"].create({"name": "OLD-77", "product_id": self.product.id})
        for model in ("product.product", "product.template"):
            found = self.env[model].with_user(self.user).name_search("old-77")
            self.assertEqual([name for _id, name in found], [self.product.display_name], model)
            views = self.env[model].get_views([(False, "search")])
            self.assertIn("marketplace_code_ids.name", views["views"]["search"]["arch"])

    def test_D14_D15_many_products_are_excluded_at_once(self):
        other = self.make_product("A2")
        both = self.product | other
        for kind in ("stock", "price"):
            action = self.env.ref(f"marketplace_base.server_action_template_leave_{kind}").with_user(self.user)
            action.with_context(active_model="product.template", active_ids=both.product_tmpl_id.ids).run()
            self.assertEqual(both.mapped(f"marketplace_exclude_{kind}"), [True, True])
            action = self.env.ref(f"marketplace_base.server_action_product_take_up_{kind}").with_user(self.user)
            action.with_context(active_model="product.product", active_ids=other.ids).run()
            self.assertEqual(both.mapped(f"marketplace_exclude_{kind}"), [True, False])

    def test_D13_D14_D15_many_offers_are_excluded_at_once(self):
        offers = self.offer("1") | self.offer("2")
        for name, field, value in (
            ("leave_stock", "exclude_stock", True),
            ("leave_price", "exclude_price", True),
            ("take_up_stock", "exclude_stock", False),
            ("take_up_price", "exclude_price", False),
        ):
            action = self.env.ref(f"marketplace_base.server_action_{name}").with_user(self.user)
            action.with_context(active_model="marketplace.offer", active_ids=offers.ids).run()
            self.assertEqual(offers.mapped(field), [value, value], name)

    # ---- sale orders ----

    def test_an_ordinary_order_shows_nothing_of_marketplaces(self):
        sale = self.env["sale.order"].create({"partner_id": self.env.company.partner_id.id})
        self.assertFalse(sale.marketplace_order_id or sale.marketplace_uncovered or sale.marketplace_number)

    def test_G22_an_order_is_found_by_the_platform_s_number(self):
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.env.company.partner_id.id,
                "marketplace_order_id": self.order.id,
                "client_order_ref": "500",
            }
        )
        self.order.sale_order_id = sale
        self.assertEqual([found for found, _name in self.env["sale.order"].name_search("500")], sale.ids)
        self.assertEqual(
            [found for found, _name in self.env["marketplace.order"].name_search(sale.name)], self.order.ids
        )
        self.assertEqual(sale.action_marketplace_order()["res_id"], self.order.id)

    # ---- payloads ----

    def test_documents_and_calls_are_shown_readable(self):
        incoming = self.env["marketplace.incoming"].search([("external_id", "=", "9")])
        self.assertEqual(incoming.payload_text, '{\n  "id": 9,\n  "name": "ă"\n}')
        call = self.env["marketplace.call"].new({"request": '{"a":1}', "response": "<html>"})
        self.assertEqual((call.request_text, call.response_text), ('{\n  "a": 1\n}', "<html>"))

    def test_a_waiting_order_opens_the_offers_it_waits_for(self):
        incoming = self.env["marketplace.incoming"].search([("external_id", "=", "9")])
        incoming.missing_codes = "|2|NOBODY|"
        action = incoming.action_missing_offers()
        self.assertEqual(self.env["marketplace.offer"].search(action["domain"]), self.offer("2"))
