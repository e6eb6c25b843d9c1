"""Where sources about Trendyol disagree, the connector works either way; and for a Turkish seller as well."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

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
QUICK = {"rate_limit_factor": 0, "batch_seconds": 0, "batch_empty_seconds": 0, "approve_after_seconds": 0}
EITHER = [
    {"address_flags": "is"},
    {"category_tree_as": "list"},
    {"value_text_key": "attributeValue"},
    {"value_text_key": "name"},
    {"attribute_shape": "list"},
    {"delivery_option_shape": "deliveryOptions"},
    {"order_errors": "list"},
    {"repeated_stock": "items"},
    {"field_names": "both"},
    {"field_names": "old", "empty_content": "null"},
    {"all_countries_listed": True},
    {"order_date_shift": 10_800},
    {"ty_discount_shown": "always"},
    {"ty_discount_shown": "commercial_package"},
    {"repeated_status": "accept"},
    {"unsupplied_status": "UnSupplied"},
    {"cargo_change_renumbers": True},
    {"invoice_file_status": 201},
    {"claim_casing": "openapi"},
    {"batch_items_in_progress": "IN_PROGRESS", "batch_seconds": 1},
]


@pytest.fixture(scope="module", params=["RO", "TR"])
def server(request):
    targets = ("BG",) if request.param == "RO" else ()
    with TrendyolSimulator(123456, request.param, targets=targets, settings=QUICK) as simulator:
        simulator.country = request.param
        yield simulator


def connected(server):
    options = {"storefront": server.country, "address": server.url}
    options["targets"] = ["BG"] if server.country == "RO" else []
    limiter = Limiter({}, clock=time.time, sleep=time.sleep)
    transport = Transport(limiter, lambda record: None, **TrendyolProvider.transport_options(CREDENTIALS, options))
    return TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), CREDENTIALS))


def final(provider, results):
    """The verdicts once the batches are done; an offer that was proved at once is not in a batch."""
    found = {result.key: result for result in results if result.outcome is not Outcome.ACCEPTED}
    for ref in dict.fromkeys(result.ref for result in results if result.ref):
        for _look in range(100):
            if (verdicts := provider.fetch_batch(ref)) is not None:
                found |= {result.key: result for result in verdicts}
                break
            time.sleep(0.05)
    return {key: result.outcome for key, result in found.items()}


def scanned(provider):
    [scan] = provider.order_scans
    now, page, found = datetime.now(UTC) + timedelta(minutes=1), None, {}
    while True:
        answered = provider.fetch_orders(scan, now - timedelta(hours=1), now, page)
        found |= {d.key: provider.parse_order(d.payload) for d in answered.items}
        page = answered.next
        if page is None:
            return found


@pytest.mark.parametrize("switches", EITHER, ids=lambda s: ",".join(f"{k}={v}" for k, v in s.items()))
def test_a_seller_gets_through_his_day(server, switches):
    trendyol = server.control
    trendyol.reset()
    trendyol.settings(**QUICK | switches)
    trendyol.generate_offers(3)
    provider = connected(server)
    try:
        _catalogue(provider)
        _values(provider)
        key = _orders(trendyol, provider)
        _parcel_and_invoice(trendyol, provider, key)
        _return(trendyol, provider, key)
    finally:
        provider.connection.transport.close()


def _catalogue(provider):
    assert all(check.ok for check in provider.check())
    assert {entry.extra["use"] for entry in provider.fetch_dictionary("address", None).items} >= {"pickup", "return"}
    [leaf, *_more] = [category for category in provider.fetch_categories(None).items if category.allowed]
    detail = provider.fetch_category(leaf.key, None)
    assert any(item.values for item in detail.characteristics)
    offer = provider.fetch_offer("TY-0000001")
    assert offer.content.characteristics
    assert offer.problems == ()


def _values(provider):
    values = [Value("TY-0000001", quantity=9, price=Decimal("50.50"))]
    assert final(provider, provider.push_values(values)) == {"TY-0000001": Outcome.CONFIRMED}
    again = final(provider, provider.push_values(values))
    assert again["TY-0000001"] in (Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN)


def _orders(trendyol, provider):
    wish = {"awaiting": False, "lines": [{"barcode": "TY-0000001", "quantity": 2}, {"barcode": "TY-0000002"}]}
    key = str(trendyol.place_order(**wish, discounts=[{"seller": "4.01", "trendyol": "2.02", "name": "x"}])["id"])
    order = scanned(provider)[key]
    shown = trendyol.order(key)  # what Trendyol pays of it may be kept from us: then it is not in the figure either
    assert order.total == Decimal(str(shown.get("packageTotalPrice") or shown["totalPrice"]))
    assert order.total == sum(line.total for line in order.lines)
    assert provider.acknowledge(key).outcome is Outcome.CONFIRMED
    assert provider.acknowledge(key).outcome is Outcome.CONFIRMED
    change = OrderChange(ChangeKind.EDIT, key, {next(ln.key for ln in order.lines if ln.offer_key == "TY-0000001"): 1})
    assert provider.change_order(change).outcome is Outcome.CONFIRMED
    left = next(order for order in scanned(provider).values() if key in order.extra["origins"])
    provider.acknowledge(left.key)
    gone = str(trendyol.place_order(**wish)["id"])
    assert provider.change_order(OrderChange(ChangeKind.CANCEL, gone, reason="500")).outcome is Outcome.CONFIRMED
    assert scanned(provider)[gone].status is OrderStatus.CANCELLED
    return left.key


def _parcel_and_invoice(trendyol, provider, key):
    wish = Shipment("S", key, Address(), Address(), "RON", parcels=(Parcel(Decimal(1)), Parcel(Decimal(1))))
    result = provider.create_shipment(wish)
    assert result.outcome is Outcome.CONFIRMED, result.text
    paper = Document("1", DocumentKind.INVOICE, key, "F", "https://shop.ro/1.pdf", "ABC2026000000001", file=b"%PDF-1.4")
    assert provider.attach_document(paper).outcome is Outcome.CONFIRMED
    assert provider.change_order(OrderChange(ChangeKind.FINALISE, key)).outcome is Outcome.CONFIRMED
    assert provider.fetch_labels(result.detail, "PDF")
    trendyol.advance_order(key, to="Delivered")
    assert provider.fetch_shipment(key).progress.value == "delivered"


def _return(trendyol, provider, key):
    asked = trendyol.ask_claim(int(key), received=True)
    claim = asked.get("claimId") or asked["id"]
    data = provider.parse_return(provider.fetch_return(claim).payload)
    assert (data.order_key, data.status) == (key, ReturnStatus.RECEIVED)
    reason = provider.fetch_dictionary("refuse_reasons", None).items[0].key
    refused = ReturnAnswer(claim, ReturnStatus.REFUSED, reason, "x", (("p.jpg", b"\xff\xd8\xff x"),))
    assert provider.answer_return(refused).outcome is Outcome.CONFIRMED
    trendyol.decide_claim(claim)
    data = provider.parse_return(provider.fetch_return(claim).payload)
    assert (data.status, bool(data.extra["back_package"])) == (ReturnStatus.REFUSED, True)
