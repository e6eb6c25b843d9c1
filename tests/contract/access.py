"""The contract: what a provider says of itself, and the connection test."""

import inspect
from datetime import timedelta

import pytest

from odoo.addons.marketplace_base.lib.errors import AuthFailed, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import ChangeKind, DocumentKind, ReturnStatus
from odoo.addons.marketplace_base.lib.limiter import Rate
from odoo.addons.marketplace_base.lib.provider import Provider, Scan
from odoo.addons.marketplace_base.lib.types import Check, Entry, OfferWish

from tests.contract.deeds import FAULTS
from tests.contract.shop import everything

WRONG = "wr0ng-s3cret-ș"
# Verbs that nobody asks for by name: who has the first has these.
COMPANIONS = {
    "fetch_orders": ("fetch_order", "parse_order"),
    "fetch_returns": ("fetch_return", "parse_return"),
    "fetch_questions": ("fetch_question", "parse_question", "answer_question"),
    "push_values": ("refusal",),
    "publish": ("gaps", "new_offer_key", "fetch_categories", "fetch_category"),
    "create_shipment": ("shipment_gaps", "before_shipment", "fetch_shipment", "fetch_labels"),
    "attach_document": ("find_document",),
    "change_order": ("change_refusal",),
    "register_notifications": ("read_notification",),
}
ALWAYS = ("transport_options", "identity", "check")
MOMENTS = {"order", "acknowledge", "cancel"}
REPEATABLE = {"acknowledge", "change", "return", "answer", "shipment", "document", "publish", "wish", "split"}


def own(kind, name):
    """Whether a connector has a verb of its own by this name."""
    return inspect.getattr_static(kind, name) is not inspect.getattr_static(Provider, name, None)


