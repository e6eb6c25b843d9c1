"""Trendyol's catalogue in and out: what it knows of the seller's products, and what the seller publishes there (C9)."""

import base64
import io

import pytest
from PIL import Image

from tests.product.trendyol_stage import TrendyolStage, barcode_of

SHIRTS, SIZE, COLOUR, WEB_COLOUR, GENDER = "604", "338", "47", "348", "346"
MUG = 912
QUICK = 60


@pytest.fixture(scope="module")
def stage():
    with TrendyolStage("test_trendyol_catalogue") as stage:
        stage.open_shop()
        yield stage


# ---- in: two stages ----


def shirt(stage, barcode, size, **more):
    """A T-shirt at Trendyol, one variant of «TS-VERDE»."""
    sizes = {"M": 6822, "L": 6823}
    return {
        "id": barcode,
        "title": "Tricou verde",
        "main_id": "TS-VERDE",
        "stock_code": barcode,
        "category_id": int(SHIRTS),
        "brand_id": 40,
        "stock": 5,
        "sale_price": "89.90",
        "description": "<p>Bumbac <b>moale</b></p><script>alert(1)</script>",
        "images": [f"{stage.simulator.address}/_pictures/{barcode}.png"],
        "attributes": [{"id": int(SIZE), "value_ids": [sizes[size]]}, {"id": int(COLOUR), "text": "Verde"}],
    } | more


@pytest.fixture(scope="module")
def imported(connected):
    """Two variants of a T-shirt that nobody knows, one that Trendyol refused and one that waits for its approval."""
    connected.browser.call("ir.config_parameter", "set_param", "marketplace_base.pictures_from_this_machine", "True")
    connected.before = sorted(connected.browser.find("product.product"))
    connected.control.seed_offers(
        [
            shirt(connected, "TS-M", "M"),
            shirt(connected, "TS-L", "L"),
            {"id": "CANA-1", "title": "Cană", "stock_code": "CANA-1", "category_id": MUG, "status": "pendingApproval"},
            {
                "id": "CANA-2",
                "title": "Cană veche",
                "stock_code": "CANA-2",
                "category_id": MUG,
                "status": "pendingApproval",
            },
        ]
    )
    connected.control.validate_offer("CANA-2", "rejected", [["Imagine necorespunzătoare", "Fundalul nu este alb"]])
    connected.browser.call("marketplace.account", "action_read_again", [connected.account.id])
    connected.account.wait_for(
        lambda: len(offers(connected, "TS-M", "TS-L", "CANA-1", "CANA-2")) == 4, "reading the new offers", QUICK
    )
    return connected


def offers(stage, *barcodes, fields=("external_id", "product_id", "review", "publication", "platform_problems")):
    return {row["external_id"]: row for row in stage.account.offers(("external_id", "in", barcodes), fields=fields)}


def test_A3_A4_the_tree_the_attributes_and_their_values_are_in_odoo(imported):
    read = [("external_id", "=", SHIRTS), ("detail_at", "!=", False)]
    [shirts] = imported.account.wait_for(
        lambda: imported.browser.read("marketplace.category", read, ["complete_name", "allowed"]),
        "reading T-shirts",
        90,
    )
    assert (shirts["complete_name"], shirts["allowed"]) == ("Îmbrăcăminte / Tricouri", True)
    names = ["external_id", "name", "required", "open_values", "value_count"]
    rows = imported.browser.read("marketplace.characteristic", [("category_id", "=", shirts["id"])], names)
    found = {row["external_id"]: row for row in rows}
    assert found[SIZE]["required"] and found[SIZE]["value_count"] == 7
    assert found[COLOUR]["open_values"] and found[COLOUR]["required"]
    assert not found["14"]["required"]
    values = imported.browser.read("marketplace.value", [("characteristic_id", "=", found[GENDER]["id"])], ["name"])
    assert {row["name"] for row in values} == {"Femei", "Bărbați", "Unisex"}


