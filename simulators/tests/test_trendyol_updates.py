"""Updates, archive, lock, deletion, buybox (api/trendyol.md §2.7, §2.8, §2.12)."""

import time

import pytest

from .trendyol_api import APPROVAL, DAY, reasons, shirt, water, without

BASE = "/product/sellers/{S}/products"


def bulk(api, suffix, *items):
    """Reasons of a POST that updates."""
    return reasons(api.read_batch(api.post(f"{BASE}/{suffix}", {"items": list(items)})))


def put(api, suffix, *items):
    return reasons(api.read_batch(api.put(f"{BASE}/{suffix}", {"items": list(items)})))


def remove(api, *barcodes):
    return reasons(api.read_batch(api.delete(BASE, {"items": [{"barcode": barcode} for barcode in barcodes]})))


def unapproved(**changes):
    return {**without(shirt(), "quantity", "listPrice", "salePrice"), **changes}


@pytest.fixture
def waiting(trendyol):
    """A shirt that waits for approval, which never comes by itself."""
    trendyol.set(approve_after_seconds=0)
    trendyol.read_batch(trendyol.create(shirt()))
    return trendyol


@pytest.fixture
def card(trendyol):
    """An approved card of two shirts."""
    trendyol.create_approved(shirt(), shirt("TS-1-L", "L"))
    return trendyol


# Not approved


def test_a_rejected_product_is_mended_and_waits_again(waiting):
    waiting.control("POST", "/offers/TS-1-M/validate", {"status": "rejected", "reasons": [["Görsel", "Bad picture"]]})
    row = waiting.get(f"{BASE}/unapproved", status="rejected").content[0]
    assert row["rejectReasonDetails"] == [{"rejectReason": "Görsel", "rejectReasonDetail": "Bad picture"}]
    assert bulk(waiting, "unapproved-bulk-update", unapproved(title="Tricou nou")) == ""
    row = waiting.get(f"{BASE}/unapproved", status="pendingApproval").content[0]
    assert row["title"] == "Tricou nou" and row["rejectReasonDetails"] == []
    assert row["quantity"] == 12 and row["salePrice"] == 99.9


@pytest.mark.parametrize("field", ["quantity", "listPrice", "salePrice"])
def test_stock_and_prices_are_not_part_of_it(waiting, field):
    assert field in bulk(waiting, "unapproved-bulk-update", unapproved(**{field: 5}))


def test_the_full_item_is_needed(waiting):
    assert "title" in bulk(waiting, "unapproved-bulk-update", without(unapproved(), "title"))
    assert bulk(waiting, "unapproved-bulk-update", unapproved(barcode="nobody"))


def test_an_approved_product_is_not_updated_so(card):
    assert "approved already" in bulk(card, "unapproved-bulk-update", unapproved())


def test_a_late_verdict_meets_only_what_it_saw(trendyol):
    """The first submission would be approved at 65 s, but the product was sent again at 55 s."""
    trendyol.read_batch(trendyol.create(shirt()))
    trendyol.later(45)
    bulk(trendyol, "unapproved-bulk-update", unapproved(title="Nou"))
    trendyol.later(APPROVAL - 30)
    assert trendyol.offer("TS-1-M")["status"] == "pendingApproval"
    trendyol.later(30)
    assert trendyol.offer("TS-1-M")["status"] == "approved"


def test_unreachable_pictures_reject(trendyol, monkeypatch):
    monkeypatch.setattr("simulators.trendyol.product_states._answers", lambda url: "ts1" not in url)
    trendyol.set(fetch_images=True)
    trendyol.read_batch(
        trendyol.create(shirt(), shirt("TS-2", productMainId="TS-2", images=[{"url": "https://a.example/2.jpg"}]))
    )
    trendyol.later(APPROVAL)
    for _attempt in range(500):
        found = [trendyol.offer(barcode)["status"] for barcode in ("TS-1-M", "TS-2")]
        if "pendingApproval" not in found:
            break
        time.sleep(0.01)
    assert found == ["rejected", "approved"]


