"""Packages and claims, all that can be done with them, against the Trendyol simulator: a Romanian seller and a Turkish one."""

import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.errors import OutcomeUnknown, Rejected
from odoo.addons.marketplace_base.lib.fulfilment import (
    ChangeKind,
    Document,
    DocumentKind,
    OrderChange,
    Parcel,
    ReturnAnswer,
    ReturnStatus,
    Shipment,
)
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import Address, LineKind, OrderStatus, Outcome
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret", "webhook_key": "hook"}
CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
QUICK = {"rate_limit_factor": 0, "approve_after_seconds": 0, "split_seconds": 0}
PDF = b"%PDF-1.4 x"


class Shop:
    """A seller of one country: his simulator's control client, and a provider."""

    def __init__(self, server, country):
        self.control, self.country = server.control, country
        options = {"storefront": country, "address": server.url, "own_courier": "GLS", "own_phone": "5550000000"}
        limiter = Limiter({}, clock=time.time, sleep=time.sleep)
        transport = Transport(limiter, lambda record: None, **TrendyolProvider.transport_options(CREDENTIALS, options))
        self.provider = TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), CREDENTIALS))

    def order(self, *quantities, taken=True, **wish):
        """A package of these pieces of the first offers."""
        lines = [{"barcode": f"TY-000000{n}", "quantity": each} for n, each in enumerate(quantities or (2,), 1)]
        key = str(self.control.place_order(awaiting=False, lines=lines, **wish)["id"])
        if taken:
            assert self.provider.acknowledge(key).outcome is CONFIRMED
        return key

    def read(self, key):
        return self.provider.parse_order(self.provider.fetch_order(key).payload)

    def lines(self, key):
        return [line.key for line in self.read(key).lines if line.kind is LineKind.PRODUCT]

    def family(self, key):
        """The packages of the same order that were made of this one."""
        number = self.read(key).number
        found = self.control.orders(order_number=number)
        return [row for row in found if row["originPackageIds"] == [int(key)]]

    def claim(self, key, **wish):
        self.control.advance_order(key, to="Delivered")
        return self.control.ask_claim(int(key), received=True, **wish)["claimId"]

    def return_of(self, key):
        return self.provider.parse_return(self.provider.fetch_return(key).payload)


@pytest.fixture(scope="module", params=["RO", "TR"])
def server(request):
    with TrendyolSimulator(123456, request.param, settings=QUICK) as simulator:
        simulator.country = request.param
        yield simulator


@pytest.fixture
def shop(server):
    server.control.reset()
    server.control.settings(**QUICK)
    server.control.generate_offers(3)
    made = Shop(server, server.country)
    yield made
    made.provider.connection.transport.close()


@pytest.fixture
def turkish(shop):
    return shop if shop.country == "TR" else pytest.skip("a service of Türkiye")


@pytest.fixture
def romanian(shop):
    return shop if shop.country == "RO" else pytest.skip("not in Türkiye")


# ---- dividing ----


def test_a_package_becomes_three_with_all_its_goods_and_prices(shop):
    key = shop.order(3, 2, discounts=[{"seller": "10.01", "trendyol": "5.55", "name": "x"}])
    before, [first, second] = shop.read(key), shop.lines(key)
    change = OrderChange(ChangeKind.SPLIT, key, parts=({first: Decimal(1)}, {first: Decimal(1), second: Decimal(2)}))
    assert (
        shop.provider.change_refusal(
            change, before.extra | {"status": "processing", "quantities": {first: 3, second: 2}}, None
        )
        == ""
    )
    assert shop.provider.change_order(change).outcome is CONFIRMED
    old, parts = shop.read(key), [shop.read(str(row["id"])) for row in shop.family(key)]
    assert (old.status, old.extra["divided"]) == (OrderStatus.CANCELLED, True)
    assert sorted(
        sum(int(line.quantity) for line in part.lines if line.kind is LineKind.PRODUCT) for part in parts
    ) == [1, 1, 3]
    assert sum(part.total for part in parts) == before.total
    assert all(part.total == sum(line.total for line in part.lines) for part in parts)
    assert {part.extra["origins"][0] for part in parts} == {key}
    kept = OrderStatus.PROCESSING if shop.country == "RO" else OrderStatus.NEW
    assert {part.status for part in parts} == {kept}
    assert [shop.provider.change_order(change).outcome, shop.provider.find_split(change).outcome] == [
        CONFIRMED,
        CONFIRMED,
    ]
    assert len(shop.family(key)) == 3


