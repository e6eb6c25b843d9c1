from dataclasses import replace
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import tagged

from ..models.incoming_order import NeedsPerson
from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestOrderTaxes(OrderCase):
    """Each rate of the platform is a sales tax of the company with the price included, found or made once."""

    def tax(self, name, amount, **vals):
        return self.env["account.tax"].create(
            {"name": name, "amount": amount, "type_tax_use": "sale", "company_id": self.account.company_id.id} | vals
        )

    def rate(self, key):
        return self.env["marketplace.mapping"].search([("account_id", "=", self.account.id), ("key", "=", key)]).tax_id

    def test_the_products_own_tax_is_copied_as_included_and_remembered(self):
        plain = self.tax("21 own", 21.0, invoice_label="TVA 21")
        tag = self.env["account.account.tag"].create({"name": "R9", "applicability": "taxes"})
        account = self.env["account.account"].search([("company_ids", "=", self.account.company_id.id)], limit=1)
        plain.invoice_repartition_line_ids.filtered(lambda x: x.repartition_type == "tax").write(
            {"account_id": account.id, "tag_ids": [Command.set(tag.ids)]}
        )
        self.boots.taxes_id = plain
        record = self.apply(order(goods("1", "121.00")))
        used = record.sale_order_id.order_line.tax_ids
        self.assertNotEqual(used, plain)
        self.assertTrue(used.price_include)
        self.assertEqual((used.amount, used.invoice_label, used.company_id), (21.0, "TVA 21", self.account.company_id))
        repartition = used.invoice_repartition_line_ids.filtered(lambda x: x.repartition_type == "tax")
        self.assertEqual((repartition.account_id, repartition.tag_ids), (account, tag))
        self.assertFalse(used.original_tax_ids)
        self.assertEqual(record.sale_order_id.amount_tax, 21.0)
        self.assertEqual(self.rate("21"), used)
        self.apply(order(goods("1", "121.00"), key="2"))
        self.assertEqual(self.env["account.tax"].search_count([("name", "=", used.name)]), 1)

    def test_an_included_tax_that_exists_is_used(self):
        included = self.tax("TVA inclus 11", 11.0, price_include_override="tax_included")
        record = self.apply(order(goods("1", "111.00", rate="0.11")))
        self.assertEqual(record.sale_order_id.order_line.tax_ids, included)

    def test_the_operators_choice_wins_and_is_made_included(self):
        chosen = self.tax("21 chosen", 21.0)
        mapping = self.env["marketplace.mapping"].create(
            {"account_id": self.account.id, "kind": "tax", "key": "21", "tax_id": chosen.id}
        )
        record = self.apply(order(goods("1", "121.00")))
        self.assertEqual(record.sale_order_id.order_line.tax_ids.name, "21 chosen (price included)")
        self.assertEqual(mapping.tax_id.name, "21 chosen (price included)")

    def test_a_rate_without_a_tax_waits_until_somebody_decides(self):
        data = order(goods("1", "137.00", rate="0.37"))
        incoming = self.incoming(data)
        with self.assertRaisesRegex(NeedsPerson, "no sales tax of 37 %"):
            self.env["marketplace.order"]._apply(incoming, data)
        incoming.write({"state": "waiting"})
        self.env["marketplace.mapping"].create(
            {"account_id": self.account.id, "kind": "tax", "key": "37", "tax_id": self.tax("37", 37.0).id}
        )
        self.assertEqual(incoming.state, "new")
        self.assertEqual(self.apply(data).sale_order_id.amount_total, 137.0)

    def test_rates_are_written_as_people_write_them(self):
        self.tax("5.5", 5.5)
        self.tax("20", 20.0)
        for rate, key in (("0.0550", "5.5"), ("0.2", "20"), ("0.21", "21")):
            self.apply(order(goods("1", "10.00", rate=rate), key=rate))
            self.assertEqual(self.rate(key).amount, float(Decimal(rate) * 100))

    def test_no_vat_at_all(self):
        record = self.apply(order(goods("1", "10.00", rate="0")))
        self.assertEqual(record.sale_order_id.amount_tax, 0)
        self.assertEqual(record.sale_order_id.order_line.tax_ids.amount, 0)

    def test_sales_abroad_take_the_tax_of_their_fiscal_position(self):
        bulgaria = self.env.ref("base.bg")
        position = self.env["account.fiscal.position"].create(
            {
                "name": "OSS BG",
                "auto_apply": True,
                "country_id": bulgaria.id,
                "company_id": self.account.company_id.id,
                "sequence": 1,
            }
        )
        home = self.tax("20 home", 20.0, sequence=0)
        abroad = self.tax(
            "20 BG", 20.0, fiscal_position_ids=[Command.set(position.ids)], original_tax_ids=[Command.set(home.ids)]
        )
        data = order(goods("1", "120.00", rate="0.20"))
        place = {"country_code": "BG", "county": "Sofia", "city": "Sofia"}
        data = order(
            goods("1", "120.00", rate="0.20"),
            billing=self.abroad(data.billing, place),
            delivery=self.abroad(data.delivery, place),
        )
        sale = self.apply(data).sale_order_id
        self.assertEqual(sale.fiscal_position_id, position)
        self.assertEqual(sale.order_line.tax_ids.name, "20 BG (price included)")
        self.assertEqual(position.map_tax(home), abroad, "the copy does not join the fiscal position's replacements")

    def abroad(self, address, place):
        return replace(address, **place)

    def test_a_company_that_prices_with_vat(self):
        company = self.account.company_id
        company.account_price_include = "tax_included"
        own = self.tax("21 as ever", 21.0, sequence=0)
        self.boots.taxes_id = own
        record = self.apply(order(goods("1", "121.00")))
        self.assertEqual(record.sale_order_id.order_line.tax_ids, own)
