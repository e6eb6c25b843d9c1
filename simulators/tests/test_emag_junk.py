"""Whatever is sent, the simulator answers in eMAG's ways and never breaks."""

import copy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .emag_api import Api, awb_for, awb_for_return, offer_data, product

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["1e400", "NaN", "-0", "١", "0x1"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["id", "value", "url"]), st.integers(), max_size=2), max_size=2),
)
API = Api()
API.set(fetch_attachments=False)
API.seed({"id": 1}, {"id": 2})
ORDER = API.order_in(2, lines=[{"product_id": 1, "quantity": 2}])
SOLD = API.order_in(4, lines=[{"product_id": 1, "quantity": 2}])
RMA = API.ask_return(SOLD)
AWB = API.save_awb(ORDER).results
PACKAGE = {"weight": 1.2, "length": 30, "width": 20, "height": 10}
PRESET = {**PACKAGE, "label": "XS", "is_default": True}
FULL_PRODUCT = product(
    50,
    family={"id": 5, "name": "F", "family_type_id": 95},
    manufacturer=[{"name": "a", "address": "b", "email": "c"}],
    attachments=[{"url": "https://cdn.example.com/a.pdf"}],
    start_date="2026-03-12",
    source_language="en_GB",
    green_tax=1,
)
ATTACHED = {"id": 60, "name": "X", "part_number_key": "DRX42KBBM", **offer_data()}
BY_EAN = {"id": 61, "name": "X", "ean": ["4006381333931"], **offer_data()}
INVOICE = {"order_id": int(ORDER["id"]), "order_type": 3, "url": "https://x.example.com/1.pdf", "name": "I", "type": 1}
WINDOW = {"createdAfter": "2026-03-01 00:00:00", "createdBefore": "2026-03-20 00:00:00", "status": [1], "id": 5}
SAMPLES = [
    ("/product_offer/save", [FULL_PRODUCT]),
    ("/product_offer/save", [ATTACHED]),
    ("/product_offer/save", [BY_EAN]),
    ("/product_offer/save", [{**FULL_PRODUCT, "id": 1}]),
    ("/offer/save", [{"id": 1, **offer_data(recommended_price=500, currency_type="EUR")}]),
    ("/measurements/save", [{"id": 1, "length": 1, "width": 1, "height": 1, "weight": 1}]),
    ("/order/save", [API.read_order(ORDER["id"])]),
    ("/order/attachments/save", [INVOICE]),
    ("/order/read", WINDOW),
    ("/order/count", WINDOW),
    ("/order/attachments/read", {"order_id": 1, "order_type": 3}),
    ("/product_offer/read", {"id": 1, "status": 1, "part_number": "x", "currentPage": 1, "general_stock": 5}),
    ("/locality/read", {"name": "x", "modified": "2026-01-01 00:00:00", "country_code": "RO", "region2": "Cluj"}),
    ("/awb/save", awb_for(ORDER, packages=[PACKAGE], date="2026-03-12", currency="RON", locker_id="abc")),
    ("/awb/save", awb_for_return(RMA)),
    ("/awb/read", {"emag_id": AWB["awb"][0]["emag_id"], "reservation_id": AWB["reservation_id"]}),
    ("/awb/read_zpl", {"emag_id": AWB["awb"][0]["emag_id"]}),
    ("/awb/package/save", {"packages": [PRESET]}),
    ("/order/volumetry/read", {"order_id": int(ORDER["id"]), "type": 3, "product_id": 1}),
    ("/rma/read", {"order_id": 1, "request_status": 2, "date_start": "2026-03-01 00:00:00", "product_id": 1}),
    ("/rma/count", {"type": 3, "date_end": "2026-03-01 00:00:00"}),
    ("/rma/save", RMA),
    ("/invoice/read", {"category": "FC", "number": "1", "date_start": "2026-01-01", "date_end": "2026-02-01"}),
    ("/customer-invoice/read", {"category": "normal", "order_id": 1}),
    ("/category/read", {"id": 2735, "valuesCurrentPage": 1, "valuesPerPage": 5}),
]


def places(value, path=()):
    """Every place in a JSON value, as a path of keys."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in items:
        yield from places(entry, (*path, key))


def put(value, path, new):
    if not path:
        return new
    value = copy.deepcopy(value)
    node = value
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = new
    return value


@pytest.mark.parametrize(("route", "body"), SAMPLES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_junk_anywhere_is_answered(route, body, data):
    path = data.draw(st.sampled_from(list(places(body))))
    spoiled = put(body, path, data.draw(JUNK))
    reply = API.post(route, spoiled)
    assert reply.status in (200, 400)
    assert set(reply.json) == {"isError", "messages", "errors", "results"}
    assert reply.json["isError"] is False or reply.json["messages"]
    assert API.post("/product_offer/read").accepted
    assert API.post("/order/read").accepted


@settings(max_examples=50, deadline=None)
@given(junk=JUNK)
def test_junk_as_stock(junk):
    assert API.patch("/offer_stock/2", {"stock": junk}).status in (204, 400)
    assert 0 <= API.stocks(2)[0] <= 65535


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet="data[]01=&ix%", max_size=40))
@example(text="0[1]")
def test_junk_forms(text):
    reply = API.call("POST", "/offer/save", data=text.encode(), content_type="application/x-www-form-urlencoded")
    results = reply.json["results"]
    verdicts = list(results.values()) if isinstance(results, dict) else []
    assert reply.json["isError"] is True or all(verdict["isError"] for verdict in verdicts)
    assert "successfully" not in reply.text
