"""eMAG's call-backs are hints: nothing in them is believed, and junk is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.provider import Notification
from odoo.addons.marketplace_base.lib.types import Hint
from odoo.addons.marketplace_emag.lib.notification import EVENTS
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from tests.pure import junk


def hints(event="order", query=None, body=b"", method="GET"):
    return EmagProvider.read_notification(Notification(event, method, {}, query or {}, body), {})


def test_F1_new_order_as_emag_describes_it():
    assert hints("order", {"order_id": "123"}) == [Hint("order", "123")]


@pytest.mark.parametrize(
    ("event", "field", "hint"),
    [
        ("order", "orderId", Hint("order", "77")),
        ("order", "id", Hint("order", "77")),
        ("cancellation", "order_id", Hint("order", "77")),
        ("return", "rma_id", Hint("return", "77")),
        ("return", "emag_id", Hint("return", "77")),
        ("awb", "reservation_id", Hint("awb", "77")),
        ("awb", "awb_number", Hint("awb", "77")),
        ("documentation", "product_id", Hint("offer", "77")),
        ("documentation", "part_number_key", Hint("offer", "77")),
    ],
)
def test_id_is_recognised_in_query_form_and_json(event, field, hint):
    assert hints(event, {field: "77"}) == [hint]
    assert hints(event, body=f"{field}=77&x=1".encode(), method="POST") == [hint]
    assert hints(event, body=json.dumps({field: 77}).encode(), method="POST") == [hint]
    assert hints(event, body=json.dumps({"data": {field: "77"}}).encode(), method="POST") == [hint]


def test_several_records_in_one_call_are_several_hints():
    body = json.dumps([{"order_id": 1}, {"order_id": 2}, {"order_id": 1}]).encode()
    assert hints(body=body) == [Hint("order", "1"), Hint("order", "2")]


@pytest.mark.parametrize(
    "body", [b"", b"  ", b"{}", b"[]", b"something=else", b'{"order_id": null}', b'{"order_id": ""}']
)
def test_call_without_an_id_says_look_at_what_is_new(body):
    assert hints("return", body=body) == [Hint("return", "")]


def test_order_number_of_a_return_is_not_taken_for_the_number_of_the_return():
    assert hints("return", {"order_id": "5"}) == [Hint("return", "")]


def test_codes_with_letters_are_allowed_only_where_emag_has_them():
    assert hints("documentation", {"part_number_key": "DRX42KBBM"}) == [Hint("offer", "DRX42KBBM")]
    assert hints("awb", {"awb_number": "1ONB12345678"}) == [Hint("awb", "1ONB12345678")]
    with pytest.raises(ValueError, match="order_id is not an id"):
        hints("order", {"order_id": "DRX42KBBM"})


@pytest.mark.parametrize("value", ["-1", "1.5", "1 OR 1=1", "1" * 21, "<b>", "٣", "1\n2", "None"])
def test_value_that_is_no_id_is_junk(value):
    with pytest.raises(ValueError, match="not an id"):
        hints("order", {"order_id": value})


@pytest.mark.parametrize(
    "body",
    [
        b'{"order_id": true}',
        b'{"order_id": [1]}',
        b'{"order_id": 1',
        b"[1, 2]",
        b"[" * 60_000,
        b"\xff\xfe=1",
        b"&".join(b"a=1" for _ in range(200)),
        b'{"order_id": ' + b"9" * 5000 + b"}",
        b"x" * 70_000,
    ],
)
def test_junk_is_refused(body):
    with pytest.raises(ValueError, match=r"not an id|not readable|too large"):
        hints(body=body)


def test_unknown_event_is_refused():
    with pytest.raises(ValueError, match="unknown event"):
        hints("login")


@given(
    st.sampled_from(sorted(EVENTS)),
    st.dictionaries(st.sampled_from(["order_id", "id", "x"]), st.text(max_size=25)),
    st.binary(max_size=50) | junk.values.map(lambda value: json.dumps(value).encode()),
)
def test_whatever_arrives_gives_hints_or_value_error(event, query, body):
    found = junk.understood(hints, event, query, body)
    if found is not None:
        assert found
        assert all(hint.key == "" or hint.key.isalnum() for hint in found)
