"""The Trendyol provider against the Trendyol simulator: two readings of one document meet over real HTTP."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Picture, ProductData, Review
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
from odoo.addons.marketplace_base.lib.types import Address, OrderStatus, Outcome, Value
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret", "webhook_key": "hook"}
ACCEPTED, CONFIRMED, REFUSED, UNKNOWN = Outcome.ACCEPTED, Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
QUICK = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0, "approve_after_seconds": 0}


@pytest.fixture(scope="module")
def server():
    with TrendyolSimulator(123456, "RO", targets=("BG",), settings=QUICK) as simulator:
        yield simulator


@pytest.fixture
def trendyol(server):
    """The control client of a fresh account. The clock is shared: nobody moves it."""
    server.control.reset()
    server.control.settings(**QUICK)
    server.control.generate_offers(3)
    return server.control


@pytest.fixture
def connect(server):
    """Makes providers: ``connect(secret=…, options={…}, rates=…)``."""
    transports = []

    def make(rates=None, options=(), **credentials):
        credentials = {**CREDENTIALS, **credentials}
        options = {"storefront": "RO", "targets": ["BG"], "address": server.url} | dict(options)
        limiter = Limiter(rates or {}, clock=time.time, sleep=time.sleep)
        transport = Transport(limiter, lambda record: None, **TrendyolProvider.transport_options(credentials, options))
        transports.append(transport)
        return TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), credentials))

    yield make
    for transport in transports:
        transport.close()


@pytest.fixture
def provider(trendyol, connect):
    return connect()


@pytest.fixture
def place(trendyol):
    def make(**wish):
        wish = {"awaiting": False, "lines": [{"barcode": "TY-0000001", "quantity": 2}]} | wish
        return str(trendyol.place_order(**wish)["id"])

    return make


def offers(provider):
    page, found = None, {}
    while True:
        answered = provider.fetch_offers(page)
        found |= {offer.key: offer for offer in answered.items}
        page = answered.next
        if page is None:
            return found


def orders(provider, since=timedelta(hours=1)):
    [scan] = provider.order_scans
    page, found, now = None, [], datetime.now(UTC) + timedelta(minutes=1)
    while True:
        answered = provider.fetch_orders(scan, now - since, now, page)
        found += [provider.parse_order(document.payload) for document in answered.items]
        page = answered.next
        if page is None:
            return {order.key: order for order in found}


def read(provider, key):
    return provider.parse_order(provider.fetch_order(key).payload)


def settled(provider, results):
    """What the batches say in the end."""
    found = {result.key: result for result in results if result.outcome is not ACCEPTED}
    for ref in dict.fromkeys(result.ref for result in results if result.outcome is ACCEPTED):
        for _look in range(50):
            verdicts = provider.fetch_batch(ref)
            if verdicts is not None:
                break
            time.sleep(0.05)
        found |= {result.key: result for result in verdicts}
    return {key: result.outcome for key, result in found.items()}


# ---- access ----


def test_A2_the_right_keys_are_let_in_and_wrong_ones_named(provider, connect):
    assert [check.ok for check in provider.check()] == [True, True, True, True]
    [check] = connect(secret="no").check()
    assert (check.item, check.ok) == ("credentials", False)
    [check] = connect(seller="654321").check()
    assert (check.ok, "seller id" in check.remedy) == (False, True)
    [check] = connect(options={"storefront": "TR", "targets": []}).check()
    assert not check.ok


def test_D7_even_pace_is_never_throttled(trendyol, connect):
    trendyol.settings(rate_limit_factor=1)
    provider = connect(rates=TrendyolProvider.rates_for({}))
    for number in range(55):
        assert provider.push_values([Value("TY-0000001", quantity=number)])[0].outcome is ACCEPTED


# ---- offers and values ----


def test_A5_the_offers_are_read_as_they_are(trendyol, provider):
    trendyol.edit_offer("TY-0000002", locked="preț")
    found = offers(provider)
    assert set(found) == {"TY-0000001", "TY-0000002", "TY-0000003"}
    assert (found["TY-0000001"].review, found["TY-0000001"].sellable) == (Review.APPROVED, True)
    assert not found["TY-0000002"].sellable
    assert found["TY-0000001"].content.category_key
    assert provider.fetch_offer("TY-0000003").stock == found["TY-0000003"].stock
    assert provider.fetch_offer("nothing") is None
    assert provider.count("offers") >= 1


def test_D7_D9_values_hold_when_the_batch_says_so(trendyol, provider):
    trendyol.fail_items("TY-0000002", reason="nu")
    results = provider.push_values(
        [
            Value("TY-0000001", quantity=7, price=Decimal("89.90")),
            Value("TY-0000002", quantity=3),
            Value("unknown", quantity=1),
        ]
    )
    assert settled(provider, results) == {"TY-0000001": CONFIRMED, "TY-0000002": REFUSED, "unknown": REFUSED}
    offer = provider.fetch_offer("TY-0000001")
    assert (offer.stock, offer.price) == (7, Decimal("89.9"))


def test_D9_the_same_values_again_are_proved_by_reading(trendyol, provider):
    values = [Value("TY-0000001", quantity=6), Value("TY-0000002", quantity=2)]
    settled(provider, provider.push_values(values))
    assert {result.outcome for result in provider.push_values(values)} == {CONFIRMED}
    trendyol.edit_offer("TY-0000002", stock=1)
    again = provider.push_values(values)
    assert {result.key: result.outcome for result in again} == {"TY-0000001": CONFIRMED, "TY-0000002": UNKNOWN}


# ---- orders ----


def test_F8_F9_F11_the_total_is_what_the_shopper_was_told(trendyol, provider, place):
    for shown in ("always", "commercial", "commercial_package"):
        trendyol.settings(ty_discount_shown=shown)
        key = place(discounts=[{"seller": "10.01", "trendyol": "5.55", "name": "x"}])
        order = read(provider, key)
        assert order.total == sum(line.total for line in order.lines)
        assert order.total == Decimal(str(trendyol.order(key)["packageTotalPrice"]))


def test_F1_packages_are_read_together_by_their_numbers(provider, place):
    mine, abroad = place(), place(storefront="BG", customer="company")
    assert {document.key for document in provider.fetch_orders_named([mine, abroad, "1"])} == {mine, abroad}


def test_F2_packages_of_all_storefronts_are_found(trendyol, provider, place):
    mine = place()
    awaiting = place(awaiting=True)
    abroad = place(storefront="BG", customer="company")
    found = orders(provider)
    assert {mine, awaiting, abroad} <= set(found)
    assert (found[mine].status, found[mine].complete) == (OrderStatus.NEW, True)
    assert not found[awaiting].complete
    assert (found[abroad].currency, found[abroad].customer.is_company) == ("EUR", True)
    assert found[mine].number == trendyol.order(mine)["orderNumber"]


def test_F2_the_list_takes_over_when_the_stream_fails(trendyol, provider, place):
    key = place()
    for kind in ("426", "503", "truncated_json"):
        trendyol.clear_faults()
        trendyol.add_fault(kind, "orders/stream")
        assert key in orders(provider)


def test_F2_old_names_and_null_are_understood(trendyol, provider, place):
    trendyol.settings(field_names="old", empty_content="null")
    key = place()
    order = read(provider, key)
    assert order.total == sum(line.total for line in order.lines)
    assert provider.fetch_order("1") is None


def test_taken_over_prepared_and_closed(trendyol, provider, place):
    for storefront in ("RO", "BG"):
        key = place(storefront=storefront)
        assert [provider.acknowledge(key).outcome for _twice in range(2)] == [CONFIRMED, CONFIRMED]
        assert read(provider, key).status is OrderStatus.PROCESSING
        assert provider.change_order(OrderChange(ChangeKind.FINALISE, key)).outcome is CONFIRMED
        assert trendyol.order(key)["status"] == "Invoiced"


def test_what_is_missing_makes_another_package(trendyol, provider, place):
    key = place()
    provider.acknowledge(key)
    [line] = [line for line in read(provider, key).lines if line.offer_key]
    change = OrderChange(ChangeKind.EDIT, key, {line.key: 1})
    assert provider.change_order(change).outcome is CONFIRMED
    left = next(order for order in orders(provider).values() if key in order.extra["origins"])
    assert (left.lines[0].quantity, left.status) == (1, OrderStatus.PROCESSING)
    assert read(provider, key).status is OrderStatus.CANCELLED
    assert provider.change_order(change).outcome is CONFIRMED
    assert provider.change_order(OrderChange(ChangeKind.CANCEL, left.key, reason="501")).outcome is CONFIRMED
    assert read(provider, left.key).status is OrderStatus.CANCELLED


def test_packages_that_trendyol_divides_are_told_apart(trendyol, provider, place):
    key = place(lines=[{"barcode": "TY-0000001"}, {"barcode": "TY-0000002"}])
    trendyol.split_order(key, [[{"barcode": "TY-0000001", "quantity": 1}]])
    found = orders(provider)
    assert found[key].status is OrderStatus.CANCELLED
    assert sum(key in order.extra["origins"] for order in found.values()) == 2


# ---- parcels and papers ----


def parcel(order, **changes):
    usual = {"key": f"S{order.key}", "order_key": order.key, "sender": Address(), "receiver": order.delivery}
    return Shipment(**usual | {"currency": order.currency, "parcels": (Parcel(Decimal(1)),)} | changes)


def facts(order):
    return order.extra | {"status": order.status}


def test_G7_G10_number_and_label_of_a_parcel_that_trendyol_pays(trendyol, provider, place):
    key = place()
    provider.acknowledge(key)
    order = read(provider, key)
    wish = parcel(order, courier_key="DPD-RO", parcels=(Parcel(Decimal(1)), Parcel(Decimal(2))))
    assert provider.shipment_gaps(wish, facts(order)) == []
    result = provider.create_shipment(wish)
    assert (result.outcome, trendyol.order(key)["boxes"]) == (CONFIRMED, 2)
    assert result.detail.number == str(trendyol.order(key)["cargoTrackingNumber"])
    labels = provider.fetch_labels(result.detail, "PDF")
    assert all(label.content.startswith(b"%PDF") for label in labels)
    trendyol.advance_order(key, to="Delivered")
    assert provider.fetch_shipment(key).progress.value == "delivered"


def test_the_number_of_our_own_courier(trendyol, connect, place):
    provider = connect(options={"own_courier": "GLS"})
    key = place(payer="seller", carrier="GLS")
    provider.acknowledge(key)
    order = read(provider, key)
    assert provider.shipment_gaps(parcel(order), facts(order))
    paper = Document("7", DocumentKind.AWB, key, "AWB", "https://x.ro/1.pdf", "2201234567890")
    assert provider.attach_document(paper).outcome is CONFIRMED
    assert trendyol.order(key)["cargoSenderNumber"] == "2201234567890"
    assert provider.find_document(paper).outcome is CONFIRMED


@pytest.mark.parametrize("by", ["file", "link"])
def test_G11_G14_an_invoice_and_its_correction(trendyol, connect, place, by):
    provider = connect(options={"invoice_by": by})
    key = place()
    provider.acknowledge(key)
    paper = Document(
        "8",
        DocumentKind.INVOICE,
        key,
        "Factura",
        f"https://shop.ro/{by}.pdf",
        "F1",
        datetime.now(UTC).date(),
        file=b"%PDF-1.4 x",
    )
    assert provider.find_document(paper) is None
    assert provider.attach_document(paper).outcome is CONFIRMED
    second = replace(paper, number="F2", url=f"https://shop.ro/{by}2.pdf", file=b"%PDF-1.4 y")
    assert provider.find_document(second) is None
    assert provider.attach_document(second).outcome is CONFIRMED
    shown = [row for row in trendyol.invoices(key) if not row.get("deleted_at") and not row.get("deleted")]
    assert len(shown) == 1


# ---- returns ----


@pytest.fixture
def asked_back(trendyol, place):
    def make(**wish):
        key = place()
        trendyol.advance_order(key, to="Delivered")
        return trendyol.ask_claim(int(key), **wish)["claimId"], key

    return make


def understood(provider, key):
    return provider.parse_return(provider.fetch_return(key).payload)


def test_a_return_is_approved_once_it_arrived(trendyol, provider, asked_back):
    key, package = asked_back()
    data = understood(provider, key)
    assert (data.status, data.order_key) == (ReturnStatus.APPROVED, package)
    assert provider.answer_return(ReturnAnswer(key, ReturnStatus.CLOSED)).outcome is REFUSED
    trendyol.receive_claim(key)
    assert understood(provider, key).close_by
    assert provider.answer_return(ReturnAnswer(key, ReturnStatus.CLOSED)).outcome is CONFIRMED
    assert understood(provider, key).status is ReturnStatus.CLOSED
    assert provider.answer_return(ReturnAnswer(key, ReturnStatus.CLOSED)).outcome is CONFIRMED


def test_a_return_is_contested_with_proof(trendyol, provider, asked_back):
    key, _package = asked_back(received=True)
    reason = provider.fetch_dictionary("refuse_reasons", None).items[0].key
    photo = ("poza.jpg", b"\xff\xd8\xff\xe0 x")
    answer = ReturnAnswer(key, ReturnStatus.REFUSED, reason=reason, note="Purtat", files=(photo,))
    assert provider.answer_return(answer).outcome is CONFIRMED
    assert understood(provider, key).status is ReturnStatus.REFUSED
    trendyol.decide_claim(key)
    assert understood(provider, key).extra["back_package"]


def test_returns_are_found_by_state_and_by_day(trendyol, provider, asked_back):
    key, _package = asked_back(received=True)
    now = datetime.now(UTC) + timedelta(minutes=1)
    for scan in provider.return_scans:
        page, keys = None, []
        while True:
            answered = provider.fetch_returns(scan, now - timedelta(days=1), now, page)
            keys += [document.key for document in answered.items]
            page = answered.next
            if page is None:
                break
        assert key in keys


# ---- publishing ----


@pytest.fixture
def leaf(provider):
    """A category to publish in, with a value for everything that is mandatory."""
    for category in provider.fetch_categories(None).items:
        if category.allowed:
            detail = provider.fetch_category(category.key, None)
            if any(item.required and item.values for item in detail.characteristics):
                return detail
    raise AssertionError("no category has a mandatory attribute")


def product(detail, key, **changes):
    given = [
        CharacteristicValue(item.key, item.values[0].name if item.values else "0.5" if item.key == "sgrPrice" else "Roșu")
        for item in detail.characteristics if item.required
    ]  # fmt: skip
    return replace(
        ProductData(
            key=key, sku=f"S-{key}", name="Produs nou", description="<p>Bun</p>", category_key=detail.category.key,
            pictures=(Picture("https://img.example.ro/1.jpg"),), barcodes=(key,), quantity=4, price=Decimal(50),
            tax_rate=Decimal("0.21"), characteristics=tuple(given),
        ),
        **changes,
    )  # fmt: skip


@pytest.fixture
def brand(provider, trendyol):
    name = provider.fetch_offer("TY-0000001").content.brand
    return next(entry.key for entry in provider.find_brands(name) if entry.name == name)


def test_C9_a_product_is_published_refused_corrected_and_approved(trendyol, provider, leaf, brand):
    wish = product(leaf, "NEW-1", brand="Marca", brand_key=brand)
    assert provider.gaps(wish, leaf) == []
    assert settled(provider, provider.publish([wish])) == {"NEW-1": CONFIRMED}
    assert provider.fetch_offer("NEW-1").review is Review.REVIEW
    trendyol.validate_offer("NEW-1", "rejected", [["Poze", "neclare"]])
    assert provider.fetch_offer("NEW-1").problems == ("Poze: neclare",)
    assert settled(provider, provider.publish([replace(wish, name="Produs mai bun")])) == {"NEW-1": CONFIRMED}
    trendyol.validate_offer("NEW-1")
    found = provider.fetch_offer("NEW-1")
    assert (found.review, found.name) == (Review.APPROVED, "Produs mai bun")
    assert settled(provider, provider.publish([replace(wish, name="Alt nume")])) == {"NEW-1": CONFIRMED}
    assert provider.fetch_offer("NEW-1").name == "Alt nume"


def test_C9_each_product_of_a_batch_has_its_own_verdict(trendyol, provider, leaf, brand):
    trendyol.fail_items("NEW-3", reason="nu se poate")
    wishes = [
        product(leaf, "NEW-2", brand="Marca", brand_key=brand),
        product(leaf, "NEW-3", brand="Marca", brand_key=brand),
        product(leaf, "X", brand="?", brand_key="999999"),
    ]
    assert settled(provider, provider.publish(wishes)) == {"NEW-2": CONFIRMED, "NEW-3": REFUSED, "X": REFUSED}


# ---- notifications ----


def test_F1_the_webhook_is_registered_and_woken(trendyol, provider):
    def register():
        return provider.register_notifications(lambda event: f"https://shop.example.ro/marketplace/notify/1/t/{event}")

    assert register()
    assert register() == ""
    [hook] = trendyol.webhooks()
    assert hook["url"].endswith("/order")
