from dataclasses import replace
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.types import LineKind
from ..models.incoming_order import NeedsPerson
from .order_common import OrderCase, goods, line, order


def voucher(price, rate="0.21", payer="platform"):
    return line(f"voucher:{rate}:{payer}", price, kind=LineKind.VOUCHER, rate=rate, paid_by=payer, name="Gift card")


@tagged("post_install", "-at_install")
class TestOrderMoney(OrderCase):
    """The sale order's total is the platform's to the cent, and stays it."""

    def apply_both_ways(self, *lines, **vals):
        """The order, once in each of Odoo's ways to round taxes."""
        key = vals.pop("key", f"{lines[0].unit_price}")
        for method in ("round_per_line", "round_globally"):
            self.account.company_id.tax_calculation_rounding_method = method
            self.set_stock(self.boots, 100)
            record = self.apply(order(*lines, key=f"{key} {method}", **vals))
            with self.subTest(method=method):
                yield record

    def assert_total(self, record, total):
        sale = record.sale_order_id
        self.assertEqual(sale.state, "sale")
        self.assertEqual(f"{sale.amount_total:.2f}", total)
        self.assertEqual(f"{sale.amount_untaxed + sale.amount_tax:.2f}", total)

    def test_three_times_odd_cents(self):
        for price in ("33.33", "0.01", "0.07", "99.99", "1234.57", "19.995"):
            lines = [goods("1", price, 3)]
            for record in self.apply_both_ways(*lines):
                self.assert_total(record, f"{lines[0].total}")

    def test_F10_F11_vouchers_with_two_rates_and_delivery(self):
        for record in self.apply_both_ways(
            goods("1", "100.00", 2),
            goods("2", "12.99", 1, rate="0.11"),
            line("shipping", "19.99", kind=LineKind.SHIPPING),
            voucher("-10.00"),
            voucher("-3.33", "0.11", "seller"),
        ):
            self.assert_total(record, "219.65")
            vouchers = record.line_ids.filtered(lambda row: row.kind == "voucher")
            self.assertEqual(vouchers.mapped("paid_by"), ["platform", "seller"])
            self.assertEqual(vouchers.sale_line_id.mapped("price_total"), [-10.0, -3.33])
            self.assertEqual(vouchers.sale_line_id.mapped("name"), ["Gift card", "Gift card"])
            rates = [row.sale_line_id.tax_ids.amount for row in record.line_ids]
            self.assertEqual(rates, [21, 11, 21, 21, 11])
            self.set_stock(self.hat, 1)
            record.sale_order_id.picking_ids.action_assign()
            self.deliver(record.sale_order_id)
            self.assertEqual(f"{self.invoice(record.sale_order_id).amount_total:.2f}", "219.65")

    def test_F9_discounts_and_deposits_are_lines_of_their_own(self):
        record = self.apply(
            order(
                goods("1", "100.00"),
                line("d", "-7.50", kind=LineKind.DISCOUNT, paid_by="seller"),
                line("sgr", "0.50", 6, rate="0", kind=LineKind.DEPOSIT, name="SGR"),
            )
        )
        self.assert_total(record, "95.50")
        codes = record.sale_order_id.order_line.mapped("product_id.default_code")
        self.assertEqual(codes, ["BOOTS", "MP-DISCOUNT", "MP-DEPOSIT"])

    def test_a_hundred_made_up_orders(self):
        self.set_stock(self.boots, 10_000)
        for seed in range(25):
            lines = [
                goods("1", Decimal(seed * 7919 % 9973 + 1) / 100, seed % 4 + 1, rate=("0.21", "0.11")[seed % 2]),
                line("s", Decimal(seed * 104729 % 2999 + 1) / 100, kind=LineKind.SHIPPING),
                line("v", -Decimal(seed * 31 % 97 + 1) / 1000, kind=LineKind.VOUCHER, rate="0.11"),
            ]
            for record in self.apply_both_ways(*lines, key=f"seed{seed}"):
                total = f"{sum(item.total for item in lines)}"
                self.assert_total(record, total)
                if seed % 5 == 0:
                    self.deliver(record.sale_order_id)
                    self.assertEqual(f"{self.invoice(record.sale_order_id).amount_total:.2f}", total)

    # ---- rounding ----

    def test_missing_cents_become_a_line_of_their_own(self):
        for cents in ("0.03", "-0.04"):
            lines = [goods("1", "33.33", 3)]
            total = lines[0].total + Decimal(cents)
            for record in self.apply_both_ways(*lines, total=total, key=cents):
                self.assert_total(record, f"{total}")
                self.assertEqual(f"{self.invoice(record.sale_order_id).amount_total:.2f}", f"{total}")
                rounding = record.line_ids.filtered(lambda row: row.kind == "rounding")
                self.assertEqual(f"{rounding.sale_line_id.price_total:.2f}", cents)
                self.assertEqual(record.sale_order_id.order_line[0].price_unit, 33.33)

    def test_more_than_cents_is_refused(self):
        data = order(goods("1", "33.33", 3), total=Decimal("99.00"))
        with self.assertRaisesRegex(UserError, "add up to 99.99 RON in Odoo, but Test account says 99.0"):
            self.env["marketplace.order"]._apply(self.incoming(data), data)

    # ---- other currencies ----

    def currency(self, name, rounding):
        currency = self.env.ref(f"base.{name}")
        currency.write({"active": True, "rounding": rounding})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 0.2, "name": "2026-01-01"})
        return currency

    def test_an_order_in_euro(self):
        self.currency("EUR", 0.01)
        self.account.write({"currency_id": self.env.ref("base.EUR").id})
        record = self.apply(order(goods("1", "33.33", 3), currency="EUR"))
        self.assert_total(record, "99.99")
        self.assertEqual(record.sale_order_id.currency_id.name, "EUR")
        pricelist = self.account.order_pricelist_id
        self.assertEqual((record.sale_order_id.pricelist_id, pricelist.item_ids.ids), (pricelist, []))
        second = self.apply(order(goods("1", "1.00"), key="2", currency="EUR"))
        self.assertEqual(second.sale_order_id.pricelist_id, pricelist)
        self.deliver(record.sale_order_id)
        self.assertEqual(self.invoice(record.sale_order_id).amount_total, 99.99)

    def test_an_order_in_forints_is_compared_in_whole_forints(self):
        self.currency("HUF", 1.0)
        lines = [goods("1", "12990.55", 3, rate="0.21"), line("s", "1290.30", kind=LineKind.SHIPPING)]
        for record in self.apply_both_ways(*lines, currency="HUF"):
            self.assertEqual(record.sale_order_id.amount_total, 40262.0)
            self.assertEqual(record.total, 40262.0)
        self.assertFalse(self.account.order_pricelist_id, "the account's own currency is another one")

    def test_a_currency_without_a_rate_waits_instead_of_being_worth_one(self):
        self.env.ref("base.BGN").write({"active": True, "rate_ids": [Command.clear()]})
        data = order(goods("1", "1.00"), currency="BGN")
        with self.assertRaisesRegex(NeedsPerson, "BGN"):
            self.env["marketplace.order"]._apply(self.incoming(data), data)

    def test_an_unknown_currency_is_said(self):
        data = order(goods("1", "1.00"), currency="XYZ")
        with self.assertRaisesRegex(ValueError, "XYZ"):
            self.env["marketplace.order"]._apply(self.incoming(data), data)

    # ---- nothing re-prices what the customer agreed to ----

    def test_no_price_list_quantity_or_fiscal_position_changes_the_price(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Half",
                "item_ids": [(0, 0, {"compute_price": "percentage", "percent_price": 50, "applied_on": "3_global"})],
            }
        )
        self.boots.list_price = 7.0
        self.boots.taxes_id = self.account.company_id.account_sale_tax_id
        record = self.apply(order(goods("1", "121.00", 1), line("shipping", "10.00", kind=LineKind.SHIPPING)))
        sale = record.sale_order_id
        sale.partner_id.property_product_pricelist = pricelist
        boots = sale.order_line[0]
        boots.product_uom_qty = 2
        self.assertEqual((boots.price_unit, boots.price_total), (121.0, 242.0))
        sale.action_update_prices()
        sale.fiscal_position_id = self.env["account.fiscal.position"].create({"name": "No tax"})
        sale.action_update_taxes()
        self.assertEqual(sale.amount_total, 252.0)
        self.assertEqual(boots.tax_ids.amount, 21)

    def test_a_line_added_by_a_person_is_priced_as_ever(self):
        record = self.apply(order(goods("1", "121.00")))
        self.hat.list_price = 42.0
        added = self.env["sale.order.line"].create({"order_id": record.sale_order_id.id, "product_id": self.hat.id})
        self.assertEqual(added.price_unit, 42.0)
        added.order_id.action_update_prices()
        self.assertEqual(added.price_unit, 42.0)

    def test_what_a_courier_costs_is_not_added_to_the_order(self):
        carrier = self.env["delivery.carrier"].create(
            {
                "name": "Courier",
                "invoice_policy": "real",
                "fixed_price": 30.0,
                "product_id": self.env.ref("marketplace_base.product_shipping").id,
            }
        )
        self.env["marketplace.mapping"].create(
            {"account_id": self.account.id, "kind": "delivery", "key": "courier", "carrier_id": carrier.id}
        )
        sale = self.apply(
            order(goods("1", "121.00"), line("s", "0.00", kind=LineKind.SHIPPING, ordered=1))
        ).sale_order_id
        self.deliver(sale)
        self.assertEqual(sale.picking_ids.state, "done")
        self.assertEqual(sale.amount_total, 121.0)

    def test_charges_alone_are_not_to_invoice(self):
        self.boots.invoice_policy = "delivery"
        sale = self.apply(
            order(goods("1", "121.00"), line("s", "10.00", kind=LineKind.SHIPPING), voucher("-5.00"))
        ).sale_order_id
        self.assertEqual(sale.invoice_status, "no")
        self.deliver(sale)
        self.assertEqual(self.invoice(sale).amount_total, 126.0)

    def test_a_replaced_charge_product(self):
        own = self.env["product.product"].create({"name": "Own delivery", "type": "service"})
        self.env["marketplace.mapping"].create(
            {"account_id": self.account.id, "kind": "service", "key": "shipping", "product_id": own.id}
        )
        record = self.apply(order(goods("1", "121.00"), line("s", "10.00", kind=LineKind.SHIPPING)))
        self.assertIn(own, record.sale_order_id.order_line.product_id)

    def test_line_totals_are_not_what_counts(self):
        """A platform whose own total differs by a cent from the sum of its lines is believed."""
        data = order(goods("1", "10.00"), goods("2", "10.00"))
        record = self.apply(replace(data, total=Decimal("20.01")))
        self.assert_total(record, "20.01")
