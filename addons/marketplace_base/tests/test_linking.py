from odoo.tests import tagged

from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestLinking(MarketplaceCase):
    """Offers find their product by code, in order, and never make or change one."""

    def assert_link(self, key, product, state="linked", reason=None):
        offer = self.offer(key)
        self.assertEqual((offer.product_id, offer.link_state), (product, state))
        if reason:
            self.assertIn(reason, offer.link_reason)

    def add_code(self, product, code, kind="code"):
        return self.env["marketplace.product.code"].create({"product_id": product.id, "name": code, "kind": kind})

    def test_B2_links_by_product_code(self):
        product = self.make_product("TRN-42")
        self.platform.add_offer("1", sku=" trn-42 ")
        self.run_engine()
        self.assert_link("1", product, reason="product code TRN-42")

    def test_B3_links_by_barcode_whatever_its_leading_zeros(self):
        product = self.make_product("X", barcode="0594123456789")
        self.platform.add_offer("1", sku="other", barcodes=("00594123456789",))
        self.run_engine()
        self.assert_link("1", product, reason="EAN 594123456789")

    def test_B4_links_by_additional_code(self):
        product = self.make_product("X")
        self.add_code(product, "OLD 7")
        self.platform.add_offer("1", sku="old7")
        self.run_engine()
        self.assert_link("1", product, reason="additional code OLD7")

    def test_B5_platform_code_is_the_last_key(self):
        product, better = self.make_product("X"), self.make_product("Y")
        self.add_code(product, "DRX42KBBM", "catalogue")
        self.platform.add_offer("1", sku="none", platform_code="DRX42KBBM")
        self.platform.add_offer("2", sku="Y", platform_code="DRX42KBBM")
        self.run_engine()
        self.assert_link("1", product, reason="platform code DRX42KBBM")
        self.assert_link("2", better)

    def test_B7_a_code_typed_later_links_by_itself(self):
        product = self.make_product("X")
        self.platform.add_offer("1", sku="NEW-9")
        self.run_engine()
        self.assert_link("1", self.env["product.product"], "new")
        self.add_code(product, "new-9")
        self.run_engine()
        self.assert_link("1", product)

    def test_B3_a_barcode_typed_later_links_by_itself(self):
        product = self.make_product("X")
        self.platform.add_offer("1", sku="NEW-9", barcodes=("5941234567899", "0012345678905"))
        self.run_engine()
        product.barcode = "12345678905"
        self.run_engine()
        self.assert_link("1", product)

    def test_B1_two_products_with_the_code_are_for_a_person(self):
        products = self.make_product("SAME") | self.make_product("SAME")
        self.platform.add_offer("1", sku="SAME", stock=4)
        self.run_engine()
        self.assert_link("1", self.env["product.product"], "doubtful", "in several products")
        self.assertEqual(self.offer("1").candidate_ids, products)
        self.assertEqual(self.platform.offers["1"]["stock"], 4, "a doubtful offer is never sent")

    def test_B1_a_product_belongs_to_one_offer_of_an_account(self):
        product = self.make_product("SAME")
        self.platform.add_offer("1", sku="SAME")
        self.platform.add_offer("2", sku="same")
        self.run_engine()
        self.assert_link("1", product)
        self.assert_link("2", self.env["product.product"], "doubtful", "linked to offer 1")

    def test_B8_nothing_is_created_and_B10_nothing_is_overwritten(self):
        product = self.make_product("A", name="Our name")
        before = self.env["product.product"].search_count([])
        self.platform.add_offer("1", sku="A", name="Their name")
        self.platform.add_offer("2", sku="B", name="Unknown")
        self.run_engine()
        self.assertEqual(self.env["product.product"].search_count([]), before)
        self.assertEqual(product.name, "Our name")

    def test_a_link_made_by_hand_survives_reading_again(self):
        right, wrong = self.make_product("A"), self.make_product("B")
        self.platform.add_offer("1", sku="B")
        self.run_engine()
        self.assert_link("1", wrong)
        self.offer("1").product_id = right
        self.account.action_read_again()
        self.account._flow("offers").success_at = False
        self.run_engine()
        self.assert_link("1", right, reason="chosen by")

    def test_additional_codes_are_found_by_product_search(self):
        product = self.make_product("X")
        self.add_code(product, "0594 111")
        found = self.env["product.product"].name_search("594111")
        self.assertIn(product.id, [row[0] for row in found])

    def test_other_companies_products_are_not_linked(self):
        company = self.env["res.company"].create({"name": "Somebody else"})
        self.make_product("A", company_id=company.id, quantity=0)
        self.platform.add_offer("1", sku="A")
        self.run_engine()
        self.assert_link("1", self.env["product.product"], "new")
