from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestProducts(TransactionCase):
    """What the account says of all products."""

    def setUp(self):
        super().setUp()
        self.account = self.env["marketplace.account"].create(
            {"name": "Trendyol", "platform": "trendyol", "trendyol_storefront": "TR"}
        )

    def entry(self, kind, key, account=None, **extra):
        vals = {
            "account_id": (account or self.account).id,
            "kind": kind,
            "external_id": key,
            "name": key,
            "extra": extra,
        }
        return self.env["marketplace.entry"].create(vals)

    def test_C9_addresses_and_couriers_reach_the_connector(self):
        self.account.write(
            {
                "trendyol_ship_from_id": self.entry("address", "11", uses=["pickup", "invoice"]).id,
                "trendyol_return_to_id": self.entry("address", "12", uses=["return"]).id,
                "trendyol_courier_ids": [self.entry("product_courier", "YKMP").id],
            }
        )
        options = self.account._provider_options()
        self.assertEqual((options["ship_from"], options["return_to"]), ("11", "12"))
        self.assertEqual(options["product_couriers"], ["YKMP"])

    def test_C9_an_address_is_what_trendyol_says_it_is_for(self):
        with self.assertRaises(ValidationError):
            self.account.trendyol_return_to_id = self.entry("address", "11", uses=["pickup"])
        other = self.account.copy({"trendyol_storefront": "RO"})
        with self.assertRaises(ValidationError):
            self.account.trendyol_ship_from_id = self.entry("address", "13", other, uses=["pickup"])