def test_A5_A7_A9_A10_approved_and_unapproved_offers_show_all_that_trendyol_says(imported):
    found = offers(imported, "TS-M", "CANA-1", "CANA-2", fields=[])
    approved, waiting, refused = found["TS-M"], found["CANA-1"], found["CANA-2"]
    assert (approved["review"], waiting["review"], refused["review"]) == ("approved", "review", "refused")
    assert "Fundalul nu este alb" in refused["platform_problems"]
    assert approved["brand"] == "Brand A"
    assert "moale" in approved["content_description"] and "script" not in approved["content_description"]
    assert "Verde" in approved["content_characteristics"] and "M" in approved["content_characteristics"]
    assert approved["content"]["pictures"]
    assert sorted(imported.browser.find("product.product")) == imported.before, "a product was made of it"


def test_A5_no_stock_is_sent_to_what_is_not_approved(imported):
    """Trendyol would fail the items."""
    assert not imported.account.offers(("external_id", "in", ["CANA-1", "CANA-2"]), ("stock_state", "=", "sent"))


def test_B8_B9_variants_of_one_main_id_become_one_product(imported):
    made = offers(imported, "TS-M", "TS-L")
    imported.account.wait_for(
        lambda: imported.browser.find("marketplace.characteristic", ("external_id", "=", SIZE)), "attributes", 90
    )
    imported.browser.call("marketplace.offer", "action_create_products", [row["id"] for row in made.values()])
    created = [("external_id", "in", ["TS-M", "TS-L"]), ("import_state", "=", "created")]
    imported.account.wait_for(lambda: len(imported.account.offers(*created)) == 2, "making products", 120)
    names = [
        "product_tmpl_id",
        "barcode",
        "default_code",
        "marketplace_brand_id",
        "marketplace_description",
        "categ_id",
    ]
    rows = {
        row["default_code"]: row
        for row in imported.browser.read("product.product", [("default_code", "in", ["TS-M", "TS-L"])], names)
    }
    assert rows["TS-M"]["product_tmpl_id"] == rows["TS-L"]["product_tmpl_id"]
    assert rows["TS-M"]["id"] != rows["TS-L"]["id"]
    assert rows["TS-M"]["marketplace_brand_id"][1] == "Brand A"
    assert "moale" in rows["TS-M"]["marketplace_description"]
    assert rows["TS-M"]["categ_id"][1].endswith("Tricouri")
    imported.account.wait_for(
        lambda: not imported.browser.find("marketplace.picture", ("state", "=", "waiting")), "fetching pictures"
    )
    pictures = imported.browser.read("marketplace.picture", [], ["state", "error", "url"])
    assert {row["state"] for row in pictures} == {"done"}, pictures


def test_B1_B10_reading_again_makes_nothing_twice_and_overwrites_nothing(imported):
    known = sorted(imported.browser.find("product.product"))
    product, article = imported.article(1)
    imported.browser.call("product.product", "write", [product], {"name": "Numele nostru"})
    imported.control.edit_offer(barcode_of(article), title="Numele lor")
    imported.browser.call("marketplace.account", "action_read_again", [imported.account.id])
    read = ("external_id", "=", barcode_of(article)), ("name", "=", "Numele lor")
    imported.account.wait_for(lambda: imported.account.offers(*read), "reading again")
    assert sorted(imported.browser.find("product.product")) == known
    [row] = imported.browser.call("product.product", "read", [product], ["name"])
    assert row["name"] == "Numele nostru"


# ---- out: publishing ----


