from dataclasses import replace
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..lib.types import LineKind, OrderStatus
from .order_common import COMPANY, goods, line, order
from .papers_common import PapersCase
from .test_order_money import voucher


@tagged("post_install", "-at_install")
class TestOrderInvoice(PapersCase):
    """One click, one invoice, equal to the order to the cent (G2, G6)."""

    def assert_invoiced(self, record):
        invoice = record._invoice()
        self.assertEqual((invoice.state, invoice.move_type), ("posted", "out_invoice"))
        self.assertEqual(invoice.amount_total, record.currency_id.round(record.total))
        self.assertEqual(record.sale_order_id.invoice_status, "invoiced")
        return invoice

    def test_G2_the_whole_order_at_once_delivered_or_not(self):
        for policy in ("order", "delivery"):
            (self.boots | self.hat).invoice_policy = policy
            data = order(goods("1", "33.33", 3), goods("2", "12.99", rate="0.11"), key=policy)
            self.set_stock(self.boots, 5)
            self.set_stock(self.hat, 5)
            record = self.apply(data)
            with self.subTest(policy=policy):
                invoice = self.assert_invoiced(record)
                self.assertEqual(record.invoice_id, invoice)
                self.assertTrue(invoice.marketplace_posted_at)
                self.assertEqual(invoice.invoice_date, record._today())
                self.deliver(record.sale_order_id)
                self.assertEqual(record.sale_order_id.invoice_status, "invoiced")
                self.assertFalse(any(record.sale_order_id.order_line.mapped("qty_to_invoice")))

    def test_G2_what_comes_back_after_it_was_invoiced_is_to_be_credited(self):
        self.boots.invoice_policy = "delivery"
        record = self.apply(order(goods("1", "10.00", 2)))
        self.assert_invoiced(record)
        self.deliver(record.sale_order_id)
        line = record.sale_order_id.order_line
        picking = record.sale_order_id.picking_ids
        wizard = self.env["stock.return.picking"].with_context(active_model="stock.picking", active_id=picking.id)
        back = wizard.create({})
        back.product_return_moves.quantity = 1
        taken = back._create_return()
        taken.move_ids.write({"quantity": 1, "picked": True})
        taken._action_done()
        self.assertEqual((line.qty_delivered, line.qty_to_invoice), (1, -1))

    def test_G2_vouchers_delivery_deposits_and_cents_keep_their_tax(self):
        self.set_stock(self.boots, 100)
        for rates in ("0.21", "0.11"):
            lines = [
                goods("1", "100.00", 2),
                goods("2", "12.99", 1, rate="0.11"),
                line("shipping", "19.99", kind=LineKind.SHIPPING, rate=rates),
                voucher("-10.00"),
                voucher("-3.33", "0.11", "seller"),
                line("sgr", "0.50", 6, rate="0", kind=LineKind.DEPOSIT, name="SGR"),
            ]
            total = sum((item.total for item in lines), Decimal("0.00")) + Decimal("0.02")
            record = self.apply(order(*lines, key=rates, total=total))
            with self.subTest(shipping=rates):
                invoice = self.assert_invoiced(record)
                wanted = sorted(item.tax_ids.amount for item in record.sale_order_id.order_line)
                self.assertEqual(sorted(item.tax_ids.amount for item in invoice.invoice_line_ids), wanted)
                self.assertEqual(f"{invoice.amount_total:.2f}", f"{total}")

    def test_G2_a_company(self):
        record = self.apply(order(goods("1", "121.00"), customer=COMPANY))
        invoice = self.assert_invoiced(record)
        self.assertEqual(invoice.commercial_partner_id.vat, "RO31415920")

    def test_G2_other_currencies(self):
        for name, rounding, price in (("EUR", 0.01, "33.33"), ("HUF", 1.0, "12990.55")):
            currency = self.env.ref(f"base.{name}")
            currency.write({"active": True, "rounding": rounding})
            self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 0.2, "name": "2026-01-01"})
            self.set_stock(self.boots, 9)
            record = self.apply(order(goods("1", price, 3), key=name, currency=name))
            with self.subTest(currency=name):
                self.assertEqual(self.assert_invoiced(record).currency_id, currency)

    def test_G6_the_accounts_own_series(self):
        journal = self.env["account.journal"].create({"name": "eMAG", "code": "EMG", "type": "sale"})
        self.account.invoice_journal_id = journal
        record = self.apply(order(goods("1", "10.00")))
        invoice = self.assert_invoiced(record)
        self.assertEqual(invoice.journal_id, journal)
        self.assertTrue(invoice.name.startswith("EMG"))
        # Odoo's own button takes the same series
        second = self.apply(order(goods("1", "10.00"), key="2"))
        self.assertEqual(second.sale_order_id._create_invoices().journal_id, journal)

    def test_G2_never_twice(self):
        record = self.apply(order(goods("1", "10.00")))
        invoice = record._invoice()
        self.assertEqual(record._invoice(), invoice)
        record.action_invoice()
        record.sale_order_id.action_marketplace_invoice()
        self.assertEqual(self.invoices(record), invoice)
        draft = self.apply(order(goods("1", "10.00"), key="2"))
        made_by_hand = draft.sale_order_id._create_invoices()
        self.assertEqual((draft._invoice(), draft.invoice_id), (made_by_hand, made_by_hand))

    def test_G2_again_after_the_first_was_credited(self):
        record = self.apply(order(goods("1", "10.00")))
        first = record._invoice()
        first._reverse_moves(cancel=True)
        self.assertEqual(first.payment_state, "reversed")
        second = record._invoice()
        self.assertNotEqual(first, second)
        self.assertEqual((second.amount_total, record.invoice_id), (10.0, second))

    def test_G2_what_cannot_be_invoiced_says_why_and_the_others_go_on(self):
        good = self.apply(order(goods("1", "10.00"), key="good"))
        wrong = self.apply(order(goods("1", "10.00"), key="wrong"))
        wrong.sale_order_id.order_line.price_unit = 9.0
        gone = self.apply(order(goods("1", "10.00"), key="gone"))
        self.apply(replace(order(goods("1", "10.00"), key="gone"), status=OrderStatus.CANCELLED))
        (wrong | gone | good).action_invoice()
        self.assertEqual(good.invoice_id.state, "posted")
        self.assertFalse((wrong | gone).invoice_id)
        self.assertIn("add up to 9.0 RON in Odoo, but Test account says 10.0", wrong.paper_problem)
        self.assertIn("The order is cancelled", gone.paper_problem)
        problems = self.env["marketplace.problem"].search([("kind", "=", "paper")])
        self.assertEqual(problems.mapped("name"), ["wrong"])
        wrong.sale_order_id.order_line.price_unit = 10.0
        wrong.action_invoice()
        self.assertFalse(wrong.paper_problem)
        self.assertEqual(wrong.invoice_id.amount_total, 10.0)

    def test_G2_a_person_who_added_a_line_is_asked(self):
        record = self.apply(order(goods("1", "10.00")))
        self.hat.list_price = 3.0
        self.env["sale.order.line"].create({"order_id": record.sale_order_id.id, "product_id": self.hat.id})
        with self.assertRaisesRegex(UserError, "add up to 13.0"):
            record._invoice()

    def test_G2_customers_invoiced_by_the_platform_are_not_invoiced_twice(self):
        self.account.invoices_by_platform = True
        record = self.apply(order(goods("1", "10.00")))
        notice = record.action_invoice()
        self.assertIn("issues the customers' invoices itself", notice["params"]["message"])
        self.assertFalse(self.invoices(record))

    def test_G2_orders_the_platform_ships(self):
        record = self.apply(order(goods("1", "10.00", 2), by_platform=True, status=OrderStatus.PROCESSING))
        self.boots.invoice_policy = "delivery"
        self.assert_invoiced(record)

    def test_G2_rights(self):
        record = self.apply(order(goods("1", "10.00")))
        picker, user = (
            new_test_user(self.env, f"invoice_{name}", groups=f"base.group_user,marketplace_base.group_{name}")
            for name in ("picker", "user")
        )
        with self.assertRaises(AccessError):
            record.with_env(self.env(user=picker, su=False)).action_invoice()
        record.with_env(self.env(user=user, su=False)).action_invoice()
        self.assertEqual(record.invoice_id.state, "posted")
        self.assertEqual(record.invoice_id.create_uid, user)

    # ---- vouchers ----

    def test_F10_a_voucher_the_platform_pays_is_a_product_of_its_own(self):
        record = self.apply(order(goods("1", "100.00"), voucher("-10.00"), voucher("-5.00", payer="seller")))
        codes = record.line_ids.filtered(lambda row: row.kind == "voucher").product_id.mapped("default_code")
        self.assertEqual(codes, ["MP-VOUCHER-PLATFORM", "MP-VOUCHER"])
        own, other = self.env["product.product"].create([{"name": name, "type": "service"} for name in ("A", "B")])
        mappings = self.env["marketplace.mapping"]
        mappings.create({"account_id": self.account.id, "kind": "service", "key": "voucher", "product_id": own.id})
        record = self.apply(order(goods("1", "100.00"), voucher("-10.00"), key="2"))
        self.assertEqual(record.line_ids[1].product_id, own, "a product chosen for all vouchers goes on being taken")
        mappings.create(
            {"account_id": self.account.id, "kind": "service", "key": "voucher:platform", "product_id": other.id}
        )
        record = self.apply(order(goods("1", "100.00"), voucher("-10.00"), key="3"))
        self.assertEqual(record.line_ids[1].product_id, other)
