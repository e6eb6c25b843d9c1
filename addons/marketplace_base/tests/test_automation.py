from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from ..lib.errors import Unavailable
from ..lib.types import OrderStatus, Payment
from .order_common import goods, order
from .papers_common import PapersCase

MOMENTS = ("imported", "reserved", "picked", "shipped")
PAPERS = ("proforma", "invoice", "shipment")


class AutomationCase(PapersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.invoice_shown = False
        cls.pieces = 0

    def setUp(self):
        super().setUp()
        self.instead("_ship_refusal", lambda order: False)
        self.instead("_ship", lambda order, **_vals: self.ship(order))

    def instead(self, name, method):
        self.startPatcher(patch.object(type(self.env["marketplace.order"]), name, method, create=True))

    def ship(self, order):
        """What making an AWB comes to here: one outgoing shipment. How it is made is tested with parcels."""
        return self.env["marketplace.shipment"].create({"account_id": order.account_id.id, "order_id": order.id})

    def made(self, record, paper):
        """How many of this paper the order has."""
        if paper == "shipment":
            return len(record.shipment_ids)
        return len(self.invoices(record)) if paper == "invoice" else int(bool(record.proforma_at))

    def reach(self, record, moment):
        """Bring an order that is short of stock up to this moment, and no further."""
        sale = record.sale_order_id
        if moment == "reserved":
            self.set_stock(self.boots, 100)
            sale.picking_ids.action_assign()
        elif moment == "picked":
            sale.picking_ids.move_ids.picked = True
        elif moment == "shipped":
            self.deliver(sale)


@tagged("post_install", "-at_install")
class TestAutomation(AutomationCase):
    """Papers make themselves at the moment the user chose, once (G3, G4, G5, H8)."""

    def check(self, paper):
        for moment in MOMENTS:
            rule = self.rule(paper, moment)
            self.set_stock(self.boots, 0)
            record = self.apply(order(goods("1", "10.00", 2), key=f"{paper} {moment}"))
            for reached in MOMENTS:
                self.reach(record, reached)
                self.run_engine()
                there = MOMENTS.index(reached) >= MOMENTS.index(moment)
                self.assertEqual(self.made(record, paper), int(there), f"{paper} of {moment} when {reached}")
                self.assertFalse(record.paper_problem)
                self.run_engine()
                self.assertEqual(self.made(record, paper), int(there), "nothing is made twice")
            rule.active = False

    def test_G3_H8_a_proforma_at_each_moment(self):
        self.check("proforma")

    def test_G4_H8_an_invoice_at_each_moment(self):
        self.check("invoice")

    def test_G5_H8_an_AWB_at_each_moment(self):
        self.check("shipment")

    def test_H8_without_a_rule_nothing_makes_itself(self):
        record = self.apply(order(goods("1", "10.00")))
        self.deliver(record.sale_order_id)
        self.run_engine()
        self.assertEqual([self.made(record, paper) for paper in PAPERS], [0, 0, 0])

    def test_G4_with_several_delivery_steps(self):
        for steps in ("pick_ship", "pick_pack_ship"):
            self.warehouse.delivery_steps = steps
            self.rule("invoice", "picked")
            self.rule("shipment", "reserved")
            self.set_stock(self.boots, 0)
            record = self.apply(order(goods("1", "10.00", 2), key=steps))
            self.run_engine()
            self.assertEqual((self.made(record, "shipment"), self.made(record, "invoice")), (0, 0))
            self.set_stock(self.boots, 5)
            self.reserve(record)
            self.run_engine()
            self.assertEqual((self.made(record, "shipment"), self.made(record, "invoice")), (1, 0), steps)
            first = record.sale_order_id.picking_ids.filtered(lambda p: p.state == "assigned")
            first.move_ids.picked = True
            first.with_context(skip_backorder=True).button_validate()
            self.run_engine()
            self.assertEqual(self.made(record, "invoice"), 1, steps)

    def test_G4_partly_reserved_is_not_reserved(self):
        self.rule("invoice", "reserved")
        record = self.apply(order(goods("1", "10.00", 2), goods("2", "5.00", 3)))
        self.run_engine()
        self.assertFalse(self.invoices(record))
        self.set_stock(self.hat, 5)
        self.reserve(record)
        self.run_engine()
        self.assertEqual(len(self.invoices(record)), 1)

    # ---- for which orders ----

    def test_H8_the_conditions_of_a_rule(self):
        self.set_stock(self.boots, 100)
        mapping = self.env["marketplace.mapping"].create(
            {"account_id": self.account.id, "kind": "delivery", "key": "easybox"}
        )
        conditions = [
            ({"payment_kind": "cod"}, {}, {"payment": Payment("card", "CARD", is_paid=True)}),
            ({"delivery_ids": [Command.link(mapping.id)]}, {"delivery_method": "easybox"}, {}),
            ({"amount_from": 10.0}, {}, {"lines": (goods("1", "9.99"),), "total": 9.99}),
            ({"amount_to": 10.0}, {}, {"lines": (goods("1", "10.01"),), "total": 10.01}),
            ({"since": Datetime.now() - timedelta(hours=1)}, {}, {"imported_at": Datetime.now() - timedelta(hours=2)}),
        ]
        for number, (vals, meant, other) in enumerate(conditions):
            rule = self.rule("invoice", "imported", **vals)
            imported_at = other.pop("imported_at", None)
            right = self.apply(replace(order(goods("1", "10.00"), key=f"right {number}"), **meant))
            wrong = self.apply(replace(order(goods("1", "10.00"), key=f"wrong {number}"), **other))
            wrong.imported_at = imported_at or wrong.imported_at
            self.run_engine()
            self.assertEqual((self.made(right, "invoice"), self.made(wrong, "invoice")), (1, 0), vals)
            rule.active = False

    def test_H8_orders_paid_by_card_or_transfer_wait_for_their_money(self):
        self.set_stock(self.boots, 100)
        for kind in ("card", "bank"):
            rules = [self.rule(paper, "imported") for paper in PAPERS]
            data = order(goods("1", "10.00"), key=kind, payment=Payment(kind, kind))
            record = self.apply(data)
            self.run_engine()
            self.assertEqual([self.made(record, paper) for paper in PAPERS], [1, 0, 0])
            record = self.apply(replace(data, payment=Payment(kind, kind, is_paid=True)))
            self.run_engine()
            self.assertEqual([self.made(record, paper) for paper in PAPERS], [1, 1, 1])
            for rule in rules:
                rule.unpaid_too = True
            record = self.apply(replace(data, key=f"{kind} unpaid too"))
            self.run_engine()
            self.assertEqual([self.made(record, paper) for paper in PAPERS[1:]], [1, 1])
            for rule in rules:
                rule.active = False

    def test_H8_orders_a_person_has_to_look_at_wait(self):
        self.rule("invoice", "imported")
        self.rule("shipment", "imported")
        data = order(goods("1", "10.00"))
        record = self.apply(replace(data, cancel_requested=True))
        self.run_engine()
        self.assertFalse(self.invoices(record) or record.shipment_ids)
        self.apply(data)
        record.problem = "Something to decide."
        self.run_engine()
        self.assertFalse(self.invoices(record) or record.shipment_ids)
        record.action_problem_solved()
        self.run_engine()
        self.assertTrue(self.invoices(record) and record.shipment_ids)

    def test_H8_cancelled_orders_get_nothing(self):
        record = self.apply(order(goods("1", "10.00")))
        other = self.apply(order(goods("1", "10.00"), key="2"))
        for paper in PAPERS:
            self.rule(paper, "imported")
        self.apply(replace(order(goods("1", "10.00")), status=OrderStatus.CANCELLED))
        other.sale_order_id._action_cancel()
        self.run_engine()
        self.assertFalse([self.made(one, paper) for one in record | other for paper in PAPERS if self.made(one, paper)])

    def test_G5_no_AWB_for_what_the_platform_ships(self):
        for paper in ("invoice", "shipment"):
            self.rule(paper, "shipped")
            self.rule(paper, "reserved", payment_kind="other")
        data = order(goods("1", "10.00"), by_platform=True, status=OrderStatus.PROCESSING)
        record = self.apply(data)
        self.run_engine()
        self.assertFalse(self.invoices(record))
        self.apply(replace(data, status=OrderStatus.SHIPPED))
        self.run_engine()
        self.assertEqual((len(self.invoices(record)), len(record.shipment_ids)), (1, 0))

    def test_G4_not_where_the_platform_issues_the_invoices(self):
        self.account.invoices_by_platform = True
        self.rule("invoice", "imported")
        record = self.apply(order(goods("1", "10.00")))
        self.run_engine()
        self.assertFalse(self.invoices(record) or record.paper_problem)

    # ---- what goes wrong ----

    def test_H8_a_failure_stands_on_the_order_rests_and_keeps_no_other_waiting(self):
        tried = []

        def ship(record, **_vals):
            tried.append(record.external_id)
            if record.external_id == "bad":
                raise UserError("the locker is full")  # pylint: disable=translation-required
            return self.ship(record)

        self.instead("_ship", ship)
        self.rule("shipment", "imported")
        bad = self.apply(order(goods("1", "10.00"), key="bad"))
        good = self.apply(order(goods("1", "10.00"), key="good"))
        self.run_engine()
        self.assertEqual(tried, ["bad", "good"])
        self.assertTrue(good.shipment_ids)
        self.assertIn("the locker is full", bad.paper_problem)
        self.run_engine()
        self.assertEqual(tried, ["bad", "good"], "it rests")
        problem = self.env["marketplace.problem"].search([("kind", "=", "paper")])
        self.assertEqual((problem.name, problem.text), ("bad", bad.paper_problem))
        problem.action_retry()
        self.run_engine()
        self.assertEqual(tried, ["bad", "good", "bad"])
        self.assertEqual(bad.paper_tries["shipment"]["tries"], 2)

    def test_H8_what_is_refused_before_it_is_asked_for_is_said(self):
        self.instead("_ship_refusal", lambda order: "No phone number.")
        self.rule("shipment", "imported")
        record = self.apply(order(goods("1", "10.00")))
        self.run_engine()
        self.assertIn("No phone number.", record.paper_problem)
        self.assertFalse(record.shipment_ids)

    def test_H8_even_a_defect_stops_no_other(self):
        self.rule("invoice", "imported")
        bad = self.apply(order(goods("1", "10.00"), key="bad"))
        good = self.apply(order(goods("1", "10.00"), key="good"))
        make = type(bad)._invoice_refusal

        def refusal(record):
            return 1 / 0 if record.external_id == "bad" else make(record)

        with patch.object(type(bad), "_invoice_refusal", refusal), self.assertLogs(level="ERROR"):
            self.run_engine()
        self.assertIn("ZeroDivisionError", bad.paper_problem)
        self.assertFalse(self.account._flow("papers").error)
        self.assertEqual(len(self.invoices(good)), 1)

    def test_H8_process_death_loses_and_doubles_nothing(self):
        """The run dies between making the papers and writing that down: neither is there, and the next run makes both."""
        self.rule("invoice", "imported")
        record = self.apply(order(goods("1", "10.00")))
        with patch.object(type(record), "_paper_made", side_effect=Unavailable("the machine stops")):
            self.run_engine()
        self.assertFalse(self.invoices(record))
        self.account._flow("papers").paused_until = False
        self.run_engine()
        self.run_engine()
        self.assertEqual(len(self.invoices(record)), 1)


@tagged("post_install", "-at_install")
class TestAutomationToTheEnd(PapersCase):
    """From the order to the closed order without anybody's hand (H8)."""

    def test_H8_invoice_AWB_papers_and_closing(self):
        self.account.invoice_closes = True
        self.rule("invoice", "reserved")
        self.rule("shipment", "reserved")
        data = order(goods("1", "121.00"))
        self.platform.add_order(data)
        self.run_engine()
        for _run in range(3):
            self.run_engine()
        record = self.env["marketplace.order"].search([("external_id", "=", data.key)])
        self.assertEqual((record.paper_problem, record.problem), (False, False))
        self.assertEqual(record.invoice_id.amount_total, 121.0)
        self.assertEqual(record.shipment_ids.mapped("state"), ["made"])
        self.assertEqual(len(self.platform.shipments), 1)
        self.assertEqual([paper.kind.value for paper in self.platform.papers if paper.kind.value != "awb"], ["invoice"])
        self.assertEqual([change.kind.value for change in self.platform.changes], ["finalise"])
