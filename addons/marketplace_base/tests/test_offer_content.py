from dataclasses import replace
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.catalogue import CharacteristicData, CharacteristicValue, Content, Party, Review
from .common import FakeProvider, MarketplaceCase

MAKER = Party("RunnerX Ltd", "Porto, Rua 1", "gpsr@example.com")
CONTENT = Content(
    brand="RunnerX",
    category_key="30",
    description="<p onclick='x()'>Good <script>bad()</script><img src='https://cdn.example.com/in.jpg'/> mug</p>",
    url="https://shop.example.com/1",
    pictures=("https://cdn.example.com/1.jpg", "javascript:alert(1)"),
    characteristics=(CharacteristicValue("7", "Glass"), CharacteristicValue("99", "<b>x</b>", "original")),
    family_key="501",
    family_name="Runner X",
    warranty=24,
    handling_days=2,
)


@tagged("post_install", "-at_install")
class TestOfferContent(MarketplaceCase):
    """What the platform shows of the own offers, kept in Odoo before anything touches the products (A7, A9, A10)."""

    def setUp(self):
        super().setUp()
        self.platform.add_category("30", "Mugs", "", [CharacteristicData("7", "Material", required=True)])
        self.platform.add_offer("1", content=CONTENT, review=Review.REVIEW, extra={"rank": 2})

    def read_again(self):
        self.account.action_read_again()
        self.run_engine()

    def test_A7_everything_is_kept_without_touching_a_product(self):
        products = self.env["product.product"].with_context(active_test=False).search_count([])
        self.run_engine()
        offer = self.offer("1")
        self.assertEqual((offer.brand, offer.category_id.external_id, offer.family_key), ("RunnerX", "30", "501"))
        self.assertEqual((offer.review, offer.extra), ("review", {"rank": 2}))
        self.assertTrue(offer.listed)
        self.assertEqual(offer.content["pictures"], list(CONTENT.pictures))
        self.assertEqual(offer.content["characteristics"][0], {"key": "7", "value": "Glass", "tag": ""})
        self.assertEqual(self.env["product.product"].with_context(active_test=False).search_count([]), products)

    def test_A3_the_category_is_found_though_the_tree_comes_later(self):
        tree = dict(self.platform.categories)
        self.platform.categories.clear()
        self.run_engine()
        self.assertFalse(self.offer("1").category_id)
        self.platform.categories.update(tree)
        self.account._flow("categories").success_at = False
        self.run_engine()
        self.assertEqual(self.offer("1").category_id.name, "Mugs")
        self.assertTrue(self.offer("1").category_id.characteristic_ids)

    def test_A9_content_is_readable_and_harmless(self):
        self.run_engine()
        offer = self.offer("1")
        text = offer.content_description
        self.assertIn("Good", text)
        for bad in ("script", "onclick", "<img"):
            self.assertNotIn(bad, text)
        self.assertIn('href="https://cdn.example.com/in.jpg"', text)
        self.assertIn("<th>Material</th><td>Glass</td>", offer.content_characteristics)
        self.assertIn("&lt;b&gt;x&lt;/b&gt; (original)", offer.content_characteristics)
        self.assertIn('href="https://cdn.example.com/1.jpg"', offer.content_pictures)
        self.assertNotIn('href="javascript', offer.content_pictures)
        self.assertEqual((offer.content_family, offer.content_handling), ("Runner X", "2"))

    def test_A7_only_changed_content_is_written_and_told(self):
        self.run_engine()
        told = []
        model = type(self.env["marketplace.offer"])
        with patch.object(model, "_content_changed", lambda offers: told.extend(offers.mapped("external_id"))):
            self.platform.add_offer("2", content=CONTENT)
            self.read_again()
            self.assertEqual(told, [])
            self.platform.offers["1"]["content"] = replace(CONTENT, description="<p>New</p>", brand="")
            self.read_again()
            self.assertEqual(told, ["1"])
        self.assertEqual(self.offer("1").content["description"], "<p>New</p>")
        self.assertFalse(self.offer("1").brand)

    def test_A7_content_that_cannot_be_read_this_time_stays(self):
        self.run_engine()
        self.platform.offers["1"] |= {"content": None, "review": None}
        self.read_again()
        self.assertEqual(self.offer("1").review, "review")
        self.assertEqual(self.offer("1").content["brand"], "RunnerX")
        self.assertEqual(self.offer("1").brand, "RunnerX")
        self.assertTrue(self.offer("1").category_id)

    def test_A7_safety_data_are_read_one_by_one_once_and_kept(self):
        asked = []

        def single(provider, key):
            """Read by its number, an offer shows its safety data."""
            asked.append(key)
            data = provider.offer_data(key)
            return replace(data, content=replace(data.content, makers=(MAKER,), parties_known=True))

        for key in map(str, range(1, 8)):
            self.platform.add_offer(key, content=CONTENT, has_parties=True)
        self.platform.add_offer("8", content=CONTENT)
        with patch.object(FakeProvider, "fetch_offer", single):
            self.run_engine()
            self.assertEqual(sorted(asked), list("1234567"))
            flow = self.account._flow("parties")
            self.assertEqual((flow.done, flow.total), (7, 7))
            self.read_again()
            self.assertEqual(len(asked), 7)
            offer = self.offer("3")
            self.assertEqual(offer.content["makers"][0]["email"], "gpsr@example.com")
            self.assertIn("Porto", offer.content_safety)
            self.platform.offers["3"]["content"] = replace(CONTENT, description="<p>New</p>")
            self.read_again()
        self.assertEqual(asked[7:], ["3"])
        offer = self.offer("3")
        self.assertEqual((offer.content["description"], len(offer.content["makers"])), ("<p>New</p>", 1))

    def test_A7_safety_data_survive_a_list_that_brings_new_texts(self):
        self.run_engine()
        data = FakeProvider(self.platform).offer_data("1")
        known = replace(data, has_parties=True, content=replace(CONTENT, makers=(MAKER,), parties_known=True))
        self.env["marketplace.offer"]._store(self.account, [known])
        self.assertTrue(self.offer("1").parties_at)
        listed = replace(data, has_parties=True, content=replace(CONTENT, description="other"))
        self.env["marketplace.offer"]._store(self.account, [listed])
        offer = self.offer("1")
        self.assertEqual((offer.content["description"], len(offer.content["makers"])), ("other", 1))
        self.assertTrue(offer.content["parties_known"])
        self.assertFalse(offer.parties_at)

    def test_A7_letters_that_postgresql_refuses_are_left_out(self):
        self.platform.add_offer("1", content=replace(CONTENT, brand="Run\x00ner\ud800X"), extra={"x": "a\x00"})
        self.run_engine()
        self.assertEqual((self.offer("1").brand, self.offer("1").extra), ("RunnerX", {"x": "a"}))
