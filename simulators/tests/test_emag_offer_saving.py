"""offer/save, PATCH offer_stock, measurements/save (api/emag.md §3.6 - §3.8)."""

import pytest

DECIMALS = "The stock field is mandatory. Its value must be a whole (integer) number. Decimals are not allowed. (ex: 5)"


def stock(value, warehouse=1):
    return [{"warehouse_id": warehouse, "value": value}]


def save(api, **item):
    """(accepted, message) of one offer in offer/save."""
    reply = api.post("/offer/save", [item])
    assert reply.status == 200 and reply.json["isError"] is False
    verdict = reply.results[str(item["id"])]
    return not verdict["isError"], " | ".join(verdict["messages"])


def test_verdict_per_id_while_the_top_level_says_no_error(shop):
    items = [{"id": 1, "stock": stock(50)}, {"id": 2, "stock": stock(-1)}, {"id": 77, "stock": stock(1)}]
    reply = shop.post("/offer/save", items)
    assert reply.json == {
        "isError": False,
        "messages": [],
        "errors": [],
        "results": {
            "1": {"isError": False, "messages": ["Offer 1 updated successfully"]},
            "2": {"isError": True, "messages": ["Stock should be 0 or more"]},
            "77": {"isError": True, "messages": ["Offer 77 not found"]},
        },
    }
    assert (shop.stocks(1), shop.stocks(2)) == ((50, 50), (10, 10))


def test_refusals_seen_only_in_top_level_messages(shop):
    shop.set(offer_save_refusals="messages")
    reply = shop.post("/offer/save", [{"id": 1, "stock": stock(5)}, {"id": 2, "stock": stock(-1)}])
    assert reply.json["isError"] is False
    assert list(reply.results) == ["1"]
    assert reply.json["messages"] == ["Stock should be 0 or more - Product id: 2"]


def test_an_item_without_id_is_refused(shop):
    reply = shop.post("/offer/save", [{"stock": stock(5)}, {"id": 1, "stock": stock(6)}])
    assert "id field is mandatory" in reply.text
    assert list(reply.results) == ["1"]


@pytest.mark.parametrize("value", [5.5, "5.0", None, True, "many", [5]])
def test_stock_must_be_whole(shop, value):
    assert save(shop, id=1, stock=stock(value)) == (False, DECIMALS)
    assert shop.stocks(1) == (10, 10)


@pytest.mark.parametrize("sent", [5, [], [5], {"value": 5}, None, [{"warehouse_id": 1}]])
def test_stock_must_be_a_list_of_warehouses(shop, sent):
    assert save(shop, id=1, stock=sent) == (False, DECIMALS)


@pytest.mark.parametrize(("value", "accepted"), [(0, True), (65535, True), (-1, False), (65536, False)])
def test_stock_range(shop, value, accepted):
    assert save(shop, id=1, stock=stock(value))[0] is accepted


@pytest.mark.parametrize("warehouses", [[2], [None], [1, 1], [1, 2]])
def test_warehouses_must_exist_and_not_repeat(shop, warehouses):
    sent = [{"warehouse_id": number, "value": 5} for number in warehouses]
    assert save(shop, id=1, stock=sent)[0] is False


def test_several_warehouses_add_up(shop):
    shop.simulator.account.dictionary.warehouses.append(2)
    assert save(shop, id=1, stock=stock(5) + stock(7, 2))[0]
    assert shop.stocks(1) == (12, 12)


@pytest.mark.parametrize(
    ("item", "accepted"),
    [
        ({"sale_price": 120}, True),
        ({"sale_price": "120.5000"}, True),
        ({"sale_price": 0}, False),
        ({"sale_price": -5}, False),
        ({"sale_price": "abc"}, False),
        ({"sale_price": 100.12345}, False),
        ({"sale_price": 49.99}, False),  # below min 50
        ({"sale_price": 50}, True),
        ({"sale_price": 200}, True),
        ({"sale_price": 200.01}, False),  # above max 200
        ({"sale_price": 300, "max_sale_price": 400}, True),
        ({"max_sale_price": 99}, False),  # the stored price would lie outside
        ({"min_sale_price": 200}, False),  # not below max
        ({"min_sale_price": 0}, False),
        ({"recommended_price": 100}, False),  # must exceed sale_price
        ({"recommended_price": 100.01}, True),
        ({"recommended_price": 0}, False),
        ({"sale_price": 150, "recommended_price": 140}, False),
        ({"vat_id": 2}, True),
        ({"vat_id": 6}, False),
        ({"vat_id": "x"}, False),
        ({"handling_time": stock(3)}, True),
        ({"handling_time": stock(4)}, False),
        ({"handling_time": 3}, False),
        ({"status": 0}, True),
        ({"status": 2}, True),
        ({"status": 3}, False),
        ({"currency_type": "EUR"}, True),
        ({"currency_type": "USD"}, False),
        ({"currency_type": "RON"}, False),
        ({"name": "New name"}, False),
        ({"description": "x"}, False),
        ({"part_number": "X"}, False),
    ],
)
def test_field_rules(shop, item, accepted):
    before = shop.offer(1)
    assert save(shop, id=1, **item)[0] is accepted
    if not accepted:
        assert shop.offer(1) == before


