"""Characteristics, families, images and languages of products (api/emag.md §2.1, §3.2, §3.4)."""

import pytest

from .emag_api import product, without

COLOR = {"id": 5401, "value": "Black"}
SIZES = [{"id": 6506, "tag": "original", "value": "42 EU"}, {"id": 6506, "tag": "converted", "value": "42 EU"}]
MONITOR = [{"id": 6001, "value": "1920 x 1080"}, {"id": 6002, "value": "27 inch"}]


def save(api, *items):
    return api.post("/product_offer/save", list(items))


def row(api, number=1):
    return api.post("/product_offer/read", {"id": number}).results[0]


@pytest.mark.parametrize(
    ("characteristics", "message"),
    [
        (SIZES, "Value of characteristic with id 5401 was not set"),
        ([COLOR], "Value of characteristic with id 6506 was not set"),
        ([COLOR, *SIZES, {"id": 6001, "value": "1 x 1"}], "Characteristic with id 6001 is not attached to template"),
        ([{"id": 5401, "value": ""}, *SIZES], "Value of characteristic with id 5401 is empty"),
        ([{"id": 5401}, *SIZES], "Value of characteristic with id 5401 is empty"),
        ([{"id": 5401, "value": "Blak"}, *SIZES], "5401 must be one of: Black, Blue, Green, Red, White"),
        ([{"id": 5401, "value": "black"}, *SIZES], "must be one of"),
        ([COLOR, SIZES[0]], "Characteristic with id 6506 must be sent once per tag: original, converted"),
        ([COLOR, *SIZES, SIZES[0]], "must be sent once per tag"),
        ([COLOR, {"id": 6506, "value": "42 EU"}], "must be sent once per tag"),
        ([{**COLOR, "tag": "original"}, *SIZES], "Characteristic with id 5401 has no tags"),
        ([COLOR, *SIZES, {"id": 5403, "value": "Yes"}, {"id": 5403, "value": "No"}], "accepts a single value"),
        ([COLOR, *SIZES, {"id": 5403, "value": "Maybe"}], "must be one of: Yes, No, N/A"),
        ([COLOR, *SIZES, {"id": 5402, "value": "x" * 256}], "5402 cannot be parsed"),
        ({"5401": "Black"}, "must be a list"),
    ],
)
def test_wrong_characteristics_are_documentation_errors_but_the_offer_is_saved(api, characteristics, message):
    reply = save(api, product(characteristics=characteristics))
    assert reply.json["isError"] is True
    assert message in reply.text
    assert (api.offer(1)["sale_price"], api.offer(1)["validation_status"]) == (165.2893, 0)
    errors = row(api)["doc_errors"]
    assert message in " ".join(error["message"]["en_GB"] for error in errors)
    assert errors == row(api)["validation_status"][0]["errors"]


@pytest.mark.parametrize(
    ("category", "characteristics", "accepted"),
    [
        (2735, [COLOR, {"id": 5401, "value": "Blue"}, *SIZES], True),  # several colors
        (2735, [COLOR, *SIZES, {"id": 5402, "value": "Cork"}], True),  # a new value
        (310, MONITOR, True),
        (310, [MONITOR[0], {"id": 6002, "value": "34 inch"}], True),  # new, with unit
        (310, [MONITOR[0], {"id": 6002, "value": "inch"}], False),
        (310, [MONITOR[0], {"id": 6002, "value": "27"}], False),
        (310, [{"id": 6001, "value": "1921 x 1081"}, MONITOR[1]], False),  # closed list
        (310, [*MONITOR, {"id": 6003, "value": "60 Hz"}, {"id": 6003, "value": "75 Hz"}], True),
        (410, [{"id": 6020, "value": "30 x 20 x 10 - 5"}], True),
        (410, [{"id": 6020, "value": "30 x 20 x 10"}], True),
        (410, [{"id": 6020, "value": "30 by 20"}], False),
        (410, [{"id": 6020, "value": "30 x 20 x 10"}, {"id": 6021, "value": "7"}], True),
        (410, [{"id": 6020, "value": "30 x 20 x 10"}, {"id": 6021, "value": "seven"}], False),
        (410, [{"id": 6020, "value": "30 x 20 x 10"}, {"id": 6021, "value": "2"}, {"id": 6021, "value": "3"}], False),
    ],
)
def test_values_by_type(api, category, characteristics, accepted):
    assert save(api, product(category_id=category, characteristics=characteristics)).accepted is accepted


def test_unknown_category_is_a_documentation_error(api):
    reply = save(api, product(category_id=5))
    assert "Template does not exist in doc application" in reply.text
    assert api.offer(1)["validation_status"] == 0


def test_wrong_update_of_an_approved_product_keeps_the_old_content(api):
    save(api, product())
    api.control("POST", "/offers/1/validate")
    reply = save(api, product(characteristics=[COLOR], description="<p>new</p>"))
    assert reply.json["isError"] is True
    assert row(api)["validation_status"][0]["value"] == 12
    assert row(api)["description"] == ""
    assert len(row(api)["characteristics"]) == 3
    assert api.offer(1)["on_sale"] is True


# Families


