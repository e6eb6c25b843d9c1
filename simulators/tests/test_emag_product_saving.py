"""product_offer/save: the four uses, uniqueness, required keys, batches (api/emag.md §3.2)."""

import pytest

from .emag_api import Api, ean13, offer_data, product, without


def save(api, *items):
    return api.post("/product_offer/save", list(items))


def attach(number=10, **changes):
    return {"id": number, "name": "Trainers, white", "part_number_key": "DRX42KBBM", **offer_data(**changes)}


def update(number=1, **changes):
    return {"id": number, **without(offer_data(), "min_sale_price", "max_sale_price"), "sale_price": 150, **changes}


# New product


def test_new_product_waits_for_validation(api):
    reply = save(api, product())
    assert reply.json == {"isError": False, "messages": [], "errors": [], "results": []}
    offer = api.offer(1)
    assert (offer["validation_status"], offer["part_number_key"], offer["on_sale"]) == (4, None, False)


@pytest.mark.parametrize("number", [0, -1, 16777216, "abc", None, 1.5])
def test_id_range(api, number):
    assert not save(api, product(id=number)).accepted
    assert api.control("GET", "/offers") == []


@pytest.mark.parametrize("key", ["name", "brand", "part_number", "status", "sale_price", "vat_id", "stock"])
def test_keys_a_new_product_needs(api, key):
    reply = save(api, without(product(), key))
    assert not reply.accepted and key in reply.text
    assert api.control("GET", "/offers") == []


@pytest.mark.parametrize("key", ["min_sale_price", "max_sale_price"])
def test_price_limits_are_needed_at_the_first_save(api, key):
    reply = save(api, without(product(), key))
    assert not reply.accepted and key in reply.text
    assert save(api, product()).accepted
    assert save(api, update()).accepted  # not any more


@pytest.mark.parametrize(
    "changes",
    [
        {"sale_price": 119.99},
        {"sale_price": 300.01},
        {"sale_price": 0},
        {"recommended_price": 165.2893},
        {"min_sale_price": 300, "max_sale_price": 120},
        {"status": 2},
        {"status": 5},
        {"vat_id": 99},
        {"handling_time": [{"warehouse_id": 1, "value": 4}]},
        {"stock": [{"warehouse_id": 1, "value": 1.5}]},
        {"stock": [{"warehouse_id": 1, "value": 65536}]},
        {"warranty": 256},
        {"emag_club": 2},
        {"supply_lead_time": 4},
        {"green_tax": -1},
        {"name": "x" * 256},
        {"brand": "x" * 256},
        {"part_number": "x" * 26},
        {"part_number": " ,;"},
        {"source_language": "ro"},
        {"category_id": 65536},
        {"category_id": 990},  # not allowed for this seller
        {"url": "x" * 1025},
        {"vendor_category_id": "abc"},
        {"ean": "5941234567899"},
        {"images": [{"url": "https://cdn.example.com/1.jpg", "display_type": 3}]},
        {"images_overwrite": 2},
        {"attachments": [{"id": 1}]},
        {"manufacturer": [{"name": "X", "address": "Y"}]},
        {"manufacturer": [{"name": "X", "address": "Y", "email": "z@example.com"}] * 11},
        {"eu_representative": [{"name": "x" * 201, "address": "Y", "email": "z@example.com"}]},
    ],
)
def test_values_that_are_refused(api, changes):
    reply = save(api, product(**changes))
    assert not reply.accepted
    assert reply.text.endswith("- Product id: 1")
    assert api.control("GET", "/offers") == []


@pytest.mark.parametrize("code", ["5941234567890", "12345", "123456789012345", "59412345678AB", 5941234567899])
def test_invalid_eans(api, code):
    reply = save(api, product(ean=[code]))
    assert f"{code} is not a valid EAN. - Product id: 1" in reply.text
    assert api.control("GET", "/offers") == []


@pytest.mark.parametrize("code", ["96385074", "036000291452", "5941234567899", "10012345678902", "123456"])
def test_valid_eans(api, code):
    assert save(api, product(ean=[code])).accepted


def test_part_number_is_stripped_and_unique(api):
    assert save(api, product(1, part_number="TRN 42;B")).accepted
    assert api.offer(1)["part_number"] == "TRN42B"
    reply = save(api, product(2, part_number="TRN42B"))
    assert reply.text == "You already hold a Product associated with this PN: TRN42B - Product id: 2"
    assert [offer["id"] for offer in api.control("GET", "/offers")] == [1]


def test_one_ean_cannot_be_on_two_products(api):
    assert save(api, product(1)).accepted
    assert not save(api, product(2, ean=["5941234567899"])).accepted
    assert [offer["id"] for offer in api.control("GET", "/offers")] == [1]


