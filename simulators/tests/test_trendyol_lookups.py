"""Addresses, carriers, brands, categories, attributes, values (api/trendyol.md §2.1 - §2.5)."""

import pytest

CATEGORIES = "/product/product-categories"


def attributes(api, category=604, **query):
    return api.get(f"/product/categories/{category}/attributes", **query).json


def leaves(rows):
    return [row for root in rows for row in (leaves(root["subCategories"]) or [root])]


def test_addresses_with_their_kinds(trendyol):
    answer = trendyol.get("/sellers/{S}/addresses").json
    kinds = {row["addressType"]: row for row in answer["supplierAddresses"]}
    assert kinds["Shipment"]["shipmentAddress"] and kinds["Returning"]["returningAddress"]
    assert answer["defaultShipmentAddress"]["id"] == kinds["Shipment"]["id"]
    assert answer["defaultInvoiceAddress"] is None
    assert answer["defaultReturningAddress"] == {"present": True}


def test_address_flags_of_the_newer_guide(trendyol):
    trendyol.set(address_flags="is")
    row = trendyol.get("/sellers/{S}/addresses").json["supplierAddresses"][0]
    assert row["isShipmentAddress"] and row["isDefault"] and "default" not in row


def test_cargo_providers(turkish):
    rows = turkish.get("/product/lookup/cargo-providers").json
    assert {"code": "YKMP", "name": "Yurtiçi Marketplace"} in rows and len(rows) == 10


def test_brands_in_pages_from_zero(trendyol):
    first = trendyol.get("/product/brands").json["brands"]
    second = trendyol.get("/product/brands", page=1, size=1000).json["brands"]
    assert len(first) == 1000 and {"id": 40, "name": "Brand A"} in first
    assert not {row["id"] for row in first} & {row["id"] for row in second}
    assert trendyol.get("/product/brands", size=1001).status == 400


def test_brands_by_name_is_a_bare_list_of_twenty(trendyol):
    assert trendyol.get("/product/brands/by-name", name="Brand A").json == [{"id": 40, "name": "Brand A"}]
    assert len(trendyol.get("/product/brands/by-name", name="Marca").json) == 20
    assert len(trendyol.get("/product/brands/by-name", name="Marca", size=100).json) == 100
    assert trendyol.get("/product/brands/by-name").status == 400


def test_brand_names_care_for_case_unless_switched(trendyol):
    assert trendyol.get("/product/brands/by-name", name="brand a").json == []
    trendyol.set(brand_name_match="case_insensitive")
    assert trendyol.get("/product/brands/by-name", name="brand a").json


def test_category_tree(trendyol):
    trendyol.headers["Accept-Language"] = "ro"
    roots = trendyol.get(CATEGORIES).json["categories"]
    assert {row["parentId"] for row in roots} == {None}
    names = {row["name"]: row for row in leaves(roots)}
    assert len(names) == 8 and names["Tricouri"]["id"] == 604 and names["Ochelari"]["parentId"] == 368


def test_category_tree_as_bare_list(trendyol):
    trendyol.set(category_tree_as="list")
    assert isinstance(trendyol.get(CATEGORIES).json, list)


def test_each_storefront_has_its_own_tree(trendyol):
    here = {row["id"] for row in leaves(trendyol.get(CATEGORIES).json["categories"])}
    headers = {**trendyol.headers, "storeFrontCode": ""}
    there = {row["id"] for row in leaves(trendyol.call("GET", CATEGORIES, headers=headers).json["categories"])}
    assert not here & there  # without header the request is one to Türkiye


def test_attributes_with_their_flags(trendyol):
    rows = {row["attribute"]["id"]: row for row in attributes(trendyol)["categoryAttributes"]}
    assert rows[338]["varianter"] and rows[338]["required"] and not rows[338]["allowCustom"]
    assert rows[47]["slicer"] and rows[47]["allowCustom"]
    assert set(rows[338]) == {
        "categoryId", "attribute", "required", "allowCustom", "varianter", "slicer", "allowMultipleAttributeValues",
    }  # fmt: skip


def test_every_category_has_at_most_one_varianter(trendyol):
    for leaf in leaves(trendyol.get(CATEGORIES).json["categories"]):
        flags = [row["varianter"] for row in attributes(trendyol, leaf["id"])["categoryAttributes"]]
        assert flags.count(True) <= 1 and flags


def test_two_attributes_share_a_name(trendyol):
    trendyol.headers["Accept-Language"] = "ro"
    names = {row["attribute"]["id"]: row["attribute"]["name"] for row in attributes(trendyol)["categoryAttributes"]}
    assert names[47] == names[348] == "Culoare"


def test_required_narrows(trendyol):
    required = attributes(trendyol, required="true")["categoryAttributes"]
    optional = attributes(trendyol, required="false")["categoryAttributes"]
    assert all(row["required"] for row in required) and not any(row["required"] for row in optional)
    assert len(required) + len(optional) == len(attributes(trendyol)["categoryAttributes"])


def test_values_of_thousands_in_pages(trendyol):
    path = "/product/categories/805/attributes/1192/values"
    first = trendyol.get(path).json
    assert (first["totalElements"], first["totalPages"], len(first["content"])) == (3500, 4, 1000)
    seen = [row["attributeValueId"] for page in range(4) for row in trendyol.get(path, page=page).content]
    assert len(set(seen)) == 3500
    assert trendyol.get(path, size=1001).status == 400


def test_values_of_a_free_text_may_be_empty(trendyol):
    assert trendyol.get("/product/categories/604/attributes/47/values").json["totalElements"] == 0


@pytest.mark.parametrize("key", ["attributeValueName", "attributeValue", "name"])
def test_key_of_the_text_is_a_switch(trendyol, key):
    trendyol.set(value_text_key=key)
    row = trendyol.get("/product/categories/604/attributes/338/values", size=1).content[0]
    assert row == {"attributeValueId": 6819, key: "XS"}


@pytest.mark.parametrize(
    "path", ["9999/attributes", "9999/attributes/338/values", "604/attributes/720/values", "600/attributes/338/values"]
)
def test_unknown_categories_and_attributes(trendyol, path):
    assert trendyol.get(f"/product/categories/{path}").status == 404


def test_places(trendyol):
    assert {"code": "RO", "name": "Romania"} in trendyol.get("/member/countries").json
    assert trendyol.get("/member/countries/RO/cities").json[0]["name"] == "Timisoara"
    assert trendyol.get("/member/countries/XX/cities").status == 404
