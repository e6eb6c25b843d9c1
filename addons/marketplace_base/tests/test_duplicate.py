import base64
import io

from PIL import Image

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.duplicate_search import CROWD
from .common import MarketplaceCase


@tagged("post_install", "-at_install")
class TestDuplicate(MarketplaceCase):
    """Products that may be one are found, with the reasons; what a person decided stays decided (B1)."""

    def look(self):
        self.env["marketplace.duplicate"]._look(self.env.company)

    def pair(self, one, other):
        one, other = (one | other).sorted("id")
        return self.env["marketplace.duplicate"].search([("product_id", "=", one.id), ("other_id", "=", other.id)])

    def make(self, code, name=None, **vals):
        return self.make_product(code, name=name or f"Nothing like {code} {code * 2}", **vals)

    def add_code(self, product, code, kind="code"):
        return self.env["marketplace.product.code"].create({"product_id": product.id, "name": code, "kind": kind})

    def picture(self, colour):
        out = io.BytesIO()
        Image.new("RGB", (8, 8), colour).save(out, "PNG")
        return base64.b64encode(out.getvalue())

    def test_B2_equal_product_codes(self):
        one, other = self.make("AB 1", "Kettle"), self.make("ab1", "Toaster")
        self.look()
        pair = self.pair(one, other)
        self.assertEqual((pair.score, pair.state), (90, "open"))
        self.assertEqual(pair.reason, "same product code AB1")

    def test_B3_equal_eans_whatever_their_zeros_and_where_they_stand(self):
        one, other, third = self.make("A", barcode="5941234567899"), self.make("B"), self.make("05941234567899")
        self.add_code(other, "0 5941234567899")
        self.look()
        self.assertIn("another code of the other: 5941234567899", self.pair(one, other).reason)
        self.assertTrue(self.pair(one, third))
        self.assertTrue(self.pair(other, third))

    def test_B4_a_code_that_is_an_additional_code_elsewhere(self):
        one, other = self.make("OLD-7"), self.make("NEW-7")
        self.add_code(other, "old-7")
        self.look()
        self.assertEqual((self.pair(one, other).score, len(self.pair(one, other))), (85, 1))

    def test_B1_the_more_is_equal_the_higher_the_score(self):
        one, other = self.make("A1", "Fierbător electric inox"), self.make("a 1", "FIERBATOR electric, inox")
        self.look()
        pair = self.pair(one, other)
        self.assertGreater(pair.score, 95)
        self.assertEqual(pair.reason, "same product code A1, names alike to 100 %")

    def test_B1_names_alone(self):
        one, other = self.make("A", "Fierbător electric inox"), self.make("B", "Electric fierbator inox")
        third = self.make("C", "Fierbător electric inox 2")
        self.look()
        self.assertEqual(self.pair(one, other).score, 70)
        self.assertFalse(self.pair(one, third), "a number more is another product")

    def test_B1_different_eans_are_different_products_whatever_their_names(self):
        one = self.make("A", "Fierbător electric inox", barcode="5941234567899")
        other = self.make("B", "Fierbător electric inox", barcode="5941234567882")
        self.look()
        self.assertFalse(self.pair(one, other))

    def test_B1_equal_pictures(self):
        one, other = self.make("A", image_1920=self.picture("red")), self.make("B", image_1920=self.picture("red"))
        third = self.make("C", image_1920=self.picture("blue"))
        self.look()
        self.assertEqual((self.pair(one, other).score, self.pair(one, other).reason), (55, "same picture"))
        self.assertFalse(self.pair(one, third))

    def test_B1_a_code_that_everybody_has_is_no_code(self):
        for _number in range(CROWD + 1):
            self.make("N/A", f"Thing {_number}")
        self.look()
        self.assertFalse(self.env["marketplace.duplicate"].search([]))

    def test_B1_variants_of_one_product_are_no_duplicates_by_name_or_picture(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Shape", "value_ids": [Command.create({"name": name}) for name in ("round", "oval")]}
        )
        line = {"attribute_id": attribute.id, "value_ids": attribute.value_ids.ids}
        template = self.env["product.template"].create(
            {
                "name": "Very long name of a lovely little table cloth",
                "image_1920": self.picture("red"),
                "attribute_line_ids": [Command.create(line)],
            }
        )
        self.look()
        one, other = template.product_variant_ids
        self.assertFalse(self.pair(one, other))
        one.default_code = other.default_code = "T"
        self.look()
        self.assertEqual(self.pair(one, other).reason, "same product code T")

    def test_B1_what_was_called_two_products_never_comes_back(self):
        one, other = self.make("A"), self.make("A ")
        self.look()
        self.pair(one, other).action_different()
        self.look()
        self.assertEqual(self.pair(one, other).state, "different")
        self.assertEqual(self.pair(one, other).decided_by_id, self.env.user)
        self.pair(one, other).action_decide_again()
        self.look()
        self.assertEqual(self.pair(one, other).state, "open")

    def test_B1_what_is_equal_no_more_disappears(self):
        one, other = self.make("A", "Kettle"), self.make("A ", "Toaster")
        self.look()
        self.assertTrue(self.pair(one, other))
        other.default_code = "B"
        self.look()
        self.assertFalse(self.pair(one, other))

    def test_B1_archived_products_and_other_companies_are_left_alone(self):
        company = self.env["res.company"].create({"name": "Somebody else"})
        one, other = self.make("A"), self.make("A ", company_id=company.id)
        third = self.make("A")
        third.active = False
        self.look()
        self.assertFalse(self.pair(one, other) | self.pair(one, third))

    def test_B1_the_nightly_job_looks_at_companies_that_sell(self):
        one, other = self.make("A"), self.make("A ")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("marketplace_base.cron_look_for_duplicates").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.pair(one, other))

    def test_B1_only_marketplace_users_look(self):
        picker = new_test_user(self.env, "duplicate_picker", groups="base.group_user,marketplace_base.group_picker")
        user = new_test_user(self.env, "duplicate_user", groups="base.group_user,marketplace_base.group_user")
        one, other = self.make("A"), self.make("A ")
        with self.assertRaises(UserError):
            self.env["marketplace.duplicate"].with_user(picker).action_look()
        self.env["marketplace.duplicate"].with_user(user).action_look()
        pair = self.pair(one, other).with_user(user)
        self.assertEqual(pair.product_code, "A")
        pair.action_different()
        self.assertEqual(pair.state, "different")