# Content


def content(api, **changes):
    return bulk(api, "content-bulk-update", {"contentId": api.offer("TS-1-M")["content_id"], **changes})


def test_texts_alone_change_the_whole_card(card):
    assert content(card, title="Tricou nou") == ""
    assert card.offer("TS-1-M")["title"] == card.offer("TS-1-L")["title"] == "Tricou nou"
    assert card.offer("TS-1-M")["description"] == "<p>Tricou din bumbac.</p>"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 101},
        {"description": "<script>"},
        {"images": []},
        {"stockCode": "x"},
        {"barcode": "TS-1-M"},
        {"brandId": 41},
        {"attributes": []},
        {"attributes": None, "title": "x"},
    ],
)
def test_content_that_is_refused(card, changes):
    assert content(card, **changes)
    assert card.offer("TS-1-M")["title"] == "Tricou bumbac verde"


def test_unknown_content(card):
    assert "Content" in bulk(card, "content-bulk-update", {"contentId": 1, "title": "x"})


def rest(**changes):
    """Attributes of the card without those that make variants; by id."""
    values = {47: {"customAttributeValue": "Verde"}, 348: {"attributeValueId": 6829}, 346: {"attributeValueId": 6837}}
    values |= {int(number[1:]): value for number, value in changes.items()}
    return [{"attributeId": number, **value} for number, value in values.items() if value]


def test_attributes_are_replaced_as_a_whole(card):
    assert content(card, attributes=rest(_14={"attributeValueId": 6832}, _346={"attributeValueId": 6835})) == ""
    values = {row["id"]: row["value_ids"] for row in card.offer("TS-1-M")["attributes"]}
    assert values[14] == [6832] and values[346] == [6835] and values[338] == [6821]
    assert content(card, attributes=rest()) == ""
    assert 14 not in {row["id"] for row in card.offer("TS-1-M")["attributes"]}
    assert "348" in content(card, attributes=rest(_348=None))


def test_slicer_and_varianter_values_are_fixed(card):
    assert "47" in content(card, attributes=rest(_47={"customAttributeValue": "Roșu"}))
    assert "338" in content(card, attributes=rest(_338={"attributeValueId": 6820}))


# Variants


FULL = {"barcode": "TS-1-M", "stockCode": "NEW", "vatRate": 11, "dimensionalWeight": 2}


def test_variant_fields(card):
    assert bulk(card, "variant-bulk-update", {**FULL, "origin": "TR", "lotNumber": "L1"}) == ""
    row = card.offer("TS-1-M")
    assert (row["stock_code"], row["vat_rate"], row["origin"]) == ("NEW", 11, "TR")
    assert card.offer("TS-1-L")["stock_code"] == "TS-1-L"


@pytest.mark.parametrize(
    "changes",
    [
        {"vatRate": 19},
        {"title": "x"},
        {"sgrPrice": 0.2},
        {"channels": ["LUXE"]},
        {"channels": []},
        {"origin": "x"},
        {"barcode": "nobody"},
        {"stockCode": None},
    ],
)
def test_variants_that_are_refused(card, changes):
    assert bulk(card, "variant-bulk-update", {**FULL, **changes})


def test_partial_variant_updates_are_a_switch(card):
    assert bulk(card, "variant-bulk-update", {"barcode": "TS-1-M", "stockCode": "NEW"})
    card.set(variant_update_partial="accept")
    assert bulk(card, "variant-bulk-update", {"barcode": "TS-1-M", "stockCode": "NEW"}) == ""
    assert card.offer("TS-1-M")["vat_rate"] == 21


def test_the_deposit_of_drinks_is_changed_here(trendyol):
    trendyol.create_approved(water())
    body = {**FULL, "barcode": "H2O-1"}
    assert "sgrPrice" in bulk(trendyol, "variant-bulk-update", body)
    assert bulk(trendyol, "variant-bulk-update", {**body, "sgrPrice": 6}) == ""
    assert trendyol.offer("H2O-1")["sgr_price"] == 6