def picture():
    out = io.BytesIO()
    Image.new("RGB", (1200, 1800), (20, 120, 60)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


@pytest.fixture(scope="module")
def shop(imported):
    """Live; our own T-shirt in two sizes, its category mapped, its picture at a public address."""
    released = [row["id"] for row in offers(imported, "TS-M", "TS-L").values()]
    imported.browser.call("marketplace.offer", "write", released, {"exclude_stock": False})
    imported.go_live()
    imported.control.settings(approve_after_seconds=0, batch_seconds=2, batch_empty_seconds=1)
    browser = imported.browser
    browser.call("ir.config_parameter", "set_param", "web.base.url", "https://magazin.example")
    [category] = browser.create("product.category", {"name": "Tricourile noastre"})
    [size] = browser.create("product.attribute", {"name": "Mărimea"})
    values = browser.create("product.attribute.value", *({"name": n, "attribute_id": size} for n in ("M", "Large")))
    [brand] = browser.create("marketplace.brand", {"name": "Dacia Wear"})
    tax = browser.find("account.tax", ("type_tax_use", "=", "sale"), ("amount", "=", 21), limit=1)
    [template] = browser.create(
        "product.template",
        {
            "name": "Tricou de munte",
            "type": "consu",
            "is_storable": True,
            "list_price": 79.9,
            "standard_price": 30,
            "categ_id": category,
            "taxes_id": [(6, 0, tax)],
            "marketplace_brand_id": brand,
            "marketplace_description": "<p>Un tricou pentru munte.</p>",
            "image_1920": picture(),
            "attribute_line_ids": [(0, 0, {"attribute_id": size, "value_ids": [(6, 0, values)]})],
        },
    )
    variants = sorted(browser.find("product.product", ("product_tmpl_id", "=", template)))
    for number, variant in enumerate(variants):
        browser.call(
            "product.product", "write", [variant],
            {"default_code": f"MUNTE-{number}", "barcode": f"594000799900{number}"},
        )  # fmt: skip
    count(imported, variants, 7)
    imported.shirt_category, imported.size, imported.variants, imported.template = category, size, variants, template
    return imported


def count(stage, products, quantity):
    [place] = stage.browser.call("stock.warehouse", "read", [stage.company.depot_id], ["lot_stock_id"])
    quants = stage.browser.call(
        "stock.quant", "create",
        [{"product_id": p, "location_id": place["lot_stock_id"][0], "inventory_quantity": quantity} for p in products],
        context={"inventory_mode": True},
    )  # fmt: skip
    stage.browser.call("stock.quant", "action_apply_inventory", quants)


def map_category(stage):
    """The mapping page, filled in."""
    [target] = stage.browser.find("marketplace.category", ("external_id", "=", SHIRTS))
    wish = {"account_id": stage.account.id, "categ_id": stage.shirt_category, "category_id": target}
    [mapping] = stage.browser.create("marketplace.category.map", wish)
    lines = [("map_id", "=", mapping)]
    stage.account.wait_for(lambda: stage.browser.find("marketplace.characteristic.map", *lines), "attributes", QUICK)
    by_key = {}
    for line in stage.browser.read("marketplace.characteristic.map", lines, ["characteristic_id"]):
        [row] = stage.browser.call(
            "marketplace.characteristic", "read", [line["characteristic_id"][0]], ["external_id"]
        )
        by_key[row["external_id"]] = line["id"]
    said = {
        SIZE: {"source": "attribute", "attribute_id": stage.size},
        COLOUR: {"source": "constant", "constant": "Verde brad"},
        WEB_COLOUR: {"source": "constant", "constant": "Verde"},
        GENDER: {"source": "constant", "constant": "Unisex"},
    }
    for key, wish in said.items():
        stage.browser.call("marketplace.characteristic.map", "write", [by_key[key]], wish)
    stage.browser.call("marketplace.category.map", "action_fill", [mapping])
    large = stage.browser.find("marketplace.value.map", ("line_id", "=", by_key[SIZE]), ("ours", "=", "Large"))
    [value] = stage.browser.find(
        "marketplace.value", ("characteristic_id.external_id", "=", SIZE), ("name", "=", "L"),
        ("characteristic_id.category_id", "=", target),
    )  # fmt: skip
    stage.browser.call("marketplace.value.map", "write", large, {"value_id": value})
    return mapping


def publish(stage):
    """Tick the variants, open the page, publish; its lines as they were shown."""
    page = stage.browser.call("product.product", "action_marketplace_publish", stage.variants)
    stage.browser.call("marketplace.publish", "action_check", [page["res_id"]])
    lines = stage.browser.read(
        "marketplace.publish.line", [("wizard_id", "=", page["res_id"])], ["product_id", "gap_text", "is_there"]
    )
    stage.browser.call("marketplace.publish", "action_publish", [page["res_id"]])
    return lines


def published(stage, *state):
    rows = stage.account.offers(
        ("product_id", "in", stage.variants),
        fields=["external_id", "product_id", "publish_state", "publish_error", "stock_state", "review"],
    )
    return (
        sorted(rows, key=lambda row: row["product_id"][0]) if {r["publish_state"] for r in rows} <= set(state) else []
    )


def wait_published(stage, *state, patience=QUICK):
    return stage.account.wait_for(
        lambda: len(published(stage, *state)) == 2 and published(stage, *state), f"being {state}", patience
    )


def test_C9_what_is_missing_is_said_before_anything_is_sent(shop):
    lines = publish(shop)
    assert all("not mapped" in line["gap_text"] for line in lines)
    wait_published(shop, "incomplete")
    assert not [batch for batch in shop.control.batches() if batch["batchRequestType"] == "ProductV2OnBoarding"]


def test_C9_one_item_of_the_batch_fails_with_its_reason_and_the_other_waits_for_approval(shop):
    map_category(shop)
    shop.control.fail_items(
        "^5940007999001$", kind="ProductV2OnBoarding", reason="Codul de bare este al altui vânzător"
    )
    lines = publish(shop)
    assert [line["gap_text"] for line in lines] == [False, False]
    good, bad = wait_published(shop, "review", "refused")
    assert (good["publish_state"], bad["publish_state"]) == ("review", "refused")
    assert "al altui vânzător" in bad["publish_error"]
    offer = shop.control.offer("5940007999000")
    assert (offer["status"], offer["title"], offer["category_id"]) == (
        "pendingApproval",
        "Tricou de munte",
        int(SHIRTS),
    )
    assert offer["sale_price"] == 79.9
    names = [row["name"] for row in shop.browser.read("marketplace.problem", [("kind", "=", "publish")], ["name"])]
    assert any("5940007999001" in name for name in names)


def test_C9_what_failed_is_sent_again_once_mended(shop):
    shop.control.clear_item_faults()
    bad = published(shop, "review", "refused")[1]
    shop.browser.call("marketplace.offer", "action_publish_again", [bad["id"]])
    wait_published(shop, "review")
    first, second = (shop.control.offer(f"594000799900{n}") for n in (0, 1))
    assert first["main_id"] == second["main_id"], "two variants, not two products"
    sizes = [next(a["value_ids"] for a in offer["attributes"] if a["id"] == int(SIZE)) for offer in (first, second)]
    assert sizes[0] != sizes[1]


def test_C9_a_rejection_by_trendyol_s_people_is_shown_corrected_and_approved(shop):
    good, bad = published(shop, "review")
    shop.control.validate_offer(good["external_id"])
    shop.control.validate_offer(bad["external_id"], "rejected", [["Titlu", "Titlul nu spune mărimea"]])
    shop.browser.call("marketplace.offer", "action_review", [good["id"], bad["id"]])
    good, bad = wait_published(shop, "approved", "refused", patience=90)
    assert (good["publish_state"], bad["publish_state"]) == ("approved", "refused")
    assert "mărimea" in bad["publish_error"]
    shop.browser.call("product.template", "write", [shop.template], {"name": "Tricou de munte călduros"})
    shop.browser.call("marketplace.offer", "action_publish_again", [bad["id"]])
    shop.account.wait_for(
        lambda: "călduros" in shop.control.offer(bad["external_id"])["title"], "sending the correction", QUICK
    )
    shop.control.validate_offer(bad["external_id"])
    shop.browser.call("marketplace.offer", "action_review", [bad["id"]])
    wait_published(shop, "approved", patience=90)


def test_C9_D1_the_approved_products_get_their_stock_and_price(shop):
    def are_settled():
        rows = published(shop, "approved")
        return [row["stock_state"] for row in rows] == ["settled", "settled"]

    shop.account.wait_for(are_settled, "sending the stock of what was approved", QUICK)
    assert [shop.control.offer(f"594000799900{n}")["general_stock"] for n in (0, 1)] == [7, 7]


def test_C9_the_content_of_an_approved_product_is_changed(shop):
    first = published(shop, "approved")[0]
    shop.browser.call(
        "product.template", "write", [shop.template], {"marketplace_description": "<p>Un tricou foarte bun.</p>"}
    )
    shop.browser.call("marketplace.offer", "action_publish_again", [first["id"]])
    shop.account.wait_for(
        lambda: "foarte bun" in shop.control.offer(first["external_id"])["description"], "changing the text", QUICK
    )
    kinds = [batch["batchRequestType"] for batch in shop.control.batches()]
    assert {"ApprovedProductContentUpdate", "ApprovedProductVariantUpdate"} <= set(kinds)
    shop.account.wait_for(lambda: len(published(shop, "approved")) == 2, "being approved still", 90)
