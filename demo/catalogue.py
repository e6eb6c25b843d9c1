"""The catalogue's part of the demonstration: offers nobody here knew become products, and products of ours are published.

It plays before the shop goes live (import) and after (publishing), through the same pages and buttons a person uses.
"""

import base64
from dataclasses import dataclass, field

from demo.goods import ean13
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

COUNTED = 9  # pieces of each imported article

COMPLAINT = {
    "code": "description:too-short",
    "identifier": "",
    "value": "",
    "message": {"ro_RO": "Descrierea este prea scurtă.", "en_GB": "The description is too short."},
}
APPROVED, REJECTED = (9, 11), 8
"""eMAG's states of documentation that matter here (api/emag.md §3.4)."""


@dataclass
class Catalogue:
    """The story and what came of it.

    :param stage: its shop is open; ``say`` is told each step
    """

    stage: object
    say: object = print
    offers: int = 0
    product_ids: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    # ---- before the account is connected ----

    def prepare(self):
        """Goods that only eMAG has, goods both have under codes written differently, goods only the shop has."""
        browser, control = self.stage.browser, self.stage.control
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
        self.stage.offer_count += len(offers)

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
                {"url": f"{self.stage.simulator.address}/_pictures/offer-{place}-{kind}.png", "display_type": kind}
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
        offers[-1]["images"].append({"url": f"{self.stage.simulator.address}/_pictures/gone", "display_type": 2})
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

    # ---- once the offers are read ----

    def import_products(self):
        """Make products of what is new at eMAG, except for the one offer that nobody can tell (see ``build_offers``)."""
        self.say(f"importing the catalogue: {self.offers} further offers")
        account = self.stage.account
        account.wait_for(lambda: account.offers(*self._mine(), ("category_id", "!=", False)), "reading the categories")
        new = account.offers(*self._mine(), ("link_state", "=", "new"), fields=["id"])
        self.stage.browser.call("marketplace.offer", "action_create_products", [row["id"] for row in new])
        account.wait_for(
            lambda: len(account.offers(*self._mine(), ("import_state", "=", "created"))) == len(new),
            "creating products",
        )
        account.wait_for(
            lambda: not self.stage.browser.find("marketplace.picture", ("state", "=", "waiting")), "fetching pictures"
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
        numbers = [str(FIRST_OFFER + place) for place in range(100)]
        return (("external_id", "in", numbers),)

    # ---- once the shop is live ----

    def publish(self):
        """Ten products of the shop: mapped, published, two refused by eMAG's people, corrected, all approved."""
        self.say(f"publishing {len(POTTERY)} products, two of them refused at first")
        account, browser = self.stage.account, self.stage.browser
        categ_id = self._make_products()
        self._map(categ_id)
        lines = [(0, 0, {"product_id": product_id}) for product_id in self.product_ids]
        [wizard] = browser.create("marketplace.publish", {"account_id": account.id, "line_ids": lines})
        browser.call("marketplace.publish", "action_publish", [wizard])
        account.wait_for(lambda: not self._in_state("incomplete", "queued", "sent"), "sending the documentation")
        self._decide()
        account.wait_for(lambda: len(self._in_state("refused")) == len(REFUSED), "hearing of the refusals")
        self._correct()
        account.wait_for(lambda: len(self._in_state("review")) == len(REFUSED), "sending the corrected ones")
        for offer_id in self.refused:
            self.stage.control.validate_offer(offer_id)
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
        self.stage.control.add_to_catalogue(*(
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
        browser, account = self.stage.browser, self.stage.account
        of_account = ("account_id", "=", account.id)
        [category] = browser.find("marketplace.category", of_account, ("external_id", "=", str(KITCHEN)))
        [mapping] = browser.create(
            "marketplace.category.map", {"account_id": account.id, "categ_id": categ_id, "category_id": category}
        )
        lines = ("map_id", "=", mapping), ("characteristic_id.external_id", "=", str(MATERIAL))
        [days] = browser.find(
            "marketplace.entry", of_account, ("kind", "=", "handling_time"), ("external_id", "=", "1")
        )
        browser.call("marketplace.account", "write", [account.id], {"handling_id": days})
        [line] = account.wait_for(
            lambda: browser.find("marketplace.characteristic.map", *lines), "listing characteristics"
        )
        [value] = browser.find(
            "marketplace.value", ("characteristic_id.external_id", "=", str(MATERIAL)), ("name", "=", "Ceramică"),
            ("characteristic_id.category_id", "=", category),
        )  # fmt: skip
        browser.call(
            "marketplace.characteristic.map", "write", [line],
            {"source": "specification", "specification": "Material",
             "value_ids": [(0, 0, {"ours": "ceramica", "value_id": value})]},
        )  # fmt: skip

    def _decide(self):
        """eMAG's people look at what was sent: two descriptions are too short for them."""
        waiting = {row["product_id"][0]: int(row["external_id"]) for row in self._in_state("review")}
        self.refused = [waiting[self.product_ids[place]] for place in REFUSED]
        for offer_id in waiting.values():
            if offer_id in self.refused:
                self.stage.control.validate_offer(offer_id, status=REJECTED, errors=[COMPLAINT])
            else:
                self.stage.control.validate_offer(offer_id)
        self._look(self._in_state("review"))

    def _correct(self):
        browser = self.stage.browser
        for row in self._in_state("refused"):
            longer = "<p>Ceramică de Horezu, modelată și pictată manual de olari din Vâlcea; arsă de două ori.</p>"
            browser.call("product.product", "write", [row["product_id"][0]], {"marketplace_description": longer})
            browser.call("marketplace.offer", "action_publish_again", [row["id"]])

    def _look(self, rows):
        """Ask now instead of in some minutes."""
        self.stage.browser.call("marketplace.offer", "action_review", [row["id"] for row in rows])

    def _in_state(self, *states):
        fields = ["id", "external_id", "product_id", "publish_error"]
        return self.stage.account.offers(
            ("product_id", "in", self.product_ids), ("publish_state", "in", states), fields=fields
        )

    # ---- what came of it ----

    def report(self):
        """The figures of the closing line, and what is wrong as readable lines."""
        offers = self.stage.account.offers(fields=["link_state", "import_state", "external_id"])
        approved = [row for row in self._in_state("approved") if self._is_approved(int(row["external_id"]))]
        states = [offer["link_state"] for offer in offers]
        figures = {
            "offers": len(offers),
            "linked": states.count("linked"),
            "created": sum(offer["import_state"] == "created" for offer in offers),
            "doubtful": states.count("doubtful"),
            "duplicates_created": self._duplicates(),
            "published": len(approved),
            "refused_then_fixed": len({int(row["external_id"]) for row in approved} & set(self.refused)),
        }
        expected = {
            "created": len(NEW) + len(SHADES), "duplicates_created": 0, "published": len(POTTERY),
            "refused_then_fixed": len(REFUSED),
        }  # fmt: skip
        wrong = [f"catalogue: {name} is {figures[name]}, not {n}" for name, n in expected.items() if figures[name] != n]
        return figures, wrong

    def _is_approved(self, offer_id):
        return self.stage.control.offer(offer_id)["validation_status"] in APPROVED

    def _duplicates(self):
        """How many products too many carry one of the imported EANs."""
        browser = self.stage.browser
        codes = [ean13(FIRST_EAN + place) for place in (*range(len(NEW)), *range(20, 20 + len(SHADES)))]
        found = browser.read("product.product", [("barcode", "in", codes)], ["barcode"])
        templates = browser.find("product.template", ("name", "=like", f"{FAMILY['name']}%"))
        return len(found) - len({row["barcode"] for row in found}) + len(templates) - 1
