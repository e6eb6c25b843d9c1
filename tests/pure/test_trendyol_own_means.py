"""Packages that are divided, brought by own means, or get more time: what is asked of Trendyol, word for word."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.fulfilment import (
    ChangeKind,
    Document,
    DocumentKind,
    OrderChange,
    Parcel,
)
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_trendyol.lib.own_delivery import contact
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.trendyol_line import DONE, TrendyolLine, fixture, listed, refused

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
KEY, LINE = "3330000001", "4765000001"
ACTIONS = f"order/sellers/123456/shipment-packages/{KEY}"
RETURN = "f9da0000-0000-0000-0000-000000000001"


@pytest.fixture
def line():
    """Makes lines: ``line(answer, …)``."""
    made = []

    def make(*answers, **options):
        made.append(TrendyolLine(*answers, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def package(**changes):
    return listed(fixture("package", **changes))


def part_of_it(number):
    return fixture("package", shipmentPackageId=number, originPackageIds=[int(KEY)], createdBy="split")


def division(*parts, **more):
    return OrderChange(ChangeKind.SPLIT, KEY, parts=parts or ({LINE: Decimal(1)},), **more)


# ---- dividing ----


def test_a_package_is_divided_and_known_to_be_once_trendyol_shows_it(line):
    made = line(package(status="Picking"), DONE, package(status="UnPacked"), listed(part_of_it(8), part_of_it(9)))
    result = made.provider.change_order(division())
    assert (result.outcome, "8, 9" in result.text) == (CONFIRMED, True)
    assert made.asked[1] == f"POST {ACTIONS}/split-packages"
    assert made.bodies[1] == {
        "splitPackages": [{"packageDetails": [{"orderLineId": 4765000001, "quantities": 1}]}],
        "shouldKeepPreviousStatus": True,
    }


def test_a_division_that_trendyol_still_works_on_is_not_known_yet(line):
    made = line(package(status="Picking"), DONE, package(status="Picking"))
    assert made.provider.change_order(division()).outcome is UNKNOWN


def test_turkey_keeps_no_status(line):
    made = line(package(orderCountryCode="TR"), DONE, package(status="UnPacked"), listed(), storefront="TR")
    assert made.provider.change_order(division()).outcome is CONFIRMED
    assert "shouldKeepPreviousStatus" not in made.bodies[1]


def test_what_became_of_a_lost_division_is_looked_up(line):
    find = lambda *answers: line(*answers).provider.find_split(division())  # noqa: E731
    assert find(package(status="Picking")) is None
    assert find(package(status="UnPacked"), listed()).outcome is CONFIRMED
    assert find(package(status="Cancelled"), listed(part_of_it(8))).outcome is CONFIRMED
    assert find(package(status="Cancelled"), listed()).outcome is REFUSED
    assert find(package(status="Shipped")).outcome is REFUSED
    assert find(listed()).outcome is UNKNOWN


def test_a_package_that_is_divided_already_is_not_divided_again(line):
    made = line(package(status="UnPacked"), listed(part_of_it(8)))
    assert made.provider.change_order(division()).outcome is CONFIRMED
    assert all(asked.startswith("GET") for asked in made.asked)


@pytest.mark.parametrize(
    ("parts", "status", "word"),
    [
        ((), "processing", "further parcel"),
        (({},), "processing", "further parcel"),
        (({"1": 2, "2": 1},), "processing", "stay"),
        (({"1": 3},), "processing", "not that much"),
        (({"1": 2}, {"1": 1}), "processing", "not that much"),
        (({"1": "0.5"},), "processing", "whole"),
        (({"1": 0},), "processing", "whole"),
        (({"9": 1},), "processing", "no line 9"),
        (({"1": 1},), "shipped", "shipped"),
        (({"1": 1},), "cancelled", "cancelled"),
        (({"1": 1},), "processing", ""),
        (({"1": 1}, {"1": 1, "2": 1}), "prepared", ""),
    ],
)
def test_divisions_trendyol_would_refuse_are_known_before(parts, status, word):
    order = {"status": status, "quantities": {"1": Decimal(2), "2": Decimal(1)}}
    change = OrderChange(ChangeKind.SPLIT, KEY, parts=parts)
    said = TrendyolProvider.change_refusal(change, order, None)
    assert word in said if word else said == ""


def test_what_is_refused_after_a_fresh_look_is_not_sent(line):
    made = line(package(status="Picking", lines=[fixture("package")["lines"][0] | {"quantity": 1}]))
    result = made.provider.change_order(division())
    assert (result.outcome, len(made.calls)) == (REFUSED, 1)


# ---- what can be asked for, and where ----


def test_what_can_be_changed_depends_on_the_storefront():
    ends = {ChangeKind.DELIVERED, ChangeKind.CAME_BACK}
    here, turkey, gulf = (TrendyolProvider.changes_for({"storefront": code}) for code in ("RO", "TR", "AE"))
    assert ChangeKind.SPLIT in here & turkey & gulf
    assert not here & (ends | {ChangeKind.POSTPONE})
    assert turkey >= ends | {ChangeKind.POSTPONE}
    assert gulf & (ends | {ChangeKind.POSTPONE}) == ends


# ---- own means ----


def paper(number="https://kargo.example/t/1", **changes):
    usual = {"key": "5", "kind": DocumentKind.AWB, "order_key": KEY, "name": "AWB", "url": "https://x.ro/1.pdf"}
    return Document(**usual | {"number": number} | changes)


def turkish(line, *answers, **options):
    return line(*answers, storefront="TR", **options)


def test_G8_in_turkey_the_courier_s_page_says_that_the_parcel_left(line):
    made = turkish(line, package(status="Picking", orderCountryCode="TR"), DONE)
    parcels = (Parcel(Decimal(2), Decimal(30), Decimal(20), Decimal(10)), Parcel(Decimal(1)))
    told = paper("YK123", tracking_link="https://kargo.example/YK123", parcels=parcels)
    assert made.provider.attach_document(told).outcome is CONFIRMED
    assert made.asked[1] == f"PUT {ACTIONS}/alternative-delivery"
    assert made.bodies[1] == {
        "isPhoneNumber": False, "trackingInfo": "https://kargo.example/YK123", "params": {}, "boxQuantity": 2, "deci": 3.0,
    }  # fmt: skip


def test_G8_or_a_phone_that_customers_can_call(line):
    made = turkish(line, package(status="Picking", orderCountryCode="TR"), DONE, own_phone="0 (555) 000 00 00")
    assert made.provider.attach_document(paper("ABC")).outcome is CONFIRMED
    assert made.bodies[1] == {"isPhoneNumber": True, "trackingInfo": "5550000000", "params": {}}


def test_without_either_it_says_what_to_type(line):
    made = turkish(line, package(status="Picking", orderCountryCode="TR"))
    result = made.provider.attach_document(paper("ABC"))
    assert (result.outcome, "10 digits" in result.text, len(made.calls)) == (REFUSED, True, 1)


def test_what_left_already_is_not_said_twice(line):
    gone = package(status="Shipped", cargoTrackingNumber=7320000000000001, orderCountryCode="TR")
    assert turkish(line, gone).provider.find_document(paper()).outcome is CONFIRMED
    assert turkish(line, package(status="Picking", orderCountryCode="TR")).provider.find_document(paper()) is None
    other = package(status="Shipped", cargoTrackingNumber=7330000000000001, orderCountryCode="TR")
    assert turkish(line, other).provider.find_document(paper()) is None


@pytest.mark.parametrize(
    ("typed", "link", "own", "found"),
    [
        ("5551234567", "", "", (True, "5551234567")),
        ("+90 555 123 45 67", "", "", (True, "5551234567")),
        ("05551234567", "", "5550000000", (True, "5551234567")),
        ("AWB5551234567", "", "", (False, "")),
        ("55512345678901", "", "", (False, "")),
        ("http://a.b/c", "https://x.y/z", "", (False, "https://x.y/z")),
        ("http://a.b/c", "", "5550000000", (False, "http://a.b/c")),
        ("X1", "ftp://no", "5550000000", (True, "5550000000")),
    ],
)
def test_how_customers_follow_their_parcel(typed, link, own, found):
    assert contact(paper(typed, tracking_link=link), own) == found


@pytest.mark.parametrize(
    ("kind", "path", "ended"),
    [(ChangeKind.DELIVERED, "manual-deliver", "Delivered"), (ChangeKind.CAME_BACK, "manual-return", "Returned")],
)
def test_how_it_ended_is_told_once(line, kind, path, ended):
    change = OrderChange(kind, KEY)
    made = turkish(line, package(status="Shipped"), DONE)
    assert made.provider.change_order(change).outcome is CONFIRMED
    assert made.asked[1] == f"PUT {ACTIONS}/{path}"
    made = turkish(line, package(status=ended))
    assert (made.provider.change_order(change).outcome, len(made.calls)) == (CONFIRMED, 1)
    assert turkish(line, package(status="Picking")).provider.change_order(change).outcome is REFUSED
    assert turkish(line, package(status="Shipped"), refused()).provider.change_order(change).outcome is REFUSED


# ---- more time ----


def test_more_days_are_asked_for_once(line):
    due = datetime(2026, 9, 22, tzinfo=UTC)
    millis = int(due.timestamp() * 1000)
    change = OrderChange(ChangeKind.POSTPONE, KEY, days=2, ship_by=due)
    made = turkish(line, package(agreedDeliveryDate=millis), DONE)
    assert made.provider.change_order(change).outcome is CONFIRMED
    assert made.asked[1] == f"PUT {ACTIONS}/extended-agreed-delivery-date"
    assert made.bodies[1] == {"extendedDayCount": 2}
    later = package(agreedDeliveryDate=millis + int(timedelta(days=2).total_seconds() * 1000))
    made = turkish(line, later)
    assert (made.provider.change_order(change).outcome, len(made.calls)) == (CONFIRMED, 1)


@pytest.mark.parametrize(
    ("days", "status", "word"), [(0, "new", "1 to 3"), (4, "new", "1 to 3"), (1, "shipped", "shipped")]
)
def test_how_much_time_there_is_is_known_before(days, status, word):
    change = OrderChange(ChangeKind.POSTPONE, KEY, days=days)
    assert word in TrendyolProvider.change_refusal(change, {"status": status, "quantities": {}}, None)


# ---- refused goods go back ----


def claim(**parcel):
    return listed(fixture("claim", rejectedpackageinfo={"packageid": 77, "cargoTrackingNumber": 5} | parcel))


def test_the_number_of_the_parcel_with_refused_goods_is_told(line):
    back = paper("22012", return_key=RETURN)
    made = line(claim(), DONE, own_courier="GLS")
    assert made.provider.attach_document(back).outcome is CONFIRMED
    assert made.asked[1] == "PUT order/sellers/123456/shipment-packages/77/tracking-details"
    assert made.bodies[1] == {"cargoSenderNumber": "22012", "providerCode": "GLS"}
    assert line(claim(cargoSenderNumber="22012")).provider.find_document(back).outcome is CONFIRMED
    assert line(claim()).provider.find_document(back) is None


def test_what_need_not_go_back_is_not_told(line):
    made = line(claim(dontShipBack=True), own_courier="GLS")
    assert made.provider.attach_document(paper("22012", return_key=RETURN)).outcome is REFUSED
    assert len(made.calls) == 1


def test_parcels_that_a_return_makes_are_read_in_either_writing(line):
    rows = [
        fixture("claim", rejectedpackageinfo={"packageid": 77, "cargoTrackingNumber": 9990000000000077}),
        fixture("claim", rejectedPackageInfo={"packageId": 77, "cargoTrackingNumber": 9990000000000077}),
        fixture("claim", replacementOutboundpackageinfo={"packageid": 77, "cargoTrackingNumber": 9990000000000077}),
    ]
    found = [line().provider.parse_return(row).parcels_out for row in rows]
    assert [[(state.ref, state.number) for state in states] for states in found] == [[("77", "9990000000000077")]] * 3
    kept = fixture("claim", rejectedpackageinfo={"packageid": 77, "dontShipBack": True})
    data = line().provider.parse_return(kept)
    assert (data.parcels_out, data.extra["back_not_wanted"]) == ((), True)