class Access:
    """Who it is, what it can do, and whether the door opens."""

    # ---- without a call ----

    def test_capabilities_are_verbs_that_it_really_has(self):
        kind = self.platform.provider
        assert {name for name in kind.capabilities if not callable(getattr(Provider, name, None))} == set()
        assert [name for name in (*kind.capabilities, *ALWAYS) if not own(kind, name)] == []
        lacking = [
            other for verb, others in COMPANIONS.items() if verb in kind.capabilities
            for other in others if not own(kind, other)
        ]  # fmt: skip
        assert lacking == []

    def test_it_has_no_verb_that_it_keeps_to_itself(self):
        kind = self.platform.provider
        companions = {name for names in COMPANIONS.values() for name in names}
        passive = {
            "find_split",
            "fetch_orders_named",  # told by orders_per_read
            "changes_for",
            "number_tells_departure",
            "refusal",
            "wish_refusal",
            "rates_for",
            "secrets",
            "before_shipment",
            *ALWAYS,
            *companions,
        }
        verbs = {name for name, member in vars(Provider).items() if callable(member) or isinstance(member, classmethod)}
        hidden = {name for name in verbs if not name.startswith("_") and own(kind, name)} - kind.capabilities - passive
        assert hidden == set()

    def test_constants_are_of_their_kind(self):
        kind = self.platform.provider
        assert kind.batch_size > 0 and kind.publish_batch > 0 and kind.max_stock > 0
        assert 0 <= kind.price_digits <= 6
        assert kind.stock_moves_on <= MOMENTS
        assert kind.repeatable <= REPEATABLE
        assert set(kind.label_formats) <= {"PDF", "ZPL"} or "fetch_labels" in kind.capabilities
        assert kind.documents <= frozenset(DocumentKind) and kind.changes <= frozenset(ChangeKind)
        assert kind.refusable <= frozenset(ReturnStatus) and kind.contact <= {"email", "sms"}
        assert kind.changes <= kind.changes_for(self.platform.options) <= frozenset(ChangeKind)
        assert own(kind, "find_split") or ChangeKind.SPLIT not in kind.changes_for(self.platform.options)
        assert kind.offer_wishes <= frozenset(OfferWish)
        assert bool(kind.offer_wishes) == ("change_offers" in kind.capabilities)
        assert 0 < kind.answer_length[0] <= kind.answer_length[1]
        assert timedelta(0) < kind.statement_window <= kind.statement_lookback
        assert timedelta(0) < kind.scan_overlap < kind.max_window

    def test_scans_have_names_of_their_own(self):
        kind = self.platform.provider
        for verb, document, scans in (
            ("fetch_orders", "order", kind.order_scans),
            ("fetch_returns", "return", kind.return_scans),
            ("fetch_questions", "question", kind.question_scans),
        ):
            assert bool(scans) == (verb in kind.capabilities)
            assert all(isinstance(scan, Scan) and scan.kind == document for scan in scans)
            assert len({scan.name for scan in scans}) == len(scans)

    def test_reasons_are_words_by_key(self):
        kind = self.platform.provider
        for reasons in (kind.cancel_reasons, kind.refuse_reasons):
            assert all(isinstance(key, str) and key and str(words).strip() for key, words in reasons.items())

    def test_every_bucket_has_a_rate(self):
        rates = self.platform.provider.rates_for(self.platform.options)
        for some in rates.values():
            assert all(isinstance(rate, Rate) and rate.calls > 0 and rate.seconds > 0 for rate in (
                some if isinstance(some, tuple) else (some,)
            ))  # fmt: skip

    def test_secrets_are_all_credentials_but_the_public_ones(self):
        kind, known = self.platform.provider, self.platform.credentials
        hidden = {value for name, value in known.items() if name not in kind.public_credentials}
        assert set(kind.secrets(known)) == hidden
        assert hidden

    def test_identity_names_the_seller_and_tells_no_secret(self):
        kind, known, options = self.platform.provider, self.platform.credentials, self.platform.options
        identity = kind.identity(known, options)
        assert identity == kind.identity({name: f" {value} " for name, value in known.items()}, options)
        assert not [secret for secret in kind.secrets(known) if secret in identity]
        [seller] = [name for name in known if name in kind.public_credentials]
        assert kind.identity(known | {seller: "7654321"}, options) != identity
        changed = {name: "another-one" for name in known if name not in kind.public_credentials}
        assert kind.identity(known | changed, options) == identity

    # ---- the connection test ----

    def test_A2_the_connection_test_says_yes_line_by_line(self, shop):
        checks = shop.provider.check()
        assert checks and all(isinstance(check, Check) and check.ok for check in checks)
        assert len({check.item for check in checks}) == len(checks)

    def test_A2_what_is_wrong_is_named_with_its_remedy_and_without_the_secret(self, shop):
        for name in self.platform.login:
            failed = [check for check in shop.connect(**{name: WRONG}).check() if not check.ok]
            assert failed
            assert all(check.item and check.text and check.remedy for check in failed)
            assert WRONG not in str(failed)
            assert not [secret for secret in shop.secrets if secret in str(failed)]

    def test_wrong_credentials_fail_every_verb_alike(self, shop):
        for name in self.platform.login:
            provider = shop.connect(**{name: WRONG})
            for act in (lambda p: p.fetch_offers(None), lambda p: p.fetch_order(self.platform.no_order)):
                with pytest.raises(AuthFailed) as raised:
                    act(provider)
                assert str(raised.value)
                assert not [secret for secret in (*shop.secrets, WRONG) if secret in str(raised.value)]

    def test_the_connection_test_raises_only_unavailable(self, shop):
        calls = shop.calls_of(lambda provider: provider.check())
        for fault in (*FAULTS, *self.platform.more_faults):
            for number in range(1, calls + 1):
                with shop.broken(fault, number) as provider:
                    try:
                        checks = provider.check()
                    except Unavailable as error:
                        assert str(error)
                    else:
                        assert all(check.ok or check.text for check in checks)

    # ---- small dictionaries ----

    @pytest.mark.verb("fetch_dictionary")
    def test_dictionaries_are_entries_with_keys_of_their_own(self, shop):
        for kind in self.platform.provider.dictionaries:
            entries = everything(lambda page, kind=kind: shop.provider.fetch_dictionary(kind, page))
            assert entries and all(isinstance(entry, Entry) and entry.kind == kind for entry in entries)
            assert all(entry.key and str(entry.name) for entry in entries)
            assert len({entry.key for entry in entries}) == len(entries)

    @pytest.mark.verb("count")
    def test_counts_are_numbers_or_not_known(self, shop):
        for kind in ("offers", "categories"):
            counted = shop.provider.count(kind)
            assert counted is None or counted > 0