def test_a_division_under_way_is_not_known_and_then_seen(shop):
    shop.control.settings(split_seconds=1)
    key = shop.order(3)
    change = OrderChange(ChangeKind.SPLIT, key, parts=({shop.lines(key)[0]: Decimal(1)},))
    assert shop.provider.change_order(change).outcome is UNKNOWN
    assert shop.provider.find_split(change) is None
    deadline = time.monotonic() + 20
    while not (found := shop.provider.find_split(change)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found.outcome is CONFIRMED
    assert len(shop.family(key)) == 2


def test_a_division_whose_answer_was_lost_is_found(shop):
    key = shop.order(3)
    change = OrderChange(ChangeKind.SPLIT, key, parts=({shop.lines(key)[0]: Decimal(1)},))
    shop.control.add_fault("cut_after", "split-packages", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.change_order(change)
    assert shop.provider.find_split(change).outcome is CONFIRMED
    other = shop.order(3)
    shop.control.add_fault("cut_before", "split-packages", times=1)
    with pytest.raises(OutcomeUnknown):
        shop.provider.change_order(OrderChange(ChangeKind.SPLIT, other, parts=({shop.lines(other)[0]: Decimal(1)},)))
    assert shop.provider.find_split(OrderChange(ChangeKind.SPLIT, other)) is None


def test_what_cannot_be_divided_is_said_before_and_refused_there(shop):
    key = shop.order(2)
    [line] = shop.lines(key)
    for parts in (({line: Decimal(2)},), ({line: Decimal(3)},), ()):
        assert shop.provider.change_order(OrderChange(ChangeKind.SPLIT, key, parts=parts)).outcome is REFUSED
    shop.control.advance_order(key, to="Shipped")
    shipped = OrderChange(ChangeKind.SPLIT, key, parts=({line: Decimal(1)},))
    assert shop.provider.change_order(shipped).outcome is REFUSED
    assert not shop.family(key)


# ---- own means ----


def paper(key, number, **changes):
    usual = {"key": "7", "kind": DocumentKind.AWB, "order_key": key, "name": "AWB", "url": "https://x.ro/1.pdf"}
    return Document(**usual | {"number": number} | changes)


@pytest.mark.parametrize("number", ["https://kargo.example/t/1", "0555 123 45 67", "YK1"])
def test_G8_own_means_in_turkey_from_departure_to_the_end(turkish, number):
    key = turkish.order()
    told = paper(key, number, parcels=(Parcel(Decimal("1.5")), Parcel(Decimal(1))))
    assert turkish.provider.find_document(told) is None
    assert turkish.provider.attach_document(told).outcome is CONFIRMED
    shown = turkish.control.order(key)
    assert (shown["status"], shown["boxes"], str(shown["cargoTrackingNumber"])[:3]) == ("Shipped", 2, "732")
    assert turkish.provider.find_document(told).outcome is CONFIRMED
    change = OrderChange(ChangeKind.DELIVERED, key)
    assert [turkish.provider.change_order(change).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
    assert turkish.control.order(key)["status"] == "Delivered"
    assert turkish.provider.change_order(OrderChange(ChangeKind.CAME_BACK, key)).outcome is REFUSED


def test_G8_own_means_that_came_back(turkish):
    key = turkish.order()
    turkish.provider.attach_document(paper(key, "5551234567"))
    change = OrderChange(ChangeKind.CAME_BACK, key)
    assert [turkish.provider.change_order(change).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
    assert turkish.control.order(key)["status"] == "Returned"


def test_the_end_of_trendyol_s_own_parcels_is_not_ours_to_tell(turkish):
    key = turkish.order()
    turkish.control.advance_order(key, to="Shipped")
    result = turkish.provider.change_order(OrderChange(ChangeKind.DELIVERED, key))
    assert (result.outcome, bool(result.text)) == (REFUSED, True)


def test_more_time_is_given_once(turkish):
    key = turkish.order()
    before = turkish.read(key).ship_by
    change = OrderChange(ChangeKind.POSTPONE, key, days=2, ship_by=before)
    assert [turkish.provider.change_order(change).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
    assert (turkish.read(key).ship_by - before).days == 2


# ---- boxes, couriers, labels ----


def parcel(key, boxes=2, **changes):
    parcels = tuple(Parcel(Decimal(1)) for _box in range(boxes))
    return Shipment("S", key, Address(), Address(), "RON", parcels=parcels, **changes)


def test_G7_every_box_has_a_label(turkish):
    key = turkish.order()
    result = turkish.provider.create_shipment(parcel(key))
    assert (result.outcome, len(result.detail.parcels)) == (CONFIRMED, 2)
    assert len(turkish.provider.fetch_labels(result.detail, "ZPL")) == 2


def test_G9_a_turkish_package_changes_its_courier_and_no_sooner_than_it_may(turkish):
    key = turkish.order()
    usual = turkish.control.order(key)["carrier"]
    names = {entry.key for entry in turkish.provider.fetch_dictionary("courier", None).items}
    assert {"TEXMP", "ARASMP"} <= names
    first, second = [code for code in ("ARASMP", "TEXMP", "SURATMP") if code != usual][:2]
    wish = parcel(key, boxes=1, courier_key=first)
    assert [turkish.provider.create_shipment(wish).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
    assert turkish.control.order(key)["carrier"] == first
    again = turkish.provider.create_shipment(parcel(key, boxes=1, courier_key=second))
    assert (again.outcome, "five minutes" in again.text) == (REFUSED, True)


def test_G9_couriers_of_another_country_are_none_of_ours(romanian):
    key = romanian.order()
    assert {entry.key for entry in romanian.provider.fetch_dictionary("courier", None).items} == {
        "FANCOURIER",
        "FANEX",
        "DPD-RO",
    }
    result = romanian.provider.create_shipment(parcel(key, boxes=1, courier_key="TEXMP"))
    assert (result.outcome, bool(result.text)) == (REFUSED, True)


# ---- invoices that Trendyol examines ----


def invoice(key, number="ABC2026000000001"):
    return Document(
        "8", DocumentKind.INVOICE, key, "F", f"https://x.ro/{number}.pdf", number, datetime.now(UTC).date(), file=PDF
    )


@pytest.mark.parametrize("wish", [{"is4P": True}, {"micro": True}])
def test_G11_the_label_waits_for_the_invoice_and_a_rejected_one_is_corrected(turkish, wish):
    key = turkish.order(**wish)
    result = turkish.provider.create_shipment(parcel(key, boxes=1))
    with pytest.raises(Rejected, match=r"(?i)invoice"):
        turkish.provider.fetch_labels(result.detail, "ZPL")
    wrong = turkish.provider.attach_document(invoice(key, "F1"))
    assert (wrong.outcome, "ABC2026000000001" in wrong.text) == (REFUSED, True)
    assert turkish.provider.attach_document(invoice(key)).outcome is CONFIRMED
    if "is4P" in wish:
        assert turkish.read(key).extra["invoice_status"] == "Received"
        turkish.control.judge_invoice(int(key), "Rejected", ["INVOICE_DATE_MISMATCH"])
        assert "its date" in turkish.read(key).complaints[0]
        assert turkish.provider.attach_document(invoice(key, "ABC2026000000002")).outcome is CONFIRMED
        assert turkish.read(key).complaints == ()
        turkish.control.judge_invoice(int(key))
    assert turkish.provider.fetch_labels(result.detail, "ZPL")


# ---- awaiting ----


def test_F12_awaiting_packages_wait_and_may_vanish(shop):
    key = str(shop.control.place_order(awaiting=True, lines=[{"barcode": "TY-0000001", "quantity": 2}])["id"])
    order = shop.read(key)
    assert (order.complete, order.status, order.payment.is_paid) == (False, OrderStatus.NEW, False)
    assert [line.offer_key for line in order.lines] == ["TY-0000001"], "its goods can be held back"
    assert shop.provider.acknowledge(key).outcome is UNKNOWN
    shop.control.cancel_order(key)
    assert shop.read(key).status is OrderStatus.CANCELLED


# ---- returns ----


def test_refused_goods_go_back_under_the_number_of_our_own_courier(shop):
    claim = shop.claim(shop.order())
    reason = shop.provider.fetch_dictionary("refuse_reasons", None).items[0].key
    answer = ReturnAnswer(claim, ReturnStatus.REFUSED, reason, "x", (("p.jpg", b"\xff\xd8\xff x"),))
    assert shop.provider.answer_return(answer).outcome is CONFIRMED
    assert shop.return_of(claim).parcels_out == ()
    shop.control.decide_claim(claim)
    [out] = shop.return_of(claim).parcels_out
    assert (out.return_key, bool(out.number), out.ref != out.order_key) == (claim, True, True)
    told = paper(out.order_key, "22012", return_key=claim)
    if shop.country == "TR":
        assert shop.provider.find_document(told) is None
    assert shop.provider.attach_document(told).outcome is CONFIRMED
    assert shop.provider.find_document(told).outcome is CONFIRMED


def test_refused_goods_that_nobody_wants_back_stay(shop):
    shop.control.settings(dont_ship_back=True)
    claim = shop.claim(shop.order())
    reason = shop.provider.fetch_dictionary("refuse_reasons", None).items[0].key
    shop.provider.answer_return(ReturnAnswer(claim, ReturnStatus.REFUSED, reason, "x", (("p.jpg", b"\xff\xd8\xff x"),)))
    shop.control.decide_claim(claim)
    data = shop.return_of(claim)
    assert (data.parcels_out, data.extra["back_not_wanted"]) == ((), True)


@pytest.mark.parametrize("casing", ["guide", "openapi"])
def test_an_exchange_is_a_parcel_to_the_customer(shop, casing):
    shop.control.settings(claim_casing=casing)
    claim = shop.claim(shop.order())
    shop.control.replace_claimed(claim)
    [out] = shop.return_of(claim).parcels_out
    assert out.number and out.text
