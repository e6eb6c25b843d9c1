"""The eMAG provider, verb by verb, over real HTTP with scripted answers."""

import copy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.errors import AuthFailed, OutcomeUnknown, Unavailable
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_emag.lib.const import SITES
from odoo.addons.marketplace_emag.lib.fields import window
from odoo.addons.marketplace_emag.lib.provider import EmagProvider

from tests.pure.emag_line import CREDENTIALS, EmagLine, fixture, said
from tests.pure.wire import answer

VAT = said([{"vat_id": 1, "vat_rate": 0.21, "is_default": 1}, {"vat_id": 2, "vat_rate": 0.11, "is_default": 0}])
CLOCK_GOES_BACK = datetime(2026, 10, 25, 1, tzinfo=UTC)  # in Bucharest, from 4 to 3 o'clock
SCANS = {scan.name: scan for scan in EmagProvider.order_scans}


@pytest.fixture
def line():
    lines = []

    def make(*answers, **options):
        lines.append(EmagLine(*answers, **options))
        return lines[-1]

    yield make
    for made in lines:
        made.close()


# ---- who we are ----


def test_two_accounts_of_one_seller_on_one_site_have_the_same_identity():
    same = {"username": " Shop@Example.com "}
    assert EmagProvider.identity(CREDENTIALS, {"site": "RO"}) == EmagProvider.identity(same, {"site": "RO"})
    assert EmagProvider.identity(CREDENTIALS, {"site": "RO"}) != EmagProvider.identity(CREDENTIALS, {"site": "HU"})


def test_password_with_any_letters_can_be_sent(line):
    auth = EmagProvider.transport_options({"username": "ana", "password": "parolă ș"}, {"site": "RO"})["auth"]
    assert auth == (b"ana", "parolă ș".encode())
    assert EmagProvider.transport_options({}, {"site": "RO"})["auth"] == (b"", b"")


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_its_own_address_and_currency(site):
    assert SITES[site].api.startswith("https://")
    assert SITES[site].api.endswith("/api-3")
    assert len({other.api for other in SITES.values()}) == len(SITES)
    assert len(SITES[site].currency) == 3


# ---- dictionaries ----


def test_dictionaries_are_read_whole(line):
    page = line(VAT).provider.fetch_dictionary("vat", None)
    assert [(entry.key, entry.value) for entry in page.items] == [("1", Decimal("0.21")), ("2", Decimal("0.11"))]
    assert page.next is None
    made = line(said([{"account_id": 1, "courier_name": "SAMEDAY", "status": 1}]))
    assert made.provider.fetch_dictionary("courier", None).items[0].name == "SAMEDAY"
    assert made.calls == [("/api-3/courier_accounts/read", {})]


def test_unreadable_dictionary_is_not_taken_for_an_empty_one(line):
    with pytest.raises(Unavailable, match="vat_rate is missing"):
        line(said([{"vat_id": 1}])).provider.fetch_dictionary("vat", None)


# ---- offers ----


def offers(count):
    return said([fixture("offer", id=number) for number in range(1, count + 1)])


def test_A5_offers_are_read_page_by_page_until_one_is_not_full(line):
    made = line(offers(100), VAT, offers(3))
    first = made.provider.fetch_offers(None)
    assert (len(first.items), first.next) == (100, "2")
    last = made.provider.fetch_offers(first.next)
    assert (len(last.items), last.next) == (3, None)
    assert [body for _route, body in made.calls] == [
        {"currentPage": 1, "itemsPerPage": 100},
        {},  # VAT rates, once per run
        {"currentPage": 2, "itemsPerPage": 100},
    ]
    assert first.items[0].tax_rate == Decimal("0.21")


def test_A5_page_beyond_the_end_is_the_end(line):
    page = line(said([])).provider.fetch_offers("3")
    assert (page.items, page.next) == ([], None)


def test_A5_one_unreadable_offer_complains_in_its_own_place_and_stops_nobody(line):
    made = line(said([fixture("offer", id=1, sale_price="free"), fixture("offer", id=2)]), VAT)
    broken, good = made.provider.fetch_offers(None).items
    assert broken.key == "1"
    assert "sale_price" in broken.problems[0]
    assert not broken.sellable
    assert (good.key, good.problems) == ("2", ())


def test_row_without_id_stops_the_reading_because_nobody_could_say_what_was_lost(line):
    with pytest.raises(Unavailable, match="id is missing"):
        line(said([{"name": "?"}])).provider.fetch_offers(None)
    with pytest.raises(Unavailable, match="id is missing"):
        line(said([{"status": 1}])).provider.fetch_orders(SCANS["new"], None, None, None)


