"""Reading packages: the list and the stream (api/trendyol.md §3.1, §3.2)."""

import pytest

from .trendyol_api import DAY, START, Api

LIST = "/order/sellers/{S}/v2/orders"
STREAM = "/order/sellers/{S}/orders/stream"


def listed(api, **query):
    return [row["shipmentPackageId"] for row in api.get(LIST, **query).content or []]


def streamed(api, **query):
    """Every package of a full pass, and the number of calls it took."""
    found, calls, cursor = [], 0, None
    while True:
        reply = api.get(STREAM, **query, **({"nextCursor": cursor} if cursor else {}))
        assert reply.status == 200, reply.json
        found += [row["shipmentPackageId"] for row in reply.content]
        calls, cursor = calls + 1, reply.json["nextCursor"]
        if not reply.json["hasMore"]:
            return found, calls


@pytest.fixture
def busy(bazaar):
    """Seven packages, an hour apart, oldest first."""
    bazaar.set(awaiting_seconds=0)
    bazaar.seed({"id": "A-1", "stock": 1000})
    bazaar.ids = []
    for _ in range(7):
        bazaar.ids.append(bazaar.place(lines=[{"barcode": "A-1"}])["id"])
        bazaar.clock.advance(3600)
    return bazaar


def test_newest_change_first_in_an_envelope(busy):
    reply = busy.get(LIST, size=5)
    envelope = {key: value for key, value in reply.json.items() if key != "content"}
    assert envelope == {"totalElements": 7, "totalPages": 2, "page": 0, "size": 5}
    assert listed(busy) == busy.ids[::-1]
    assert listed(busy, orderByDirection="ASC") == busy.ids
    assert listed(busy, size=3, page=2) == [busy.ids[0]]


def test_default_size_is_disputed(busy):
    assert busy.get(LIST).json["size"] == 50
    busy.set(order_list_default_size=200)
    assert busy.get(LIST).json["size"] == 200


def test_a_change_moves_a_package_to_the_top_unless_sorted_by_creation(busy):
    busy.control("POST", f"/orders/{busy.ids[0]}/advance", {"to": "Picking"})
    assert listed(busy)[0] == busy.ids[0]
    assert listed(busy, orderByField="CreatedDate")[-1] == busy.ids[0]


@pytest.mark.parametrize(
    "query", [{"size": 201}, {"page": 50, "size": 200}, {"status": "Sold"}, {"orderByField": "Id"}]
)
def test_wrong_parameters(busy, query):
    assert busy.get(LIST, **query).status == 400


def test_ten_thousand_rows_can_be_reached(busy):
    assert busy.get(LIST, page=49, size=200).status == 200


def test_at_most_fifty_ids(busy):
    assert listed(busy, shipmentPackageIds=f"{busy.ids[2]},{busy.ids[4]}") == [busy.ids[4], busy.ids[2]]
    assert busy.get(LIST, shipmentPackageIds=",".join(map(str, range(51)))).status == 400
    assert busy.get(LIST, shipmentPackageIds="a").status == 400


def test_filters_by_status_and_order(busy):
    busy.control("POST", f"/orders/{busy.ids[1]}/cancel")
    assert listed(busy, status="Cancelled") == [busy.ids[1]]
    assert len(listed(busy, status="Cancelled,Created")) == 7
    number = busy.package(busy.ids[3])["orderNumber"]
    assert listed(busy, orderNumber=number) == [busy.ids[3]]


# Windows


def at(days):
    return (START + days * DAY) * 1000


def test_windows_of_two_weeks_at_most(busy):
    assert busy.get(LIST, startDate=at(0), endDate=at(14)).status == 200
    assert busy.get(LIST, startDate=at(0), endDate=at(14) + 1).status == 400
    assert busy.get(LIST, startDate=at(2), endDate=at(1)).status == 400


def test_windows_include_both_ends(busy):
    moment = busy.package(busy.ids[2])["lastModifiedDate"]
    assert listed(busy, startDate=moment, endDate=moment) == [busy.ids[2]]
    assert listed(busy, startDate=moment + 1, endDate=moment + 2) == []


def test_without_dates_only_the_last_week(busy):
    busy.clock.advance(7 * DAY - 3600)
    assert listed(busy) == [busy.ids[6]]
    assert len(listed(busy, startDate=at(0), endDate=at(1))) == 7


def test_history_of_one_month(busy):
    busy.clock.advance(30 * DAY - 3600)
    assert listed(busy, startDate=at(0), endDate=at(1)) == [busy.ids[6]]
    assert len(streamed(busy, lastModifiedStartDate=at(0), lastModifiedEndDate=at(1))[0]) == 7
    busy.clock.advance(61 * DAY)
    assert streamed(busy, lastModifiedStartDate=at(0), lastModifiedEndDate=at(1))[0] == []


def test_empty_content_may_be_null(trendyol):
    assert trendyol.get(LIST).content == [] and trendyol.get(STREAM).content == []
    trendyol.set(empty_content="null")
    assert trendyol.get(LIST).content is None and trendyol.get(STREAM).content is None


# Stream


def test_a_pass_finds_every_package_once_newest_first(busy):
    assert streamed(busy, size=3) == (busy.ids[::-1], 3)
    assert streamed(busy, size=7) == (busy.ids[::-1], 1)


def test_the_stream_has_no_totals(busy):
    assert set(busy.get(STREAM, size=3).json) == {"hasMore", "nextCursor", "size", "content"}


def test_packages_of_the_same_moment_are_not_lost(bazaar):
    for _ in range(5):
        bazaar.place(lines=[{"barcode": "A-1"}])
    found, _calls = streamed(bazaar, size=2)
    assert len(found) == len(set(found)) == 5


