"""eMAG's part of the catalogue's story: offers nobody here knew become products, and products of ours are published."""

import base64
from dataclasses import dataclass

from demo.afternoon import missed
from demo.goods import ean13
from demo.listing import Listing
from simulators.core import pictures

FIRST_OFFER, FIRST_EAN = 243_600, 594_000_800_000
KITCHEN, HOUSE, MATERIAL, COLOUR, HOUSE_COLOUR = 440, 450, 7021, 7023, 7031
"""eMAG's numbers of categories and characteristics, as the simulator lists them."""

FAMILY = {"id": 9001, "name": "Cană emailată", "family_type_id": 741}
SHADES = ("Alb", "Roșu", "Verde")
NEW = (
    ("Fructieră din lemn", "Lemn", "Maro"), ("Râșniță de piper", "Lemn", "Negru"), ("Carafă de sticlă", "Sticlă", "Transparent"),
    ("Tavă emailată", "Smalț", "Albastru"), ("Ceaun de fontă", "Fontă", "Negru"), ("Polonic din inox", "Oțel inoxidabil", "Gri"),
    ("Sită fină", "Oțel inoxidabil", "Gri"), ("Vas de lut", "Ceramică", "Maro"),
)  # fmt: skip
"""Name, material and colour of articles that only eMAG knows."""

ALIKE = (
    ("Borcan 1 l", {"default_code": "BORCAN 1L"}, {"part_number": "borcan1l"}),
    ("Borcan 2 l", {"barcode": "036000291452"}, {"part_number": "X-BORCAN2", "ean": ["0036000291452"]}),
)
"""Articles both know, written differently: a code with spaces and capitals, an EAN with and without its leading zero."""

POTTERY = (
    "Farfurie întinsă", "Farfurie adâncă", "Castron", "Platou oval", "Cană de lut", "Ulcior", "Zaharniță", "Solniță",
    "Untieră", "Vază",
)  # fmt: skip
"""What the shop publishes. eMAG has the first already, under another seller; the second is known to the shop by its PNK."""

JOINED_BY_EAN, JOINED_BY_CODE = "DPOT01BBM", "DPOT02BBM"
REFUSED = (5, 8)
"""Places of those whose description eMAG's people do not like at first."""

COMPLAINT = {
    "code": "description:too-short",
    "identifier": "",
    "value": "",
    "message": {"ro_RO": "Descrierea este prea scurtă.", "en_GB": "The description is too short."},
}
APPROVED, REJECTED = (9, 11), 8
"""eMAG's states of documentation that matter here (api/emag.md §3.4)."""


