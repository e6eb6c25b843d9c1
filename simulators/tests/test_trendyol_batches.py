"""Batches take time, fail per item, and expire (api/trendyol.md §2.10)."""

import pytest

from .trendyol_api import reasons, shirt

PATH = "/product/sellers/{S}/products/batch-requests/"


def read(api, answer):
    return api.get(PATH + answer.json["batchRequestId"]).json


def test_the_life_of_a_batch(trendyol):
    answer = trendyol.create(shirt(), shirt("TS-1-L", "L"))
    batch = read(trendyol, answer)
    assert (batch["status"], batch["items"], batch["itemCount"]) == ("IN_PROGRESS", [], 2)
    trendyol.clock.advance(5)
    batch = read(trendyol, answer)  # completed, and still without items
    assert (batch["status"], batch["items"], batch["itemCount"]) == ("COMPLETED", [], 2)
    trendyol.clock.advance(2)
    batch = read(trendyol, answer)
    assert [item["status"] for item in batch["items"]] == ["SUCCESS", "SUCCESS"]
    assert batch["batchRequestType"] == "ProductV2OnBoarding" and batch["sourceType"] == "API"
    assert batch["items"][0]["requestItem"]["product"]["title"] == "Tricou bumbac verde"


def test_failures_are_not_counted_before_they_can_be_read(trendyol):
    answer = trendyol.create(shirt(vatRate=5))
    trendyol.clock.advance(5)
    assert read(trendyol, answer)["failedItemCount"] == 0
    trendyol.clock.advance(2)
    assert read(trendyol, answer)["failedItemCount"] == 1


def test_the_empty_phase_is_a_switch(trendyol):
    trendyol.set(batch_empty_seconds=0, batch_seconds=0)
    assert read(trendyol, trendyol.create(shirt()))["items"][0]["status"] == "SUCCESS"


def test_items_of_a_running_batch_may_be_listed(trendyol):
    trendyol.set(batch_items_in_progress="IN_PROGRESS")
    assert read(trendyol, trendyol.create(shirt()))["items"][0]["status"] == "IN_PROGRESS"


def test_results_are_kept_four_hours(trendyol):
    answer = trendyol.create(shirt())
    trendyol.clock.advance(4 * 3600 - 1)
    assert read(trendyol, answer)["items"]
    trendyol.clock.advance(1)
    assert read(trendyol, answer) == {"batchRequestId": answer.json["batchRequestId"]}


def test_an_unknown_batch_is_200_and_almost_empty(trendyol):
    reply = trendyol.get(PATH + "no-such-batch")
    assert (reply.status, reply.json) == (200, {"batchRequestId": "no-such-batch"})


def test_stock_batches_have_no_status(bazaar):
    batch = bazaar.read_batch(bazaar.send_stock({"barcode": "A-1", "quantity": 3}))
    assert "status" not in batch
    assert batch["batchRequestType"] == "ProductInventoryUpdate"
    item = batch["items"][0]
    assert item["status"] == "SUCCESS" and item["requestItem"]["quantity"] == 3
    assert item["requestItem"]["updateRequestDate"] == "2026-11-09T10:00:00.000+00:00"


@pytest.mark.parametrize(
    ("method", "path", "item", "kind"),
    [
        ("PUT", "archive-state", {"barcode": "A-1", "archived": True}, "ProductArchiveUpdate"),
        ("PUT", "unlock", {"barcode": "A-1"}, "ProductUnlockUpdate"),
        ("POST", "delivery-info-bulk-update", {"barcode": "A-1", "deliveryOption": {"deliveryDuration": 1}},
         "ProductDeliveryOptionUpdate"),
        ("POST", "variant-bulk-update", {"barcode": "A-1"}, "ApprovedProductVariantUpdate"),
        ("POST", "content-bulk-update", {"contentId": 1}, "ApprovedProductContentUpdate"),
        ("POST", "unapproved-bulk-update", {"barcode": "A-1"}, "ProductV2Update"),
        ("DELETE", "", {"barcode": "A-1"}, "ProductDeletion"),
    ],
)  # fmt: skip
def test_every_kind_is_named(bazaar, method, path, item, kind):
    reply = bazaar.call(method, f"/product/sellers/{{S}}/products/{path}".rstrip("/"), json={"items": [item]})
    assert bazaar.read_batch(reply)["batchRequestType"] == kind


def test_items_fail_on_purpose(bazaar):
    bazaar.control("POST", "/item_faults", {"match": "A-1", "reason": "İç hata", "times": 1})
    batch = bazaar.read_batch(bazaar.send_stock({"barcode": "A-1", "quantity": 3}, {"barcode": "A-2", "quantity": 3}))
    assert [item["status"] for item in batch["items"]] == ["FAILED", "SUCCESS"] and reasons(batch) == "İç hata"
    assert (bazaar.stock("A-1"), bazaar.stock("A-2")) == (10, 3)
    assert reasons(bazaar.read_batch(bazaar.send_stock({"barcode": "A-1", "quantity": 4}))) == ""


def test_control_shows_expired_batches_too(bazaar):
    bazaar.send_stock({"barcode": "A-1", "quantity": 3})
    bazaar.clock.advance(100_000)
    assert bazaar.control("GET", "/batches")[0]["items"][0]["status"] == "SUCCESS"
    assert bazaar.control("POST", "/item_faults", {"match": "("})[0] == 400
    assert bazaar.control("DELETE", "/item_faults") == {"faults": 0}


def test_control_finishes_what_runs(bazaar):
    answer = bazaar.send_stock({"barcode": "A-1", "quantity": 3})
    assert bazaar.control("POST", "/batches/finish") == {"finished": 1}
    assert read(bazaar, answer)["items"][0]["status"] == "SUCCESS" and bazaar.stock("A-1") == 3
    bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.later(60)
    assert bazaar.stock("A-1") == 2  # worked once only
    assert bazaar.control("POST", "/batches/finish") == {"finished": 0}
