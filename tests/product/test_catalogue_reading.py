"""The first stage of the import, whole: the platform's dictionary and the offers' content, before any product is touched."""

import pytest

pytestmark = pytest.mark.slow

PARTY = {"name": "Editura Exemplu SRL", "address": "Cluj-Napoca, Str. Fabricii 10", "email": "gpsr@example.com"}
BOOK = {
    "id": 880_001,
    "part_number": "BOOK-NOBODY-KNOWS",
    "name": "Carte fără produs",
    "brand": "Editura Exemplu",
    "category_id": 610,
    "description": "<p>O carte <b>bună</b>.</p>",
    "images": [
        {"url": "https://cdn.example.com/back.jpg", "display_type": 0},
        {"url": "https://cdn.example.com/front.jpg", "display_type": 1},
    ],
    "characteristics": [{"id": 7011, "value": "Ana Albuescu"}, {"id": 7012, "value": "Română"}],
    "family": {"id": 501, "name": "Cărți bune"},
    "warranty": 24,
    "stock": 3,
    "manufacturer": [PARTY],
}


@pytest.fixture(scope="module")
def read(connected):
    """eMAG has one more offer, and everything is read."""
    browser = connected.browser
    products = sorted(browser.find("product.product"))
    connected.control.seed_offers([BOOK])
    browser.call("marketplace.account", "action_read_again", [connected.account.id])
    connected.account.wait_for(
        lambda: browser.read("marketplace.category", [("external_id", "=", "610"), ("detail_at", "!=", False)], ["id"]),
        "the characteristics of books",
        patience=180,
    )
    connected.account.wait_for(
        lambda: browser.read(
            "marketplace.offer", [("external_id", "=", "880001"), ("parties_at", "!=", False)], ["id"]
        ),
        "the safety data",
        patience=180,
    )
    assert sorted(browser.find("product.product")) == products
    return connected


def test_A3_the_tree_is_in_odoo_with_its_paths(read):
    rows = read.browser.read("marketplace.category", [], ["external_id", "complete_name", "allowed"])
    paths = {row["external_id"]: row for row in rows}
    assert paths["610"]["complete_name"] == "Cărți și papetărie / Cărți"
    assert (paths["610"]["allowed"], paths["600"]["allowed"]) == (True, False)


def test_A4_a_list_of_5000_values_is_in_odoo(read):
    domain = [("category_id.external_id", "=", "610"), ("name", "=", "Autor")]
    [author] = read.browser.read("marketplace.characteristic", domain, ["required", "open_values", "value_count"])
    assert (author["required"], author["open_values"], author["value_count"]) == (True, True, 5000)
    names = read.browser.read(
        "marketplace.value", [("characteristic_id", "=", author["id"]), ("name", "ilike", "ana albuescu")], ["name"]
    )
    assert "Ana Albuescu" in {row["name"] for row in names}


def test_A7_A9_A10_the_offer_shows_everything_and_no_product_was_made(read):
    fields = ["brand", "category_id", "review", "content", "content_characteristics", "content_safety", "product_id"]
    [offer] = read.browser.read("marketplace.offer", [("external_id", "=", "880001")], fields)
    assert (offer["brand"], offer["review"], offer["product_id"]) == ("Editura Exemplu", "approved", False)
    assert offer["category_id"][1] == "Cărți și papetărie / Cărți"
    assert offer["content"]["pictures"][0] == "https://cdn.example.com/front.jpg"
    assert (offer["content"]["family_name"], offer["content"]["warranty"]) == ("Cărți bune", 24)
    assert "Autor" in offer["content_characteristics"]
    assert "gpsr@example.com" in offer["content_safety"]


def test_A10_each_stage_tells_how_far_it_is(read):
    flows = read.browser.read("marketplace.flow", [], ["kind", "done", "total", "speed", "error"])
    stages = {flow["kind"]: flow for flow in flows}
    for kind in ("categories", "offers", "characteristics", "parties"):
        assert stages[kind]["done"] and not stages[kind]["error"], stages[kind]
        assert stages[kind]["speed"], stages[kind]
