"""Customers' questions of a Romanian and of a Turkish seller, against the simulator."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from odoo.addons.marketplace_base.lib.conversation import QuestionAnswer, QuestionStatus
from odoo.addons.marketplace_base.lib.errors import MarketplaceError, OutcomeUnknown, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.limiter import Limiter
from odoo.addons.marketplace_base.lib.provider import Connection
from odoo.addons.marketplace_base.lib.transport import Transport
from odoo.addons.marketplace_base.lib.types import Outcome
from odoo.addons.marketplace_trendyol.lib.provider import TrendyolProvider

from simulators.trendyol import TrendyolSimulator

CREDENTIALS = {"seller": "123456", "key": "key", "secret": "secret", "webhook_key": "hook"}
CONFIRMED, REFUSED = Outcome.CONFIRMED, Outcome.REFUSED
QUICK = {"rate_limit_factor": 0, "approve_after_seconds": 0, "answer_approval_seconds": 0}
WORDS = "Da, este din bumbac."


@pytest.fixture(scope="module", params=["RO", "TR"])
def server(request):
    targets = ("BG",) if request.param == "RO" else ()
    with TrendyolSimulator(123456, request.param, targets=targets, settings=QUICK) as simulator:
        simulator.country, simulator.targets = request.param, targets
        yield simulator


@pytest.fixture
def trendyol(server):
    """The control client of a fresh account. The clock is shared: nobody moves it."""
    server.control.reset()
    server.control.settings(**QUICK)
    server.control.generate_offers(2)
    return server.control


@pytest.fixture
def provider(server, trendyol):
    options = {"storefront": server.country, "targets": list(server.targets), "address": server.url}
    limiter = Limiter({}, clock=time.time, sleep=time.sleep)
    transport = Transport(limiter, lambda record: None, **TrendyolProvider.transport_options(CREDENTIALS, options))
    yield TrendyolProvider(Connection(transport, options, lambda: datetime.now(UTC), CREDENTIALS))
    transport.close()


def ask(trendyol, barcode="TY-0000001", **options):
    return str(trendyol.ask_question(barcode, "Este din bumbac?", **options)["id"])


def found(provider, name):
    """What the scans of a name show, of all storefronts."""
    now, keys = datetime.now(UTC) + timedelta(minutes=1), []
    for scan in provider.question_scans:
        page = None
        while scan.name.startswith(name):
            answered = provider.fetch_questions(scan, now - timedelta(hours=1), now, page)
            keys += [provider.parse_question(document.payload).key for document in answered.items]
            page = answered.next
            if page is None:
                break
    return keys


def read(provider, key):
    return provider.parse_question(provider.fetch_question(key).payload)


def reply(provider, key, text=WORDS):
    return provider.answer_question(QuestionAnswer(key, text))


def said(trendyol, key):
    """How often a question was answered."""
    return [call["status"] for call in trendyol.calls()["calls"] if call["path"].endswith(f"/questions/{key}/answers")]


def test_questions_of_every_storefront_are_found(trendyol, provider, server):
    keys = {ask(trendyol), *(ask(trendyol, storefront=code) for code in server.targets)}
    assert set(found(provider, "open")) == keys
    assert set(found(provider, "modified")) == keys
    for key in keys:
        data = read(provider, key)
        assert (data.text, data.status) == ("Este din bumbac?", QuestionStatus.NEW)
        assert data.answer_by > datetime.now(UTC) + timedelta(days=2)
        assert data.family_key == provider.fetch_offer("TY-0000001").extra["main_id"]


def test_nothing_asked_is_nothing_found(trendyol, provider):
    trendyol.settings(empty_content="null")
    assert found(provider, "open") == found(provider, "modified") == []
    assert provider.fetch_question("1") is None


def test_more_than_a_page_of_questions_is_read(trendyol, provider):
    keys = {ask(trendyol) for _number in range(53)}
    assert set(found(provider, "open")) == set(found(provider, "modified")) == keys


def test_an_answer_is_checked_and_shown(trendyol, provider):
    key = ask(trendyol)
    assert reply(provider, key).outcome is CONFIRMED
    assert read(provider, key).status is QuestionStatus.CHECKED
    assert key in found(provider, "open")
    assert reply(provider, key).outcome is CONFIRMED
    trendyol.judge_answer(key)
    data = read(provider, key)
    assert (data.status, data.answer) == (QuestionStatus.ANSWERED, WORDS)
    assert key in found(provider, "modified")
    assert key not in found(provider, "open")
    assert reply(provider, key).outcome is CONFIRMED
    assert reply(provider, key, "Cu totul altceva.").outcome is REFUSED
    assert said(trendyol, key) == [200]


def test_an_answer_that_is_not_shown_is_given_with_other_words(trendyol, provider):
    key = ask(trendyol)
    reply(provider, key)
    trendyol.judge_answer(key, reject="Neclar")
    data = read(provider, key)
    assert (data.status, data.refused_why, data.answer) == (QuestionStatus.REFUSED, "Neclar", WORDS)
    assert key in found(provider, "open")
    assert "Neclar" in reply(provider, key).text
    assert reply(provider, key, "Da: sută la sută bumbac.").outcome is CONFIRMED
    assert said(trendyol, key) == [200, 200]


def test_contact_data_is_refused_with_trendyols_reason(trendyol, provider):
    key = ask(trendyol)
    result = reply(provider, key, "Sunați la 0722 123 456, vă rog.")
    assert (result.outcome, read(provider, key).status) == (REFUSED, QuestionStatus.NEW)
    assert "contact" in result.text


def test_too_short_an_answer_never_leaves(trendyol, provider):
    key = ask(trendyol)
    assert reply(provider, key, "Da.").outcome is REFUSED
    assert said(trendyol, key) == []


@pytest.mark.parametrize("fault", ["cut_after", "truncated_json", "html", "500"])
def test_an_answer_that_was_cut_off_after_it_arrived_is_given_once(trendyol, provider, fault):
    key = ask(trendyol)
    trendyol.add_fault(fault, "answers$", after=True, times=1)
    with pytest.raises(OutcomeUnknown):
        reply(provider, key)
    assert reply(provider, key).outcome is CONFIRMED
    assert len(said(trendyol, key)) == 1
    assert read(provider, key).answer == WORDS


@pytest.mark.parametrize("fault", ["cut_before", "500", "503", "html", "426"])
def test_an_answer_that_never_arrived_is_given_again(trendyol, provider, fault):
    key = ask(trendyol)
    trendyol.add_fault(fault, "answers$", times=1)
    with pytest.raises(MarketplaceError):
        reply(provider, key)
    assert read(provider, key).status is QuestionStatus.NEW
    assert reply(provider, key).outcome is CONFIRMED
    assert read(provider, key).answer == WORDS


@pytest.mark.parametrize("fault", ["html", "truncated_json", "503", "cut_before", "empty"])
def test_a_broken_page_is_read_again_later(trendyol, provider, fault):
    key = ask(trendyol)
    trendyol.add_fault(fault, r"questions/\d+$", times=1)
    with pytest.raises(Unavailable):
        provider.fetch_question(key)
    assert read(provider, key).key == key


def test_a_key_without_the_role_is_told_of(trendyol, provider):
    trendyol.settings(missing_roles=["qna"])
    with pytest.raises(Rejected, match="does not show"):
        found(provider, "open")
    assert all(check.ok for check in provider.check())
