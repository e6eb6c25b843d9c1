"""Webhooks: registration and delivery (api/trendyol.md §5)."""

import pytest

from .trendyol_api import Api, without

BASE = "/webhook/sellers/{S}/webhooks"
HOOK = {"url": "https://erp.example.ro/ty/hook", "authenticationType": "API_KEY", "apiKey": "s3cret"}


def register(api, **changes):
    reply = api.post(BASE, {**HOOK, **changes})
    assert reply.status == 200, reply.json
    return reply.json["id"]


def listed(api):
    return {row["id"]: row for row in api.get(BASE).json}


def events(api):
    return [(call["event"], call["body"]["content"][0]["status"]) for call in api.run_notifications()]


# Registration


def test_a_webhook_is_listed_without_its_secrets(trendyol):
    number = register(trendyol, username="", password="", subscribedStatuses=["CREATED"], countryCodes=["RO"])
    row = listed(trendyol)[number]
    assert (row["status"], row["subscribedStatuses"], row["countryCodes"]) == ("ACTIVE", ["CREATED"], ["RO"])
    assert row["createdDate"] == trendyol.now + 3 * 3_600_000
    assert "apiKey" not in row and "password" not in row and "s3cret" not in str(row)


def test_without_statuses_it_hears_of_all(trendyol):
    number = register(trendyol)
    assert listed(trendyol)[number]["subscribedStatuses"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://trendyol.example/hook"},
        {"url": "http://localhost:8069/hook"},
        {"url": "https://x.example/MyDolap"},
        {"url": "hook"},
        {"url": None},
        {"authenticationType": None},
        {"authenticationType": "OAUTH"},
        {"authenticationType": ["API_KEY"]},
        {"apiKey": ""},
        {"apiKey": None},
        {"authenticationType": "BASIC_AUTHENTICATION", "username": "u"},
        {"subscribedStatuses": ["Created"]},
        {"subscribedStatuses": "CREATED"},
        {"subscribedStatuses": ["ATCOLLECTIONPOINT"]},
        {"countryCodes": ["XX"]},
    ],
)
def test_wrong_registrations(trendyol, changes):
    assert trendyol.post(BASE, {**HOOK, **changes}).status == 400
    assert listed(trendyol) == {}


def test_forbidden_words_may_care_for_case(trendyol):
    trendyol.set(webhook_words_any_case=False)
    register(trendyol, url="http://localhost:8069/hook")
    assert trendyol.post(BASE, {**HOOK, "url": "https://Trendyol.example"}).status == 400


def test_fifteen_at_most_passive_ones_too(trendyol):
    numbers = [register(trendyol, url=f"https://erp.example.ro/{n}") for n in range(15)]
    trendyol.put(f"{BASE}/{numbers[0]}/deactivate")
    assert trendyol.post(BASE, HOOK).status == 400
    assert trendyol.delete(f"{BASE}/{numbers[0]}").status == 200
    assert trendyol.post(BASE, HOOK).status == 200


def test_update_replaces(trendyol):
    number = register(trendyol, subscribedStatuses=["CREATED"])
    trendyol.clock.advance(10)
    assert trendyol.put(f"{BASE}/{number}", {**HOOK, "url": "https://erp.example.ro/new"}).status == 200
    row = listed(trendyol)[number]
    assert row["url"].endswith("/new") and row["subscribedStatuses"] is None
    assert row["lastModifiedDate"] - row["createdDate"] == 10_000
    assert trendyol.put(f"{BASE}/{number}", without(HOOK, "apiKey")).status == 400


@pytest.mark.parametrize(
    ("method", "suffix"), [("PUT", ""), ("DELETE", ""), ("PUT", "/activate"), ("PUT", "/deactivate")]
)
def test_unknown_webhooks(trendyol, method, suffix):
    assert trendyol.call(method, f"{BASE}/nobody{suffix}", json=HOOK).status == 404


# Delivery


def test_a_package_is_told_with_the_key(bazaar):
    register(bazaar)
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    [call] = bazaar.run_notifications()
    assert call["headers"] == {"x-api-key": "s3cret"} and call["auth"] is None
    body = call["body"]
    assert without(body, "content") == {"totalElements": 1, "totalPages": 1, "page": 0, "size": 1}
    assert body["content"][0]["shipmentPackageId"] == package["id"]


def test_basic_credentials(bazaar):
    register(bazaar, authenticationType="BASIC_AUTHENTICATION", username="u", password="p")
    bazaar.place(lines=[{"barcode": "A-1"}])
    [call] = bazaar.run_notifications()
    assert (call["headers"], call["auth"]) == ({}, ("u", "p"))


def test_every_status_by_its_name(bazaar):
    register(bazaar)
    package = bazaar.place(lines=[{"barcode": "A-1"}], awaiting=True)
    bazaar.run_notifications()
    for status in ("Created", "Picking", "Shipped", "AtCollectionPoint", "UnDelivered", "Returned"):
        bazaar.advance(package, status)
        bazaar.run_notifications()
    assert [call["event"] for call in bazaar.sent] == [
        "AWAITING",
        "CREATED",
        "PICKING",
        "SHIPPED",
        "AT_COLLECTION_POINT",
        "UNDELIVERED",
        "RETURNED",
    ]


