"""Audits of claims, and claims of parcels without a code (api/trendyol.md §6.5)."""

from .test_trendyol_claims import CLAIMS, approve, ask, item_ids
from .trendyol_api import without


def test_an_audit_tells_who(bazaar):
    claim = ask(bazaar, bazaar.delivered(lines=[{"barcode": "A-1"}]))
    approve(bazaar, claim)
    rows = bazaar.get(f"{CLAIMS}/items/{item_ids(claim)[0]}/audit").json
    assert [row["newStatus"] for row in rows] == ["Created", "WaitingInAction", "Accepted"]
    assert rows[-1]["userInfoDocument"] == {
        "executorId": "123456",
        "executorApp": "SellerIntegrationApi",
        "executorUser": "",
    }
    assert bazaar.get(f"{CLAIMS}/items/x/audit").status == 404


def test_an_exchange_names_its_parcel(bazaar):
    claim = ask(bazaar, bazaar.delivered(lines=[{"barcode": "A-1"}]))
    bazaar.control("POST", f"/claims/{claim['id']}/replace")
    row = bazaar.get(CLAIMS).content[0]
    parcel = row["replacementOutboundpackageinfo"]
    assert parcel["items"] == item_ids(claim) and parcel["packageid"] != row["orderShipmentPackageId"]
    assert "dontShipBack" not in parcel and "rejectedpackageinfo" not in row


def test_a_parcel_without_a_code_in_turkiye(turkish, bazaar):
    delivered = turkish.delivered(lines=[{"barcode": "T-1", "quantity": 2}])
    body = {
        "orderNumber": delivered["orderNumber"],
        "customerId": delivered["customerId"],
        "shipmentCompanyId": 4,
        "excludeListing": True,
        "forcePackageCreation": True,
        "claimItems": [{"barcode": "T-1", "quantity": 1, "reasonId": 401, "customerNote": ""}],
    }
    answer = turkish.post(f"{CLAIMS}/create", body).json
    assert len(answer["claimItemIds"]) == 1 and str(answer["cargoTrackingNumber"]).startswith("733")
    assert turkish.get(CLAIMS).content[0]["items"][0]["claimItems"][0]["claimItemStatus"] == {"name": "Created"}
    too_many = {**body, "claimItems": [{**body["claimItems"][0], "quantity": 2}]}
    for wrong in (too_many, {**body, "customerId": 1}, {**body, "shipmentCompanyId": 1}, without(body, "claimItems")):
        assert turkish.post(f"{CLAIMS}/create", wrong).status == 400
    assert bazaar.post(f"{CLAIMS}/create", body).status == 400
