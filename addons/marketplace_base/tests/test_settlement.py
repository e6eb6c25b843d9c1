from odoo.fields import Command
from odoo.tests import tagged

from ..lib.types import LineKind, Payment
from .order_common import goods, line, order
from .papers_common import PapersCase
from .test_order_money import voucher


@tagged("post_install", "-at_install")
class TestSettlement(PapersCase):
    """Money that the platform took for us is booked once, as its debt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.invoice_shown = False
        cls.owed = cls.env["account.account"].create(
            {"name": "Owed by eMAG", "code": "461900", "account_type": "asset_current", "reconcile": True}
        )
        cls.journal = cls.env["account.journal"].create(
            {"name": "eMAG", "code": "EMGS", "type": "bank", "default_account_id": cls.owed.id}
        )
        cls.account.settlement_journal_id = cls.journal

    def invoiced(self, kind, is_paid=False, **vals):
        record = self.apply(order(goods("1", "100.00"), payment=Payment(kind, kind, is_paid=is_paid), **vals))
        record._invoice()
        self.run_engine()
        return record

    def payments(self, record):
        return self.invoices(record).marketplace_settlement_id

    def owes(self):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", self.owed.id), ("parent_state", "=", "posted")]
        )
        return sum(lines.mapped("balance"))

    def parcel(self, record, **vals):
        return self.env["marketplace.shipment"].create(
            {"account_id": self.account.id, "order_id": record.id, "state": "made", "cod": 100.0} | vals
        )

    def test_a_card_order_is_settled_as_soon_as_it_is_invoiced(self):
        record = self.invoiced("card", is_paid=True)
        self.assertIn(record.invoice_id.payment_state, ("paid", "in_payment"))
        self.assertEqual((record.invoice_id.amount_residual, self.owes()), (0.0, 100.0))
        payment = self.payments(record)
        self.assertEqual((payment.journal_id, payment.amount, payment.date), (self.journal, 100.0, record._today()))
        self.run_engine()
        self.assertEqual((self.payments(record), self.owes()), (payment, 100.0))

    def test_unpaid_orders_are_not(self):
        for kind in ("card", "bank", "cod"):
            self.assertFalse(self.payments(self.invoiced(kind, key=kind)))
        self.assertFalse(self.payments(self.invoiced("bank", is_paid=True, key="bank paid")), "it came to our own bank")
        self.assertEqual(self.owes(), 0)

    def test_cash_on_delivery_is_settled_when_the_platforms_courier_delivered(self):
        record = self.invoiced("cod")
        own = self.parcel(record, by="own", progress="delivered")
        parcel = self.parcel(record, progress="in_transit")
        self.run_engine()
        self.assertFalse(self.payments(record))
        parcel.progress = "delivered"
        self.run_engine()
        self.assertEqual(self.payments(record).amount, 100.0)
        self.assertEqual(own.by, "own")

    def test_cash_that_our_own_courier_took_comes_to_us(self):
        record = self.invoiced("cod")
        parcel = self.parcel(record, by="own", progress="delivered")
        record.is_paid = True
        self.run_engine()
        self.assertFalse(self.payments(record))
        parcel.state = "dropped"
        self.run_engine()
        self.assertEqual(self.payments(record).amount, 100.0)

    def test_what_the_platform_paid_back_is_settled_the_other_way(self):
        record = self.invoiced("card", is_paid=True)
        credit = record.invoice_id._reverse_moves()
        credit.invoice_line_ids.quantity = 0.4
        credit._post(soft=False)
        self.run_engine()
        self.assertEqual((credit.amount_residual, self.owes()), (0.0, 60.0))
        self.assertEqual(credit.marketplace_settlement_id.payment_type, "outbound")

    def test_what_was_never_collected_is_not_paid_back(self):
        record = self.invoiced("cod")
        record.invoice_id._reverse_moves(cancel=True)
        self.run_engine()
        self.assertEqual((self.payments(record).ids, self.owes()), ([], 0))

    def test_only_what_is_still_open(self):
        record = self.apply(order(goods("1", "100.00"), payment=Payment("card", "card", is_paid=True)))
        invoice = record._invoice()
        bank = self.env["account.journal"].search([("type", "=", "bank"), ("id", "!=", self.journal.id)], limit=1)
        bank.inbound_payment_method_line_ids.payment_account_id = self.owed
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"amount": 30.0, "journal_id": bank.id})._create_payments()
        self.run_engine()
        self.assertEqual((self.payments(record).amount, invoice.amount_residual), (70.0, 0.0))

    def test_without_a_journal_nothing_is_booked(self):
        self.account.settlement_journal_id = False
        record = self.invoiced("card", is_paid=True)
        self.assertFalse(self.payments(record))
        self.assertEqual(record.invoice_id.amount_residual, 100.0)

    def test_what_was_posted_before_the_journal_was_chosen_is_left_alone(self):
        self.account.write({"settlement_journal_id": False, "settlement_since": False})
        record = self.invoiced("card", is_paid=True)
        self.earlier(record, minutes=5)
        self.account.settlement_journal_id = self.journal
        self.run_engine()
        self.assertFalse(self.payments(record))

    def test_a_journal_without_an_account_says_so(self):
        self.journal.default_account_id = False
        record = self.invoiced("card", is_paid=True)
        self.assertFalse(self.payments(record))
        self.assertIn("has no account", record.paper_problem)


@tagged("post_install", "-at_install")
class TestMargin(PapersCase):
    """What an order leaves."""

    def test_margin_of_an_order(self):
        self.boots.standard_price = 40.0
        self.account.commission_rate = 20.0
        record = self.apply(
            order(
                goods("1", "121.00", 2),
                line("s", "12.10", kind=LineKind.SHIPPING),
                voucher("-12.10"),
                voucher("-24.20", payer="seller"),
            )
        )
        # 200 goods + 10 delivery - 20 own voucher - 80 cost - 48.40 commission; the platform pays its own voucher back
        self.assertEqual(record.margin, 61.6)
        self.assertEqual(record.margin_percent, 32.4)
        self.env["marketplace.shipment"].create(
            {"account_id": self.account.id, "order_id": record.id, "state": "made", "cost": 15.0}
        )
        self.assertEqual((record.margin, record.sale_order_id.marketplace_margin), (46.6, 46.6))
        self.assertIn("15.00 transport", record.margin_text)

    def test_margin_by_the_offers_own_commission_and_what_left_the_stock(self):
        category = self.env["product.category"].create({"name": "FIFO", "property_cost_method": "fifo"})
        product = self.make_product("FIFO", categ_id=category.id, standard_price=30.0)
        self.env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, 1)
        self.make_offer("9", product, extra={"commission_rate": 10})
        record = self.apply(order(goods("9", "121.00")))
        self.assertEqual(record.margin, 100 - 30 - 12.1)
        self.deliver(record.sale_order_id)
        move = record.sale_order_id.picking_ids.move_ids
        move.value = 25.0
        record.invalidate_recordset(["margin"])
        self.assertEqual(record.margin, 100 - 25 - 12.1)

    def test_margin_in_another_currency(self):
        currency = self.env.ref("base.EUR")
        currency.write({"active": True, "rate_ids": [Command.clear()]})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 0.2, "name": "2026-01-01"})
        self.boots.standard_price = 40.0
        record = self.apply(order(goods("1", "12.10"), currency="EUR"))
        self.assertEqual((record.margin, record.currency_id), (2.0, currency))

    def test_margin_is_not_for_pickers(self):
        picker = self.env["res.users"].create({"name": "P", "login": "margin_picker"})
        picker.group_ids = [Command.set(self.env.ref("marketplace_base.group_picker").ids)]
        fields = self.env["marketplace.order"].with_user(picker).fields_get()
        self.assertFalse({"margin", "margin_percent", "margin_text"} & fields.keys())
