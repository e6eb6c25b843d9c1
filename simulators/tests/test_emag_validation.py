"""The documentation state machine and the catalogue (api/emag.md §3.1, §3.4, §3.9)."""

import re

import pytest

from simulators.emag.catalogue import Catalogue
from simulators.emag.const import SELLABLE_VALIDATION, VALIDATION_STATUS

from .emag_api import Api, ean13, product


def save(api, *items):
    return api.post("/product_offer/save", list(items))


def status(api, number=1):
    return api.offer(number)["validation_status"]


def test_approved_after_the_set_seconds(api):
    save(api, product())
    api.clock.advance(59)
    assert (status(api), api.offer(1)["part_number_key"]) == (4, None)
    api.clock.advance(1)
    offer = api.offer(1)
    assert (offer["validation_status"], offer["on_sale"]) == (9, True)
    key = offer["part_number_key"]
    assert re.fullmatch(r"[A-Z0-9]{9}", key) and re.search(r"\d", key) and re.search(r"[A-Z]", key)


def test_zero_seconds_leave_it_to_the_control_api(api):
    api.set(approve_after_seconds=0)
    save(api, product())
    api.clock.advance(1_000_000)
    assert status(api) == 4
    api.control("POST", "/offers/1/validate")
    assert status(api) == 9


def test_refused_by_people(api):
    save(api, product())
    api.control("POST", "/offers/1/validate", {"status": 8, "errors": ["No valid description"]})
    row = api.post("/product_offer/read", {"id": 1}).results[0]
    entry = row["validation_status"][0]
    assert (entry["value"], entry["description"]) == (8, "Documentation rejected")
    assert entry["errors"][0]["message"]["ro_RO"] == "No valid description"
    api.clock.advance(3600)
    assert status(api) == 8  # the automatic approval was overtaken
    save(api, product())
    assert status(api) == 4  # sent again


def test_an_update_is_pending_while_the_old_content_sells(api):
    save(api, product())
    api.control("POST", "/offers/1/validate")
    save(api, product(description="<p>new</p>"))
    assert (status(api), api.offer(1)["on_sale"]) == (11, True)
    api.clock.advance(60)
    assert status(api) == 9


def test_the_same_content_again_is_no_update(api):
    save(api, product())
    api.control("POST", "/offers/1/validate")
    save(api, product())
    assert status(api) == 9


@pytest.mark.parametrize("value", [number for number in VALIDATION_STATUS if number < 13])
def test_every_state_decides_whether_the_offer_sells(api, value):
    api.seed({"id": 1})
    api.control("POST", "/offers/1/validate", {"status": value})
    assert status(api) == value
    assert api.offer(1)["on_sale"] is (value in SELLABLE_VALIDATION)


def test_a_lost_ean_conflict_switches_the_offer_off(api):
    api.seed({"id": 1})
    api.control("POST", "/offers/1/validate", {"status": 6})
    assert api.offer(1)["status"] == 0


def test_invalid_price_state_stops_the_sale(api):
    api.seed({"id": 1, "offer_validation_status": 2})
    assert api.offer(1)["on_sale"] is False


def test_approval_calls_the_seller_back(api):
    api.set(callback_urls={"approved_documentation": "http://shop/approved"})
    save(api, product())
    api.clock.advance(60)
    api.offer(1)
    assert api.run_notifications() == [("approved_documentation", "GET", "http://shop/approved", {"product_id": 1})]


def test_part_number_keys_never_repeat():
    catalogue = Catalogue()
    keys = [catalogue.new_key() for _ in range(20_000)]
    assert len(set(keys)) == len(keys)
    assert all(re.search(r"\d", key) and re.search(r"[A-Z]", key) for key in keys)


# find_by_eans


def find(api, *codes):
    return api.get("/documentation/find_by_eans", query_string={"eans[]": list(codes)})


def test_find_by_eans(api):
    reply = find(api, "5901234123457", ean13(5))
    assert reply.results[ean13(5)] == {"products": []}
    assert reply.results["5901234123457"]["products"] == [
        {
            "ean": "5901234123457",
            "part_number_key": "DRX42KBBM",
            "product_name": "Runner X trainers, white, 43 EU",
            "brand_name": "RunnerX",
            "doc_category_id": 2735,
            "category_name": "Men trainers",
            "site_url": "http://emag.ro/product_details/pd/DRX42KBBM",
            "allowed_to_add_offer": True,
            "vendor_has_offer": False,
            "hotness": "COLD",
            "product_image": "https://cdn.example.com/150.jpg",
        }
    ]


def test_own_approved_products_are_found(api):
    save(api, product())
    assert find(api, "5941234567899").results["5941234567899"]["products"] == []
    api.control("POST", "/offers/1/validate")
    found = find(api, "5941234567899").results["5941234567899"]["products"][0]
    assert found["vendor_has_offer"] is True


def test_more_than_100_codes_are_ignored_with_a_notice(api):
    reply = find(api, *[ean13(number) for number in range(101)])
    assert len(reply.results) == 100
    assert reply.json["isError"] is False and "100" in reply.text


def test_no_match_at_all_by_switch(api):
    assert find(api, ean13(1)).results == {ean13(1): {"products": []}}
    api.set(find_by_eans_no_match="list")
    assert find(api, ean13(1)).results == []


def test_numbered_brackets_work_and_none_is_refused(api):
    assert api.get("/documentation/find_by_eans?eans[0]=5901234123457").accepted
    assert not api.get("/documentation/find_by_eans?ean=5901234123457").accepted


def test_fashion_days_has_no_site_url():
    found = find(Api("FDRO"), "5901234123457").results["5901234123457"]["products"][0]
    assert "site_url" not in found
