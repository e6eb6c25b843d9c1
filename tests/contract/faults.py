"""The contract: whatever breaks, a verb raises one of the five errors or tells the truth, and can be done again."""

import pytest

from odoo.addons.marketplace_base.lib.errors import AuthFailed, MarketplaceError, OutcomeUnknown, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.types import Outcome

from tests.contract.deeds import FAULTS, READINGS, WRITINGS

CONFIRMED, REFUSED, UNKNOWN = Outcome.CONFIRMED, Outcome.REFUSED, Outcome.UNKNOWN
# The platform's own failures: none of them is a no, and none says anything of the credentials.
OUTAGES = {"latency", "429", "500", "503", "cut_before", "cut_after", "down"}
# The simulator answers instead of the platform: where its yes is an empty body, nobody can tell the two apart.
SILENT = "empty"
SEEDS = range(4)


class Faults:
    """Every call of every verb, spoiled in every way."""

    def _faults(self):
        return (*FAULTS, *self.platform.more_faults)

    def _can(self, verb):
        name = verb.partition(":")[0]
        if name != "check" and name not in self.platform.provider.capabilities:
            pytest.skip(f"not among its verbs: {name}")

    def _tried(self, fault, act, provider):
        """What a verb says of itself: its results, or the error it raised."""
        try:
            return act(provider) or []
        except MarketplaceError as error:
            assert str(error).strip()
            if fault in OUTAGES:
                assert not isinstance(error, AuthFailed | Rejected), error
            return error

    @pytest.mark.parametrize("verb", READINGS)
    def test_a_reading_raises_nothing_but_the_five(self, shop, verb):
        self._can(verb)
        deed = READINGS[verb](shop)
        for fault in self._faults():
            for number in range(1, shop.calls_of(deed.act) + 1):
                with shop.broken(fault, number) as provider:
                    said = self._tried(fault, deed.act, provider)
                # whoever only asks has changed nothing
                assert not isinstance(said, OutcomeUnknown) or verb == "fetch_labels", (fault, number)
        deed.act(shop.connect())

    @pytest.mark.parametrize("verb", WRITINGS)
    @pytest.mark.parametrize("fault", FAULTS)
    def test_D9_a_writing_tells_the_truth_and_is_done_in_the_end(self, shop, verb, fault):
        self._can(verb)
        calls = shop.calls_of(WRITINGS[verb](shop).act)
        for number in range(1, calls + 1):
            shop.start()
            deed = WRITINGS[verb](shop)
            with shop.broken(fault, number) as provider:
                said = self._tried(fault, deed.act, provider)
            if not isinstance(said, MarketplaceError):
                assert all(result.outcome is not REFUSED or result.text for result in said)
                assert fault not in OUTAGES or REFUSED not in {result.outcome for result in said}
                done = {result.outcome for result in shop.settled(said).values()} == {CONFIRMED}
                if done and deed.proof and fault != SILENT:
                    assert deed.proof(), (fault, number)
            else:
                done = False
            final = said if done else self._repeated(shop, deed)
            outcomes = {result.outcome for result in shop.settled(final).values()}
            # where nobody can tell, a person looks: nothing is made anew
            assert outcomes == {CONFIRMED} or deed.find and outcomes == {UNKNOWN} and deed.proof(), (
                fault,
                number,
                final,
            )
            assert not deed.proof or fault == SILENT or deed.proof(), (fault, number)

    def _repeated(self, shop, deed):
        """What the engine does with what is not done: look for it, and where it is not there, do it."""
        found = deed.find and deed.find()
        return [found] if found else deed.act(shop.connect())

    @pytest.mark.parametrize("verb", WRITINGS)
    def test_D9_what_was_not_even_sent_is_not_unknown(self, shop, verb):
        """A platform that cannot be reached has changed nothing."""
        self._can(verb)
        deed = WRITINGS[verb](shop)
        provider = shop.connect(options={"address": "http://127.0.0.1:9"})
        with pytest.raises(Unavailable):
            deed.act(provider)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_D9_a_bad_day_ends_well(self, shop, seed):
        """Half of all calls fail, in changing ways: everything is done in the end, and once."""
        verbs = [verb for verb in ("push_values", "acknowledge", "create_shipment", "attach_document") if
                 verb in self.platform.provider.capabilities]  # fmt: skip
        for verb in verbs:
            shop.start()
            deed = WRITINGS[verb](shop)
            for kind in ("cut_after", "503", "truncated_json", "cut_before"):
                shop.control.add_fault(kind, probability=0.25, seed=seed)
            for _try in range(60):
                try:
                    results = shop.settled(self._repeated(shop, deed)).values()
                except MarketplaceError:
                    continue
                if {result.outcome for result in results} == {CONFIRMED} or deed.find and deed.proof():
                    break
            else:
                raise AssertionError(f"{verb} never came to its end")
            shop.control.clear_faults()
            assert not deed.proof or deed.proof()

    def test_D7_even_pace_is_never_throttled(self, shop):
        """With the rates that it tells, a provider is never asked to wait."""
        self.platform.limit(shop.control)
        provider = shop.connect(rates=self.platform.provider.rates_for(self.platform.options))
        for number in range(70):
            provider.fetch_offer(shop.offers[number % 3])
        for _again in range(12):
            provider.fetch_offers(None)
        assert not [record for record in shop.journal if record.status == 429]
