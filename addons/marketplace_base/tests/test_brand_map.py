from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..lib.catalogue import Content
from ..lib.errors import Rejected, Unavailable
from ..lib.types import Entry
from .common import FakeProvider
from .publish_common import PublishCase


@tagged("post_install", "-at_install")
class TestBrandMap(PublishCase):
    """A platform whose products name their brand by its number."""

    def setUp(self):
        super().setUp()
        self.map()
        self.listed = {"40": "ACME", "41": "Acme Tools", "50": "Duo", "51": "DUO"}
        self.looked = []
        able = FakeProvider.capabilities | {"find_brands"}
        for name, value in (("capabilities", able), ("find_brands", lambda provider, name: self.find(name))):
            patcher = patch.object(FakeProvider, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)

    def find(self, name):
        self.looked.append(name)
        if isinstance(self.listed, Exception):
            raise self.listed
        return [Entry("brand", key, text) for key, text in self.listed.items() if name.casefold() in text.casefold()]

    def brand(self, name):
        return self.env["marketplace.brand"].create({"name": name})

    def of(self, brand):
        return self.env["marketplace.brand.map"].search([("brand_id", "=", brand.id)])

    def test_C9_the_only_brand_of_that_name_is_found_and_remembered(self):
        acme = self.brand("Acme")
        offers = self.publish(
            self.lamp("L1", marketplace_brand_id=acme.id), self.lamp("L2", marketplace_brand_id=acme.id)
        )
        self.assertEqual({data.brand_key for data in self.platform.published[0]}, {"40"})
        self.assertEqual((self.of(acme).state, self.of(acme).entry_id.name), ("chosen", "ACME"))
        self.publish(self.lamp("L3", marketplace_brand_id=acme.id))
        self.assertEqual((self.looked, len(offers)), (["Acme"], 2))

    def test_C9_one_that_is_written_just_so_goes_before_its_likes(self):
        duo = self.brand("DUO")
        self.publish(self.lamp(marketplace_brand_id=duo.id))
        self.assertEqual(self.platform.published[0][0].brand_key, "51")

    def test_C9_several_or_none_is_a_question_to_a_person(self):
        for name, note in (("duo", "Duo, DUO"), ("Nobody", "Nobody")):
            brand = self.brand(name)
            offer = self.publish(self.lamp(f"L-{name}", marketplace_brand_id=brand.id))
            self.assertFalse(self.platform.published)
            self.assertEqual((offer.publish_state, self.of(brand).state), ("incomplete", "open"))
            self.assertIn(note, self.of(brand).note)
            [gap] = offer.gap_ids
            self.assertEqual((gap.field, gap.action_fix()["res_id"]), ("brand", brand.id))
            self.assertIn(name, gap.text)

    def test_C9_a_person_looks_for_other_words_and_chooses(self):
        brand = self.brand("My own")
        offer = self.publish(self.lamp(marketplace_brand_id=brand.id))
        mapping = self.of(brand)
        mapping.asked = "acme"
        mapping.action_look()
        self.assertEqual(self.looked, ["My own"])
        self.run_engine()
        self.assertEqual((mapping.state, mapping.entry_id.name), ("chosen", "ACME"))
        mapping.asked = "tools"
        mapping.action_look()
        self.run_engine()
        self.assertEqual((mapping.state, mapping.entry_id.name), ("chosen", "ACME"))
        self.assertIn("Acme Tools", mapping.note)
        mapping.entry_id = self.env["marketplace.entry"].search([("name", "=", "Acme Tools")])
        offer.action_publish_again()
        self.run_engine()
        self.assertEqual(self.platform.published[0][0].brand_key, "41")
        mapping.asked = " "
        with self.assertRaises(UserError):
            mapping.action_look()

    def test_C9_every_brand_can_be_looked_for_from_its_own_page(self):
        brand = self.brand("Acme")
        brand.action_look()
        self.assertFalse(self.looked)
        self.run_engine()
        self.assertEqual(self.of(brand).entry_key, "40")
        with patch.object(FakeProvider, "capabilities", frozenset()), self.assertRaises(UserError):
            brand.action_look()

    def test_C9_a_brand_of_another_account_is_none(self):
        other = self.make_account(name="Other", identity="other")
        brand = self.brand("Acme")
        entry = self.env["marketplace.entry"].sudo()._keep(other, "brand", [Entry("brand", "1", "Acme")])
        with self.assertRaises(ValidationError):
            self.env["marketplace.brand.map"].create(
                {"account_id": self.account.id, "brand_id": brand.id, "entry_id": entry.id}
            )

    def test_C9_nothing_is_sent_while_the_list_cannot_be_read_and_a_refusal_is_told(self):
        brand = self.brand("Acme")
        self.listed = Unavailable("down")
        offer = self.publish(self.lamp(marketplace_brand_id=brand.id))
        self.assertEqual((offer.publish_state, self.of(brand).state), ("queued", "wanted"))
        self.listed = Rejected("too short")
        self.account.flow_ids.write({"paused_until": False})
        self.run_engine()
        self.assertEqual((self.of(brand).state, self.of(brand).note), ("open", "too short"))
        self.assertEqual(offer.publish_state, "incomplete")

    def test_C9_names_are_enough_where_the_platform_has_no_numbers(self):
        with patch.object(FakeProvider, "capabilities", FakeProvider.capabilities - {"find_brands"}):
            offer = self.publish(self.lamp(marketplace_brand_id=self.brand("Acme").id))
        self.assertEqual((offer.publish_state, self.platform.published[0][0].brand), ("review", "Acme"))
        self.assertFalse(self.looked)

    def test_C9_a_further_variant_joins_the_group_that_is_there(self):
        template = self.env["product.template"].create({"name": "Lamp", "categ_id": self.our_lamps.id})
        size = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [(0, 0, {"name": "S"}), (0, 0, {"name": "L"})]}
        )
        template.attribute_line_ids = [(0, 0, {"attribute_id": size.id, "value_ids": size.value_ids.ids})]
        small, large = template.product_variant_ids
        self.maps.search([]).family_type_key = "sizes"
        self.assertEqual(self.account._published_data(large)[large][0].family_key, str(template.id))
        small.default_code = "S1"
        self.platform.add_offer("S1", sku="S1", content=Content(family_key="panel-7", category_key="10"))
        self.run_engine()
        self.assertEqual(self.offer("S1").product_id, small)
        self.maps.search([]).family_type_key = "sizes"
        self.assertEqual(self.account._published_data(large)[large][0].family_key, "panel-7")
