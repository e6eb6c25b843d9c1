"""Splitting and putting together (api/trendyol.md §3.8)."""

import pytest


@pytest.fixture
def order(bazaar):
    """A package of three lines: 4 x A-1, 1 x A-2, 1 x A-3, with a discount."""
    lines = [{"barcode": "A-1", "quantity": 4}, {"barcode": "A-2"}, {"barcode": "A-3"}]
    return bazaar.place(lines=lines, discounts=[{"seller": "0.05"}])


def ids(package):
    return [line["lineId"] for line in package["lines"]]


def contents(packages):
    return [{line["barcode"]: line["quantity"] for line in package["lines"]} for package in packages]


def split(api, order, suffix, body):
    reply = api.act(order, suffix, body, "POST")
    assert reply.is_empty, reply.json
    api.later(2)
    assert api.package(order["id"])["status"] == "UnPacked"
    return api.open_packages(order["orderNumber"])


def test_it_takes_a_moment(bazaar, order):
    bazaar.act(order, "split", {"orderLineIds": ids(order)[:1]}, "POST")
    assert bazaar.package(order["id"])["status"] == "Created"
    bazaar.later(2)
    assert bazaar.package(order["id"])["status"] == "UnPacked"


def test_split_packages_with_leftovers(bazaar, order):
    one, two, _three = ids(order)
    entries = [
        {"packageDetails": [{"orderLineId": one, "quantities": 2}, {"orderLineId": two, "quantities": 1}]},
        {"packageDetails": [{"orderLineId": one, "quantities": 1}]},
    ]
    packages = split(bazaar, order, "split-packages", {"splitPackages": entries})
    assert contents(packages) == [{"A-1": 2, "A-2": 1}, {"A-1": 1}, {"A-1": 1, "A-3": 1}]


def test_split_lines_apart(bazaar, order):
    packages = split(bazaar, order, "split", {"orderLineIds": ids(order)[1:]})
    assert contents(packages) == [{"A-2": 1, "A-3": 1}, {"A-1": 4}]


def test_multi_split_leaves_a_last_one(bazaar, order):
    one, two, three = ids(order)
    packages = split(bazaar, order, "multi-split", {"splitGroups": [{"orderLineIds": [one]}, {"orderLineIds": [two]}]})
    assert contents(packages) == [{"A-1": 4}, {"A-2": 1}, {"A-3": 1}]
    everything = {"splitGroups": [{"orderLineIds": [one]}, {"orderLineIds": [two, three]}]}
    assert bazaar.act(order, "multi-split", everything, "POST").status == 400


def test_quantity_split(bazaar, order):
    body = {"quantitySplit": [{"orderLineId": ids(order)[0], "quantities": [2, 2]}]}
    packages = split(bazaar, order, "quantity-split", body)
    assert contents(packages) == [{"A-1": 2}, {"A-1": 2}, {"A-2": 1, "A-3": 1}]


def test_new_packages_know_where_they_come_from(bazaar, order):
    packages = split(bazaar, order, "split", {"orderLineIds": ids(order)[:1]})
    for package in packages:
        assert package["createdBy"] == "split" and package["originPackageIds"] == [order["id"]]
        assert package["orderNumber"] == order["orderNumber"] and package["status"] == "Created"
    codes = {package["cargoTrackingNumber"] for package in [*packages, order]}
    assert len(codes) == 3
    assert round(sum(package["packageTotalPrice"] for package in packages), 2) == order["packageTotalPrice"]
    assert bazaar.stock("A-1") == 6  # taken once


@pytest.mark.parametrize(("keep", "status"), [(True, "Picking"), (False, "Created")])
def test_status_may_be_kept(bazaar, order, keep, status):
    bazaar.set_status(order, "Picking")
    body = {"orderLineIds": ids(order)[:1], "shouldKeepPreviousStatus": keep}
    assert {package["status"] for package in split(bazaar, order, "split", body)} == {status}


