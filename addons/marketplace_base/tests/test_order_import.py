from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..lib.types import LineKind, OrderStatus, Payment
from ..models.incoming_order import NeedsPerson
from .common import FakeProvider
from .order_common import NOW, OrderCase, address, goods, line, order


@tagged("post_install", "-at_install")
class TestOrderImport(OrderCase):
    """An understood order becomes a confirmed and reserved sale order, once."""

    def test_F3_F8_a_confirmed_sale_order_with_the_platforms_own_prices(self):
        record = self.apply(
            order(goods("1", "242.00", 2), goods("2", "19.99"), line("shipping", "15.00", kind=LineKind.SHIPPING))
        )
        sale = record.sale_order_id
        self.assertEqual(sale.state, "sale")
        self.assertEqual(sale.company_id, self.account.company_id)
        self.assertEqual(sale.client_order_ref, "391982964")
        self.assertEqual(
            sale.date_order, NOW.replace(tzinfo=None), "ordered when the customer ordered, not when confirmed"
        )
        self.assertEqual(sale.commitment_date, (NOW + timedelta(days=2)).replace(tzinfo=None))
        self.assertEqual(sale.warehouse_id, self.warehouse)
        self.assertEqual(sale.order_line.mapped("product_id.default_code"), ["BOOTS", "HAT", "MP-DELIVERY"])
        self.assertEqual(sale.order_line.mapped("price_total"), [484.0, 19.99, 15.0])
        self.assertEqual(sale.amount_total, 518.99)
        self.assertTrue(sale.order_line[2].is_delivery)

    def test_G22_the_number_that_the_customer_knows_is_found(self):
        record = self.apply(order(goods("1", "10.00"), number="CUSTOMER-77"))
        self.assertEqual((record.external_id, record.number), ("391982964", "CUSTOMER-77"))
        self.assertEqual(record.sale_order_id.client_order_ref, "CUSTOMER-77")
        self.assertEqual(self.env["marketplace.order"].name_search("CUSTOMER-77")[0][0], record.id)

    def test_the_record_repeats_what_the_platform_says(self):
        delivery = address(
            street="Str. X 1 [EasyBox #9194]", pickup_point="uuid-9194", pickup_point_name="EasyBox #9194"
        )
        record = self.apply(
            order(
                goods("1", "10.00", 2, ordered=3, name="Boots, black"),
                goods("2", "5.00", cancelled=True),
                delivery=delivery,
                note="Sună înainte",
                payment=Payment("card", "CARD online", is_paid=True, collected=20),
                extra={"genius": True},
            )
        )
        self.assertEqual((record.status, record.total, record.payment_kind), ("new", 20.0, "card"))
        self.assertEqual((record.is_paid, record.collected, record.extra), (True, 20.0, {"genius": True}))
        self.assertEqual((record.pickup_point, record.pickup_point_name), ("uuid-9194", "EasyBox #9194"))
        self.assertEqual(record.note, "Sună înainte")
        self.assertTrue(record.imported_at and record.notified_at and record.placed_at)
        first, second = record.line_ids
        self.assertEqual((first.quantity, first.ordered, first.applied, first.tax_rate), (2, 3, 2, 21))
        self.assertEqual((first.sale_line_id.product_id, first.offer_id), (self.boots, self.offer("1")))
        self.assertEqual((second.cancelled, second.sale_line_id.id), (True, False))
        picking = record.sale_order_id.picking_ids
        self.assertIn("[EasyBox #9194]", picking.partner_id.street)

    def test_F12_stock_is_reserved_at_once(self):
        record = self.apply(order(goods("1", "10.00", 2)))
        self.assertEqual(record.sale_order_id.picking_ids.state, "assigned")
        self.assertEqual(self.free(self.boots), 3)
        self.assertFalse(record.uncovered)

    def test_F12_stock_is_reserved_at_once_where_the_warehouse_reserves_later(self):
        for number, method in enumerate(("manual", "by_date")):
            self.warehouse.out_type_id.write({"reservation_method": method, "reservation_days_before": 0})
            record = self.apply(order(goods("1", "10.00"), key=str(number), ship_by=NOW + timedelta(days=900)))
            self.assertEqual(record.sale_order_id.picking_ids.state, "assigned", method)

    def test_F12_several_delivery_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        record = self.apply(order(goods("1", "10.00", 2)))
        self.assertEqual(record.sale_order_id.picking_ids.picking_type_id, self.warehouse.pick_type_id)
        self.assertEqual(self.free(self.boots), 3)
        self.assertFalse(record.uncovered)

    def test_F13_the_change_is_recorded_for_every_account(self):
        other = self.make_account(name="Other", identity="other")
        self.make_offer("99", self.boots, other)
        self.env.cr.precommit.run()
        self.env["marketplace.change"].search([]).unlink()
        self.apply(order(goods("1", "10.00")))
        self.env.cr.precommit.run()
        changes = self.env["marketplace.change"].search([("product_id", "=", self.boots.id)])
        self.assertEqual(set(changes.mapped("account_id")), {self.account.id, other.id})

    def test_the_platforms_own_stock_figure_is_proved_no_longer(self):
        offer = self.offer("1")
        offer.write({"stock_wanted": 5, "stock_sent": 5, "stock_confirmed": 5, "stock_state": "settled"})
        self.env.flush_all()
        self.apply(order(goods("1", "10.00")))
        self.assertEqual(offer.stock_state, "waiting")

    def test_F14_the_acknowledgement_is_queued_once_and_only_for_new_orders(self):
        record = self.apply(order(goods("1", "10.00")))
        self.assertEqual(
            record.command_ids.mapped(lambda c: (c.kind, c.key, c.state)), [("acknowledge", "391982964", "pending")]
        )
        taken = self.apply(order(goods("1", "10.00"), key="2", status=OrderStatus.PROCESSING))
        self.assertFalse(taken.command_ids)

    def test_the_same_order_twice_changes_nothing(self):
        data = order(
            goods("1", "10.00", 2), goods("2", "33.33", 1), line("voucher", "-5.00", kind=LineKind.VOUCHER, rate="0.11")
        )
        record = self.apply(data)
        before = self.everything(record)
        self.assertEqual(self.apply(data), record)
        self.assertEqual(self.everything(record), before)
        self.assertEqual(len(self.env["sale.order"].search([("client_order_ref", "=", data.key)])), 1)

    def test_nothing_but_orders_is_sent_or_noted(self):
        messages = self.env["mail.mail"].search_count([])
        record = self.apply(order(goods("1", "10.00")))
        self.assertEqual(self.env["mail.mail"].search_count([]), messages)
        self.assertFalse(record.sale_order_id.message_ids)

    def test_G22_the_platforms_number_finds_the_sale_order(self):
        record = self.apply(order(goods("1", "10.00")))
        found = self.env["sale.order"].name_search("391982964")
        self.assertEqual([row[0] for row in found], record.sale_order_id.ids)
        self.assertEqual(self.env["marketplace.order"].name_search("Ana Pop")[0][0], record.id)

    def test_H4_the_transfer_and_the_invoice_carry_the_order(self):
        record = self.apply(order(goods("1", "121.00"), note="Fragile"))
        sale = record.sale_order_id
        self.assertEqual((sale.marketplace_account_id, sale.marketplace_platform), (self.account, "test"))
        picking = sale.picking_ids
        self.assertEqual(picking.marketplace_order_id, record)
        self.assertEqual((picking.marketplace_number, picking.marketplace_note), ("391982964", "Fragile"))
        self.assertEqual(picking.marketplace_ship_by, record.ship_by)
        self.assertEqual(picking.date_deadline, record.ship_by)
        self.deliver(sale)
        invoice = self.invoice(sale)
        self.assertEqual((invoice.marketplace_order_id, invoice.ref), (record, "391982964"))
        self.assertEqual(invoice.amount_total, 121.0)
        refund = invoice._reverse_moves([{"ref": "storno"}])
        self.assertEqual(refund.marketplace_order_id, record)

    def test_F6_F7_methods_are_listed_and_then_followed(self):
        self.apply(order(goods("1", "10.00")))
        mappings = self.env["marketplace.mapping"].search([("account_id", "=", self.account.id)])
        self.assertEqual(
            sorted(mappings.mapped(lambda m: (m.kind, m.key))),
            [("delivery", "courier"), ("payment", "RAMBURS"), ("tax", "21")],
        )
        term = self.env["account.payment.term"].create({"name": "On delivery"})
        carrier = self.env["delivery.carrier"].create(
            {"name": "Courier", "product_id": self.env.ref("marketplace_base.product_shipping").id}
        )
        mappings.filtered(lambda m: m.kind == "payment").payment_term_id = term
        mappings.filtered(lambda m: m.kind == "delivery").carrier_id = carrier
        sale = self.apply(order(goods("1", "10.00"), key="2")).sale_order_id
        self.assertEqual((sale.payment_term_id, sale.carrier_id), (term, carrier))
        self.assertEqual(sale.picking_ids.carrier_id, carrier)

    def test_team_and_salesperson_are_the_accounts(self):
        self.assertFalse(self.apply(order(goods("1", "10.00"))).sale_order_id.user_id)
        self.account.write(
            {
                "order_user_id": self.env.ref("base.user_admin").id,
                "team_id": self.env["crm.team"].create({"name": "Shops"}).id,
            }
        )
        sale = self.apply(order(goods("1", "10.00"), key="2")).sale_order_id
        self.assertEqual((sale.user_id, sale.team_id), (self.account.order_user_id, self.account.team_id))
        self.assertFalse(sale.message_follower_ids.filtered(lambda f: f.partner_id != self.env.user.partner_id))

    # ---- products ----

    def test_missing_products_are_named_all_at_once_and_nothing_is_created(self):
        self.make_offer("7", name="Scarf")
        lines = (
            goods("7", "10.00", name="Scarf", sku="SC-1"),
            goods("8", "10.00", name="Gloves", sku="GL-1"),
            goods("1", "10.00"),
        )
        with self.assertRaises(NeedsPerson) as caught:
            self.env["marketplace.order"]._apply(self.incoming(order(*lines)), order(*lines))
        self.assertIn("7 (SC-1, Scarf), 8 (GL-1, Gloves)", str(caught.exception))
        self.assertEqual(caught.exception.codes, ["7", "SC-1", "8", "GL-1"])
        self.assertFalse(self.env["marketplace.order"].search([("account_id", "=", self.account.id)]))

    def test_a_line_goes_by_its_code_while_its_offer_was_not_read_yet(self):
        by_offer = self.apply(order(goods("77", "10.00", sku="boots "), key="1"))
        self.assertEqual(by_offer.line_ids.product_id, self.boots)
        self.offer("1").sku = "EMAG-BOOTS"
        by_sku = self.apply(order(goods("77", "10.00", sku="EMAG-BOOTS"), key="2"))
        self.assertEqual((by_sku.line_ids.product_id, by_sku.line_ids.offer_id), (self.boots, self.offer("1")))
        self.env["marketplace.product.code"].create({"name": "PNK123", "kind": "catalogue", "product_id": self.hat.id})
        by_catalogue = self.apply(order(goods("77", "10.00", platform_code="PNK123"), key="3"))
        self.assertEqual(by_catalogue.line_ids.product_id, self.hat)

    def test_a_code_of_two_products_leads_to_none(self):
        self.make_product("DOUBLE")
        self.make_product("DOUBLE")
        data = order(goods("77", "10.00", sku="DOUBLE"))
        with self.assertRaises(NeedsPerson):
            self.env["marketplace.order"]._apply(self.incoming(data), data)

    def test_an_offer_that_is_not_linked_is_never_replaced_by_a_guess(self):
        self.make_offer("7", sku="HAT")
        data = order(goods("7", "10.00", sku="HAT"))
        with self.assertRaises(NeedsPerson):
            self.env["marketplace.order"]._apply(self.incoming(data), data)

    def test_a_line_without_any_code_is_sold_as_a_charge_of_its_name(self):
        data = order(goods("1", "10.00"), line("x", "3.00", name="Gift wrapping"))
        with self.assertRaisesRegex(NeedsPerson, "Gift wrapping"):
            self.env["marketplace.order"]._apply(self.incoming(data), data)
        wrapping = self.env["product.product"].create({"name": "Wrapping", "type": "service"})
        self.env["marketplace.mapping"].create(
            {"account_id": self.account.id, "kind": "service", "key": "Gift wrapping", "product_id": wrapping.id}
        )
        self.assertEqual(self.apply(data).line_ids.product_id, self.boots | wrapping)

    # ---- left alone ----

    def test_orders_that_are_none_of_ours_are_left_alone(self):
        self.assertIn("Cancelled", self.left_alone(order(goods("1", "10.00"), status=OrderStatus.CANCELLED)))
        self.assertIn("Returned", self.left_alone(order(goods("1", "10.00"), key="2", status=OrderStatus.RETURNED)))
        self.assertIn("Nothing", self.left_alone(order(goods("1", "10.00", cancelled=True), key="3")))
        self.account.orders_since = NOW.replace(tzinfo=None) + timedelta(hours=1)
        self.assertIn("elsewhere", self.left_alone(order(goods("1", "10.00"), key="4", status=OrderStatus.PROCESSING)))

    def test_old_but_new_and_recent_but_shipped_orders_are_imported(self):
        self.account.orders_since = NOW.replace(tzinfo=None) + timedelta(hours=1)
        self.assertTrue(self.apply(order(goods("1", "10.00"))))
        self.account.orders_since = NOW.replace(tzinfo=None) - timedelta(hours=1)
        self.assertTrue(self.apply(order(goods("1", "10.00"), key="2", status=OrderStatus.SHIPPED)))

    def test_F12_an_order_that_is_not_finished_waits_holds_its_goods_and_needs_nobody(self):
        data = order(goods("1", "10.00"), complete=False)
        incoming = self.incoming(data)
        with patch.object(FakeProvider, "parse_order", lambda provider, payload: data):
            incoming._process(FakeProvider(self.platform))
        self.assertEqual((incoming.state, incoming.demand), ("awaited", {"1": 1.0}))
        self.assertIn("collects", incoming.error)
        self.assertFalse(self.env["marketplace.problem"].search([("name", "=", incoming.external_id)]))
        self.assertTrue(self.apply(replace(data, complete=True)))

    def test_the_same_number_on_two_accounts_is_two_orders(self):
        other = self.make_account(name="Other", identity="other", order_warehouse_id=self.warehouse.id)
        self.make_offer("1", self.boots, other)
        data = order(goods("1", "10.00"))
        first, second = self.apply(data), self.apply(data, other)
        self.assertNotEqual(first.sale_order_id, second.sale_order_id)
