"""A mapped category and products on their way to the fake platform."""

from ..lib.catalogue import CharacteristicData, ValueData
from .common import MarketplaceCase


class PublishCase(MarketplaceCase):
    """The platform has «Lamps» with a mandatory color out of a list and an optional material; ours is mapped to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dictionary = cls.env["marketplace.category"].sudo()
        cls.lamps = cls.platform_category("10", "Lamps")
        cls.color = cls.characteristic(cls.lamps, "1", "Color", required=True, values=("Black", "White", "Red"))
        cls.material = cls.characteristic(cls.lamps, "2", "Material", open_values=True, position=1)
        cls.goods = cls.env["product.category"].create({"name": "Our goods"})
        cls.our_lamps = cls.env["product.category"].create({"name": "Lampi", "parent_id": cls.goods.id})
        cls.maps = cls.env["marketplace.category.map"]

    @classmethod
    def platform_category(cls, key, name, account=None, **vals):
        return cls.dictionary.create(
            {"account_id": (account or cls.account).id, "external_id": key, "name": name, "complete_name": name}
            | {"allowed": True}
            | vals
        )

    @classmethod
    def characteristic(cls, category, key, name, values=(), **vals):
        made = (
            cls.env["marketplace.characteristic"]
            .sudo()
            .create({"category_id": category.id, "external_id": key, "name": name, "value_count": len(values)} | vals)
        )
        cls.env["marketplace.value"].sudo().create(
            [
                {
                    "characteristic_id": made.id,
                    "company_id": category.company_id.id,
                    "external_id": value,
                    "name": value,
                }
                for value in values
            ]
        )
        return made

    def setUp(self):
        super().setUp()
        characteristics = (
            CharacteristicData(
                "1", "Color", required=True, values=tuple(ValueData(v, v) for v in ("Black", "White", "Red"))
            ),
            CharacteristicData("2", "Material", open_values=True, position=1),
        )
        self.platform.add_category("10", "Lamps", characteristics=characteristics)

    def map(self, category=None, target=None, color="Black"):
        mapping = self.maps.create(
            {
                "account_id": self.account.id,
                "categ_id": (category or self.our_lamps).id,
                "category_id": (target or self.lamps).id,
            }
        )
        if color:
            self.line(mapping, "1").write({"source": "constant", "constant": color})
        return mapping

    def line(self, mapping, key):
        return mapping.line_ids.filtered(lambda line: line.characteristic_id.external_id == key)

    def lamp(self, code="L1", quantity=4, **vals):
        return self.make_product(code, quantity=quantity, categ_id=self.our_lamps.id, **vals)

    def publish(self, *products, run=True):
        """As the wizard does it, after the first reading."""
        if not self.account.last_offers_at:
            self.run_engine()
        wizard = self.env["marketplace.publish"].create({"account_id": self.account.id})
        wizard._add_products(self.env["product.product"].union(*products))
        action = wizard.action_publish()
        if run:
            self.run_engine()
        return self.env["marketplace.offer"].search(action["domain"], order="id")

    def later(self, offer):
        """Its time to be looked at again has come."""
        offer.publish_retry_at = False
        self.run_engine()
