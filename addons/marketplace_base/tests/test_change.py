from odoo.tests import tagged

from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestChange(MarketplaceCase):
    """Every cause of a stock or price change is noticed; noticing costs the warehouse nothing."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product("AAA", 10)
        self.platform.add_offer("1", stock=10, price=10, sku="AAA")
        self.run_engine()
        self.other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})

    def assert_offered(self, quantity):
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], quantity)

    def move(self, source, destination, quantity, picking_type):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "move_ids": [
                    (0, 0, {
                        "product_id": self.product.id,
                        "product_uom_qty": quantity,
                        "location_id": source.id,
                        "location_dest_id": destination.id,
                    })
                ],
            }
        )  # fmt: skip
        picking.action_confirm()
        picking.action_assign()
        picking.button_validate()
        return picking

    def test_D2_sale(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Shop customer"}).id,
                "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 3})],
            }
        )
        self.assert_offered(10)
        order.action_confirm()
        self.assert_offered(7)
        order.picking_ids.button_validate()
        self.assert_offered(7)

    def test_D2_a_cancelled_sale_gives_back(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Shop customer"}).id,
                "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 3})],
            }
        )
        order.action_confirm()
        self.assert_offered(7)
        order._action_cancel()
        self.assert_offered(10)

    def test_D2_receipt(self):
        suppliers = self.env.ref("stock.stock_location_suppliers")
        self.move(suppliers, self.warehouse.lot_stock_id, 5, self.warehouse.in_type_id)
        self.assert_offered(15)

    def test_D2_transfer_to_another_warehouse(self):
        self.move(self.warehouse.lot_stock_id, self.other.lot_stock_id, 4, self.warehouse.int_type_id)
        self.assert_offered(6)

    def test_D2_scrap(self):
        scrap = self.env["stock.scrap"].create(
            {"product_id": self.product.id, "scrap_qty": 2, "location_id": self.warehouse.lot_stock_id.id}
        )
        scrap.action_validate()
        self.assert_offered(8)

    def test_D2_inventory_count(self):
        quant = self.product.stock_quant_ids.filtered(lambda q: q.location_id == self.warehouse.lot_stock_id)
        quant.with_context(inventory_mode=True).inventory_quantity = 25
        quant.action_apply_inventory()
        self.assert_offered(25)

    def test_D2_consumption_by_manufacturing(self):
        if "mrp.production" not in self.env:
            self.skipTest("manufacturing is not installed")
        table = self.make_product("TABLE")
        production = self.env["mrp.production"].create(
            {
                "product_id": table.id,
                "product_qty": 1,
                "move_raw_ids": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 4})],
            }
        )
        production.action_confirm()
        self.assert_offered(6 if production.move_raw_ids.quantity else 10)
        production.qty_producing = 1
        production.move_raw_ids.picked = True
        production.button_mark_done()
        self.assert_offered(6)

    def test_E5_price_list_of_the_warehouse(self):
        pricelist = self.env["product.pricelist"].create({"name": "Marketplace"})
        self.warehouse.marketplace_pricelist_id = pricelist
        rule = self.env["product.pricelist.item"].create(
            {"pricelist_id": pricelist.id, "applied_on": "3_global", "compute_price": "percentage", "percent_price": 10}
        )
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["price"], 9)
        rule.percent_price = 20
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["price"], 8)
        rule.unlink()
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["price"], 10)

    def test_E2_markup_and_rounding(self):
        self.account.write({"markup": 12, "price_step": 1, "price_ending": 0.01})
        self.run_engine()
        self.assertEqual(float(self.platform.offers["1"]["price"]), 11.99)

    def test_E5_rate_of_the_platforms_currency(self):
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", "HUF")])
        currency.active = True
        rates = self.env["res.currency.rate"]
        rates.search([("currency_id", "=", currency.id)]).unlink()
        rate = rates.create({"currency_id": currency.id, "name": "2020-01-01", "rate": 80})
        self.account.write({"max_price_move": 0})
        self.account.sudo().currency_id = currency
        self.account.action_resync()
        self.run_engine()
        self.assertEqual(float(self.platform.offers["1"]["price"]), 800)
        rate.rate = 85
        self.run_engine()
        self.assertEqual(float(self.platform.offers["1"]["price"]), 850)

    def test_quants_that_core_merges_in_sql_are_looked_at(self):
        quant = self.product.stock_quant_ids.filtered(lambda q: q.location_id == self.warehouse.lot_stock_id)
        self.env["stock.quant"].create(
            {"product_id": self.product.id, "location_id": quant.location_id.id, "quantity": 0, "reserved_quantity": -3}
        )
        self.assert_offered(13)
        self.env["stock.quant"]._merge_quants()
        self.assert_offered(10)

    def test_one_insert_per_transaction_and_only_for_offered_products(self):
        plain = self.make_product("NOT-OFFERED", 5)
        self.env.cr.precommit.run()
        self.env["marketplace.change"].search([]).unlink()
        for quantity in (1, 2, 3):
            self.set_stock(self.product, quantity)
            self.set_stock(plain, quantity)
        self.env.cr.precommit.run()
        changes = self.env["marketplace.change"].search([])
        self.assertEqual(changes.mapped("product_id"), [self.product.id])
