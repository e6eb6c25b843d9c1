"""Trendyol's access, offers, catalogue and notifications, verb by verb, over real HTTP with scripted answers."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import Rejected, Unavailable
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Notification
from odoo.addons.marketplace_base.lib.types import Hint
from odoo.addons.marketplace_trendyol.lib.const import QUOTAS, SIZES, STOREFRONTS
from odoo.addons.marketplace_trendyol.lib.notification import read_hints
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from tests.pure.junk import understood
from tests.pure.trendyol_line import CREDENTIALS, DONE, TrendyolLine, fixture, listed, refused
from tests.pure.wire import answer

URL = "https://shop.example.ro/marketplace/notify/3/tok/order"


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(TrendyolLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


# ---- who we are ----


def test_every_call_names_the_seller_the_storefront_and_the_language(line):
    made = line(listed())
    made.provider.fetch_offers(None)
    headers = made.headers()
    assert headers["user-agent"] == "123456 - SelfIntegration"
    assert (headers["storefrontcode"], headers["accept-language"]) == ("RO", "ro")
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")) == b"the-api-key:s3cret-secret"


def test_the_secret_never_stands_in_the_journal(line):
    made = line(answer(200, {"content": [], "echo": "s3cret-secret the-api-key hook-key-1"}))
    made.provider.fetch_offers(None)
    assert not any(word in made.journal[0].response for word in ("s3cret", "the-api-key", "hook-key"))


def test_a_seller_is_told_apart_by_place_and_storefront():
    def name(**options):
        return TrendyolProvider.identity(CREDENTIALS, {"storefront": "RO"} | options)

    assert len({name(), name(stage=True), name(storefront="TR")}) == 3
    assert name() == TrendyolProvider.identity({"seller": " 123456 "}, {"storefront": "RO"})


@pytest.mark.parametrize("size", SIZES)
def test_every_bucket_has_a_rate_and_bigger_shops_may_call_more(size):
    rates = TrendyolProvider.rates_for({"size": size})
    assert rates.keys() >= {*QUOTAS, "stream", "decisions"}
    Limiter(rates, clock=lambda: 0.0, sleep=lambda seconds: None)
    small = TrendyolProvider.rates_for({})
    assert all(rates[name][1].calls >= small[name][1].calls for name in QUOTAS)


def test_A2_a_connection_that_works_says_where(line):
    checks = line(listed(), listed(), listed(), targets=("BG",)).provider.check()
    assert [(check.item, check.ok) for check in checks] == [
        ("credentials", True), ("offers", True), ("orders", True), ("orders BG", True),
    ]  # fmt: skip
    assert "Romania" in checks[0].text


def test_A2_a_refused_key_names_the_page_to_look_at(line):
    for exception, item in (
        ("ClientApiAuthenticationException", "credentials"),
        ("TrendyolAuthorizationException", "seller"),
    ):
        [check] = line(answer(401, {"exception": exception})).provider.check()
        assert (check.item, check.ok) == (item, False)
        assert "partner.trendyol.com" in check.remedy
    [check] = line(answer(403, b"<html>", {"Content-Type": "text/html"})).provider.check()
    assert check.item == "address"
    checks = line(listed(), answer(401, {})).provider.check()
    assert [(check.item, check.ok) for check in checks][-1] == ("orders", False)


def test_A2_no_answer_says_nothing_about_the_account(line):
    for reply in (answer(503), refused(429)):
        with pytest.raises(Unavailable):
            line(reply).provider.check()


# ---- dictionaries ----


def test_vat_rates_and_couriers_belong_to_the_storefront(line):
    provider = line(DONE).provider
    assert [entry.key for entry in provider.fetch_dictionary("vat", None).items] == ["0", "11", "21"]
    assert {entry.key for entry in provider.fetch_dictionary("courier", None).items} == {
        "FANCOURIER",
        "FANEX",
        "DPD-RO",
    }
    assert len({store.label for store in STOREFRONTS.values()}) == len(STOREFRONTS)


def test_addresses_and_reasons_are_read(line):
    made = line(answer(200, {"supplierAddresses": [{"id": 1, "shipmentAddress": True, "city": "Cluj"}]}))
    assert made.provider.fetch_dictionary("address", None).items[0].name == "Cluj"
    made = line(answer(200, [{"id": 51, "name": "Kullanılmış"}, {"id": 2078, "name": "Yeni"}]))
    assert [(e.key, e.name) for e in made.provider.fetch_dictionary("refuse_reasons", None).items] == [
        ("51", "The product was used"), ("2078", "Yeni"),
    ]  # fmt: skip


# ---- offers ----


def test_A5_approved_products_come_first_then_those_that_wait(line):
    made = line(
        listed(fixture("approved"), pages=2, nextPageToken="t1"), listed(fixture("approved"), pages=2),
        listed(fixture("unapproved")),
    )  # fmt: skip
    page, keys = None, []
    while True:
        answered = made.provider.fetch_offers(page)
        keys += [offer.key for offer in answered.items]
        page = answered.next
        if page is None:
            break
    assert keys == ["ODOO-TS-0001-M", "ODOO-TS-0001-M", "ODOO-TS-0002"]
    assert [call[2].get("page") for call in made.calls] == ["0", "1", "0"]


def test_A5_beyond_ten_thousand_the_token_goes_on(line):
    made = line(listed(fixture("approved"), pages=200, nextPageToken="t100"))
    assert made.provider.fetch_offers("a:98").next == "a:99"
    assert made.provider.fetch_offers("a:99").next == "t:t100"
    assert made.provider.fetch_offers("t:t99").next == "t:t100"
    assert made.calls[-1][2] == {"size": "100", "nextPageToken": "t99"}
    assert line(listed()).provider.fetch_offers("t:t100").next == "u:0"


def test_one_offer_is_found_wherever_it_stands(line):
    made = line(answer(200, {"barcode": "X", "approved": True}), listed(fixture("approved")))
    assert made.provider.fetch_offer("ODOO-TS-0001-M").extra["content_id"] == "880012345"
    made = line(answer(200, {"approved": False}), listed(fixture("unapproved")))
    assert made.provider.fetch_offer("ODOO-TS-0002").problems
    assert line(refused(404, "product.not.found")).provider.fetch_offer("none") is None
    made = line(answer(200, {"approved": False}), listed(fixture("unapproved")), listed())
    assert made.provider.fetch_offer("another") is None


# ---- the catalogue ----


def test_A4_values_come_in_pages_attribute_by_attribute(line):
    category = {
        "id": 387, "name": "Ochelari",
        "categoryAttributes": [{"attribute": {"id": key, "name": f"A{key}"}} for key in (1, 2)],
    }  # fmt: skip

    def values(name, pages=1, page=0):
        rows = [{"attributeValueId": 7, "attributeValueName": name}]
        return answer(200, {"page": page, "totalPages": pages, "content": rows})

    made = line(answer(200, category), values("x", 2), values("y"), values("z", 2, page=1))
    first = made.provider.fetch_category("387", None)
    assert [[v.name for v in item.values] for item in first.characteristics[:2]] == [["x"], ["y"]]
    assert first.next == "1:1"
    second = made.provider.fetch_category("387", first.next)
    assert [[v.name for v in item.values] for item in second.characteristics[:2]] == [["z"], []]
    assert second.next is None
    assert line(refused(404)).provider.fetch_category("9", None) is None


# ---- notifications ----


def notification(body, event="order", **headers):
    headers = {"X-Api-Key": "hook-key-1"} | headers
    return Notification(event, "POST", headers, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def hints(body, credentials=CREDENTIALS, **more):
    return TrendyolProvider.read_notification(notification(body, **more), credentials)


def test_F1_a_delivery_names_its_package_in_an_envelope_or_bare():
    row = fixture("package")
    assert hints({"content": [row]}) == hints(row) == [Hint("order", "3330000001")]
    assert hints(b"") == [Hint("order")]


def test_F1_only_who_knows_the_key_is_believed():
    basic = base64.b64encode(b"any:hook-key-1").decode()
    assert hints(fixture("package"), **{"X-Api-Key": "", "Authorization": f"Basic {basic}"})
    for headers in ({"X-Api-Key": "wrong"}, {"X-Api-Key": ""}, {"X-Api-Key": "", "Authorization": "Basic ???"}):
        with pytest.raises(ValueError, match="key"):
            hints(fixture("package"), **headers)
    with pytest.raises(ValueError, match="key"):
        hints(fixture("package"), credentials={})


@pytest.mark.parametrize("body", [b"[1]", b"{", b'{"content": 5}', b'{"orderNumber": "1"}', b"[" * 100_000])
def test_F1_junk_is_told(body):
    with pytest.raises(ValueError, match=r".+"):
        hints(body)


@given(st.binary(max_size=60), st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=3))
def test_nothing_but_value_errors_come_of_junk(body, headers):
    for known in (headers, {"x-api-key": "hook-key-1"}):
        understood(read_hints, Notification("order", "POST", known, {}, body), CREDENTIALS)


def hook(**changes):
    return {"id": "h1", "url": URL, "authenticationType": "API_KEY", "status": "ACTIVE", "subscribedStatuses": None,
            "countryCodes": ["RO"]} | changes  # fmt: skip


def register(made, url=URL):
    return made.provider.register_notifications(lambda event: url)


def test_F1_a_webhook_is_registered_once(line):
    made = line(answer(200, []), answer(200, {"id": "h1"}))
    assert "registered" in register(made)
    assert made.bodies[1] == {
        "url": URL, "username": "", "password": "", "authenticationType": "API_KEY", "apiKey": "hook-key-1",
        "subscribedStatuses": [], "countryCodes": ["RO"],
    }  # fmt: skip
    assert register(line(answer(200, [hook()]))) == ""


def test_F1_a_webhook_that_fell_asleep_is_woken_and_a_wrong_one_corrected(line):
    made = line(answer(200, [hook(status="PASSIVE")]), DONE)
    assert register(made)
    assert made.asked[1:] == ["PUT webhook/sellers/123456/webhooks/h1/activate"]
    made = line(answer(200, [hook(url=URL.replace("tok", "old"))]), DONE)
    assert "corrected" in register(made)
    assert made.asked[1:] == ["PUT webhook/sellers/123456/webhooks/h1"]


def test_F1_webhooks_of_others_are_left_alone_and_fifteen_are_enough(line):
    others = [hook(id=str(number), url=f"https://other{number}.ro/x") for number in range(15)]
    with pytest.raises(Rejected, match="15"):
        register(line(answer(200, others)))
    for url in ("https://my-trendyol.ro/x", "https://LocalHost/x"):
        with pytest.raises(Rejected, match="address"):
            register(line(answer(200, [])), url)
