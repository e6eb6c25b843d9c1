"""Claims: a customer's return (api/trendyol.md §6.1 - §6.5)."""

import io
from datetime import UTC, datetime

import pytest

from .trendyol_api import DAY, Api, without

CLAIMS = "/order/sellers/{S}/claims"
PDF = b"%PDF-1.4 a photo"
HOUR = 3600


@pytest.fixture
def package(bazaar):
    """A delivered package of 2 x A-1 and 1 x A-2."""
    return bazaar.delivered(lines=[{"barcode": "A-1", "quantity": 2}, {"barcode": "A-2"}])


def ask(api, package, *lines, received=True, **options):
    body = {"package_id": package["id"], "lines": list(lines) or None, "received": received, **options}
    return api.control("POST", "/claims", body)


def item_ids(claim):
    return [item["id"] for line in claim["items"] for item in line["claimItems"]]


def statuses(api, claim):
    return api.control("GET", f"/claims/{claim['id']}")["statuses"]


def approve(api, claim, ids=None, **body):
    return api.put(
        f"{CLAIMS}/{claim['id']}/items/approve", {"claimLineItemIdList": ids or item_ids(claim), "params": {}, **body}
    )


def issue(api, claim, reason=51, ids=None, description="Produs folosit", files=(PDF,)):
    data = {"files": [(io.BytesIO(content), "proof.pdf") for content in files]}
    query = {
        "claimIssueReasonId": reason,
        "claimItemIdList": ",".join(ids or item_ids(claim)),
        "description": description,
    }
    return api.upload(f"{CLAIMS}/{claim['id']}/issue", data, **query)


# Reading


def test_one_item_per_piece_and_status_only_there(bazaar, package):
    claim = ask(
        bazaar, package, {"barcode": "A-1", "quantity": 2, "reason": 501, "note": "prea mic"}, {"barcode": "A-2"}
    )
    [row] = bazaar.get(CLAIMS).content
    assert row["claimId"] == claim["id"] and row["orderNumber"] == package["orderNumber"]
    assert row["orderOutboundPackageId"] == package["id"] != row["orderShipmentPackageId"]
    assert [len(line["claimItems"]) for line in row["items"]] == [2, 1]
    item = row["items"][0]["claimItems"][0]
    assert item["customerClaimItemReason"] == {"name": "Too small", "externalReasonId": 501, "code": "SMALLSIZE"}
    assert item["claimItemStatus"] == {"name": "WaitingInAction"} and item["customerNote"] == "prea mic"
    assert "status" not in row and row["items"][0]["orderLine"]["price"] == 100
    unit = package["lines"][0]["discountDetails"][0]["lineItemId"]
    assert str(item["orderLineItemId"]) == unit


def test_filters(bazaar, package):
    first = ask(bazaar, package, {"barcode": "A-1"}, received=False)
    bazaar.clock.advance(100)
    other = bazaar.delivered(lines=[{"barcode": "A-3"}])
    second = ask(bazaar, other)

    def found(**query):
        return [row["claimId"] for row in bazaar.get(CLAIMS, **query).content]

    assert found() == [second["id"], first["id"]]
    assert found(claimItemStatus="Created") == [first["id"]]
    assert found(orderNumber=other["orderNumber"]) == [second["id"]]
    assert found(startDate=bazaar.now) == [second["id"]] and found(endDate=bazaar.now - 1) == [first["id"]]
    assert found(claimIds=first["id"], claimItemStatus="Rejected") == [first["id"]]
    assert found(claimIds="x") == []
    assert found(size=1, page=1) == [first["id"]]
    for query in ({"size": 201}, {"claimItemStatus": "Open"}):
        assert bazaar.get(CLAIMS, **query).status == 400


def test_empty_content_may_be_null(bazaar):
    bazaar.set(empty_content="null")
    assert bazaar.get(CLAIMS).content is None


def test_old_names(bazaar, package):
    ask(bazaar, package)
    bazaar.set(field_names="old")
    row = bazaar.get(CLAIMS).content[0]
    assert "id" in row and "claimId" not in row and "vatBaseAmount" in row["items"][0]["orderLine"]