def test_one_offer_is_read_by_number_or_catalogue_key(line):
    made = line(said([fixture("offer")]), VAT)
    assert made.provider.fetch_offer("243409").name == "Runner X trainers, black, 42 EU"
    assert made.calls[0][1] == {"id": 243409, "currentPage": 1, "itemsPerPage": 1}
    made = line(said([fixture("offer")]), VAT)
    assert made.provider.fetch_offer("DRX42KBBM").key == "243409"
    assert made.calls[0][1]["part_number_key"] == "DRX42KBBM"
    assert line(said([])).provider.fetch_offer("5") is None


# ---- orders in ----


def test_F1_new_orders_are_listed_by_their_status(line):
    made = line(said([fixture("order"), fixture("order", id=7, modified="?")]))
    page = made.provider.fetch_orders(SCANS["new"], None, None, None)
    assert made.calls == [("/api-3/order/read", {"type": 3, "status": 1, "currentPage": 1, "itemsPerPage": 100})]
    assert [(document.kind, document.key) for document in page.items] == [("order", "391982964"), ("order", "7")]
    assert page.items[0].modified_at == datetime(2026, 2, 10, 12, 23, 10, tzinfo=UTC)
    assert page.items[1].modified_at is None
    assert page.items[0].payload == fixture("order")


@pytest.mark.parametrize(("scan", "fulfilment"), [("modified", 3), ("platform", 2)])
def test_changes_are_listed_by_their_time_in_the_sites_own_clock(line, scan, fulfilment):
    made = line(said([]))
    since, until = datetime(2026, 2, 10, 12, tzinfo=UTC), datetime(2026, 2, 10, 13, tzinfo=UTC)
    made.provider.fetch_orders(SCANS[scan], since, until, "2")
    assert made.calls[0][1] == {
        "type": fulfilment,
        "modifiedAfter": "2026-02-10 14:00:00",
        "modifiedBefore": "2026-02-10 15:00:00",
        "currentPage": 2,
        "itemsPerPage": 100,
    }


def test_window_without_end_ends_now(line):
    made = line(said([]))
    made.provider.fetch_orders(SCANS["modified"], datetime(2026, 2, 10, 12, tzinfo=UTC), None, None)
    assert made.calls[0][1]["modifiedBefore"] == "2026-02-10 15:00:00"


def test_hungarian_window_is_wider_by_the_hour_its_clock_may_be_off(line):
    made = line(said([]), site="HU")
    moment = datetime(2026, 2, 10, 12, tzinfo=UTC)
    made.provider.fetch_orders(SCANS["modified"], moment, moment, None)
    assert made.calls[0][1]["modifiedAfter"] == "2026-02-10 13:00:00"
    assert made.calls[0][1]["modifiedBefore"] == "2026-02-10 15:00:00"


@settings(max_examples=200)
@example(minutes=-30, length=timedelta(minutes=50), share=0.9)
@example(minutes=-80, length=timedelta(minutes=100), share=0.7)
@given(minutes=st.integers(-150, 90), length=st.timedeltas(timedelta(0), timedelta(hours=3)), share=st.floats(0, 1))
def test_F2_no_change_is_missed_in_the_night_when_the_clock_goes_back(minutes, length, share):
    since = CLOCK_GOES_BACK + timedelta(minutes=minutes)
    until = since + length
    changed = since + length * share
    stamped = changed.astimezone(ZoneInfo("Europe/Bucharest")).strftime("%Y-%m-%d %H:%M:%S")
    after, before = window(since, until, "Europe/Bucharest", timedelta(0))
    assert after <= stamped <= before


def test_F1_order_is_looked_for_among_ours_then_among_those_emag_ships(line):
    made = line(said([]), said([fixture("order", type=2)]))
    document = made.provider.fetch_order("391982964")
    assert [body["type"] for _route, body in made.calls] == [3, 2]
    assert made.provider.parse_order(document.payload).by_platform
    assert line(said([])).provider.fetch_order("391982964") is None
    assert line(said([])).provider.fetch_order("../vat/read") is None


def test_F1_answer_about_another_order_is_not_taken_for_ours(line):
    with pytest.raises(Unavailable):
        line(said([fixture("order")])).provider.fetch_order("5")


# ---- acknowledge: promise F14 ----


