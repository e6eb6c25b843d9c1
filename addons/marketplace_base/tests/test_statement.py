from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tests.common import get_db_name

from ..engine.runner import Runner
from ..lib.errors import Unavailable
from ..lib.statement import EntryKind, StatementLine
from ..lib.types import LineKind, Page
from .common import PLATFORM, FakePlatform, FakeProvider, add_platform
from .order_common import goods, line, order
from .papers_common import PapersCase
from .test_order_money import voucher

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(days=20)
PAGE = 2


def entry(amount="100.00", kind=EntryKind.SALE, commission="18.00", ref="", key="", **vals):
    """A line in the seller's favour, or against him when the amount is negative."""
    amount, commission = Decimal(amount), Decimal(commission)
    vals = {"label": kind.value, "at": AT, "order_key": "391982964", "currency": "RON", "offer_key": "1"} | vals
    key = key or f"{kind.value}|{vals['order_key']}|{vals['offer_key']}|{vals['at']}|{amount}|{vals.get('parcel')}"
    credit, debit = max(amount, Decimal(0)), max(-amount, Decimal(0))
    revenue = Decimal(0) if kind is EntryKind.PAYOUT else amount - commission
    return StatementLine(
        key=key, kind=kind, credit=credit, debit=debit, revenue=revenue, commission=commission, ref=ref, **vals
    )  # fmt: skip


def transport(amount, **vals):
    return entry(amount, EntryKind.TRANSPORT, "0", offer_key="", **vals)


class StatementPlatform(FakePlatform):
    """``lines``: what stands in its current account. ``asked``: the periods and pages that were read."""

    def __init__(self):
        super().__init__()
        self.lines, self.asked, self.notes, self.statement_faults = [], [], (), []


def fetch_statement(self, since, until, page):
    """Two lines to a page."""
    platform = self.platform
    platform.asked.append((since, until, page))
    if platform.statement_faults and (fault := platform.statement_faults.pop(0)):
        raise fault
    found, start = [item for item in platform.lines if since <= item.at <= until], int(page or 0)
    following = str(start + PAGE) if len(found) > start + PAGE else None
    return Page(found[start : start + PAGE], following, notes=platform.notes)


def let_it_read(case):
    """The fake platform shows its current account while the tests of this class run."""
    able = FakeProvider.capabilities | {"fetch_statement"}
    case.startClassPatcher(patch.object(FakeProvider, "capabilities", able))
    case.startClassPatcher(patch.object(FakeProvider, "fetch_statement", fetch_statement))


