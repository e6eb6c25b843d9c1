"""The contract: the seller's current account."""

from datetime import timedelta
from decimal import Decimal

import pytest

from odoo.addons.marketplace_base.lib.statement import EntryKind, StatementLine

from tests.contract.shop import everything


class Statement:
    """Every line once, its money on one side."""

    def _lines(self, shop, since):
        until = shop.clock.now() + timedelta(minutes=1)
        return everything(lambda page: shop.provider.fetch_statement(until - since, until, page))

    @pytest.mark.verb("fetch_statement")
    def test_a_sale_is_told_with_its_money(self, shop):
        key = shop.delivered()
        order = shop.read(key)
        lines = self._lines(shop, self.platform.provider.statement_window)
        assert lines and all(isinstance(line, StatementLine) for line in lines)
        for line in lines:
            assert line.key and str(line.label) and len(line.currency) == 3 and line.at.tzinfo is not None
            assert line.debit >= 0 and line.credit >= 0 and not (line.debit and line.credit)
            assert all(isinstance(money, Decimal) for money in (line.debit, line.credit, line.revenue, line.commission))
        sales = [line for line in lines if line.kind is EntryKind.SALE]
        assert {line.order_key for line in sales} == {key} or {line.order_number for line in sales} == {order.number}
        assert sum(line.credit - line.debit for line in sales) == order.total

    @pytest.mark.verb("fetch_statement")
    def test_lines_keep_their_keys_and_stay_in_their_period(self, shop):
        shop.delivered()
        day = timedelta(days=1)
        first, second = self._lines(shop, day), self._lines(shop, day)
        assert [line.key for line in first] == [line.key for line in second]
        now = shop.clock.now()
        assert all(now - day <= line.at <= now + timedelta(minutes=2) for line in first)
        before = everything(lambda page: shop.provider.fetch_statement(now - 3 * day, now - 2 * day, page))
        assert before == []
