"""Trendyol's part of the catalogue's story: some of its offers eMAG has too, some are new, and mugs of the shop are published."""

import base64
from dataclasses import dataclass

from demo import catalogue as emag
from demo.afternoon import missed
from demo.goods import ean13
from demo.listing import Listing
from simulators.core import pictures

FIRST_EAN = 594_000_600_000
MUGS, MATERIAL, COLOUR = 912, 116, 47
"""Trendyol's numbers of a category and of its mandatory attributes, as the simulator lists them."""

CERAMIC, BRAND = "Ceramică", "Vatra"
NEW = ("Cană cu toartă de lemn", "Cană de ciocolată caldă", "Cană cu capac")
ALIKE = 2
"""So many of eMAG's new articles are at Trendyol too: one product each, whoever is read first."""

SHAPES = (("Cană rotundă", "Albastru"), ("Cană înaltă", "Verde"), ("Cană joasă", "Maro"), ("Cană dublă", "Alb"))
"""What the shop publishes, with its colour."""

REFUSED = 2
"""Place of the one that Trendyol's people do not like at first."""

COMPLAINT = ("Açıklama yetersiz", "The description does not describe the product.")
PUBLIC_ADDRESS = "https://magazin-demo.example"
"""Trendyol takes only https addresses of pictures. The demonstration has no certificate; nobody fetches them there."""


@dataclass
class TrendyolCatalogue(Listing):
    """The story at Trendyol."""

    # ---- before the account is connected ----

    def prepare(self):
        """Goods that only Trendyol has, and goods that eMAG has too."""
        self.place.control.settings(approve_after_seconds=0)
        offers = [self._offer(self._ean(place), name) for place, name in enumerate(NEW)]
        offers += [self._offer(ean13(emag.FIRST_EAN + place), emag.NEW[place][0]) for place in range(ALIKE)]
        self.place.control.seed_offers(offers)
        self.offers = len(offers)
        self.place.offer_count += len(offers)

    def _offer(self, barcode, name):
        return {
            "id": barcode,
            "title": name,
            "main_id": f"TD-{barcode[-5:]}",
            "stock_code": f"TD-{barcode[-5:]}",
            "category_id": MUGS,
            "description": f"<p>{name}, făcută de mână.</p>",
            "images": [f"{self.place.simulator.address}/_pictures/mug-{barcode}.png"],
            "vat_rate": 21,
            "stock": 7,
            "sale_price": "49.90",
        }

    def _ean(self, place):
        return ean13(FIRST_EAN + place)

    def _mine(self):
        return (("external_id", "in", [self._ean(place) for place in range(len(NEW))]),)

    # ---- once the shop is live ----

    def publish(self):
        """Mugs of the shop: mapped, published, one refused by Trendyol's people, corrected, all approved."""
        self.say(f"Trendyol: publishing {len(SHAPES)} products, one of them refused at first")
        browser, account = self.stage.browser, self.account
        browser.call("ir.config_parameter", "set_param", "web.base.url", PUBLIC_ADDRESS)
        mapping = self._map_category(self._make_products(), MUGS)
        self._map_characteristic(mapping, MATERIAL, "Material", {"ceramica": CERAMIC})
        self._map_characteristic(mapping, COLOUR, "Culoare")
        self._send()
        account.wait_for(self._sent, "sending the products")
        self._decide()
        account.wait_for(lambda: self._in_state("refused"), "hearing of the refusal")
        self._correct("<p>Cană din ceramică de Horezu, modelată și pictată manual, 300 ml; se spală în mașină.</p>")
        account.wait_for(lambda: self._keys_in("review") == self.refused, "sending the corrected one")
        browser.call("ir.config_parameter", "set_param", "web.base.url", self.stage.address)
        for barcode in self.refused:
            self.place.control.validate_offer(barcode)
        self._look(self._in_state("review"))
        account.wait_for(lambda: len(self._in_state("approved")) == len(SHAPES), "hearing of the approvals")

    def _make_products(self):
        """The shop's mugs. :return: their category"""
        browser = self.stage.browser
        [categ_id] = browser.create("product.category", {"name": "Căni pictate"})
        [brand] = browser.create("marketplace.brand", {"name": BRAND})
        template_ids = browser.create(
            "product.template",
            *(
                {
                    "name": name, "type": "consu", "is_storable": True, "categ_id": categ_id,
                    "default_code": f"CN-{place:02}", "barcode": self._ean(500 + place), "list_price": 59.0 + place,
                    "standard_price": 20.0, "marketplace_brand_id": brand,
                    "marketplace_description": f"<p>{name} din ceramică.</p>",
                    "image_1920": base64.b64encode(pictures.draw(f"mug-{place}")).decode(),
                    "marketplace_specification_ids": [
                        (0, 0, {"name": "Material", "value": "ceramica"}), (0, 0, {"name": "Culoare", "value": colour}),
                    ],
                }
                for place, (name, colour) in enumerate(SHAPES)
            ),
        )  # fmt: skip
        templates = browser.call("product.template", "read", template_ids, ["product_variant_id"])
        self.product_ids = [row["product_variant_id"][0] for row in templates]
        return categ_id

    def _decide(self):
        """Trendyol's people look at what was sent: one description is too short for them."""
        self.refused = [self._ean(500 + REFUSED)]
        for row in self._in_state("review"):
            if row["external_id"] in self.refused:
                self.place.control.validate_offer(row["external_id"], "rejected", [list(COMPLAINT)])
            else:
                self.place.control.validate_offer(row["external_id"])
        self._look(self._in_state("review"))

    def _sent(self):
        """Whether all are with Trendyol's people; what still lacked something, such as the new address, is sent again."""
        if lacking := self._in_state("incomplete"):
            self.stage.browser.call("marketplace.offer", "action_publish_again", [row["id"] for row in lacking])
        return len(self._in_state("review")) == len(SHAPES)

    def _keys_in(self, state):
        return [row["external_id"] for row in self._in_state(state)]

    # ---- what came of it ----

    def report(self):
        """The figures of the closing line, and what is wrong as readable lines."""
        codes = [self._ean(place) for place in range(len(NEW))]
        codes += [ean13(emag.FIRST_EAN + place) for place in range(ALIKE)]
        figures = self.figures(self._too_many(codes))
        expected = {
            "created": len(NEW), "duplicates_created": 0, "published": len(SHAPES), "refused_then_fixed": 1,
            "linked": figures["offers"],
        }  # fmt: skip
        return figures, missed("Trendyol's catalogue", figures, expected)

    def _is_approved(self, key):
        return self.place.control.offer(key)["status"] == "approved"
