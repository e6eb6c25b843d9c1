"""A platform's part of the catalogue's story, at any of them: what is imported, what is published, and what came of it."""

from dataclasses import dataclass, field

COUNTED = 9  # pieces of each imported article


@dataclass
class Listing:
    """The story and what came of it: ``prepare`` before the accounts are connected, ``import_products`` once the offers
    are read, ``publish`` when the shop is live, through the same pages and buttons that a person uses.

    :param stage: its shop is open
    :param place: the platform
    :param say: is told each step
    """

    stage: object
    place: object
    say: object = print
    offers: int = 0
    product_ids: list[int] = field(default_factory=list)
    """What the shop publishes."""
    refused: list = field(default_factory=list)
    """Keys of those that the platform's people do not like at first."""

    @property
    def account(self):
        return self.place.account

    def import_products(self):
        """Make products of the offers that nobody here knows."""
        self.say(f"{self.place.label}: importing the catalogue, {self.offers} further offers")
        account, browser = self.account, self.stage.browser
        account.wait_for(lambda: account.offers(*self._mine(), ("category_id", "!=", False)), "reading the categories")
        new = account.offers(*self._mine(), ("link_state", "=", "new"), fields=["id"])
        browser.call("marketplace.offer", "action_create_products", [row["id"] for row in new])
        account.wait_for(
            lambda: len(account.offers(*self._mine(), ("import_state", "=", "created"))) == len(new),
            "creating products",
        )
        account.wait_for(
            lambda: not browser.find("marketplace.picture", ("state", "=", "waiting")), "fetching pictures"
        )
        self._count([row["id"] for row in new])

    def _count(self, offer_ids):
        """Nobody knew how many there are: they are counted, and from then on their stock is sent."""
        browser = self.stage.browser
        offers = browser.read("marketplace.offer", [("id", "in", offer_ids)], ["product_id"])
        [depot] = browser.call("stock.warehouse", "read", [self.stage.company.depot_id], ["lot_stock_id"])
        quants = [
            {
                "product_id": offer["product_id"][0],
                "location_id": depot["lot_stock_id"][0],
                "inventory_quantity": COUNTED,
            }
            for offer in offers
        ]
        quant_ids = browser.call("stock.quant", "create", quants, context={"inventory_mode": True})
        browser.call("stock.quant", "action_apply_inventory", quant_ids)
        browser.call("marketplace.offer", "action_exclude", offer_ids, "stock", False)

    def _mine(self):
        """The offers that the story is about."""
        raise NotImplementedError

    # ---- publishing ----

    def _send(self):
        """The publishing page, with all of them ticked."""
        lines = [(0, 0, {"product_id": product_id}) for product_id in self.product_ids]
        [wizard] = self.stage.browser.create("marketplace.publish", {"account_id": self.account.id, "line_ids": lines})
        self.stage.browser.call("marketplace.publish", "action_publish", [wizard])

    def _map_category(self, categ_id, key):
        """This category of ours is that one of the platform's. :return: the mapping"""
        browser, account_id = self.stage.browser, self.account.id
        [category] = browser.find(
            "marketplace.category", ("account_id", "=", account_id), ("external_id", "=", str(key))
        )
        vals = {"account_id": account_id, "categ_id": categ_id, "category_id": category}
        return browser.create("marketplace.category.map", vals)[0]

    def _map_characteristic(self, mapping, key, source, values=None):
        """A characteristic comes from a specification of the product. ``values``: ours and the platform's."""
        browser = self.stage.browser
        of_it = ("map_id", "=", mapping), ("characteristic_id.external_id", "=", str(key))
        [line] = self.account.wait_for(
            lambda: browser.find("marketplace.characteristic.map", *of_it), "listing characteristics"
        )
        [row] = browser.call("marketplace.characteristic.map", "read", [line], ["characteristic_id"])
        listed = ("characteristic_id", "=", row["characteristic_id"][0])
        pairs = [
            (0, 0, {"ours": ours, "value_id": browser.find("marketplace.value", listed, ("name", "=", theirs))[0]})
            for ours, theirs in (values or {}).items()
        ]
        vals = {"source": "specification", "specification": source, "value_ids": pairs}
        browser.call("marketplace.characteristic.map", "write", [line], vals)

    def _look(self, rows):
        """Ask now instead of in some minutes."""
        self.stage.browser.call("marketplace.offer", "action_review", [row["id"] for row in rows])

    def _correct(self, description):
        """Write a better description of what was refused, and send it again."""
        browser = self.stage.browser
        for row in self._in_state("refused"):
            browser.call("product.product", "write", [row["product_id"][0]], {"marketplace_description": description})
            browser.call("marketplace.offer", "action_publish_again", [row["id"]])

    def _in_state(self, *states):
        fields = ["id", "external_id", "product_id", "publish_error"]
        return self.account.offers(
            ("product_id", "in", self.product_ids), ("publish_state", "in", states), fields=fields
        )

    # ---- what came of it ----

    def figures(self, duplicates):
        """The figures of the closing line."""
        offers = self.account.offers(fields=["link_state", "import_state"])
        approved = {row["external_id"] for row in self._in_state("approved") if self._is_approved(row["external_id"])}
        states = [offer["link_state"] for offer in offers]
        return {
            "offers": len(offers),
            "linked": states.count("linked"),
            "created": sum(offer["import_state"] == "created" for offer in offers),
            "doubtful": states.count("doubtful"),
            "duplicates_created": duplicates,
            "published": len(approved),
            "refused_then_fixed": len(approved & {str(key) for key in self.refused}),
        }

    def _is_approved(self, key):
        """Whether the platform's people said yes."""
        raise NotImplementedError

    def _too_many(self, codes):
        """How many products too many carry one of these barcodes."""
        found = self.stage.browser.read("product.product", [("barcode", "in", codes)], ["barcode"])
        return len(found) - len({row["barcode"] for row in found})