def test_uniqueness_inside_one_batch(api):
    assert not save(api, product(1), product(2, part_number="TRN-1")).accepted
    assert [offer["id"] for offer in api.control("GET", "/offers")] == [1]


# Drafts


def test_draft_needs_only_name_brand_and_part_number(api):
    reply = save(api, {"id": 1, "name": "X", "brand": "Y", "part_number": "Z"})
    assert reply.text.startswith("WARNING: The product was saved as a draft")
    assert reply.json["isError"] is True
    offer = api.offer(1)
    assert (offer["validation_status"], offer["sale_price"]) == (0, None)


def test_missing_mandatory_ean_makes_a_draft(api):
    reply = save(api, without(product(), "ean"))
    assert "WARNING: The product was saved as a draft" in reply.text
    assert reply.text.endswith("EAN. - Product id: 1")
    assert api.offer(1)["validation_status"] == 0
    row = api.post("/product_offer/read", {"id": 1}).results[0]
    assert row["validation_status"][0]["errors"][0]["identifier"] == "EAN"


def test_missing_mandatory_warranty_makes_a_draft(api):
    monitor = [{"id": 6001, "value": "1920 x 1080"}, {"id": 6002, "value": "27 inch"}]
    item = product(category_id=310, characteristics=monitor)
    assert "Warranty" in save(api, without(item, "warranty")).text
    assert save(api, item).accepted
    assert api.offer(1)["validation_status"] == 4


def test_a_draft_is_completed_later(api):
    save(api, {"id": 1, "name": product()["name"], "brand": "RunnerX", "part_number": "TRN-1"})
    assert not save(api, without(product(), "min_sale_price")).accepted  # its first offer data
    assert save(api, product()).accepted
    assert api.offer(1)["validation_status"] == 4


def test_warnings_without_is_error_when_so_switched(api):
    api.set(warning_sets_is_error=False)
    reply = save(api, without(product(), "ean"))
    assert reply.accepted and reply.text.startswith("WARNING")


# Offer update


@pytest.mark.parametrize("key", ["status", "sale_price", "vat_id", "handling_time", "stock"])
def test_keys_an_offer_update_needs(shop, key):
    item = without(update(sale_price=110), key)
    reply = save(shop, item)
    assert not reply.accepted and key in reply.text


def test_offer_update(shop):
    stock = [{"warehouse_id": 1, "value": 3}]
    assert save(shop, update(sale_price=110, stock=stock, warranty=36)).accepted
    offer = shop.offer(1)
    assert (offer["sale_price"], offer["general_stock"], offer["validation_status"]) == (110, 3, 9)
    assert save(shop, update(sale_price=110, status=2)).accepted


def test_campaign_blocks_updates(shop):
    shop.control("POST", "/offers/1", {"campaign": "BF"})
    assert "active campaign BF" in save(shop, update(sale_price=110)).text
    assert shop.offer(1)["sale_price"] == 100


def test_part_number_and_name_cannot_change_together(api):
    save(api, product())
    reply = save(api, product(part_number="NEW", name="New name"))
    assert reply.text == "You are trying to change both part_number and name at the same time for id 1."
    assert api.offer(1)["part_number"] == "TRN-1"
    assert save(api, product(part_number="NEW")).accepted
    assert save(api, product(part_number="NEW", name="New name")).accepted


def test_part_number_freed_by_a_change_can_be_used_again(api):
    save(api, product(1))
    save(api, product(1, part_number="OTHER"))
    assert save(api, product(2, part_number="TRN-1")).accepted


# Scheduled


@pytest.mark.parametrize(("day", "accepted"), [
    ("2026-03-10", False), ("2026-03-11", True), ("2026-05-09", True), ("2026-05-10", False),
    (None, False), ("11.03.2026", False), ("2026-02-30", False),
])  # fmt: skip
def test_start_date_range(shop, day, accepted):
    assert save(shop, update(sale_price=110, start_date=day)).accepted is accepted


def test_start_date_schedules_offer_data_only(shop):
    item = update(sale_price=110, start_date="2026-03-12", stock=[{"warehouse_id": 1, "value": 3}], emag_club=0)
    assert save(shop, item).accepted
    assert (shop.offer(1)["sale_price"], shop.stocks(1)) == (100, (10, 10))
    assert shop.post("/product_offer/read", {"id": 1}).results[0]["emag_club"] == 0
    shop.clock.advance(36 * 3600 - 1)  # 11 March 23:59:59 in Bucharest
    assert shop.offer(1)["sale_price"] == 100
    shop.clock.advance(1)
    assert (shop.offer(1)["sale_price"], shop.stocks(1)) == (110, (3, 3))