def test_only_delivered_pieces_once(bazaar, package):
    open_one = bazaar.place(lines=[{"barcode": "A-3"}])
    assert ask(bazaar, open_one)[0] == 409
    ask(bazaar, package, {"barcode": "A-1", "quantity": 2})
    assert ask(bazaar, package, {"barcode": "A-1"})[0] == 409
    assert ask(bazaar, package, {"barcode": "A-2", "reason": 5})[0] == 400


def test_claims_of_another_storefront():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    claim = ask(api, api.delivered(lines=[{"barcode": "A-1"}], storefront="BG"))
    assert api.get(CLAIMS).content == [] and approve(api, claim).status == 400
    api.headers["storeFrontCode"] = "BG"
    assert len(api.get(CLAIMS).content) == 1 and approve(api, claim).is_empty


# Approving


def test_approved_items_are_accepted_and_show_on_the_package(bazaar, package):
    claim = ask(bazaar, package, {"barcode": "A-1", "quantity": 2})
    assert approve(bazaar, claim, item_ids(claim)[:1]).is_empty
    assert statuses(bazaar, claim) == ["Accepted", "WaitingInAction"]
    approve(bazaar, claim, item_ids(claim)[1:])
    row = bazaar.package(package["id"])
    assert [line["orderLineItemStatusName"] for line in row["lines"]] == ["ReturnAccepted", "Delivered"]
    assert (row["status"], row["shipmentPackageStatus"]) == ("Delivered", "Delivered")
    approve(bazaar, ask(bazaar, package, {"barcode": "A-2"}))
    row = bazaar.package(package["id"])
    assert (row["status"], row["shipmentPackageStatus"]) == ("Delivered", "ReturnAccepted")


def test_only_what_waits_can_be_approved(bazaar, package):
    claim = ask(bazaar, package, received=False)
    assert approve(bazaar, claim).status == 400
    bazaar.control("POST", f"/claims/{claim['id']}/receive")
    assert approve(bazaar, claim).is_empty
    assert approve(bazaar, claim).status == 400


@pytest.mark.parametrize(
    "body",
    [{"claimLineItemIdList": []}, {"claimLineItemIdList": ["x"]}, {"claimLineItemIdList": "x"}, {"params": None}],
)
def test_wrong_approvals(bazaar, package, body):
    claim = ask(bazaar, package)
    full = {"claimLineItemIdList": item_ids(claim), "params": {}}
    assert bazaar.put(f"{CLAIMS}/{claim['id']}/items/approve", {**full, **body}).status == 400
    assert bazaar.put(f"{CLAIMS}/{claim['id']}/items/approve", without(full, *body)).status == 400
    assert bazaar.put(f"{CLAIMS}/nobody/items/approve", full).status == 404
    assert statuses(bazaar, claim) == ["WaitingInAction"]


def test_a_check_of_fraud_may_come_between(bazaar, package):
    bazaar.set(fraud_check_seconds=9 * HOUR)
    claim = ask(bazaar, package)
    approve(bazaar, claim)
    assert statuses(bazaar, claim) == ["WaitingFraudCheck"]
    bazaar.later(9 * HOUR)
    assert statuses(bazaar, claim) == ["Accepted"]


# Deadlines


def test_romania_accepts_after_two_business_days(bazaar, package):
    claim = ask(bazaar, package)  # Monday
    bazaar.later(2 * DAY - 1)
    assert statuses(bazaar, claim) == ["WaitingInAction"]
    bazaar.later(1)
    assert statuses(bazaar, claim) == ["Accepted"]
    item = bazaar.get(CLAIMS).content[0]["items"][0]["claimItems"][0]
    assert item["autoAccepted"] and not item["acceptedBySeller"]


def test_weekends_do_not_count(bazaar, package):
    bazaar.later(4 * DAY)  # Friday
    claim = ask(bazaar, package)
    deadline = datetime.fromisoformat(claim["decide_until"])
    assert deadline == datetime(2026, 11, 17, 10, tzinfo=UTC)  # Tuesday
    bazaar.later(3 * DAY)
    assert statuses(bazaar, claim) == ["WaitingInAction"]


def test_turkiye_accepts_after_48_hours(turkish):
    turkish.later(4 * DAY)
    claim = ask(turkish, turkish.delivered(lines=[{"barcode": "T-1"}]))
    turkish.later(48 * HOUR)
    assert statuses(turkish, claim) == ["Accepted"]


