"""The second stage of the import with eMAG's simulator and real Odoo processes: offers that nobody knows become products."""

import pytest

CATEGORY, COLOR, SIZE = 2736, 5401, 6506
FIRST = 880_001
EANS = ("5941234567899", "5941234567882", "5941234567875", "5941234567868")


@pytest.fixture(scope="module")
def imported(connected):
    """Four offers without a product: two T-shirts of a family, a plain one, and one whose picture is gone."""
    connected.browser.call("ir.config_parameter", "set_param", "marketplace_base.pictures_from_this_machine", "True")
    address = connected.simulator.address
    connected.control.seed_offers(
        [
            {
                "id": FIRST + place,
                "part_number": f"IMPORT-{place}",
                "part_number_key": f"DIMPORT{place}",
                "name": f"Imported {place}",
                "brand": "Imported brand",
                "category_id": CATEGORY,
                "ean": [EANS[place]],
                "stock": 5,
                "description": "<p>Soft</p><script>alert(1)</script>",
                "images": [{"url": f"{address}/{path}", "display_type": 1}],
                "family": family,
                "characteristics": [{"id": COLOR, "value": color}, *_sizes("M")],
            }
            for place, (color, family, path) in enumerate(
                [
                    ("Black", {"id": 501, "name": "Imported family"}, "_pictures/a.png"),
                    ("Blue", {"id": 501, "name": "Imported family"}, "_pictures/b.png"),
                    ("Red", None, "_pictures/a.png"),
                    ("Green", None, "_pictures/gone.jpg"),
                ]
            )
        ]
    )
    connected.browser.call("marketplace.account", "action_read_again", [connected.account.id])
    offers = connected.account.wait_for(lambda: _four(connected, ("content", "!=", False)), "reading the new offers")
    connected.browser.call("marketplace.offer", "action_create_products", [offer["id"] for offer in offers])
    connected.account.wait_for(lambda: _four(connected, ("import_state", "=", "created")), "making products", 180)
    return connected


def _sizes(size):
    return [{"id": SIZE, "tag": tag, "value": size} for tag in ("original", "converted")]


def _four(stage, *domain):
    fields = ["id", "name", "product_id", "link_state", "exclude_stock", "import_state", "category_id", "import_error"]
    numbers = [str(FIRST + place) for place in range(4)]
    found = stage.browser.read("marketplace.offer", [("external_id", "in", numbers), *domain], fields)
    return sorted(found, key=lambda offer: offer["name"]) if len(found) == 4 else None


def _product(stage, place):
    [product] = stage.browser.read(
        "product.product",
        [("default_code", "=", f"IMPORT-{place}")],
        ["barcode", "product_tmpl_id", "categ_id", "marketplace_brand_id", "marketplace_description", "image_1920"],
    )
    return product


def test_B6_B9_new_offers_become_products_with_all_that_emag_shows(imported):
    plain = _product(imported, 2)
    assert plain["barcode"] == EANS[2]
    assert plain["marketplace_brand_id"][1] == "Imported brand"
    assert "Soft" in plain["marketplace_description"]
    assert "script" not in plain["marketplace_description"]
    assert plain["categ_id"][1].startswith(("Fashion", "Modă"))
    [code] = imported.browser.read("marketplace.product.code", [("name", "=", "DIMPORT2")], ["product_id", "kind"])
    assert (code["product_id"][0], code["kind"]) == (plain["id"], "catalogue")
    rows = imported.browser.read(
        "marketplace.specification", [("product_tmpl_id", "=", plain["product_tmpl_id"][0])], ["name", "value"]
    )
    assert {row["value"] for row in rows} == {"Red", "M"}


def test_B9_a_family_becomes_one_product_with_variants(imported):
    black, blue = _product(imported, 0), _product(imported, 1)
    assert black["product_tmpl_id"] == blue["product_tmpl_id"]
    assert black["id"] != blue["id"]


def test_A6_pictures_come_and_a_missing_one_is_a_problem(imported):
    imported.account.wait_for(
        lambda: not imported.browser.find("marketplace.picture", ("state", "=", "waiting")), "fetching pictures"
    )
    assert all(_product(imported, place)["image_1920"] for place in range(3))
    assert not _product(imported, 3)["image_1920"]
    [problem] = imported.browser.read("marketplace.problem", [("kind", "=", "picture")], ["text"])
    assert "404" in problem["text"]


def test_B8_the_platform_s_stock_stays_until_a_person_releases_it(imported):
    offers = _four(imported)
    assert all(offer["exclude_stock"] for offer in offers)
    assert [imported.control.offer(FIRST + place)["general_stock"] for place in range(4)] == [5] * 4
