from dataclasses import asdict
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..lib.catalogue import CharacteristicValue, Content, Party
from .common import MarketplaceCase

EAN, SECOND_EAN = "5941234567899", "5941234567882"


class ImportCase(MarketplaceCase):
    """Offers with content, and a category of the platform with a family type."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.write({"stock_enabled": False, "price_enabled": False})
        category = cls.env["marketplace.category"]
        top = category.create({"account_id": cls.account.id, "external_id": "1", "name": "Fashion"})
        cls.category = category.create(
            {
                "account_id": cls.account.id,
                "external_id": "2",
                "name": "Shirts",
                "parent_id": top.id,
                "families": [{"key": "95", "name": "Size", "characteristic_keys": ["20"]}],
            }
        )
        cls.env["marketplace.characteristic"].create(
            [
                {"category_id": cls.category.id, "external_id": key, "name": name}
                for key, name in (("10", "Material"), ("20", "Mărime"), ("30", "Greutate"))
            ]
        )

    def add_offer(self, key, sku="", characteristics=(), content=None, **offer):
        """An offer as read, with its content as the first stage stores it."""
        self.platform.add_offer(key, sku=sku, **offer)
        self.account.action_read_again()
        self.run_engine()
        values = tuple(CharacteristicValue(*value) for value in characteristics)
        content = Content(category_key="2", characteristics=values, **(content or {}))
        record = self.offer(key)
        record.sudo().write(
            {
                "content": asdict(content),
                "brand": content.brand,
                "family_key": content.family_key,
                "category_id": self.category.id,
            }
        )
        return record

    def create_products(self, offers):
        offers.action_create_products()
        self.run_engine()


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    """From offers to products: nothing twice, everything filled, nothing overwritten."""

    def test_B9_a_new_product_is_filled(self):
        offer = self.add_offer(
            "1",
            "N-1",
            [("10", "bumbac"), ("30", "250 g")],
            {
                "brand": "ACME",
                "description": "<p>Soft</p><script>alert(1)</script>",
                "warranty": 24,
                "handling_days": 2,
                "pictures": ("http://127.0.0.1:1/a.jpg",),
                "makers": (Party("Acme SRL", "Str. Lungă 1", "a@acme.example"),),
                "parties_known": True,
            },
            barcodes=(EAN, SECOND_EAN),
            platform_code="DRX42KBBM",
            price=121,
        )
        self.create_products(offer)
        product = offer.product_id
        self.assertEqual((offer.link_state, offer.import_state), ("linked", "created"))
        self.assertEqual((product.name, product.default_code, product.barcode), ("Offer 1", "N-1", EAN))
        codes = {code.name: code.kind for code in product.marketplace_code_ids}
        self.assertEqual(codes, {SECOND_EAN: "code", "DRX42KBBM": "catalogue"})
        self.assertEqual(product.marketplace_brand_id.name, "ACME")
        self.assertEqual(product.marketplace_brand_id.maker_ids.mapped("email"), ["a@acme.example"])
        self.assertEqual(product.categ_id.complete_name, "Fashion / Shirts")
        self.assertIn("Soft", product.marketplace_description)
        self.assertNotIn("script", product.marketplace_description)
        self.assertEqual((product.marketplace_warranty, product.marketplace_handling_days), (24, 2))
        self.assertEqual(product.weight, 0.25)
        self.assertTrue(product.is_storable)
        specifications = {s.name: s.value for s in product.marketplace_specification_ids}
        self.assertEqual(specifications, {"Material": "bumbac", "Greutate": "250 g"})
        self.assertEqual(product.marketplace_picture_ids.mapped("url"), ["http://127.0.0.1:1/a.jpg"])

    def test_B9_price_and_vat_come_back_as_they_are_at_the_platform(self):
        default = self.env.company.account_sale_tax_id
        self.assertEqual((default.amount, default.price_include), (21.0, False))
        self.account.markup = 10
        offer = self.add_offer("1", "N-1", price="133.10")
        self.env.cr.execute("UPDATE marketplace_offer SET tax_rate = 21 WHERE id = %s", [offer.id])
        self.create_products(offer)
        product = offer.product_id
        self.assertEqual((product.list_price, product.taxes_id), (100.0, default))
        prices = self.env["marketplace.offer"]._platform_prices(self.account, product)
        self.assertEqual(float(prices[product.id]), 133.1)
        self.assertFalse(offer.exclude_price)

    def test_B9_a_vat_rate_the_company_does_not_have_stands_on_the_offer(self):
        offer = self.add_offer("1", "N-1")
        self.env.cr.execute("UPDATE marketplace_offer SET tax_rate = 27.5 WHERE id = %s", [offer.id])
        self.create_products(offer)
        self.assertEqual(offer.import_state, "failed")
        self.assertIn("27.5", offer.import_error)
        problem = self.env["marketplace.problem"].search([("kind", "=", "import"), ("res_id", "=", offer.id)])
        self.assertIn("27.5", problem.text)
        self.env.cr.execute("UPDATE marketplace_offer SET tax_rate = 21 WHERE id = %s", [offer.id])
        problem.action_retry()
        self.run_engine()
        self.assertEqual(offer.import_state, "created")

    def test_B8_what_matches_by_now_is_linked_not_made(self):
        offer = self.add_offer("1", "N-1")
        offer.action_create_products()
        product = self.make_product("n-1")
        self.env.cr.execute("DELETE FROM marketplace_change WHERE kind = 'link'")
        self.run_engine()
        self.assertEqual((offer.product_id, offer.import_state), (product, False))
        self.assertEqual(self.env["product.product"].search_count([("default_code", "=ilike", "n-1")]), 1)

    def test_B1_two_offers_with_one_code_make_one_product(self):
        offers = self.add_offer("1", "SAME") | self.add_offer("2", "same ") | self.add_offer("3", "x", barcodes=(EAN,))
        offers |= self.add_offer("4", "y", barcodes=("0" + EAN,))
        self.create_products(offers)
        self.assertEqual(offers.mapped("link_state"), ["linked", "doubtful", "linked", "doubtful"])
        self.assertEqual(offers[1].candidate_ids, offers[0].product_id)
        self.assertEqual(offers[3].candidate_ids, offers[2].product_id)

    def test_B1_a_doubtful_offer_becomes_a_product_when_a_person_says_so(self):
        twins = self.make_product("SAME", barcode=EAN) | self.make_product("SAME")
        offer = self.add_offer("1", "SAME", barcodes=(EAN,))
        self.assertEqual(offer.link_state, "doubtful")
        self.create_products(offer)
        self.assertEqual(offer.import_state, "created")
        self.assertNotIn(offer.product_id, twins)
        self.assertFalse(offer.product_id.default_code, "the code belongs to others")
        self.assertFalse(offer.product_id.barcode)

    def test_B8_stock_is_not_invented_and_the_platforms_stock_stays(self):
        self.account.stock_enabled = True
        offer = self.add_offer("1", "N-1", stock=7)
        self.create_products(offer)
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 7)
        self.assertTrue(offer.exclude_stock)
        self.set_stock(offer.product_id, 5)
        offer.action_exclude("stock", False)
        self.run_engine()
        self.assertEqual(self.platform.offers["1"]["stock"], 5)

    @mute_logger("odoo.addons.marketplace_base.models.offer_create")
    def test_B8_one_bad_offer_does_not_stop_the_others(self):
        offers = self.add_offer("1", "N-1") | self.add_offer("2", "N-2") | self.add_offer("3", "N-3")
        create = type(self.env["product.template"]).create

        def failing(records, vals_list):
            if any(
                vals.get("name") == "Offer 2" for vals in ([vals_list] if isinstance(vals_list, dict) else vals_list)
            ):
                raise ValueError("not this one")
            return create(records, vals_list)

        with patch.object(type(self.env["product.template"]), "create", failing):
            self.create_products(offers)
        self.assertEqual(offers.mapped("import_state"), ["created", "failed", "created"])
        self.assertIn("not this one", offers[1].import_error)
        offers[1].action_import_again()
        self.run_engine()
        self.assertEqual(offers.mapped("import_state"), ["created"] * 3)
        flow = self.account._flow("products")
        self.assertTrue(flow.success_at)

    def test_A10_the_dictionary_comes_first(self):
        offer = self.add_offer("1", "N-1", [("40", "blue")])
        self.category.write({"active": True, "in_use": True, "detail_at": False, "detail_failed_at": False})
        with patch.object(type(self.category), "_next_wanted", lambda categories, _account: (categories.browse(), 0)):
            self.create_products(offer)
        self.assertEqual(offer.import_state, "asked")
        self.env["marketplace.characteristic"].create(
            {"category_id": self.category.id, "external_id": "40", "name": "Culoare"}
        )
        self.category.detail_at = "2026-01-01"
        self.run_engine()
        self.assertEqual(offer.import_state, "created")
        self.assertEqual(offer.product_id.marketplace_specification_ids.name, "Culoare")

    def test_B6_categories_may_stay_out(self):
        root = self.env["product.category"].create({"name": "Imported"})
        self.account.write({"import_category_id": root.id, "mirror_categories": False})
        offer = self.add_offer("1", "N-1")
        self.create_products(offer)
        self.assertEqual(offer.product_id.categ_id, root)

    def test_B9_the_brand_is_found_whatever_its_case(self):
        brand = self.env["marketplace.brand"].create({"name": "Acme"})
        partner = self.env["res.partner"].create({"name": "Acme SRL", "email": "a@acme.example"})
        makers = {"makers": (Party("ACME srl", "x", "A@acme.example"),), "parties_known": True}
        offers = self.add_offer("1", "N-1", content={"brand": "ACME"} | makers)
        offers |= self.add_offer("2", "N-2", content={"brand": "acme"} | makers)
        self.create_products(offers)
        self.assertEqual(offers.product_id.marketplace_brand_id, brand)
        self.assertEqual(brand.maker_ids, partner)

    def test_B9_makers_read_later_reach_the_brand(self):
        offer = self.add_offer("1", "N-1", content={"brand": "ACME"})
        self.create_products(offer)
        self.assertFalse(offer.product_id.marketplace_brand_id.maker_ids)
        offer.content = offer.content | {"makers": [{"name": "Acme SRL", "address": "x", "email": "a@acme.example"}]}
        offer._content_changed()
        self.run_engine()
        self.assertEqual(offer.product_id.marketplace_brand_id.maker_ids.name, "Acme SRL")

    def test_B10_an_existing_product_is_only_linked(self):
        product = self.make_product("A", name="Ours", marketplace_warranty=12)
        before = product.read()[0]
        offer = self.add_offer(
            "1", "A", [("10", "lână")], {"brand": "B", "description": "<p>x</p>", "pictures": ("http://a/b",)}
        )
        offer._content_changed()
        self.run_engine()
        self.assertEqual(offer.product_id, product)
        after = product.read()[0]
        changed = {
            name
            for name in before
            if before[name] != after[name] and name.startswith(("marketplace_", "name", "image", "description"))
        }
        self.assertEqual(changed, {"marketplace_offer_ids", "marketplace_offer_count"})

    def test_only_what_may_be_created_is(self):
        self.make_product("A")
        with self.assertRaises(UserError):
            self.add_offer("1", "A").action_create_products()

    # ---- families ----

    def family(self, key, sku, size, material="bumbac", **offer):
        content = {"family_key": "501", "family_name": "Tricou"}
        return self.add_offer(key, sku, [("20", size), ("10", material)], content, **offer)

    def test_B9_a_family_becomes_one_product_with_variants(self):
        offers = self.family("1", "T-S", "S", price=50) | self.family("2", "T-M", "M", "lână", price=50)
        self.create_products(offers)
        template = offers.product_id.product_tmpl_id
        self.assertEqual(len(template), 1)
        self.assertEqual(template.name, "Tricou")
        self.assertEqual(len(offers.product_id), 2)
        self.assertEqual(template.attribute_line_ids.attribute_id.mapped("name"), ["Mărime"])
        self.assertEqual([p.product_template_attribute_value_ids.name for p in offers.product_id], ["S", "M"])
        self.assertEqual(offers.product_id.mapped("default_code"), ["T-S", "T-M"])
        rows = {(s.product_id.default_code, s.name, s.value) for s in template.marketplace_specification_ids}
        self.assertEqual(rows, {("T-S", "Material", "bumbac"), ("T-M", "Material", "lână")})

        late = self.family("3", "T-L", "L", "lână", price=60)
        self.create_products(late)
        self.assertEqual(late.product_id.product_tmpl_id, template)
        self.assertTrue(late.exclude_price, "variants share a price in Odoo; the platform's is left alone")

    def test_B9_a_size_in_two_notations(self):
        sizes = [("20", "M", "original"), ("20", "48", "converted")]
        offer = self.add_offer("1", "T-M", sizes, {"family_key": "7"})
        self.create_products(offer)
        product = offer.product_id
        self.assertEqual(product.product_template_attribute_value_ids.name, "M")
        rows = [(s.name, s.value, s.tag) for s in product.marketplace_specification_ids]
        self.assertEqual(rows, [("Mărime", "48", "converted")])

    def test_B9_a_second_variant_of_the_same_size_is_for_a_person(self):
        offers = self.family("1", "T-S", "S") | self.family("2", "T-S2", "S")
        self.create_products(offers)
        self.assertEqual(offers.mapped("import_state"), ["created", "failed"])
        self.assertIn("T-S", offers[1].import_error)

    def test_B9_without_its_size_it_is_a_product_of_its_own(self):
        offers = self.family("1", "T-S", "S") | self.add_offer("2", "T-X", [("10", "bumbac")], {"family_key": "501"})
        self.create_products(offers)
        self.assertEqual(len(offers.product_id.product_tmpl_id), 2)

    # ---- lists ----

    def test_a_marketplace_user_may_do_all_of_it_without_product_rights(self):
        user = new_test_user(self.env, "importer", groups="base.group_user,marketplace_base.group_user")
        self.account.link_by_itself = False
        product = self.make_product("A")
        offers = (self.add_offer("1", "A") | self.add_offer("2", "N-2")).with_user(user)
        offers.action_accept()
        offers.action_create_products()
        self.run_engine()
        self.assertEqual(offers[0].product_id, product)
        self.assertEqual(offers[1].import_state, "created")
        self.assertTrue(offers.action_export_decisions()["url"])
        offers.action_undo_import()
        self.run_engine()
        self.assertEqual(offers.mapped("link_state"), ["sure", "new"])
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            offers.with_user(stranger).action_create_products()

    def test_B1_sure_ones_wait_where_nothing_is_linked_by_itself(self):
        self.account.link_by_itself = False
        product = self.make_product("A")
        offers = self.add_offer("1", "A") | self.add_offer("2", "a")
        self.assertEqual(offers.mapped("link_state"), ["sure", "doubtful"])
        self.assertEqual(offers[0].candidate_ids, product)
        self.assertIn("product code A", offers[0].link_reason)
        offers[0].action_accept()
        self.run_engine()
        self.assertEqual((offers[0].product_id, offers[0].link_state), (product, "linked"))
        offers[0].action_undo_import()
        self.run_engine()
        self.assertEqual((offers[0].link_state, offers[0].candidate_ids), ("sure", product))

    def test_a_link_by_hand_is_not_undone_in_bulk(self):
        offer, product = self.add_offer("1", "N-1"), self.make_product("Z")
        offer.product_id = product
        with self.assertRaises(UserError):
            offer.action_undo_import()

    def test_left_out(self):
        offer = self.add_offer("1", "N-1")
        offer.action_leave()
        self.run_engine()
        self.assertEqual(offer.import_state, "left")

    # ---- taking back ----

    def test_undo_removes_what_nobody_touched(self):
        offers = self.add_offer("1", "N-1") | self.add_offer("2", "N-2") | self.add_offer("3", "N-3")
        self.create_products(offers)
        first, used, edited = offers.product_id
        self.set_stock(used, 3)
        edited.with_user(self.env.ref("base.user_admin")).name = "Mine"
        offers.action_undo_import()
        self.run_engine()
        self.assertFalse(first.exists())
        self.assertEqual(offers.mapped("import_state"), [False, "created", "created"])
        self.assertEqual(offers[0].link_state, "new")
        self.assertIn("used", offers[1].import_note)
        self.assertIn("edited", offers[2].import_note)

    def test_undo_of_a_family(self):
        offers = self.family("1", "T-S", "S") | self.family("2", "T-M", "M")
        self.create_products(offers)
        template = offers.product_id.product_tmpl_id
        offers.action_undo_import()
        self.run_engine()
        self.assertFalse(template.exists())
        self.assertEqual(offers.mapped("link_state"), ["new", "new"])
        self.create_products(offers)
        self.assertEqual(len(offers.product_id), 2)

    # ---- the platform overwrites ----

    def test_B11_the_platforms_texts_overwrite_where_the_account_says_so(self):
        self.account.write(
            {
                "overwrite_name": True,
                "overwrite_description": True,
                "overwrite_characteristics": True,
                "overwrite_pictures": True,
            }
        )
        product = self.make_product("A", name="Ours")
        offer = self.add_offer(
            "1", "A", [("10", "lână")], {"description": "<p>Theirs</p>", "pictures": ("http://127.0.0.1:1/b",)}
        )
        offer._content_changed()
        self.run_engine()
        self.assertEqual(product.name, "Offer 1")
        self.assertIn("Theirs", product.marketplace_description)
        self.assertEqual(product.marketplace_specification_ids.mapped("value"), ["lână"])
        self.assertEqual(product.marketplace_picture_ids.mapped("url"), ["http://127.0.0.1:1/b"])
