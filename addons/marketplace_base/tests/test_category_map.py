import time

from odoo.exceptions import ValidationError
from odoo.tests import Form, new_test_user, tagged

from .publish_common import PublishCase


@tagged("post_install", "-at_install")
class TestCategoryMap(PublishCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attribute = cls.env["product.attribute"].create({"name": "Color", "create_variant": "always"})
        cls.attribute_values = cls.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": cls.attribute.id} for name in ("black", "WHITE", "Mov")]
        )

    def coloured(self, categ=None):
        """A template with three variants."""
        line = {"attribute_id": self.attribute.id, "value_ids": self.attribute_values.ids}
        return self.env["product.template"].create(
            {"name": "Lamp", "categ_id": (categ or self.our_lamps).id, "attribute_line_ids": [(0, 0, line)]}
            | {"is_storable": True}
        )

    # ---- categories ----

    def test_C2_the_mapping_is_remembered_and_inherited_by_sub_categories(self):
        mapping = self.map(self.goods)
        below = self.env["product.category"].create({"name": "Desk lamps", "parent_id": self.our_lamps.id})
        found = self.maps._of_categories(self.account, self.goods | self.our_lamps | below)
        self.assertEqual(set(found.values()), {mapping})
        nearer = self.map(self.our_lamps)
        found = self.maps._of_categories(self.account, self.goods | below)
        self.assertEqual([found[self.goods], found[below]], [mapping, nearer])
        self.assertEqual(mapping._categories(), self.goods)

    def test_C2_a_category_not_chosen_yet_decides_nothing(self):
        above = self.map(self.goods)
        self.maps.create({"account_id": self.account.id, "categ_id": self.our_lamps.id})
        self.assertEqual(self.maps._of_categories(self.account, self.our_lamps)[self.our_lamps], above)

    def test_C2_suggestions_by_name_and_by_what_linked_offers_use_are_only_shown(self):
        fixtures = self.platform_category("11", "Lampi și aplice")
        self.platform_category("12", "Lampi", allowed=False)
        used = self.platform_category("13", "Decorations")
        offer = self.env["marketplace.offer"].create(
            {"account_id": self.account.id, "external_id": "5", "name": "x", "product_id": self.lamp().id}
            | {"category_id": used.id}
        )
        self.assertTrue(offer)
        mapping = self.maps.create({"account_id": self.account.id, "categ_id": self.our_lamps.id})
        self.assertEqual(mapping.suggested_ids.ids, [used.id, self.lamps.id, fixtures.id])
        self.assertFalse(mapping.category_id)
        fixtures.with_context(map_id=mapping.id).action_choose()
        self.assertEqual(mapping.category_id, fixtures)

    def test_C2_choosing_has_the_characteristics_read_and_lists_mandatory_ones_first(self):
        mapping = self.map(color=False)
        self.assertTrue(self.lamps.detail_wanted)
        self.assertEqual(mapping.line_ids.characteristic_id.mapped("name"), ["Color", "Material"])
        self.assertEqual(mapping.line_ids.mapped("required"), [True, False])

    def test_C2_another_category_brings_its_own_characteristics(self):
        mapping = self.map()
        other = self.platform_category("20", "Bulbs")
        self.characteristic(other, "1", "Color")
        self.characteristic(other, "9", "Socket", required=True)
        mapping.category_id = other
        self.assertEqual(
            [(line.characteristic_id.external_id, line.source) for line in mapping.line_ids],
            [("9", False), ("1", "constant")],
        )

    # ---- characteristics and values ----

    def test_C3_equal_names_are_suggested_and_taken_by_a_click(self):
        template = self.coloured()
        self.env["marketplace.specification"].create(
            {"product_tmpl_id": template.id, "name": "MATERIAL:", "value": "Otel"}
        )
        mapping = self.map(color=False)
        color, material = (self.line(mapping, key) for key in ("1", "2"))
        self.assertEqual((color.proposal, material.proposal), ("Attribute: Color", "Specification: MATERIAL:"))
        self.assertFalse(color.source or material.source)
        mapping.action_accept_all()
        self.assertEqual((color.source_text, material.source_text), ("Attribute: Color", "Specification: MATERIAL:"))
        self.assertFalse(mapping.has_proposals)

    def test_C3_values_are_filled_matched_and_used(self):
        template = self.coloured()
        mapping = self.map(color=False)
        color = self.line(mapping, "1")
        color.action_accept()
        self.assertEqual(sorted(color.value_ids.mapped("ours")), ["Mov", "WHITE", "black"])
        self.assertEqual((color.open_count, mapping.ready_count, mapping.product_count), (3, 0, 3))
        self.assertEqual(set(color.value_ids.proposal_id.mapped("name")), {"White", "Black"})
        color.action_accept_values()
        self.assertEqual(color.open_count, 1)
        color.action_done()
        self.assertEqual((mapping.ready_count, mapping.ready_share, color.filled_count), (2, 66, 3))
        said = {
            p.product_template_attribute_value_ids.name: mapping._characteristics_of(p)
            for p in template.product_variant_ids
        }
        self.assertEqual([said[name][0].value for name in ("black", "WHITE", "Mov")], ["Black", "White", "Mov"])
        color.value_ids.filtered(lambda v: v.ours == "Mov").value_id = self.color.value_ids.filtered(
            lambda v: v.name == "Red"
        )
        mapping.action_retry()
        self.assertEqual(mapping.ready_share, 100)

    def test_C3_values_outside_the_list_only_where_the_platform_takes_them(self):
        self.coloured()
        mapping = self.map(color=False)
        color, material = (self.line(mapping, key) for key in ("1", "2"))
        color.action_accept()
        with self.assertRaises(ValidationError):
            color.value_ids[0].text = "Purple"
        material.write({"source": "specification", "specification": "Material"})
        new = self.env["marketplace.value.map"].create({"line_id": material.id, "ours": "Otel", "text": "Steel"})
        self.assertEqual(new.text, "Steel")

    def test_C3_fields_and_constants_are_sources_too(self):
        mapping = self.map(color="Red")
        self.line(mapping, "2").write({"source": "field", "field_name": "brand"})
        brand = self.env["marketplace.brand"].create({"name": "Vizion", "warranty": 36})
        lamp = self.lamp(weight=1.5, volume=0.25)
        lamp.marketplace_brand_id = brand
        self.assertEqual([v.value for v in mapping._characteristics_of(lamp)], ["Red", "Vizion"])
        line = self.line(mapping, "2")
        for field, value in (("weight", "1.5"), ("volume", "0.25"), ("default_code", "L1"), ("warranty", "36")):
            line.field_name = field
            self.assertEqual(line._raw_values(lamp), [(value, "")], field)
        self.material.sudo().kind = "measure"
        line.field_name = "weight"
        self.assertEqual(line._raw_values(lamp), [("1.5 kg", "")])

    def test_C3_a_tagged_characteristic_is_said_once_per_tag(self):
        self.color.sudo().tags = ["original", "converted"]
        mapping = self.map(color="Red")
        said = mapping._characteristics_of(self.lamp())
        self.assertEqual([(v.value, v.tag) for v in said], [("Red", "original"), ("Red", "converted")])

    def test_C3_a_list_of_5000_values_is_searched_quickly(self):
        phones = self.characteristic(self.lamps, "3", "Phone", values=[f"Phone model {n}" for n in range(5_000)])
        values = self.env["marketplace.value"]
        domain = [("characteristic_id", "=", phones.id)]
        self.env.cr.execute("ANALYZE marketplace_value")
        started = time.perf_counter()
        found = values.name_search("model 499", domain, limit=8)
        self.assertLess(time.perf_counter() - started, 0.2)
        self.assertEqual(found[0][1], "Phone model 499")
        self.assertEqual(len(found), 8)
        self.assertEqual(values.name_search("nothing like it", domain), [])

    # ---- the dictionary moves on ----

    def problems(self):
        return self.env["marketplace.problem"].search([("kind", "=", "mapping")])

    def test_a_newly_mandatory_characteristic_is_a_problem_until_it_has_a_source(self):
        mapping = self.map()
        self.assertFalse(mapping.problem)
        self.material.sudo().required = True
        self.dictionary._dictionary_changed(self.lamps)
        self.assertIn("«Material» is mandatory", mapping.problem)
        problem = self.problems()
        self.assertEqual((problem.res_id, problem.text), (mapping.id, mapping.problem))
        self.assertEqual(problem.action_open()["res_id"], mapping.id)
        self.line(mapping, "2").write({"source": "constant", "constant": "Glass"})
        problem.action_retry()
        self.assertFalse(mapping.problem or self.problems())

    def test_a_new_characteristic_is_listed_by_itself(self):
        mapping = self.map()
        self.characteristic(self.lamps, "7", "Power", required=True)
        self.dictionary._dictionary_changed(self.lamps)
        self.assertIn("Power", mapping.line_ids.characteristic_id.mapped("name"))
        self.assertIn("«Power» is mandatory", mapping.problem)

    def test_targets_that_disappeared_are_a_problem(self):
        template = self.coloured()
        self.assertTrue(template)
        mapping = self.map(color=False)
        self.line(mapping, "1").action_accept()
        self.line(mapping, "1").action_accept_values()
        changes = {
            "You may no longer publish": lambda: self.lamps.sudo().write({"allowed": False}),
            "no longer has the values Black": lambda: (
                self.color.value_ids.filtered(lambda v: v.name == "Black").sudo().write({"active": False})
            ),
            "no longer asks for «Color»": lambda: self.color.sudo().write({"active": False}),
            "no longer has the category": lambda: self.lamps.sudo().write({"active": False}),
        }
        for words, change in changes.items():
            change()
            self.dictionary._dictionary_changed(self.lamps)
            self.assertIn(words, mapping.problem)

    # ---- for whom ----

    def test_C3_a_marketplace_user_maps_a_category_in_the_form(self):
        user = new_test_user(self.env, "mapper", groups="base.group_user,marketplace_base.group_user")
        self.coloured()
        with Form(self.maps.with_user(user)) as form:
            form.account_id = self.account
            form.categ_id = self.our_lamps
        mapping = form.record
        self.lamps.with_user(user).with_context(map_id=mapping.id).action_choose()
        mapping.action_accept_all()
        mapping.action_retry()
        self.assertEqual(mapping.product_count, 3)
        action = self.line(mapping, "1").action_values()
        with Form(self.line(mapping, "1"), view=action["views"][0][0]) as page:
            page.source = "constant"
            page.constant_id = self.color.value_ids.filtered(lambda value: value.name == "Red")
        self.line(mapping, "1").action_done()
        self.assertEqual(mapping.ready_share, 100)
