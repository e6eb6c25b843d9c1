"""The contract: notifications. Nothing in them is to be believed."""

import socket
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.marketplace_base.lib.provider import Notification
from odoo.addons.marketplace_base.lib.types import Hint

from tests.contract.platform import notification
from tests.pure import junk

KINDS = {"order", "return", "awb", "offer", "question"}
words = st.text(max_size=12)


class Telling:
    """Authentic or refused; never a call."""

    @pytest.fixture
    def offline(self, shop, monkeypatch):
        """Nobody calls anybody."""

        def never(*_arguments):
            raise AssertionError("a notification led to a call")

        monkeypatch.setattr(socket.socket, "connect", never)
        return self.platform.provider.read_notification

    @pytest.mark.verb("read_notification")
    def test_F1_an_authentic_notification_names_its_order(self, offline):
        assert offline(self.platform.told("123456"), self.platform.credentials) == [Hint("order", "123456")]

    @pytest.mark.verb("read_notification")
    def test_F1_a_forged_one_is_refused(self, offline):
        for forged in self.platform.forged("123456"):
            with pytest.raises(ValueError, match=r"\w"):
                offline(forged, self.platform.credentials)

    @pytest.mark.verb("read_notification")
    def test_F1_an_unknown_event_and_an_endless_body_are_refused(self, offline):
        good = self.platform.told("123456")
        for bad in (replace(good, event="no such event"), replace(good, body=b"[" * 10_000_000, query={})):
            with pytest.raises(ValueError, match=r"\w"):
                offline(bad, self.platform.credentials)

    @pytest.mark.verb("read_notification")
    def test_F1_junk_is_refused_or_a_hint(self, offline):
        good = self.platform.told("123456")

        @given(
            st.sampled_from([good.event, "", "x"]) | words,
            st.binary(max_size=40) | st.sampled_from([good.body, b"{}", b"[]", b"null", b'{"content":[{}]}']),
            st.just(good.headers) | st.dictionaries(words, words, max_size=2),
            st.just(good.query) | st.dictionaries(words, words, max_size=2),
        )
        def read(event, body, headers, query):
            hints = junk.understood(
                offline, Notification(event, "POST", headers, query, body), self.platform.credentials
            )
            assert hints is None or {hint.kind for hint in hints} <= KINDS
            assert all(isinstance(hint.key, str) for hint in hints or ())

        read()

    @pytest.mark.verb("register_notifications")
    def test_F1_notifications_are_registered_once(self, shop):
        def register():
            return shop.provider.register_notifications(
                lambda event: f"https://erp.example.ro/marketplace/notify/1/t/{event}"
            )

        assert str(register())
        assert register() == ""

    @pytest.mark.verb("read_notification")
    def test_no_credentials_open_nothing_that_is_signed(self, offline):
        for forged in self.platform.forged("123456"):
            with pytest.raises(ValueError, match=r"\w"):
                offline(replace(forged, headers={}), {})
        with pytest.raises(ValueError, match=r"\w"):
            offline(notification("no such event"), {})