def test_a_change_during_a_pass_is_for_the_next_one(busy):
    first = busy.get(STREAM, size=3)
    busy.control("POST", f"/orders/{busy.ids[0]}/advance", {"to": "Picking"})
    rest = busy.get(STREAM, size=3, nextCursor=first.json["nextCursor"])
    assert [row["shipmentPackageId"] for row in rest.content] == busy.ids[3:0:-1] and not rest.json["hasMore"]
    assert busy.get(STREAM, size=1).content[0]["shipmentPackageId"] == busy.ids[0]


@pytest.mark.parametrize("change", [{"size": 2}, {"packageItemStatuses": "Created"}, {"lastModifiedStartDate": at(0)}])
def test_a_cursor_belongs_to_its_filters(busy, change):
    cursor = busy.get(STREAM, size=3).json["nextCursor"]
    assert busy.get(STREAM, size=3, nextCursor=cursor).status == 200
    assert busy.get(STREAM, **{"size": 3, **change, "nextCursor": cursor}).status == 400


def test_a_cursor_belongs_to_its_storefront():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    for _ in range(2):
        api.place(lines=[{"barcode": "A-1"}])
    cursor = api.get(STREAM, size=1).json["nextCursor"]
    api.headers["storeFrontCode"] = "BG"
    assert api.get(STREAM, size=1, nextCursor=cursor).status == 400


@pytest.mark.parametrize("cursor", ["x", "e30=", "bnVsbA=="])
def test_invented_cursors(busy, cursor):
    assert busy.get(STREAM, nextCursor=cursor).status == 400


def test_stream_windows_and_statuses(busy):
    assert busy.get(STREAM, lastModifiedStartDate=at(0), lastModifiedEndDate=at(14) + 1).status == 400
    assert busy.get(STREAM, packageItemStatuses="Repack").status == 400
    assert busy.get(STREAM, size=201).status == 400
    busy.control("POST", f"/orders/{busy.ids[1]}/cancel")
    assert streamed(busy, packageItemStatuses="Cancelled")[0] == [busy.ids[1]]


# Several countries, late orders, Awaiting


def test_each_storefront_lists_its_own_packages():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    here = api.place(lines=[{"barcode": "A-1"}])["id"]
    there = api.place(lines=[{"barcode": "A-1"}], storefront="BG")
    assert (there["currencyCode"], there["orderCountryCode"]) == ("EUR", "BG")
    assert listed(api) == [here]
    api.headers["storeFrontCode"] = "BG"
    assert listed(api) == streamed(api)[0] == [there["id"]]
    api.set(all_countries_listed=True)
    assert sorted(listed(api)) == sorted(streamed(api)[0]) == [here, there["id"]]


def test_late_orders_appear_in_the_past(bazaar):
    late = bazaar.place(lines=[{"barcode": "A-1"}], late=600)
    assert listed(bazaar) == [] and bazaar.set_status(late, "Picking").status == 404
    bazaar.clock.advance(600)
    row = bazaar.get(LIST).content[0]
    assert row["lastModifiedDate"] == bazaar.now - 600_000


def test_awaiting_becomes_created(bazaar):
    package = bazaar.place(lines=[{"barcode": "A-1"}], awaiting=True)
    assert bazaar.get(LIST).content[0]["status"] == "Awaiting"
    assert bazaar.set_status(package, "Picking").status == 400
    bazaar.later(30)
    row = bazaar.get(LIST).content[0]
    assert [entry["status"] for entry in row["packageHistories"]] == ["Awaiting", "Created"]
    assert row["lastModifiedDate"] - row["orderDate"] == 30_000


@pytest.mark.parametrize(("at_status", "after_place", "after_confirm"), [("Awaiting", 9, 9), ("Created", 10, 9)])
def test_stock_is_taken_at_awaiting_or_created(bazaar, at_status, after_place, after_confirm):
    bazaar.set(stock_taken_at=at_status)
    package = bazaar.place(lines=[{"barcode": "A-1"}], awaiting=True)
    assert bazaar.stock("A-1") == after_place
    bazaar.control("POST", f"/orders/{package['id']}/confirm")
    assert bazaar.stock("A-1") == after_confirm


@pytest.mark.parametrize(("returns", "stock"), [(True, 10), (False, 7)])
def test_a_customers_cancellation_gives_the_stock_back(bazaar, returns, stock):
    bazaar.set(cancel_returns_stock=returns)
    package = bazaar.place(lines=[{"barcode": "A-1", "quantity": 3}])
    assert bazaar.stock("A-1") == 7
    bazaar.control("POST", f"/orders/{package['id']}/cancel")
    assert bazaar.stock("A-1") == stock


def test_what_is_not_there_cannot_be_bought(bazaar):
    assert bazaar.place(lines=[{"barcode": "A-1", "quantity": 11}])[0] == 409
    assert bazaar.place(lines=[{"barcode": "A-1", "quantity": 6}, {"barcode": "A-1", "quantity": 5}])[0] == 409
    assert bazaar.place(lines=[{"barcode": "nobody"}])[0] == 400
    assert bazaar.place(lines=[{"barcode": "A-1", "quantity": 11}], force=True)["status"] == "Created"
    assert bazaar.stock("A-1") == 0


def test_random_baskets_hold_what_is_on_sale(bazaar):
    bazaar.control("POST", "/offers/A-1", {"archived": True})
    barcodes = {line["barcode"] for line in bazaar.place(random=2)["lines"]}
    assert barcodes == {"A-2", "A-3"}
    assert bazaar.place(random=3)[0] == 409