class StatementCase(PapersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        let_it_read(cls)
        cls.account.orders_since = (AT - timedelta(days=1)).replace(tzinfo=None)

    def setUp(self):
        super().setUp()
        self.platform = StatementPlatform()

    def lines(self):
        return self.env["marketplace.statement.line"].search([("account_id", "=", self.account.id)], order="id")

    def read_it(self, again=True):
        """One reading, as every day."""
        if again:
            self.account._flow("statement").success_at = False
        self.platform.asked.clear()
        self.run_engine()
        return self.lines()

    def flow(self):
        return self.account._flow("statement")


@tagged("post_install", "-at_install")
class TestStatement(StatementCase):
    """The platform's current account is read whole, once, and again when it changed."""

    def test_it_is_read_once_a_day_from_the_first_order_on(self):
        self.platform.lines = [entry()]
        self.read_it()
        periods = [(since, until) for since, until, _page in self.platform.asked]
        self.assertEqual(periods[0][0], self.account.orders_since.replace(tzinfo=UTC))
        self.assertTrue(all(until - since <= FakeProvider.statement_window for since, until in periods))
        self.assertTrue(all(one[1] == other[0] for one, other in pairwise(periods)), "no gap")
        self.assertLess(datetime.now(UTC) - periods[-1][1], timedelta(minutes=5))
        self.read_it(again=False)
        self.assertFalse(self.platform.asked)
        self.flow().success_at = Datetime.now() - timedelta(days=1, minutes=1)
        self.read_it(again=False)
        self.assertEqual(self.platform.asked[0][0], periods[0][0], "never from before the first order")
        self.account.orders_since -= timedelta(days=200)
        self.read_it()
        back = periods[-1][1] - self.platform.asked[0][0]
        self.assertAlmostEqual(back, FakeProvider.statement_lookback, delta=timedelta(minutes=5))

    def test_not_without_orders_and_not_where_the_platform_shows_none(self):
        self.account.order_enabled = False
        self.read_it()
        self.assertFalse(self.platform.asked)
        self.account.order_enabled = True
        self.patch(FakeProvider, "capabilities", FakeProvider.capabilities - {"fetch_statement"})
        self.read_it()
        self.assertFalse(self.platform.asked)
        self.assertFalse(self.account.has_statement)

    def test_what_is_there_already_is_not_doubled(self):
        self.platform.lines = [entry(), entry("50.00"), entry("-20.00", EntryKind.RETURN, "-3.60")]
        before = self.read_it()
        self.assertEqual(before.mapped("goods"), [100.0, 50.0, -20.0])
        self.assertEqual(before.mapped("revenue"), [82.0, 32.0, -16.4])
        self.assertEqual(self.read_it(), before)

    def test_two_lines_that_say_the_same_stay_two(self):
        self.platform.lines = [entry(), entry(), entry()]  # on two pages
        before = self.read_it()
        self.assertEqual((len(before), before.mapped("ordinal")), (3, [0, 1, 2]))
        self.assertEqual(self.read_it(), before)
        self.platform.lines.append(entry())
        self.assertEqual(len(self.read_it()), 4)

    def test_a_line_that_is_shown_twice_because_a_page_moved_is_one(self):
        self.platform.lines = [entry("1.00", ref="a"), entry(ref="b"), entry(ref="b"), entry(ref="c")]
        self.assertEqual(self.read_it().mapped("ref"), ["a", "b", "c"])
        self.assertEqual(self.read_it().mapped("ref"), ["a", "b", "c"])

    def test_renumbered_lines_are_the_same_lines(self):
        self.platform.lines = [entry(ref="1"), entry(ref="2"), entry("50.00", ref="3")]
        before = self.read_it()
        self.platform.lines = [entry(ref="2"), entry(ref="3"), entry("50.00", ref="4")]
        self.assertEqual(self.read_it(), before)
        self.assertEqual(sorted(before.mapped("ref")), ["2", "3", "4"])

    def test_a_line_on_the_border_of_two_periods_is_one(self):
        border = self.account.orders_since.replace(tzinfo=UTC) + FakeProvider.statement_window
        self.platform.lines = [entry(at=border), entry(at=border)]
        self.assertEqual(len(self.read_it()), 2)

    def test_the_payout_appears_later(self):
        self.platform.lines = [entry(payout_on=date(2026, 4, 1))]
        record = self.read_it()
        self.assertFalse(record.payout_key)
        self.platform.lines = [entry(payout_on=date(2026, 4, 8), payout_key="4100001", ref="new")]
        self.assertEqual(self.read_it(), record)
        self.assertEqual((record.payout_key, record.payout_on), ("4100001", date(2026, 4, 8)))

    def test_a_platform_that_fails_is_gone_on_with_where_it_failed(self):
        self.platform.lines = [entry(f"{amount}.00") for amount in range(1, 6)]
        self.platform.statement_faults = [None, Unavailable("down")]
        self.assertEqual(len(self.read_it()), PAGE)
        self.assertTrue(self.flow().failing_since)
        self.flow().paused_until = False
        self.assertEqual(len(self.read_it(again=False)), 5)
        self.assertEqual(self.platform.asked[0][2], str(PAGE), "the first page is not read again")
        self.assertFalse(self.flow().failing_since)

    def test_what_could_not_be_read_stands_there_and_alarms_nobody(self):
        self.platform.notes = ("no lines of this kind",)
        self.read_it()
        flow = self.flow()
        self.assertEqual((flow.error, flow.failing_since), ("no lines of this kind", False))
        self.assertTrue(flow.success_at)
        self.platform.notes = ()
        self.read_it()
        self.assertFalse(self.flow().error)

    def test_a_person_has_it_read_again(self):
        self.read_it()
        self.assertTrue(self.flow().can_repeat)
        self.flow().action_repeat()
        self.read_it(again=False)
        self.assertTrue(self.platform.asked)

    def test_another_currency(self):
        self.platform.lines = [entry(currency="EUR")]
        self.assertEqual(self.read_it().currency_id.name, "EUR")


@tagged("post_install", "-at_install")
class TestStatementOfOrders(StatementCase):
    """The current account against the orders."""

    def sold(self, *lines, **vals):
        return self.apply(order(*(lines or [goods("1", "100.00")]), **vals))

    def delivered(self, record, days):
        return self.env["marketplace.shipment"].create(
            {
                "account_id": self.account.id, "order_id": record.id, "state": "made", "progress": "delivered",
                "delivered_at": Datetime.now() - timedelta(days=days), "number": f"AWB{record.id}",
            }
        )  # fmt: skip

    def test_a_line_finds_its_order_by_key_by_parcel_and_by_number(self):
        record = self.sold(number="777")
        self.delivered(record, 1)
        number = {"order_key": "", "offer_key": ""}
        self.platform.lines = [
            entry(),
            transport("-15.00", parcel=f"AWB{record.id}", order_key=""),
            entry("1.00", **number, order_number="777"),
            entry("2.00", order_key="999", order_number="777"),
            entry("3.00", **number, order_number="778"),
        ]
        found = self.read_it()
        self.assertEqual([line.order_id for line in found], [record] * 3 + [record.browse()] * 2)
        self.assertEqual(found[0].offer_id, self.offer("1"))

    def test_a_number_that_several_packages_have_is_nobody_s(self):
        one, other = self.sold(number="777"), self.sold(goods("2", "5.00"), key="391982965", number="777")
        self.assertTrue(one and other)
        self.platform.lines = [entry(order_key="", order_number="777")]
        self.assertFalse(self.read_it().order_id)

    def test_a_line_finds_an_order_that_came_in_later(self):
        self.platform.lines = [entry()]
        found = self.read_it()
        self.assertFalse(found.order_id)
        record = self.sold()
        self.read_it()
        self.assertEqual(found.order_id, record)

    def test_what_stands_on_the_order(self):
        self.account.commission_rate = 20.0
        record = self.sold()
        paid = {"payout_key": "41", "payout_on": date(2026, 4, 1)}
        self.platform.lines = [entry(**paid), transport("-15.00", **paid)]
        self.read_it()
        self.assertEqual(
            (record.statement_goods, record.statement_commission, record.statement_transport, record.statement_revenue),
            (100.0, 18.0, 15.0, 67.0),
        )
        self.assertEqual((record.statement_estimate, record.statement_difference), (20.0, 0.0))
        self.assertEqual(
            (record.statement_state, record.payout_keys, record.payout_on), ("paid", "41", date(2026, 4, 1))
        )
        self.assertEqual(record.sale_order_id.marketplace_statement_count, 2)
        shown = record.sale_order_id.action_marketplace_statement()
        self.assertEqual(self.env[shown["res_model"]].search(shown["domain"]), record.statement_line_ids)

    def test_credited_and_then_paid_out(self):
        record = self.sold()
        self.platform.lines = [entry()]
        self.read_it()
        self.assertEqual(record.statement_state, "credited")
        self.platform.lines = [entry(payout_key="41"), transport("-15.00")]
        self.read_it()
        self.assertEqual(record.statement_state, "paid", "what is deducted may not be said to belong to a payout")

    def test_what_the_platform_pays_itself_is_credited_too(self):
        record = self.sold(
            goods("1", "121.00"), voucher("-12.10"), voucher("-20.00", payer="seller"),
            line("d", "0.50", kind=LineKind.DEPOSIT, rate="0"),
        )  # fmt: skip
        for credited, state, difference in (("101.00", "credited", 0.0), ("101.50", "credited", 0.0)):
            self.platform.lines = [entry(credited)]
            self.lines().sudo().unlink()
            self.read_it()
            self.assertEqual((record.statement_state, record.statement_difference), (state, difference), credited)
        self.platform.lines.append(entry("-10.00", EntryKind.DISCOUNT, "-1.80"))
        self.read_it()
        self.assertEqual((record.statement_state, record.statement_difference), ("differs", -10.0))

    def test_a_return_is_no_difference(self):
        record = self.sold()
        self.platform.lines = [entry(), entry("-100.00", EntryKind.RETURN, "-18.00")]
        self.read_it()
        self.assertEqual((record.statement_state, record.statement_revenue), ("credited", 0.0))

    def test_delivered_and_not_credited(self):
        early, late = self.sold(), self.sold(goods("2", "5.00"), key="391982965")
        self.delivered(early, 6)
        self.delivered(late, 8)
        self.read_it()
        self.assertEqual((early.statement_state, late.statement_state), (False, "missing"))
        problem = self.env["marketplace.problem"].search([("kind", "=", "statement")])
        self.assertEqual((problem.name, problem.action_open()["res_id"]), ("391982965", late.id))
        problem.action_retry()
        self.read_it(again=False)
        self.assertTrue(self.platform.asked)
        late.action_statement_seen()
        self.assertFalse(self.env["marketplace.problem"].search([("kind", "=", "statement")]))
        self.platform.lines = [entry("5.00", order_key="391982965", offer_key="2"), entry("99.00")]
        self.read_it()
        self.assertEqual((early.statement_state, late.statement_state), ("differs", "credited"))
        problem = self.env["marketplace.problem"].search([("kind", "=", "statement")])
        self.assertEqual(problem.res_id, early.id)

    def test_what_was_accepted_is_shown_again_when_it_changes(self):
        record = self.sold()
        self.platform.lines = [entry("90.00")]
        self.read_it()
        record.action_statement_seen()
        self.read_it()
        self.assertTrue(record.statement_seen)
        self.platform.lines.append(entry("5.00"))
        self.read_it()
        self.assertEqual((record.statement_seen, record.statement_difference), (False, -5.0))

    # ---- margin ----

    def test_margin_with_the_commission_and_the_transport_that_the_platform_tells(self):
        self.boots.standard_price = 40.0
        self.account.commission_rate = 20.0
        record = self.sold(goods("1", "121.00"))
        self.delivered(record, 1).cost = 20.0
        self.assertAlmostEqual(record.margin, 100 - 40 - 24.2 - 20)
        before = record.margin_text
        self.platform.lines = [entry("121.00", commission="21.78")]
        self.read_it()
        self.assertAlmostEqual(record.margin, 100 - 40 - 21.78 - 20)
        self.assertNotEqual(record.margin_text, before)
        self.assertIn("21.78", record.margin_text)
        self.platform.lines.append(transport("-15.50"))
        self.read_it()
        self.assertAlmostEqual(record.margin, 100 - 40 - 21.78 - 15.5)
        own = self.env["marketplace.shipment"].create(
            {"account_id": self.account.id, "order_id": record.id, "state": "made", "by": "own", "cost": 5.0}
        )
        self.assertAlmostEqual(
            record.margin, 100 - 40 - 21.78 - 20.5, msg="our own courier is not in the platform's invoice"
        )
        self.assertTrue(own)

    def test_margin_keeps_the_estimate_while_only_a_fee_is_told(self):
        self.account.commission_rate = 20.0
        record = self.sold(goods("1", "121.00"))
        self.platform.lines = [entry("-1.00", EntryKind.FEE, "0")]
        before = record.margin
        self.read_it()
        self.assertEqual(record.margin, before)

    # ---- payouts ----

    def test_payouts_sum_up_their_lines(self):
        paid = {"payout_key": "41", "payout_on": date(2026, 4, 1)}
        other = {"order_key": "5", "order_number": "5"}
        self.sold()
        self.platform.lines = [
            entry(**paid),
            entry("-20.00", EntryKind.RETURN, "-3.60", **paid),
            transport("-15.00", **paid),
            entry("-4.00", EntryKind.FEE, "0", order_key="", **paid),
            entry("-46.60", EntryKind.PAYOUT, "0", order_key="", **paid),
            entry("50.00", payout_on=date(2026, 5, 6), **other),
            entry("60.00", payout_on=date(2026, 5, 13), **other),
            entry("-500.00", EntryKind.PAYOUT, "0", order_key=""),
        ]
        lines = self.read_it()
        for record in lines.filtered(lambda line: line.kind != "payout"):
            told = record.goods - record.commission - record.transport - record.other
            self.assertAlmostEqual(told, record.revenue)
        payouts = self.env["marketplace.payout"].search([("account_id", "=", self.account.id)])
        self.assertEqual(payouts.mapped("payout_on"), [date(2026, 5, 13), date(2026, 5, 6), date(2026, 4, 1)])
        self.assertEqual(payouts.mapped("state"), ["open", "open", "paid"])
        payout = payouts[2]
        self.assertEqual(
            (payout.goods, payout.commission, payout.transport, payout.other, payout.revenue, payout.paid),
            (80.0, 14.4, 15.0, 4.0, 46.6, 46.6),
        )
        self.assertEqual((payout.order_count, payout.line_count), (1, 5))
        for record, expected in zip(payouts, (lines[6], lines[5], lines[:5]), strict=True):
            action = record.action_lines()
            self.assertEqual(self.env[action["res_model"]].search(action["domain"], order="id"), expected)

    # ---- rights ----

    def test_only_for_those_who_work_with_marketplaces_and_in_their_company(self):
        self.platform.lines = [entry()]
        record = self.read_it()
        groups = "base.group_user,marketplace_base.group_{}"
        user = new_test_user(self.env, "statement_user", groups=groups.format("user"))
        picker = new_test_user(self.env, "statement_picker", groups=groups.format("picker"))
        models = [self.env[name] for name in ("marketplace.statement.line", "marketplace.payout")]
        for model in models:
            self.assertTrue(model.with_user(user).search([]))
            with self.assertRaises(AccessError):
                model.with_user(picker).search([])
            self.assertFalse(model.with_user(user).has_access("write"))
        other = self.env["res.company"].create({"name": "Other"})
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model in models:
            self.assertFalse(model.with_user(user).with_company(other).search([]))
        self.assertTrue(record)
        hidden = {"statement_line_ids", "statement_state", "statement_revenue", "payout_on"}
        self.assertFalse(hidden & self.env["marketplace.order"].with_user(picker).fields_get().keys())


class Crash(BaseException):
    """The process is gone."""


@tagged("post_install", "-at_install")
class TestStatementCrash(BaseCase):
    """In real transactions: a kill anywhere loses nothing and doubles nothing. Takes away what it made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        let_it_read(cls)
        with cls.registry.cursor() as cr:
            add_platform(cls, api.Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.platform = StatementPlatform()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.account = env["marketplace.account"].create(
                {"name": "Killed", "platform": PLATFORM, "state": "reading", "order_enabled": True,
                 "orders_since": Datetime.now() - timedelta(days=20)}
            ).id  # fmt: skip
            self.currency = env.company.currency_id.name
        self.addCleanup(self.clean)

    def clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            account = env["marketplace.account"].browse(self.account)
            env["marketplace.change"].search([("account_id", "=", account.id)]).unlink()
            account.state = "draft"
            account.unlink()

    def run_engine(self):
        with self.registry.cursor() as cr, patch("odoo.addons.marketplace_base.engine.runner.LINGER", 0.0):
            env = api.Environment(cr, SUPERUSER_ID, {})
            Runner(env["marketplace.account"].browse(self.account), FakeProvider(self.platform)).run()

    def amounts(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            lines = env["marketplace.statement.line"].search([("account_id", "=", self.account)])
            return sorted(lines.mapped("credit"))

    def test_a_kill_between_two_pages_or_in_one(self):
        now = datetime.now(UTC) - timedelta(hours=1)
        self.platform.lines = [
            entry(f"{amount}.00", at=at, currency=self.currency)
            for at in (now - timedelta(days=18), now)
            for amount in (1, 1, 1, 2, 2)
        ]
        lines, orders = self.registry["marketplace.statement.line"], self.registry["marketplace.order"]
        for model, place in ((lines, "_store"), (lines, "_find_orders"), (orders, "_judge_statement")):
            plain, calls = getattr(model, place), []

            def crashing(*args, plain=plain, calls=calls, last=place == "_judge_statement"):
                calls.append(1)
                plain(*args)
                if last or len(calls) == 2:
                    raise Crash

            with self.subTest(place=place), patch.object(model, place, crashing), self.assertRaises(Crash):
                self.run_engine()
        self.run_engine()
        whole = [float(amount) for amount in sorted([1, 1, 1, 2, 2] * 2)]
        self.assertEqual(self.amounts(), whole)
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE marketplace_flow SET success_at = NULL WHERE account_id = %s AND kind = 'statement'",
                [self.account],
            )
        self.run_engine()
        self.assertEqual(self.amounts(), whole)