def test_F14_order_is_taken_over_once_and_a_second_time_does_no_harm(line):
    again = said([], "ERROR: Order is already in progress.", error=True, status=400)
    made = line(said([]), again)
    assert made.provider.acknowledge("391982964").outcome is Outcome.CONFIRMED
    assert made.provider.acknowledge("391982964").outcome is Outcome.CONFIRMED
    assert [route for route, _body in made.calls] == ["/api-3/order/acknowledge/391982964"] * 2
    assert made.journal[0].keys == ("391982964",)


def test_F14_refused_take_over_says_why(line):
    result = line(said([], "ERROR: Order is canceled.", error=True, status=400)).provider.acknowledge("5")
    assert (result.outcome, result.text, result.code) == (Outcome.REFUSED, "Order is canceled.", "400")
    made = line(said([]))
    assert made.provider.acknowledge("5/../6").outcome is Outcome.REFUSED
    assert made.calls == []


def test_F14_locked_order_is_taken_over_later(line):
    with pytest.raises(Unavailable):
        line(said([], "Resource locked for processing", error=True)).provider.acknowledge("5")


@pytest.mark.parametrize("cut", [None, answer(body=b'{"isErr'), answer(502)])
def test_F14_take_over_without_an_answer_is_unknown(line, cut):
    with pytest.raises(OutcomeUnknown):
        line(cut).provider.acknowledge("5")


# ---- connection test ----

HANDLING = said([{"id": 0}, {"id": 3}])
COURIER = said([{"account_id": 1, "account_display_name": "Sameday", "status": 1}])
REFUSED = said([], "You are not allowed to use this API.", error=True, status=403)


def checked(made):
    return {check.item: check for check in made.provider.check()}


def test_A8_check_lists_what_was_found(line):
    made = line(VAT, said([]), said([]), VAT, HANDLING, COURIER)
    checks = checked(made)
    assert all(check.ok for check in checks.values())
    assert list(checks) == ["credentials", "address", "offers", "orders", "vat", "handling_time", "courier"]
    assert checks["vat"].text == "21 %, 11 %"
    assert checks["handling_time"].text == "same day, 3 days"
    assert checks["courier"].text == "Sameday"


def test_A2_check_names_the_servers_address_and_where_to_authorise_it(line):
    checks = checked(line(said([], "ERROR: Invalid vendor ip [203.0.113.7]", error=True)))
    assert list(checks) == ["address"]
    assert "203.0.113.7" in checks["address"].text
    assert "https://marketplace.emag.ro" in checks["address"].remedy


def test_check_says_when_the_password_or_the_site_is_wrong(line):
    [check] = line(REFUSED, site="HU").provider.check()
    assert (check.item, check.ok) == ("credentials", False)
    assert "eMAG Hungary" in check.remedy
    [check] = line(answer(404, {"message": "Invalid URL"})).provider.check()
    assert "address field" in check.remedy


def test_check_tells_which_right_is_missing(line):
    checks = checked(line(VAT, said([]), REFUSED, VAT, HANDLING, COURIER))
    assert [item for item, check in checks.items() if not check.ok] == ["orders"]
    assert checks["orders"].remedy


def test_check_without_couriers_is_a_remark_without_vat_a_failure(line):
    checks = checked(line(VAT, said([]), said([]), said([]), said([{"days": 1}]), said([])))
    assert not checks["vat"].ok
    assert not checks["handling_time"].ok
    assert checks["courier"].ok
    assert "not be possible" in checks["courier"].text


@pytest.mark.parametrize("wrong", [None, answer(503), answer(429, headers={"Retry-After": "9"})])
def test_check_of_an_unreachable_platform_says_nothing_about_the_account(line, wrong):
    with pytest.raises(Unavailable):
        line(wrong).provider.check()


# ---- every failure is one of the five ----


@pytest.mark.parametrize(
    "verb",
    [
        lambda provider: provider.fetch_offers(None),
        lambda provider: provider.fetch_offer("5"),
        lambda provider: provider.fetch_orders(SCANS["new"], None, None, None),
        lambda provider: provider.fetch_order("5"),
        lambda provider: provider.fetch_dictionary("courier", None),
        lambda provider: provider.acknowledge("5"),
    ],
)
def test_refused_user_stops_every_verb(line, verb):
    with pytest.raises(AuthFailed):
        verb(line(REFUSED).provider)


def test_payload_is_left_as_it_came(line):
    payload = fixture("order")
    before = copy.deepcopy(payload)
    line(said()).provider.parse_order(payload)
    assert payload == before