def test_the_body_is_the_package_as_it_is_now(bazaar):
    register(bazaar)
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.advance(package, "Picking")
    assert events(bazaar) == [("CREATED", "Picking"), ("PICKING", "Picking")]


def test_only_what_was_asked_for():
    api = Api(targets=("BG",))
    api.seed({"id": "A-1"})
    register(api, subscribedStatuses=["CANCELLED", "UNPACKED"], countryCodes=["BG"])
    for storefront in ("RO", "BG"):
        package = api.place(lines=[{"barcode": "A-1"}], storefront=storefront)
        api.control("POST", f"/orders/{package['id']}/cancel")
    assert events(api) == [("CANCELLED", "Cancelled")]
    assert api.sent[0]["body"]["content"][0]["orderCountryCode"] == "BG"


def test_an_old_body_is_the_bare_package(bazaar):
    bazaar.set(webhook_body="package")
    register(bazaar)
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    assert bazaar.run_notifications()[0]["body"]["shipmentPackageId"] == package["id"]


def test_failures_are_repeated_every_five_minutes(bazaar):
    register(bazaar)
    bazaar.answers = 500
    bazaar.place(lines=[{"barcode": "A-1"}])
    assert len(bazaar.run_notifications()) == 1
    bazaar.clock.advance(299)
    assert len(bazaar.run_notifications()) == 1
    bazaar.clock.advance(1)
    assert len(bazaar.run_notifications()) == 2
    bazaar.answers = 204
    bazaar.clock.advance(300)
    assert len(bazaar.run_notifications()) == 3
    bazaar.clock.advance(3000)
    assert len(bazaar.run_notifications()) == 3


def fail_for(api, seconds):
    """Let deliveries be tried and fail, in steps of five minutes."""
    for _ in range(seconds // 300):
        api.clock.advance(300)
        api.run_notifications()


def test_long_failure_brings_a_mail_then_silence(bazaar):
    number = register(bazaar)
    bazaar.answers = 500
    bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.run_notifications()
    fail_for(bazaar, 1500)
    assert bazaar.control("GET", "/mails") == []
    fail_for(bazaar, 300)
    assert len(bazaar.control("GET", "/mails")) == 1 and listed(bazaar)[number]["status"] == "ACTIVE"
    fail_for(bazaar, 1800)
    assert len(bazaar.control("GET", "/mails")) == 2 and listed(bazaar)[number]["status"] == "PASSIVE"
    told = len(bazaar.sent)
    bazaar.place(lines=[{"barcode": "A-2"}])
    fail_for(bazaar, 900)
    assert len(bazaar.sent) == told
    bazaar.answers = 200
    assert bazaar.put(f"{BASE}/{number}/activate").status == 200
    bazaar.place(lines=[{"barcode": "A-3"}])
    assert len(bazaar.run_notifications()) == told + 1


def test_a_success_between_starts_the_time_again(bazaar):
    number = register(bazaar)
    bazaar.answers = 500
    bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.run_notifications()
    fail_for(bazaar, 1500)
    bazaar.answers = 200
    fail_for(bazaar, 300)
    bazaar.answers = 500
    bazaar.place(lines=[{"barcode": "A-2"}])
    bazaar.run_notifications()
    fail_for(bazaar, 1500)
    assert bazaar.control("GET", "/mails") == [] and listed(bazaar)[number]["status"] == "ACTIVE"


def test_removed_and_passive_webhooks_hear_nothing(bazaar):
    numbers = [register(bazaar), register(bazaar)]
    bazaar.put(f"{BASE}/{numbers[0]}/deactivate")
    bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.delete(f"{BASE}/{numbers[1]}")
    assert bazaar.run_notifications() == []


# Lost, doubled, out of order


def test_lost_ones_come_again(bazaar):
    register(bazaar)
    bazaar.control("POST", "/faults", [{"kind": "notify_lost", "times": 1}])
    bazaar.place(lines=[{"barcode": "A-1"}])
    assert bazaar.run_notifications() == []
    bazaar.clock.advance(300)
    assert len(bazaar.run_notifications()) == 1


def test_some_never_come(bazaar):
    register(bazaar)
    package = bazaar.place(lines=[{"barcode": "A-1"}], silent=True)
    bazaar.advance(package, "Picking")
    bazaar.clock.advance(3600)
    assert bazaar.run_notifications() == []


def test_doubled_ones(bazaar):
    register(bazaar)
    bazaar.control("POST", "/faults", [{"kind": "notify_duplicated", "times": 1}])
    bazaar.place(lines=[{"barcode": "A-1"}])
    first, second = bazaar.run_notifications()
    assert first["body"] == second["body"]


def test_overtaken_ones(bazaar):
    register(bazaar)
    bazaar.control("POST", "/faults", [{"kind": "notify_delayed", "match": "CREATED", "times": 1, "delay": 60}])
    package = bazaar.place(lines=[{"barcode": "A-1"}])
    bazaar.run_notifications()
    bazaar.advance(package, "Picking")
    bazaar.run_notifications()
    bazaar.clock.advance(60)
    assert events(bazaar) == [("PICKING", "Picking"), ("CREATED", "Picking")]


def test_late_orders_are_told_late(bazaar):
    register(bazaar)
    bazaar.place(lines=[{"barcode": "A-1"}], late=600)
    assert bazaar.run_notifications() == []
    bazaar.clock.advance(600)
    assert len(bazaar.run_notifications()) == 1