def test_prices_are_kept_exactly(shop):
    save(shop, id=1, sale_price=165.2893, recommended_price=206.6116)
    row = shop.post("/product_offer/read", {"id": 1}).results[0]
    assert (row["sale_price"], row["recommended_price"]) == (165.2893, 206.6116)


def test_a_recommended_price_that_is_reached_is_dropped(shop):
    save(shop, id=1, recommended_price=120)
    assert save(shop, id=1, sale_price=130)[0]
    assert shop.post("/product_offer/read", {"id": 1}).results[0]["recommended_price"] == 0


def test_end_of_life_needs_status_1(shop):
    assert save(shop, id=1, status=2)[0]
    accepted, message = save(shop, id=1, stock=stock(5))
    assert (accepted, "end of life" in message) == (False, True)
    assert message.startswith("ERROR: The offer status is 2 (end of life).")
    assert save(shop, id=1, stock=stock(5), status=1)[0]
    assert shop.stocks(1) == (5, 5)


def test_offers_in_a_campaign_are_blocked(shop):
    shop.control("POST", "/offers/1", {"campaign": "BF"})
    accepted, message = save(shop, id=1, stock=stock(5))
    assert (accepted, "active campaign BF" in message) == (False, True)


def test_offer_save_cannot_create(api):
    assert save(api, id=5, sale_price=10, stock=stock(1)) == (False, "Offer 5 not found")


# offer_stock


def test_patch_stock(shop):
    reply = shop.patch("/offer_stock/1", {"stock": 21})
    assert (reply.status, reply.json) == (204, None)
    assert shop.stocks(1) == (21, 21)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"stock": [{"warehouse_id": 1, "value": 5}]}, 400, "Invalid content"),
        ({"stock": "5"}, 400, "Invalid content"),
        ({"stock": 5.5}, 400, "Invalid content"),
        ({"stock": True}, 400, "Invalid content"),
        ({}, 400, "Invalid content"),
        ([], 400, "Invalid content"),
        ({"stock": -1}, 400, "Validation errors in your request"),
        ({"stock": 65536}, 400, "Validation errors in your request"),
    ],
)
def test_patch_stock_refusals(shop, body, status, message):
    reply = shop.patch("/offer_stock/1", body)
    assert (reply.status, reply.json["message"]) == (status, message)
    assert "isError" not in reply.json
    assert shop.stocks(1) == (10, 10)


def test_patch_stock_wants_json(shop):
    reply = shop.call("PATCH", "/offer_stock/1", data={"stock": "5"})
    assert (reply.status, reply.json) == (400, {"message": "Invalid content"})


def test_patch_stock_with_broken_json(shop):
    reply = shop.call("PATCH", "/offer_stock/1", data=b'{"stock": ', content_type="application/json")
    assert (reply.status, reply.json) == (400, {"message": "Invalid content"})


def test_patch_stock_of_an_unknown_offer(shop):
    reply = shop.patch("/offer_stock/99", {"stock": 5})
    assert (reply.status, reply.json) == (404, {"message": "This offer does not exist"})
    assert shop.patch("/offer_stock/x", {"stock": 5}).json == {"message": "Invalid URL"}


def test_patch_stock_without_rights(shop):
    reply = shop.patch("/offer_stock/1", {"stock": 5}, headers={})
    assert (reply.status, reply.text) == (403, "You are not allowed to use this API.")


def test_patch_stock_in_a_campaign(shop):
    shop.control("POST", "/offers/1", {"campaign": "BF"})
    reply = shop.patch("/offer_stock/1", {"stock": 5})
    expected = "The offer is included in the active campaign BF, thus the stock has NOT been changed."
    assert (reply.status, reply.json["errors"]) == (400, [{"message": expected, "field": "stock"}])


# measurements


def measures(**changes):
    return {"id": 1, "length": 320, "width": 210.5, "height": 120, "weight": 980, **changes}


def test_measurements(shop):
    assert shop.post("/measurements/save", [measures()]).accepted
    assert shop.offer(1)["measurements"] == {"length": 320, "width": 210.5, "height": 120, "weight": 980}


@pytest.mark.parametrize(
    "changes",
    [{"id": 99}, {"length": None}, {"width": -1}, {"height": 1000000}, {"weight": 1.234}, {"weight": "heavy"}],
)
def test_bad_measurements(shop, changes):
    assert not shop.post("/measurements/save", [measures(**changes)]).accepted
    assert shop.offer(1)["measurements"] is None