@dataclass
class Catalogue(Listing):
    """The story at eMAG."""

    # ---- before the account is connected ----

    def prepare(self):
        """Goods that only eMAG has, goods both have under codes written differently, goods only the shop has."""
        browser, control = self.stage.browser, self.place.control
        browser.call("ir.config_parameter", "set_param", "marketplace_base.pictures_from_this_machine", "True")
        browser.call("ir.config_parameter", "set_param", "web.base.url", self.stage.address)
        control.settings(fetch_images=True, approve_after_seconds=0)
        goods = [
            {"name": name, "type": "consu", "is_storable": True, "list_price": 49.9, "standard_price": 20.0, **codes}
            for name, codes, _offer in ALIKE
        ]
        browser.create("product.product", *goods)
        offers = [*self._new_offers(), *self._family_offers(), *self._alike_offers()]
        control.seed_offers(offers)
        self.offers = len(offers)
        self.place.offer_count += len(offers)

    def _offer(self, place, name, category, **facts):
        number = FIRST_OFFER + place
        return {
            "id": number,
            "name": name,
            "brand": "Atelier Demo",
            "part_number": f"AD-{number}",
            "part_number_key": f"DN{place:03}RNBM",
            "ean": [ean13(FIRST_EAN + place)],
            "category_id": category,
            "description": f"<p>{name}, făcut de mână.</p><script>alert(1)</script>",
            "images": [
                {"url": f"{self.place.simulator.address}/_pictures/offer-{place}-{kind}.png", "display_type": kind}
                for kind in (1, 2)
            ],
            "warranty": 24,
            "manufacturer": [{"name": "Atelier Demo SRL", "address": "Str. Olarilor 3, Horezu", "email": "gpsr@atelier.example"}],
            "sale_price": "41.3223",
            "min_sale_price": "20",
            "max_sale_price": "90",
            "vat_id": 1,
            "stock": 7,
            "status": 1,
        } | facts  # fmt: skip

    def _new_offers(self):
        offers = [
            self._offer(
                place, name, KITCHEN,
                characteristics=[{"id": MATERIAL, "value": material}, {"id": COLOUR, "value": colour}],
            )
            for place, (name, material, colour) in enumerate(NEW)
        ]  # fmt: skip
        offers[-1]["images"].append({"url": f"{self.place.simulator.address}/_pictures/gone", "display_type": 2})
        return offers

    def _family_offers(self):
        return [
            self._offer(
                20 + place, f"{FAMILY['name']}, {shade.lower()}", KITCHEN, family=FAMILY,
                characteristics=[{"id": MATERIAL, "value": "Smalț"}, {"id": COLOUR, "value": shade}],
            )
            for place, shade in enumerate(SHADES)
        ]  # fmt: skip

    def _alike_offers(self):
        return [
            self._offer(40 + place, name, HOUSE, characteristics=[{"id": HOUSE_COLOUR, "value": "Transparent"}]) | offer
            for place, (name, _codes, offer) in enumerate(ALIKE)
        ]

    def _mine(self):
        numbers = [str(FIRST_OFFER + place) for place in range(100)]
        return (("external_id", "in", numbers),)

    # ---- once the shop is live ----

    def publish(self):
        """Ten products of the shop: mapped, published, two refused by eMAG's people, corrected, all approved."""
        self.say(f"publishing {len(POTTERY)} products, two of them refused at first")
        account = self.account
        categ_id = self._make_products()
        self._map(categ_id)
        self._send()
        account.wait_for(lambda: not self._in_state("incomplete", "queued", "sent"), "sending the documentation")
        self._decide()
        account.wait_for(lambda: len(self._in_state("refused")) == len(REFUSED), "hearing of the refusals")
        self._correct("<p>Ceramică de Horezu, modelată și pictată manual de olari din Vâlcea; arsă de două ori.</p>")
        account.wait_for(lambda: len(self._in_state("review")) == len(REFUSED), "sending the corrected ones")
        for offer_id in self.refused:
            self.place.control.validate_offer(offer_id)
        self._look(self._in_state("review"))
        account.wait_for(lambda: len(self._in_state("approved")) == len(POTTERY), "hearing of the approvals")

    def _make_products(self):
        browser = self.stage.browser
        [kitchen] = browser.find("product.category", ("name", "=", "Bucătărie"), limit=1)
        [categ_id] = browser.create("product.category", {"name": "Ceramică pictată", "parent_id": kitchen})
        [maker] = browser.create(
            "res.partner", {"name": "Olarii SRL", "is_company": True, "street": "Str. Lutului 1", "city": "Horezu",
                            "country_id": browser.ref("base.ro"), "email": "olari@example.com"},
        )  # fmt: skip
        [brand] = browser.create("marketplace.brand", {"name": "Olarii", "maker_ids": [(6, 0, [maker])]})
        template_ids = browser.create(
            "product.template",
            *(
                {
                    "name": f"{name} Horezu", "type": "consu", "is_storable": True, "categ_id": categ_id,
                    "default_code": f"OL-{place:02}", "barcode": self._pottery_ean(place), "list_price": 49.0 + place,
                    "standard_price": 20.0, "marketplace_brand_id": brand,
                    "marketplace_description": f"<p>{name} din ceramică de Horezu, pictată manual.</p>",
                    "image_1920": base64.b64encode(pictures.draw(f"pottery-{place}")).decode(),
                    "marketplace_specification_ids": [(0, 0, {"name": "Material", "value": "ceramica"})],
                }
                for place, name in enumerate(POTTERY)
            ),
        )  # fmt: skip
        templates = browser.call("product.template", "read", template_ids, ["product_variant_id"])
        self.product_ids = [row["product_variant_id"][0] for row in templates]
        self.place.control.add_to_catalogue(*(
            {"part_number_key": key, "eans": [ean], "name": f"{POTTERY[place]} Horezu", "brand": "Olarii", "category_id": KITCHEN}
            for place, key, ean in ((0, JOINED_BY_EAN, self._pottery_ean(0)), (1, JOINED_BY_CODE, ean13(FIRST_EAN + 900)))
        ))  # fmt: skip
        code = {"name": JOINED_BY_CODE, "kind": "catalogue", "product_id": self.product_ids[1]}
        browser.create("marketplace.product.code", code)
        return kitchen

    def _pottery_ean(self, place):
        return ean13(FIRST_EAN + 500 + place)

    def _map(self, categ_id):
        """The category above is mapped, its sub-category inherits; the material comes from the specifications."""
        browser = self.stage.browser
        of_account = ("account_id", "=", self.account.id)
        mapping = self._map_category(categ_id, KITCHEN)
        [days] = browser.find(
            "marketplace.entry", of_account, ("kind", "=", "handling_time"), ("external_id", "=", "1")
        )
        browser.call("marketplace.account", "write", [self.account.id], {"handling_id": days})
        self._map_characteristic(mapping, MATERIAL, "Material", {"ceramica": "Ceramică"})

    def _decide(self):
        """eMAG's people look at what was sent: two descriptions are too short for them."""
        waiting = {row["product_id"][0]: int(row["external_id"]) for row in self._in_state("review")}
        self.refused = [waiting[self.product_ids[place]] for place in REFUSED]
        for offer_id in waiting.values():
            if offer_id in self.refused:
                self.place.control.validate_offer(offer_id, status=REJECTED, errors=[COMPLAINT])
            else:
                self.place.control.validate_offer(offer_id)
        self._look(self._in_state("review"))

    # ---- what came of it ----

    def report(self):
        """The figures of the closing line, and what is wrong as readable lines."""
        figures = self.figures(self._duplicates())
        expected = {
            "created": len(NEW) + len(SHADES), "duplicates_created": 0, "published": len(POTTERY),
            "refused_then_fixed": len(REFUSED),
        }  # fmt: skip
        return figures, missed("eMAG's catalogue", figures, expected)

    def _is_approved(self, key):
        return self.place.control.offer(int(key))["validation_status"] in APPROVED

    def _duplicates(self):
        """How many products too many there are of the imported ones, and templates of their one family."""
        codes = [ean13(FIRST_EAN + place) for place in (*range(len(NEW)), *range(20, 20 + len(SHADES)))]
        templates = self.stage.browser.find("product.template", ("name", "=like", f"{FAMILY['name']}%"))
        return self._too_many(codes) + len(templates) - 1
