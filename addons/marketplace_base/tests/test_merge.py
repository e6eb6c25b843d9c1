from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestMerge(MarketplaceCase):
    """Two products become one: history, links, stock and reservations come along (B1, H4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        cls.account.warehouse_ids |= cls.second
        cls.other_account = cls.make_account(name="Second account", warehouse_ids=cls.second.ids)
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})

    def setUp(self):
        super().setUp()
        self.kept, self.lost = self.make_product("KEEP", 10), self.make_product("LOSE", 4, barcode="5941234567899")
        self.set_stock(self.kept, 3, self.second)
        self.set_stock(self.lost, 5, self.second)

    def wizard(self, kept="product", **vals):
        return self.env["marketplace.merge"].create(
            {"product_id": self.kept.id, "other_id": self.lost.id, "kept": kept, **vals}
        )

    def sell(self, product, quantity, deliver=False):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": quantity})],
            }
        )
        order.action_confirm()
        if deliver:
            order.picking_ids.move_ids.quantity = deliver
            order.picking_ids.move_ids.picked = True
            order.picking_ids._action_done()
        return order

    def free(self, products, warehouse):
        return sum(products.with_context(warehouse_id=warehouse.id).mapped("free_qty"))

    # ---- stock, sales, transfers ----

    def test_H4_stock_reservations_and_sales_come_along(self):
        reserved, done = self.sell(self.lost, 2), self.sell(self.lost, 1, deliver=1)
        part = self.sell(self.kept, 4, deliver=1)
        both = self.kept | self.lost
        before = {warehouse: self.free(both, warehouse) for warehouse in (self.warehouse, self.second)}
        moves = self.env["stock.move"].search([("product_id", "in", both.ids)])
        self.wizard().action_merge()
        self.assertEqual({warehouse: self.free(self.kept, warehouse) for warehouse in before}, before)
        self.assertEqual(self.kept.qty_available, 10 + 4 + 3 + 5 - 1 - 1)
        self.assertEqual(self.lost.qty_available, 0)
        self.assertEqual(moves.product_id, self.kept)
        self.assertEqual(moves.move_line_ids.product_id, self.kept)
        self.assertEqual((reserved | done).order_line.product_id, self.kept)
        self.assertEqual(done.order_line.qty_delivered, 1)
        quants = self.env["stock.quant"].search([("product_id", "=", self.kept.id)])
        self.assertEqual(len(quants), len(quants.location_id), "one quant for each place")
        self.assertFalse(self.lost.active or self.lost.product_tmpl_id.active)
        # the transfers that were reserved can be done, and nothing is reserved afterwards
        for order in (reserved, part):
            open_moves = order.picking_ids.move_ids.filtered(lambda move: move.state != "done")
            self.assertEqual(open_moves.mapped("state"), ["assigned"])
            open_moves.picked = True
            open_moves.picking_id._action_done()
        self.assertEqual(part.order_line.qty_delivered, 4)
        self.assertFalse(sum(quants.exists().mapped("reserved_quantity")))
        self.assertEqual(self.kept.qty_available, 10 + 4 + 3 + 5 - 1 - 1 - 2 - 3)

    def test_H4_posted_invoices_and_reports_name_the_product_that_stays(self):
        order = self.sell(self.lost, 1, deliver=1)
        order.order_line.product_id.invoice_policy = "order"
        invoice = order._create_invoices()
        invoice.action_post()
        total = invoice.amount_total
        self.wizard().action_merge()
        line = invoice.invoice_line_ids.filtered("product_id")
        self.assertEqual(line.product_id, self.kept)
        self.assertEqual((invoice.amount_total, invoice.state), (total, "posted"))
        self.env.flush_all()
        found = self.env["sale.report"].search([("order_reference", "=", f"sale.order,{order.id}")])
        self.assertEqual(found.product_id, self.kept)

    def test_H4_average_cost_follows_from_the_moves_of_both(self):
        category = self.env["product.category"].create({"name": "Average", "property_cost_method": "average"})
        (self.kept | self.lost).categ_id = category
        supplier = self.env.ref("stock.stock_location_suppliers")
        one, other = self.make_product("AV1", categ_id=category.id), self.make_product("AV2", categ_id=category.id)
        for product, quantity, price in ((one, 10, 2.0), (other, 30, 4.0)):
            product.standard_price = price
            move = self.env["stock.move"].create(
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "location_id": supplier.id,
                    "location_dest_id": self.warehouse.lot_stock_id.id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                }
            )
            move._action_confirm()
            move.quantity, move.picked = quantity, True
            move._action_done()
        value = sum((one | other).mapped("total_value"))
        one._merge(other)
        self.assertEqual(value, 140)
        self.assertAlmostEqual(one.total_value, value)
        self.assertAlmostEqual(one.standard_price, 3.5)

    # ---- offers and codes ----

    def test_B1_offers_of_both_move_and_the_engine_sends_the_sums(self):
        self.platform.add_offer("1", sku="LOSE", stock=0)
        self.run_engine()
        offer = self.offer("1")
        self.assertEqual(offer.stock_wanted, 9)
        self.wizard().action_merge()
        self.assertEqual((offer.product_id, offer.link_state), (self.kept, "linked"))
        self.assertIn("merged", offer.link_reason)
        self.run_engine()
        self.assertEqual((offer.stock_wanted, self.platform.offers["1"]["stock"]), (22, 22))

    def test_B1_the_import_does_not_take_back_what_was_merged(self):
        self.platform.add_offer("1", sku="KEEP")
        self.run_engine()
        self.offer("1").write({"import_state": "created", "linked_by_import": True})
        self.wizard().action_merge()
        self.assertFalse(self.offer("1").import_state)

    def test_B1_offers_of_the_product_that_stays_are_sent_anew(self):
        self.platform.add_offer("1", sku="KEEP", stock=0)
        self.run_engine()
        self.wizard().action_merge()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 22)

    def test_B1_the_codes_of_the_lost_product_find_the_one_that_stays(self):
        self.env["marketplace.product.code"].create({"product_id": self.lost.id, "name": "VERY-OLD"})
        self.wizard().action_merge()
        self.assertEqual(self.kept.barcode, "5941234567899", "it had none")
        self.assertEqual(set(self.kept.marketplace_code_ids.mapped("name")), {"LOSE", "VERY-OLD"})
        for key, sku in enumerate(("lose", "very-old")):
            account = (self.account, self.other_account)[key]
            self.platform.offers = {}
            self.platform.add_offer(str(key), sku=sku)
            self.run_engine(account)
            self.assertEqual(self.offer(str(key), account).product_id, self.kept, sku)

    def test_B1_an_offer_in_doubt_between_the_two_is_linked(self):
        self.lost.default_code = "KEEP"
        self.platform.add_offer("1", sku="KEEP")
        self.run_engine()
        self.assertEqual(self.offer("1").link_state, "doubtful")
        self.wizard().action_merge()
        self.run_engine()
        self.assertEqual(self.offer("1").product_id, self.kept)

    def both_offered(self):
        self.platform.add_offer("1", sku="KEEP")
        self.platform.add_offer("2", sku="LOSE")
        self.run_engine()
        return self.offer("1"), self.offer("2")

    def test_B1_two_offers_of_one_account_one_stays_linked(self):
        first, second = self.both_offered()
        wizard = self.wizard()
        self.assertEqual((wizard.offer_ids.account_id, wizard.offer_ids.offer_id), (self.account, first))
        wizard.action_merge()
        self.assertEqual((first.product_id, second.product_id.id), (self.kept, False))
        self.assertEqual(second.link_state, "doubtful", "it stands among the problems, not nowhere")

    def test_B1_the_lost_products_offer_may_be_the_one_that_stays(self):
        first, second = self.both_offered()
        wizard = self.wizard()
        wizard.offer_ids.write({"offer_id": second.id, "leave_out": True})
        wizard.action_merge()
        self.assertEqual((second.product_id, first.product_id.id), (self.kept, False))
        self.assertEqual(first.import_state, "left")

    def test_B1_two_offers_without_a_choice_are_refused_and_nothing_is_changed(self):
        self.both_offered()
        with self.assertRaisesRegex(UserError, "Choose which one stays"), self.cr.savepoint():
            self.kept._merge(self.lost)
        self.assertTrue(self.lost.active)
        self.assertEqual(self.lost.qty_available, 9)

    # ---- which one stays; what comes along besides ----

    def test_B1_the_product_with_more_history_stays(self):
        self.sell(self.lost, 1)
        wizard = self.env["marketplace.merge"].create({"product_id": self.kept.id, "other_id": self.lost.id})
        self.assertEqual((wizard.kept_id, wizard.lost_id), (self.lost, self.kept))

    def test_B1_the_preview_names_what_moves(self):
        self.sell(self.lost, 1)
        preview = str(self.wizard().preview).replace("'", '"')
        self.assertIn('<td>Sales Order Line</td><td class="text-end">1</td>', preview)
        self.assertIn('<td>Quantity on hand</td><td class="text-end">9</td>', preview)

    def test_B1_the_wizard_works_as_a_form(self):
        first, second = self.both_offered()
        with Form(
            self.env["marketplace.merge"].with_context(default_product_id=self.kept.id, default_other_id=self.lost.id)
        ) as form:
            form.kept = "other"
        wizard = form.record
        self.assertEqual((wizard.kept_id, wizard.offer_ids.offer_id), (self.lost, second))
        wizard.action_merge()
        self.assertEqual((second.product_id, first.product_id.id), (self.lost, False))

    def test_H4_chatter_pictures_specifications_prices_and_reordering_rules_come_along(self):
        template = self.lost.product_tmpl_id
        template.message_post(body="A word about it")
        self.env["marketplace.specification"].create(
            [
                {"product_tmpl_id": template.id, "name": "Material", "value": "cotton"},
                {"product_tmpl_id": template.id, "name": "Colour", "value": "red"},
                {"product_tmpl_id": self.kept.product_tmpl_id.id, "name": "colour", "value": "blue"},
            ]
        )
        self.env["marketplace.picture"].create({"product_tmpl_id": template.id, "name": "Back", "checksum": "x"})
        lists = self.env["product.pricelist"].create([{"name": "A"}, {"name": "B"}])
        item = {"applied_on": "1_product", "compute_price": "fixed", "fixed_price": 7}
        self.env["product.pricelist.item"].create(
            [
                item | {"pricelist_id": lists[0].id, "product_tmpl_id": template.id},
                item | {"pricelist_id": lists[1].id, "product_tmpl_id": template.id},
                item | {"pricelist_id": lists[1].id, "product_tmpl_id": self.kept.product_tmpl_id.id, "fixed_price": 8},
            ]
        )
        rule = {"location_id": self.warehouse.lot_stock_id.id, "product_min_qty": 1, "product_max_qty": 2}
        rules = self.env["stock.warehouse.orderpoint"].create(
            [rule | {"product_id": self.kept.id}, rule | {"product_id": self.lost.id}]
        )
        self.wizard().action_merge()
        kept = self.kept.product_tmpl_id
        self.assertIn("A word about it", "".join(kept.message_ids.mapped("body")))
        self.assertEqual(
            set(kept.marketplace_specification_ids.mapped("value")),
            {"cotton", "blue"},
            "what both have, stays as it is",
        )
        self.assertEqual(kept.marketplace_picture_ids.mapped("name"), ["Back"])
        self.assertEqual(lists[0]._get_product_price(self.kept, 1), 7)
        self.assertEqual(lists[1]._get_product_price(self.kept, 1), 8, "no price of what stays is changed")
        self.assertEqual((rules[0].product_id, rules[1].product_id), (self.kept, self.lost))
        self.assertEqual(rules.mapped("active"), [True, False])

    def test_H4_where_manufacturing_is_installed_bills_of_materials_come_along(self):
        if "mrp.bom" not in self.env:
            self.skipTest("manufacturing is not installed")
        made = self.make_product("MADE")
        bom = self.env["mrp.bom"].create(
            {
                "product_tmpl_id": made.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": self.lost.id, "product_qty": 2})],
            }
        )
        own = self.env["mrp.bom"].create({"product_tmpl_id": self.lost.product_tmpl_id.id})
        self.wizard().action_merge()
        self.assertEqual(bom.bom_line_ids.product_id, self.kept)
        self.assertEqual(bom.bom_line_ids.product_tmpl_id, self.kept.product_tmpl_id)
        self.assertEqual(own.product_tmpl_id, self.kept.product_tmpl_id)

    def test_H4_where_the_point_of_sale_is_installed_its_orders_come_along(self):
        if "pos.order" not in self.env:
            self.skipTest("the point of sale is not installed")
        config = self.env["pos.config"].create({"name": "Till"})
        session = self.env["pos.session"].create({"config_id": config.id, "user_id": self.env.uid})
        line = {"product_id": self.lost.id, "qty": 1, "price_unit": 1, "price_subtotal": 1, "price_subtotal_incl": 1}
        order = self.env["pos.order"].create(
            {
                "session_id": session.id,
                "lines": [Command.create(line)],
                "amount_tax": 0,
                "amount_total": 1,
                "amount_paid": 0,
                "amount_return": 0,
            }
        )
        self.wizard().action_merge()
        self.assertEqual(order.lines.product_id, self.kept)

    def test_H4_nothing_names_the_lost_product_any_more(self):
        self.sell(self.lost, 2)
        self.wizard().action_merge()
        self.assertEqual(self.env["marketplace.repointing"]._counts(self.kept, self.lost), [])

    def test_B1_a_variant_among_others_moves_alone(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Shape", "value_ids": [Command.create({"name": name}) for name in ("round", "oval")]}
        )
        line = {"attribute_id": attribute.id, "value_ids": attribute.value_ids.ids}
        template = self.env["product.template"].create(
            {"name": "Table", "is_storable": True, "taxes_id": False, "attribute_line_ids": [Command.create(line)]}
        )
        one, other = template.product_variant_ids
        self.env["marketplace.specification"].create(
            [
                {"product_tmpl_id": template.id, "name": "Material", "value": "oak"},
                {"product_tmpl_id": template.id, "product_id": one.id, "name": "Width", "value": "1 m"},
            ]
        )
        self.kept._merge(one)
        self.assertTrue(template.active and other.active)
        self.assertFalse(one.active)
        self.assertEqual(self.kept.product_tmpl_id.marketplace_specification_ids.mapped("value"), ["1 m"])
        self.assertEqual(template.marketplace_specification_ids.mapped("value"), ["oak"])
        # and into a variant: what held for the whole product holds for this variant alone
        spec = {"product_tmpl_id": self.lost.product_tmpl_id.id, "name": "Height", "value": "2 m"}
        spec = self.env["marketplace.specification"].create(spec)
        other._merge(self.lost)
        self.assertEqual((spec.product_tmpl_id, spec.product_id), (template, other))

    # ---- what speaks against it ----

    def assert_conflict(self, text):
        wizard = self.wizard()
        self.assertIn(text, wizard.conflicts)
        with self.assertRaisesRegex(UserError, text), self.cr.savepoint():
            wizard.action_merge()
        self.assertTrue(self.lost.active)

    def test_B1_different_units(self):
        self.lost = self.make_product("M", uom_id=self.env.ref("uom.product_uom_meter").id)
        self.assert_conflict("different units of measure")

    def test_B1_different_tracking(self):
        self.lost = self.make_product("L", tracking="lot")
        self.assert_conflict("lots or serial numbers")

    def test_B1_different_type(self):
        self.lost = self.make_product("S", is_storable=False, type="service")
        self.assert_conflict("different type")

    def test_B1_different_costing(self):
        average = self.env["product.category"].create({"name": "Average", "property_cost_method": "average"})
        self.lost = self.make_product("C", categ_id=average.id)
        self.assert_conflict("different costing methods")

    def test_B1_different_companies(self):
        company = self.env["res.company"].create({"name": "Somebody else"})
        self.env.user.company_ids |= company
        self.kept.company_id = self.env.company
        self.lost = self.make_product("O", company_id=company.id)
        self.assert_conflict("does not belong to the company")

    def test_B1_used_by_a_company_of_others(self):
        company = self.env["res.company"].create({"name": "Somebody else"})
        account = self.make_account(name="Theirs", company_id=company.id, warehouse_ids=False)
        self.env["marketplace.offer"].create(
            {"account_id": account.id, "external_id": "9", "name": "x", "product_id": self.lost.id}
        )
        user = new_test_user(
            self.env, "merge_one_company",
            groups="base.group_user,marketplace_base.group_user,product.group_product_manager",
            company_id=self.env.company.id, company_ids=self.env.company.ids,
        )  # fmt: skip
        self.assertIn("may not work for", self.kept.with_user(user)._merge_conflicts(self.lost.with_user(user))[0])

    def test_B1_the_same_lot_on_both(self):
        self.kept, self.lost = self.make_product("L1", tracking="lot"), self.make_product("L2", tracking="lot")
        self.env["stock.lot"].create([{"name": "N1", "product_id": p.id} for p in (self.kept, self.lost)])
        self.assert_conflict("lot or serial number N1")

    def test_B1_lots_come_along(self):
        self.kept, self.lost = self.make_product("L1", tracking="lot"), self.make_product("L2", tracking="lot")
        lots = self.env["stock.lot"].create(
            [{"name": p.default_code, "product_id": p.id} for p in (self.kept, self.lost)]
        )
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                lot.product_id, self.warehouse.lot_stock_id, 3, lot_id=lot
            )
        self.wizard().action_merge()
        self.assertEqual(lots.product_id, self.kept)
        self.assertEqual(lots.mapped("product_qty"), [3, 3])

    def test_B1_a_product_is_not_merged_with_its_own_part(self):
        if "mrp.bom" not in self.env:
            self.skipTest("manufacturing is not installed")
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.kept.product_tmpl_id.id,
                "bom_line_ids": [Command.create({"product_id": self.lost.id, "product_qty": 2})],
            }
        )
        self.assert_conflict("is a part of")

    def test_B1_what_changes_besides_is_said_before(self):
        self.kept.standard_price, self.lost.standard_price = 5, 6
        self.lost.list_price = 20
        warnings = self.wizard().warnings
        money = self.kept.currency_id.format
        self.assertIn(f"Cost {money(6)} becomes {money(5)}", warnings)
        self.assertIn(f"Sales price {money(20)} becomes {money(10)}", warnings)

    def test_B1_merging_needs_the_right_to_manage_products(self):
        rights = {
            "merge_user": "base.group_user,marketplace_base.group_user",
            "merge_manager": "base.group_user,marketplace_base.group_user,product.group_product_manager",
        }
        users = {login: new_test_user(self.env, login, groups=groups) for login, groups in rights.items()}
        values = {"product_id": self.kept.id, "other_id": self.lost.id}
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["marketplace.merge"].with_user(users["merge_user"]).create(values).action_merge()
        self.assertTrue(self.lost.active)
        self.env["marketplace.merge"].with_user(users["merge_manager"]).create(values).action_merge()
        self.assertEqual([self.kept.active, self.lost.active].count(True), 1)

    # ---- the list of possible duplicates ----

    def test_B1_the_pair_is_noted_and_what_was_two_products_stays_two(self):
        third = self.make_product("THIRD")
        duplicate = self.env["marketplace.duplicate"]
        pair = duplicate.create({"product_id": self.kept.id, "other_id": self.lost.id, "score": 90})
        two = duplicate.create({"product_id": self.lost.id, "other_id": third.id, "score": 90, "state": "different"})
        wizard = (
            self.env["marketplace.merge"].with_context(**pair.action_merge()["context"]).create({"kept": "product"})
        )
        wizard.action_merge()
        self.assertEqual((pair.state, pair.kept_id), ("merged", self.kept))
        self.assertTrue(two.exists())
        noted = duplicate.search([("product_id", "=", self.kept.id), ("other_id", "=", third.id)])
        self.assertEqual(noted.state, "different")