@pytest.mark.parametrize(
    ("suffix", "body"),
    [
        ("split", {"orderLineIds": [1]}),
        ("split", {"orderLineIds": []}),
        ("split", {}),
        ("split-packages", {"splitPackages": []}),
        ("split-packages", {"splitPackages": [{"packageDetails": [{"orderLineId": 0, "quantities": 5}]}]}),
        ("multi-split", {"splitGroups": [{"orderLineIds": [0, 0]}]}),
        ("quantity-split", {"quantitySplit": [{"orderLineId": 0, "quantities": [3, 2]}]}),
        ("quantity-split", {"quantitySplit": [{"orderLineId": 0, "quantities": 2}]}),
        ("quantity-split", {"quantitySplit": [{"orderLineId": 0, "quantities": [0]}]}),
        ("split", {"orderLineIds": "all", "shouldKeepPreviousStatus": True}),
    ],
)
def test_wrong_splits(bazaar, order, suffix, body):
    first = ids(order)[0]
    text = {key: _named(value, first) for key, value in body.items()}
    assert bazaar.act(order, suffix, text, "POST").status == 400
    bazaar.later(5)
    assert bazaar.package(order["id"])["status"] == "Created"


def _named(value, first):
    """0 stands for the first line."""
    if isinstance(value, list):
        return [_named(entry, first) for entry in value]
    if isinstance(value, dict):
        return {
            key: first if key == "orderLineId" and entry == 0 else _named(entry, first) for key, entry in value.items()
        }
    return first if value == 0 and not isinstance(value, bool) else value


def test_splitting_everything_off_is_no_split(bazaar, order):
    assert bazaar.act(order, "split", {"orderLineIds": ids(order)}, "POST").status == 400


def test_a_package_cancelled_meanwhile_is_not_split(bazaar, order):
    bazaar.act(order, "split", {"orderLineIds": ids(order)[:1]}, "POST")
    bazaar.control("POST", f"/orders/{order['id']}/cancel")
    bazaar.later(2)
    assert bazaar.package(order["id"])["status"] == "Cancelled"
    assert bazaar.open_packages(order["orderNumber"]) == []


def test_only_open_packages(bazaar, order):
    bazaar.advance(order, "Shipped")
    assert bazaar.act(order, "split", {"orderLineIds": ids(order)[:1]}, "POST").status == 400


# By Trendyol


def test_trendyol_splits_and_merges(bazaar, order):
    made = bazaar.control("POST", f"/orders/{order['id']}/split", {"groups": [[{"barcode": "A-1", "quantity": 2}]]})
    assert contents(made) == [{"A-1": 2}, {"A-1": 2, "A-2": 1, "A-3": 1}]
    merged = bazaar.control("POST", f"/orders/{made[0]['id']}/merge", {"with": [made[1]["id"]]})
    assert contents([merged]) == [{"A-1": 4, "A-2": 1, "A-3": 1}]
    assert merged["createdBy"] == "transfer" and merged["originPackageIds"] == [made[0]["id"], made[1]["id"]]
    assert {bazaar.package(package["id"])["status"] for package in made} == {"UnPacked"}
    assert merged["packageTotalPrice"] == order["packageTotalPrice"] and bazaar.stock("A-1") == 6


def test_wrong_merges(bazaar, order):
    other = bazaar.place(lines=[{"barcode": "A-2"}])
    assert bazaar.control("POST", f"/orders/{order['id']}/merge", {"with": [other["id"]]})[0] == 400
    assert bazaar.control("POST", f"/orders/{order['id']}/merge", {})[0] == 400
    assert bazaar.control("POST", f"/orders/{order['id']}/merge", {"with": [1]})[0] == 404
    assert bazaar.control("POST", f"/orders/{order['id']}/split", {"groups": [[{"barcode": "A-9"}]]})[0] == 400
    assert bazaar.control("POST", f"/orders/{order['id']}/split", {"groups": []})[0] == 400
