from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..lib.catalogue import CharacteristicData, CharacteristicKind, Content, FamilyType, ValueData
from ..lib.errors import Unavailable
from .common import FakeProvider, MarketplaceCase


def values(*names):
    return tuple(ValueData(name, name) for name in names)


@tagged("post_install", "-at_install")
class TestDictionary(MarketplaceCase):
    """The platform's categories, characteristics and values in Odoo (A3, A4, A9)."""

    def setUp(self):
        super().setUp()
        self.platform.add_category(
            "30", "Mugs", "20", [self.material("Glass", "Steel")], allowed=True, needs_barcode=True
        )
        self.platform.add_category("10", "Home", allowed=False)
        self.platform.add_category("20", "Kitchen", "10", allowed=False)

    def material(self, *names, **vals):
        return CharacteristicData("7", "Material", required=True, values=values(*names), **vals)

    def category(self, key):
        return (
            self.env["marketplace.category"]
            .with_context(active_test=False)
            .search([("account_id", "=", self.account.id), ("external_id", "=", key)])
            .with_context(active_test=True)
        )

    def read_again(self, hours=25):
        """What a day later would be read: everything."""
        for flow in self.account.flow_ids.filtered("success_at"):
            flow.success_at -= timedelta(hours=hours)
        for category in self.account_categories().filtered("detail_at"):
            category.detail_at -= timedelta(hours=hours)
        self.platform.reads.clear()
        self.run_engine()

    def account_categories(self):
        return self.env["marketplace.category"].search([("account_id", "=", self.account.id)])

    def flow(self, kind):
        return self.account._flow(kind)

    def test_A3_tree_with_paths_although_a_child_comes_before_its_parent(self):
        self.run_engine()
        mugs = self.category("30")
        self.assertEqual(mugs.complete_name, "Home / Kitchen / Mugs")
        self.assertEqual(mugs.parent_id, self.category("20"))
        self.assertTrue(mugs.allowed and mugs.needs_barcode)
        self.assertFalse(self.category("10").allowed)
        flow = self.flow("categories")
        self.assertEqual((flow.done, flow.total, flow.cursor), (3, 3, False))

    def test_A3_what_is_gone_is_archived_and_comes_back(self):
        self.run_engine()
        mugs = self.category("30")
        detail = self.platform.categories.pop("30")
        self.platform.add_category("20", "Cooking", "10")
        with self.told() as told:
            self.read_again()
        self.assertFalse(mugs.active)
        self.assertEqual(self.category("20").complete_name, "Home / Cooking")
        self.assertEqual(set(told), {"30", "20"})
        self.platform.categories["30"] = detail
        self.read_again()
        self.assertEqual(self.category("30"), mugs)
        self.assertTrue(mugs.active)

    def told(self):
        return _Told(self)

    def test_A3_an_empty_tree_archives_nothing_and_keeps_no_offer_from_being_read(self):
        self.run_engine()
        self.platform.categories.clear()
        self.platform.add_offer("1")
        self.read_again()
        self.assertTrue(self.category("30").active)
        self.assertIn("no category", self.flow("categories").error)
        self.assertTrue(self.offer("1"))

    def test_A3_a_crash_between_two_pages_goes_on_where_it_was(self):
        pages = []
        fetch = FakeProvider.fetch_categories

        def crash_once(provider, page):
            pages.append(page)
            if pages.count("2") == 1 and page == "2":
                raise Unavailable("down")
            return fetch(provider, page)

        with patch.object(FakeProvider, "fetch_categories", crash_once):
            self.run_engine()
            self.assertEqual(self.flow("categories").done, 2)
            self.flow("categories").paused_until = False
            self.run_engine()
        self.assertEqual(pages, [None, "2", "2"])
        self.assertEqual(self.category("30").complete_name, "Home / Kitchen / Mugs")

    def test_A4_characteristics_only_of_categories_that_somebody_uses(self):
        self.platform.add_category("40", "Cups", "20", [self.material("Clay")])
        self.run_engine()
        self.assertFalse(self.category("30").characteristic_ids)
        self.category("40").with_user(self.user()).action_read_characteristics()
        self.run_engine()
        material = self.category("40").characteristic_ids
        self.assertEqual((material.name, material.required, material.value_count), ("Material", True, 1))
        self.assertEqual(self.platform.reads, ["40"])

    def user(self):
        return self.env["res.users"].create(
            {"name": "U", "login": "catalogue_user", "group_ids": [(4, self.ref("marketplace_base.group_user"))]}
        )

    def test_A4_used_by_an_offer_is_enough(self):
        self.platform.add_category(
            "30",
            "Mugs",
            "20",
            [
                self.material("Glass", "Steel", multiple=True),
                CharacteristicData(
                    "8", "Size", CharacteristicKind.SIZE, open_values=True, tags=("original", "converted"), position=2
                ),
            ],
            [FamilyType("95", "By material", ("7",))],
        )
        self.offer_in("30")
        material, size = self.category("30").characteristic_ids
        self.assertEqual(material.value_ids.mapped("name"), ["Glass", "Steel"])
        self.assertEqual((size.kind, size.open_values, size.tags), ("size", True, ["original", "converted"]))
        self.assertEqual(size.tag_text, "original, converted")
        self.assertEqual(self.category("30").family_text, "By material: Material")
        flow = self.flow("characteristics")
        self.assertEqual((flow.done, flow.total), (1, 1))
        self.assertTrue(flow.success_at)

    def offer_in(self, key):
        """An offer whose content names the category; everything is read."""
        self.platform.add_offer("1", content=Content(category_key=key))
        self.run_engine()

    def test_A4_a_long_list_comes_in_pages_and_what_is_gone_is_archived(self):
        self.platform.values_page = 2
        self.platform.add_category("30", "Mugs", "20", [self.material("A", "B", "C", "D", "E")])
        self.offer_in("30")
        material = self.category("30").characteristic_ids
        self.assertEqual(self.platform.reads, ["30"] * 3)
        self.assertEqual((material.value_count, material.value_ids.mapped("name")), (5, list("ABCDE")))
        self.platform.add_category("30", "Mugs", "20", [self.material("B", "C", "F")])
        with self.told() as told:
            self.read_again()
        self.assertEqual(told, ["30"])
        self.assertEqual((material.value_count, material.value_ids.mapped("name")), (3, ["B", "C", "F"]))
        everything = material.with_context(active_test=False).value_ids
        self.assertEqual(len(everything), 6)

    def test_A4_a_crash_between_two_pages_of_values_goes_on_where_it_was(self):
        self.platform.values_page = 2
        self.platform.add_category("30", "Mugs", "20", [self.material("A", "B", "C", "D", "E")])
        fetch, pages = FakeProvider.fetch_category, []

        def crash_once(provider, key, page):
            pages.append(page)
            if len(pages) == 2:
                raise RuntimeError("the server was switched off")
            return fetch(provider, key, page)

        with patch.object(FakeProvider, "fetch_category", crash_once), self.assertLogs(level="ERROR"):
            self.offer_in("30")
            self.assertFalse(self.category("30").detail_at)
            self.account._flow("catalogue").paused_until = False
            self.run_engine()
        self.assertEqual(pages, [None, "2", "2", "3"])
        self.assertEqual(self.category("30").characteristic_ids.value_ids.mapped("name"), list("ABCDE"))
        self.assertEqual(self.category("30").characteristic_ids.value_count, 5)

    def test_A4_a_characteristic_that_is_gone_is_archived_with_its_values(self):
        self.offer_in("30")
        material = self.category("30").characteristic_ids
        self.platform.add_category("30", "Mugs", "20", [CharacteristicData("9", "Handle", required=True)])
        self.read_again()
        self.assertFalse(material.active)
        self.assertFalse(material.value_ids)
        self.assertEqual(self.category("30").characteristic_ids.mapped("name"), ["Handle"])

    def test_A4_a_platform_that_ignores_pages_of_values_does_not_keep_us_for_ever(self):
        self.platform.values_page = 2
        fetch = FakeProvider.fetch_category
        with patch.object(FakeProvider, "fetch_category", lambda provider, key, page: fetch(provider, key, None)):
            self.offer_in("30")
        self.assertEqual(self.category("30").characteristic_ids.value_count, 2)
        self.assertEqual(self.platform.reads, ["30", "30"])

    def test_A4_one_unreadable_category_does_not_stop_the_others(self):
        self.platform.add_category("40", "Cups", "20", [self.material("Clay")])
        self.run_engine()
        cups = self.platform.categories["30"]
        self.platform.categories["30"] = Unavailable("characteristic 7 is odd")
        (self.category("30") + self.category("40"))._want_details()
        self.run_engine()
        self.flow("characteristics").paused_until = False
        self.run_engine()
        self.assertIn("characteristic 7 is odd", self.category("30").detail_error)
        self.assertIn("Mugs", self.flow("characteristics").error)
        self.assertTrue(self.category("40").characteristic_ids)
        self.platform.categories["30"] = cups
        self.category("30").action_read_characteristics()
        self.flow("characteristics").paused_until = False
        self.run_engine()
        self.assertFalse(self.category("30").detail_error)
        self.assertFalse(self.flow("characteristics").error)

    def test_A4_refreshed_every_night_and_not_more_often(self):
        self.offer_in("30")
        self.run_engine()
        self.assertEqual(self.platform.reads, ["30"])
        self.read_again(hours=1)
        self.assertEqual(self.platform.reads, [])
        self.read_again()
        self.assertEqual(self.platform.reads, ["30"])

    def test_A9_values_open_as_a_list_of_their_own(self):
        self.offer_in("30")
        action = self.category("30").characteristic_ids.action_values()
        found = self.env["marketplace.value"].search(action["domain"])
        self.assertEqual(found.mapped("name"), ["Glass", "Steel"])
        self.assertEqual(self.category("30").offer_count, 1)
        self.assertEqual(self.category("30").required_count, 1)

    def test_A3_the_tree_is_read_again_when_a_person_asks(self):
        self.run_engine()
        self.platform.add_category("30", "Cups", "20")
        self.flow("categories").with_user(self.user()).action_repeat()
        self.run_engine()
        self.assertEqual(self.category("30").name, "Cups")

    def test_A10_progress_says_how_quick_and_how_long(self):
        now = fields.Datetime.now()
        flow = self.flow("offers")
        flow.write({"started_at": now - timedelta(seconds=100), "done": 2000, "total": 8000})
        with patch.object(fields.Datetime, "now", lambda *_args: now):
            flow.invalidate_recordset()
            self.assertEqual((flow.speed, flow.time_left, flow.progress), ("20 / s", "5 min", 25))
            flow.write({"done": 8000, "success_at": now})
            self.assertEqual((flow.speed, flow.time_left), ("80 / s", False))


class _Told(list):
    """Collects the numbers of the categories that were reported as changed."""

    def __init__(self, case):
        super().__init__()
        model = type(case.env["marketplace.category"])
        self._patch = patch.object(
            model, "_dictionary_changed", lambda _self, records: self.extend(records.mapped("external_id"))
        )

    def __enter__(self):
        self._patch.start()
        return self

    def __exit__(self, *_error):
        self._patch.stop()