def test_variants_must_be_approved(waiting):
    assert "not approved" in bulk(waiting, "variant-bulk-update", FULL)


def test_delivery_options(card):
    item = {"barcode": "TS-1-M", "deliveryOption": {"deliveryDuration": 1}}
    batch = card.read_batch(card.post(f"{BASE}/delivery-info-bulk-update", {"items": [item]}))
    assert batch["items"][0]["requestItem"]["storeFrontCode"] == "RO" and batch["failedItemCount"] == 0
    assert card.offer("TS-1-M")["delivery_duration"] == 1
    assert bulk(card, "delivery-info-bulk-update", {"barcode": "TS-1-M", "deliveryOption": {"deliveryDuration": 3}})
    assert bulk(card, "delivery-info-bulk-update", {"barcode": "TS-1-M"})


# Archive, lock, delete


def test_archived_products_are_not_sold(card):
    assert put(card, "archive-state", {"barcode": "TS-1-M", "archived": True}) == ""
    assert not card.offer("TS-1-M")["on_sale"]
    row = card.get(f"{BASE}/approved", status="archived").content[0]["variants"][0]
    assert row["archived"] and row["archivedDate"]
    assert put(card, "archive-state", {"barcode": "TS-1-M", "archived": False}) == ""
    assert card.offer("TS-1-M")["on_sale"]


@pytest.mark.parametrize("item", [{"barcode": "TS-1-M"}, {"barcode": "TS-1-M", "archived": "yes"}, {"archived": True}])
def test_wrong_archive_requests(card, item):
    assert put(card, "archive-state", item)


def test_only_approved_products_are_archived(waiting):
    assert "not approved" in put(waiting, "archive-state", {"barcode": "TS-1-M", "archived": True})


def test_locked_products_are_unlocked(card):
    card.control("POST", "/offers/TS-1-M", {"locked": "CRITICAL_PRICE"})
    row = card.get(f"{BASE}/approved", status="locked").content[0]["variants"][0]
    assert row["lockReason"] == "CRITICAL_PRICE" and row["lockDate"] and not row["onSale"]
    assert put(card, "unlock", {"barcode": "TS-1-M"}) == ""
    assert "not locked" in put(card, "unlock", {"barcode": "TS-1-M"})


def test_unapproved_products_are_deleted(waiting):
    assert remove(waiting, "TS-1-M") == ""
    assert waiting.control("GET", "/offers") == []
    assert remove(waiting, "TS-1-M")
    assert reasons(waiting.read_batch(waiting.create(shirt()))) == ""  # the barcode is free again


def test_approved_products_a_day_after_they_were_archived(card):
    assert "archived" in remove(card, "TS-1-M")
    put(card, "archive-state", {"barcode": "TS-1-M", "archived": True})
    assert remove(card, "TS-1-M")
    card.later(DAY)
    assert remove(card, "TS-1-M") == ""


# Buybox


def test_buybox(card):
    card.control("POST", "/offers/TS-1-M", {"rivals": [89, 120]})
    answer = card.post(f"{BASE}/buybox-information", {"barcodes": ["TS-1-M", "TS-1-L", "nobody"]}).json["buyboxInfo"]
    assert answer == [
        {"barcode": "TS-1-M", "buyboxOrder": 2, "buyboxPrice": 89, "hasMultipleSeller": True,
         "secondBuyboxPrice": 99.9, "thirdBuyboxPrice": 120},
        {"barcode": "TS-1-L", "buyboxOrder": 1, "buyboxPrice": 99.9, "hasMultipleSeller": False,
         "secondBuyboxPrice": None, "thirdBuyboxPrice": None},
    ]  # fmt: skip
    assert card.post(f"{BASE}/buybox-information", {"barcodes": ["x"] * 11}).status == 400
    assert card.post(f"{BASE}/buybox-information", {}).status == 400
