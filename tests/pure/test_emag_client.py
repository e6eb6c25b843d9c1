"""eMAG's HTTP habits: how it is asked, and what each of its answers means."""

import json

import pytest

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_emag.lib.client import Client, texts

from tests.pure.emag_line import EmagLine, said
from tests.pure.wire import answer


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(EmagLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


# ---- how it is asked ----


@pytest.mark.parametrize("tail", ["", "/", "/api-3", "/api-3/"])
@pytest.mark.parametrize("route", ["order/read", "/order/read", "/api-3/order/read"])
def test_api_3_is_never_doubled_nor_forgotten(line, tail, route):
    made = line(said())
    client = Client(made.provider.connection.transport, made.wire.url + tail)
    client.call(route, {})
    assert made.calls[0][0] == "/api-3/order/read"


def test_filters_are_top_level_keys_because_emag_ignores_them_under_data(line):
    made = line(said([{"id": 5}]))
    made.provider.client.read("order", status=1, type=3)
    assert made.calls == [("/api-3/order/read", {"status": 1, "type": 3})]
    assert b"Content-Type: application/json" in made.wire.requests[0]


@pytest.mark.parametrize(
    ("route", "bucket"),
    [
        ("order/read", "orders"),
        ("order/acknowledge/5", "orders"),
        ("order/attachments/save", "orders"),
        ("offer/save", "default"),
        ("product_offer/read", "default"),
        ("documentation/find_by_eans", "eans"),
    ],
)
def test_every_route_counts_against_its_own_limit(line, route, bucket):
    made = line(answer(429, {"message": "API rate limit exceeded"}))
    with pytest.raises(RateLimited) as raised:
        made.provider.client.call(route, {})
    assert raised.value.bucket == bucket


# ---- what the answers mean ----


@pytest.mark.parametrize(
    "body", [{"results": []}, {"isError": None}, {"isError": "false"}, [], "ok", {"message": "hm"}]
)
def test_answer_that_does_not_say_isError_false_is_a_failure(line, body):
    client = line(answer(body=body)).provider.client
    with pytest.raises(Unavailable, match="does not say"):
        client.call("vat/read", {})
    with pytest.raises(OutcomeUnknown, match="does not say"):
        client.call("offer/save", [], changes=True)


def test_flags_written_as_numbers_are_understood(line):
    assert line(answer(body={"isError": 0, "messages": None, "results": [{"id": 1}]})).provider.client.read("vat")
    with pytest.raises(Rejected):
        line(answer(body={"isError": 1})).provider.client.read("vat")


@pytest.mark.parametrize(
    "message",
    ["You are not allowed to use this API.", "ERROR: You are not allowed to use this API."],
)
@pytest.mark.parametrize("status", [200, 401, 403])
def test_refused_user_is_an_authentication_failure_under_any_status(line, status, message):
    made = line(said([], message, error=True, status=status))
    with pytest.raises(AuthFailed, match="not allowed to use this API") as raised:
        made.provider.client.read("vat")
    assert raised.value.item == "credentials or rights"


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("body", [b"<html>Forbidden</html>", b"", {"message": "no"}])
def test_refused_user_needs_no_readable_body(line, status, body):
    with pytest.raises(AuthFailed):
        line(answer(status, body)).provider.client.call("offer/save", [], changes=True)


@pytest.mark.parametrize("status", [200, 403])
def test_A2_refused_address_is_named(line, status):
    made = line(said([], "ERROR: Invalid vendor ip [203.0.113.7]", error=True, status=status))
    with pytest.raises(AuthFailed, match=r"this server's address 203\.0\.113\.7") as raised:
        made.provider.client.read("vat")
    assert raised.value.item == "address"


def test_locked_record_is_tried_again_later(line):
    made = line(said([], "Resource locked for processing", error=True, status=400))
    with pytest.raises(Unavailable, match="locked"):
        made.provider.client.ask("order/acknowledge/5", {}, changes=True)


def test_refusal_keeps_emags_words_and_status(line):
    made = line(
        said([], "ERROR: Something is wrong", {"field": "stock", "message": "too many"}, error=True, status=400)
    )
    with pytest.raises(Rejected, match=r"^Something is wrong; stock: too many$") as raised:
        made.provider.client.ask("offer/save", [], changes=True)
    assert raised.value.code == "400"


def test_refusal_without_a_readable_body_is_still_a_refusal(line):
    with pytest.raises(Rejected, match="no reason given"):
        line(answer(400, b"<html>Bad request</html>")).provider.client.ask("offer/save", [], changes=True)


@pytest.mark.parametrize("status", [404, 405])
def test_unknown_route_points_at_the_address(line, status):
    with pytest.raises(Rejected, match="does not know the address vat/read: Invalid URL"):
        line(answer(status, {"message": "Invalid URL"})).provider.client.read("vat")


@pytest.mark.parametrize("cut", [None, answer(body=b'{"isError": fal'), answer(504)])
def test_D9_write_without_a_readable_answer_has_an_unknown_outcome(line, cut):
    made = line(cut)
    with pytest.raises(OutcomeUnknown):
        made.provider.client.call("offer/save", [{"id": 1}], changes=True)
    with pytest.raises(Unavailable):
        made.provider.client.read("order")


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        (None, []),
        ([], []),
        ("ERROR: one", ["one"]),
        (["one", " two ", ""], ["one", "two"]),
        ([{"message": "one"}, {"text": "two"}, {"field": "ean", "message": "three"}], ["one", "two", "ean: three"]),
        ({"1": "one", "4": {"message": "two"}}, ["one", "two"]),
        ([["one", ["two"]], 5, None, True], ["one", "two"]),
        ({"message": ["one", "two"]}, ["one", "two"]),
    ],
)
def test_messages_are_found_in_every_shape(messages, found):
    assert texts(messages) == found


def test_messages_nested_without_end_end():
    assert texts(json.loads("[" * 500 + '"deep"' + "]" * 500)) == []


# ---- readings ----


@pytest.mark.parametrize(
    ("results", "rows"),
    [
        ([{"id": 1}, {"id": 2}], 2),
        ([], 0),
        (None, 0),
        ({}, 0),
        ({"id": 1, "name": "one"}, 1),
        ({"0": {"id": 1}, "3": {"id": 2}}, 2),
    ],
)
def test_results_are_rows_in_every_shape(line, results, rows):
    assert len(line(said(results)).provider.client.read("order")) == rows


@pytest.mark.parametrize("results", [["a", "b"], "none", 5, [[1]]])
def test_results_that_are_no_rows_are_a_failure_and_not_an_empty_list(line, results):
    with pytest.raises(Unavailable, match="cannot be read"):
        line(said(results)).provider.client.read("order")


def test_one_record_is_taken_only_if_it_is_the_one_that_was_asked_for(line):
    read_one = line(said([{"id": "123"}])).provider.client.read_one
    assert read_one("order", "id", 123) == {"id": "123"}
    assert line(said([])).provider.client.read_one("order", "id", 123) is None
    ignored_filter = line(said([{"id": 9}, {"id": 8}]))
    with pytest.raises(Unavailable, match="answered with another"):
        ignored_filter.provider.client.read_one("order", "id", 123)
    assert line(said([{"id": 9}, {"id": 123}])).provider.client.read_one("order", "id", 123) == {"id": 123}


def test_call_is_journaled_under_the_record_it_is_about_without_the_password(line):
    made = line(said([{"id": 123, "echo": "s3cret-password"}]))
    made.provider.client.read_one("order", "id", 123)
    [record] = made.journal
    assert (record.action, record.keys) == ("order/read", ("123",))
    assert "s3cret" not in repr(record)
