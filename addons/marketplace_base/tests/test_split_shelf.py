from odoo.tests import tagged

from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestSplitShelf(MarketplaceCase):
    """Two transactions that meet on a shelf leave two rows for it, until Odoo's scheduler merges them."""

    def test_F12_a_reservation_on_a_row_of_its_own_counts(self):
        product = self.make_product("AAA", 7)
        self.platform.add_offer("1", stock=3, price=10, sku="AAA")
        shelf = {"product_id": product.id, "location_id": self.warehouse.lot_stock_id.id}
        split = self.env["stock.quant"].sudo().create(shelf | {"reserved_quantity": 2})
        split.flush_recordset()
        self.env.cr.execute("SELECT quantity FROM stock_quant WHERE id = %s", [split.id])
        self.assertEqual(self.env.cr.fetchall(), [(None,)], "as Odoo makes it when the shelf's own row is locked")
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 5)