def test_a_campaign_blocks_what_was_scheduled(shop):
    save(shop, update(sale_price=110, start_date="2026-03-12"))
    shop.control("POST", "/offers/1", {"campaign": "BF"})
    shop.clock.advance(3 * 86400)
    assert shop.offer(1)["sale_price"] == 100


def test_foreign_currency_cannot_start_after_this_month(shop):
    assert save(shop, update(sale_price=110, currency_type="EUR", start_date="2026-03-31")).accepted
    assert not save(shop, update(sale_price=110, currency_type="EUR", start_date="2026-04-01")).accepted


def test_green_tax_only_in_romania():
    bulgaria = Api("BG")
    item = product(category_id=12735, vat_id=6, green_tax=1)
    assert "Romanian" in save(bulgaria, item).text
    assert save(bulgaria, without(item, "green_tax")).accepted


# Attach


def test_attach_by_part_number_key(api):
    assert save(api, attach()).accepted
    offer = api.offer(10)
    assert (offer["validation_status"], offer["owned"], offer["on_sale"]) == (9, False, True)


def test_attach_by_ean(api):
    item = {**without(attach(), "part_number_key"), "ean": ["5901234123457"]}
    assert save(api, item).accepted
    assert api.offer(10)["part_number_key"] == "DRX42KBBM"


@pytest.mark.parametrize(
    "changes",
    [
        {"part_number_key": "DNOTHERE1"},
        {"ean": ["5901234123457"]},  # both
        {"name": None},
        {"min_sale_price": None},
        {"stock": None},
        {"part_number_key": None, "ean": ["5901234123457", "4006381333931"]},
        {"part_number_key": None, "ean": [ean13(5)]},
    ],
)
def test_attach_refusals(api, changes):
    assert not save(api, {**attach(), **changes}).accepted
    assert api.control("GET", "/offers") == []


def test_one_offer_per_part_number_key(api):
    assert save(api, attach(10)).accepted
    reply = save(api, attach(11))
    assert reply.text == "You already hold an offer associated with this PNK: DRX42KBBM - Product id: 11"
    assert [offer["id"] for offer in api.control("GET", "/offers")] == [10]


def test_products_closed_for_new_offers(api):
    closed = {
        "part_number_key": "DCLOSED1BM",
        "name": "X",
        "brand": "Y",
        "category_id": 2735,
        "allowed_to_add_offer": False,
    }
    api.control("POST", "/catalogue", [closed])
    assert not save(api, attach(part_number_key="DCLOSED1BM")).accepted


def test_a_new_product_with_a_catalogue_ean_is_attached(api):
    reply = save(api, product(ean=["5901234123457"]))
    assert reply.text.startswith("WARNING: Your product has been automatically associated via EAN")
    offer = api.offer(1)
    assert (offer["part_number_key"], offer["owned"], offer["validation_status"]) == ("DRX42KBBM", False, 9)


def test_or_refused_as_duplicate(api):
    api.set(ean_in_catalogue="duplicate")
    reply = save(api, product(ean=["5901234123457"]))
    assert "is a duplicated product. Please associate the offer to product with PNK DRX42KBBM" in reply.text
    assert api.control("GET", "/offers") == []


def test_a_draft_can_be_attached(api):
    save(api, {"id": 10, "name": "X", "brand": "Y", "part_number": "Z"})
    assert save(api, attach(10)).accepted
    assert api.offer(10)["part_number_key"] == "DRX42KBBM"


def test_an_offer_keeps_its_part_number_key(api):
    save(api, attach(10))
    assert not save(api, {**update(10), "part_number_key": "D5DD9BBBM"}).accepted
    assert save(api, {**update(10), "part_number_key": "DRX42KBBM"}).accepted


def test_content_of_an_attached_offer_cannot_be_edited(api):
    save(api, attach(10))
    reply = save(api, {**update(10), "description": "<p>mine</p>"})
    assert reply.text == "WARNING: You are not eligible to edit the product documentation. - Product id: 10"
    assert reply.json["isError"] is True
    assert api.offer(10)["sale_price"] == 150  # the offer is saved
    assert api.post("/product_offer/read", {"id": 10}).results[0]["description"] == ""


# Batches


def test_messages_are_pooled_and_good_items_saved(api):
    reply = save(api, product(1), product(2, vat_id=99), product(3, ean=["1"]))
    assert reply.json["isError"] is True and reply.results == []
    assert [text.rsplit(" ", 1)[1] for text in reply.json["messages"]] == ["2", "3"]
    assert [offer["id"] for offer in api.control("GET", "/offers")] == [1]


def test_nothing_of_a_mixed_batch_is_saved_when_so_switched(api):
    api.set(mixed_batch_saves_good_items=False)
    assert not save(api, product(1), product(2, vat_id=99)).accepted
    assert api.control("GET", "/offers") == []