def test_a_decided_item_is_not_accepted_by_time(bazaar, package):
    claim = ask(bazaar, package)
    issue(bazaar, claim)
    bazaar.later(10 * DAY)
    assert statuses(bazaar, claim) == ["Unresolved"]


# Contesting


def test_a_contested_item_with_its_file(bazaar, package):
    claim = ask(bazaar, package)
    assert issue(bazaar, claim).is_empty
    answer = bazaar.control("GET", f"/claims/{claim['id']}")
    [said] = answer["said"].values()
    assert said["issue"] == {"reason": 51, "description": "Produs folosit"}
    assert said["files"][0]["name"] == "proof.pdf" and said["files"][0]["size"] == len(PDF)
    assert answer["statuses"] == ["Unresolved"]


def test_a_confirmed_rejection_goes_back_to_the_customer(bazaar, package):
    claim = ask(bazaar, package)
    issue(bazaar, claim)
    assert "rejectedpackageinfo" not in bazaar.get(CLAIMS).content[0]
    bazaar.control("POST", f"/claims/{claim['id']}/decide", {"status": "Rejected"})
    parcel = bazaar.get(CLAIMS).content[0]["rejectedpackageinfo"]
    assert parcel["items"] == item_ids(claim) and parcel["dontShipBack"] is False
    tracking = {"cargoSenderNumber": "123", "providerCode": "GLS"}
    assert bazaar.act({"id": parcel["packageid"]}, "tracking-details", tracking).is_empty
    bazaar.set(claim_casing="openapi")
    assert bazaar.get(CLAIMS).content[0]["rejectedPackageInfo"]["cargoSenderNumber"] == "123"


def test_what_need_not_be_sent_back(bazaar, package):
    bazaar.set(dont_ship_back=True)
    claim = ask(bazaar, package)
    issue(bazaar, claim)
    bazaar.control("POST", f"/claims/{claim['id']}/decide", {"status": "Rejected"})
    assert bazaar.get(CLAIMS).content[0]["rejectedpackageinfo"]["dontShipBack"] is True


def test_trendyol_may_accept_all_the_same(bazaar, package):
    claim = ask(bazaar, package)
    issue(bazaar, claim)
    bazaar.control("POST", f"/claims/{claim['id']}/decide", {"status": "Accepted"})
    assert statuses(bazaar, claim) == ["Accepted"]
    assert bazaar.control("POST", f"/claims/{claim['id']}/decide", {"status": "Rejected"})[0] == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"reason": 999}, 400),
        ({"reason": 251}, 400),  # ended on 8 October 2026
        ({"reason": ""}, 400),
        ({"description": ""}, 400),
        ({"description": "x" * 501}, 400),
        ({"description": "x" * 500}, 200),
        ({"files": ()}, 400),
        ({"files": (b"text",)}, 400),
        ({"files": (PDF, b"\xff\xd8\xff1")}, 200),
        ({"files": (), "reason": 2101}, 200),
        ({"ids": ["x"]}, 400),
    ],
)
def test_what_an_objection_needs(bazaar, package, change, status):
    assert issue(bazaar, ask(bazaar, package), **change).status == status


def test_analysis_needs_no_file(bazaar, package):
    claim = ask(bazaar, package)
    assert issue(bazaar, claim, 451, files=()).is_empty
    assert statuses(bazaar, claim) == ["InAnalysis"]


def test_not_received_only_after_a_day(bazaar, package):
    claim = ask(bazaar, package)
    assert issue(bazaar, claim, 1651, files=()).status == 400
    bazaar.later(DAY)
    assert issue(bazaar, claim, 1651, files=()).is_empty


def test_reasons_are_read_live(bazaar):
    rows = {row["id"]: row["name"] for row in bazaar.get("/order/claim-issue-reasons").json}
    assert 51 in rows and 251 not in rows and rows[201] == "Yanlış ürün gönderimi"
    bazaar.set(inactive_issue_reasons=[])
    assert 251 in {row["id"] for row in bazaar.get("/order/claim-issue-reasons").json}


def test_a_customer_takes_it_back(bazaar, package):
    claim = ask(bazaar, package)
    bazaar.control("POST", f"/claims/{claim['id']}/cancel")
    assert statuses(bazaar, claim) == ["Cancelled"]
    assert bazaar.control("POST", f"/claims/{claim['id']}/cancel")[0] == 409
    assert "id" in ask(bazaar, package)
