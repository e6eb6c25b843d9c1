from unittest.mock import patch

from odoo import modules
from odoo.tests import tagged

from .order_common import OrderCase, goods, order


@tagged("post_install", "-at_install")
class TestNoSecondSms(OrderCase):
    """Odoo's own text message at validation does not go to customers of marketplaces besides the account's messages."""

    def setUp(self):
        super().setUp()
        self.env.company.write({"stock_text_confirmation": True, "stock_confirmation_type": "sms"})

    def validated(self, sale):
        """:return: what validating the transfer answers, and the text messages that came of it"""
        before = self.env["sms.sms"].search([])
        picking = sale.picking_ids
        picking.move_ids.picked = True
        with patch.object(modules.module, "current_test", None):
            answer = picking.button_validate()
        return answer, self.env["sms.sms"].search([]) - before

    def test_G26_a_marketplace_parcel_is_validated_without_odoo_s_own_sms(self):
        sale = self.apply(order(goods("1", 10))).sale_order_id
        self.assertTrue(sale.partner_shipping_id.phone)
        answer, messages = self.validated(sale)
        self.assertIs(answer, True)
        self.assertEqual(sale.picking_ids.state, "done")
        self.assertFalse(messages)

    def test_own_sales_are_asked_about_as_ever(self):
        partner = self.env["res.partner"].create({"name": "Client", "phone": "+40720000000"})
        sale = self.env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": self.boots.id, "product_uom_qty": 1})]}
        )
        sale.action_confirm()
        answer, _messages = self.validated(sale)
        self.assertEqual(answer["res_model"], "confirm.stock.sms")