def member(number, size="42 EU", **changes):
    tagged = [{"id": 6506, "tag": tag, "value": size} for tag in ("original", "converted")]
    family = {"id": 501, "name": "Runner X", "family_type_id": 95}
    return product(number, characteristics=[COLOR, *tagged], family=family, **changes)


def test_family_members_differ_in_the_defining_characteristic(api):
    assert save(api, member(1), member(2, "43 EU")).accepted
    assert row(api, 2)["family"] == {"id": 501, "name": "Runner X"}


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (member(2), "product with the same characteristic values already exists on family"),
        (member(2, "43 EU", brand="Other"), "family brand does not match other products in family"),
        (member(2, "43 EU") | {"family": {"id": 501, "name": "Runner X", "family_type_id": 96}}, "invalid family type"),
        (member(2, "43 EU") | {"family": {"id": 501, "family_type_id": 95}}, "family name is empty"),
        (member(2, "43 EU") | {"family": {"name": "Runner X"}}, "invalid family"),
    ],
)
def test_an_invalid_family_is_a_warning_and_the_product_is_saved(api, second, message):
    save(api, member(1))
    reply = save(api, second)
    assert reply.text.startswith("WARNING: Mktp Family:") and message in reply.text
    assert (row(api, 2)["family"], api.offer(2)["validation_status"]) == (None, 4)


def test_family_needs_its_defining_values(api):
    shirt = product(category_id=2736, characteristics=[], family={"id": 7, "name": "Shirts", "family_type_id": 96})
    assert "Please provide product characteristic values for the given family type" in save(api, shirt).text


def test_family_needs_one_color_only_when_color_defines_it(api):
    shirt = product(category_id=2736, family={"id": 7, "name": "Shirts", "family_type_id": 96})
    medium = [{"id": 6506, "tag": tag, "value": "M"} for tag in ("original", "converted")]
    shirt["characteristics"] = [COLOR, {"id": 5401, "value": "Blue"}, *medium]
    assert "more than 1 value on characteristic 5401" in save(api, shirt).text
    shirt["characteristics"] = [COLOR, *medium]
    assert save(api, shirt).accepted


def test_family_0_removes(api):
    save(api, member(1))
    assert save(api, product(1, family={"id": 0})).accepted
    assert row(api)["family"] is None
    assert "product has no family" in save(api, product(1, family={"id": 0})).text


# Images


def images(*names):
    return [
        {"url": f"https://cdn.example.com/{name}.jpg", "display_type": index == 0 and 1 or 0}
        for index, name in enumerate(names)
    ]


def urls(api):
    return [entry["url"].rsplit("/", 1)[1] for entry in row(api)["images"]]


@pytest.mark.parametrize("sent", [{"url": "x"}, "https://cdn.example.com/1.jpg", [{"display_type": 1}], ["x"]])
def test_photo_gallery_must_be_a_list_with_urls(api, sent):
    assert "photo_gallery is not an array or without url" in save(api, product(images=sent)).text
    assert api.offer(1)["validation_status"] == 0


@pytest.mark.parametrize("url", ["ftp://x/1.jpg", "not a url", "https://" + "x" * 1024])
def test_no_valid_image(api, url):
    reply = save(api, product(images=[{"url": url}]))
    assert "Photo Gallery Validation - No valid images have been found" in reply.text


def test_owners_replace_images_and_may_append(api):
    save(api, product(images=images("a", "b")))
    save(api, product(images=images("b", "c")))
    assert urls(api) == ["b.jpg", "c.jpg"]
    save(api, product(images=images("d"), images_overwrite=0))
    assert urls(api) == ["b.jpg", "c.jpg", "d.jpg"]


def test_only_new_urls_are_downloaded_unless_forced(api):
    save(api, product(images=images("a", "b")))
    assert api.offer(1)["image_downloads"] == 2
    save(api, product(images=images("a", "b")))
    assert api.offer(1)["image_downloads"] == 2
    save(api, product(images=images("a", "c")))
    assert api.offer(1)["image_downloads"] == 3
    save(api, product(images=images("a", "c"), force_images_download=1))
    assert api.offer(1)["image_downloads"] == 5


def test_unreachable_images_when_fetched(api, monkeypatch):
    asked = []
    monkeypatch.setattr("simulators.emag.downloads.answers", lambda url: asked.append(url) or "good" in url)
    api.set(fetch_images=True)
    assert "No valid images" in save(api, product(1, images=images("bad"))).text
    assert save(api, product(2, images=images("good", "bad"))).accepted
    assert [entry["url"] for entry in row(api, 2)["images"]] == ["https://cdn.example.com/good.jpg"]
    assert len(asked) == 3


# Language


def test_another_source_language_starts_a_translation(api):
    save(api, product(source_language="en_GB"))
    assert row(api)["translation_validation_status"][0]["value"] == 15
    assert api.offer(1)["on_sale"] is False
    api.control("POST", "/offers/1/validate")
    assert row(api)["translation_validation_status"][0]["value"] == 9
    assert api.offer(1)["on_sale"] is True


def test_the_platform_language_needs_none(api):
    save(api, product(source_language="ro_RO"))
    assert row(api)["translation_validation_status"] == []


def test_family_key_is_optional(api):
    assert save(api, without(product(), "images", "handling_time")).accepted
