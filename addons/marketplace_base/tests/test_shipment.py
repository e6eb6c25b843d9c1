from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..lib.types import OrderStatus, Payment
from .order_common import address, goods, order
from .ship_common import PDF_START, ShipCase


@tagged("post_install", "-at_install")
class TestAskingForAnAwb(ShipCase):
    def asked(self, number=0):
        return list(self.platform.shipments.values())[number][0]

    # ---- one click ----

    def test_G7_one_click_on_the_transfer_makes_the_awb(self):
        self.picking.action_marketplace_ship()
        self.assertFalse(self.platform.shipments, "a click only records it")
        shipment = self.order.shipment_ids
        self.assertEqual((shipment.state, shipment.command_ids.state, shipment.key), ("asked", "pending", "900"))
        self.run_engine()
        self.assertEqual((shipment.state, shipment.number, shipment.ref), ("made", "AWB000001", "R1"))
        self.assertEqual(shipment.progress, "created")
        self.assertEqual(shipment.parcel_ids.mapped("barcode"), ["AWB000001001"])
        self.assertEqual(self.picking.carrier_tracking_ref, "AWB000001")
        self.assertEqual(self.picking.state, "assigned", "before it is validated: the label is needed while packing")

    def test_G9_what_the_platform_is_asked_for(self):
        self.account.write({"open_on_receipt": True, "insure_parcels": True})
        self.ship()
        asked = self.asked()
        self.assertEqual((asked.key, asked.order_key, asked.currency), ("900", "900", "RON"))
        self.assertEqual((asked.receiver.name, asked.receiver.city), ("Ana Pop", "Cluj-Napoca"))
        self.assertEqual((asked.cod, asked.insured), (Decimal(200), Decimal(200)))
        self.assertEqual([parcel.weight for parcel in asked.parcels], [Decimal(3)])
        self.assertTrue(asked.open_on_receipt)

    def test_G9_the_customer_s_place_stays_in_the_platform_s_own_words(self):
        there = address(street="Str. Mare 2 [EasyBox #77]", locality_ref="8801", pickup_point="77")
        record = self.taken_over(goods("2", "10.00"), key="901", delivery=there)
        self.ship(record)
        self.assertEqual(self.asked().receiver, there)
        self.assertEqual(self.asked().locker_key, "77")

    def test_G9_the_sender_is_the_address_kept_at_the_platform(self):
        entries = self.env["marketplace.entry"].create(
            [
                {
                    "account_id": self.account.id,
                    "kind": kind,
                    "external_id": key,
                    "name": key,
                    "extra": {"street": "Str. Fabricii 10", "city": "Cluj-Napoca", "locality": "8801", "country": "RO"},
                }
                for kind, key in (("address", "A-1"), ("courier", "10667"))
            ]
        )
        self.account.write({"sender_id": entries[0].id, "courier_id": entries[1].id})
        self.ship()
        asked = self.asked()
        self.assertEqual((asked.sender_ref, asked.courier_key), ("A-1", "10667"))
        self.assertEqual((asked.sender.street, asked.sender.locality_ref), ("Str. Fabricii 10", "8801"))
        self.assertEqual(asked.sender.name, self.env.company.name)

    def test_G9_without_a_choice_the_platform_s_own_list_names_the_sender(self):
        for key, use, is_default in (("A-1", "return", True), ("A-2", "pickup", False), ("A-3", "pickup", True)):
            extra = {"use": use, "default": is_default, "locality": "8801"}
            vals = {"account_id": self.account.id, "kind": "address", "external_id": key, "name": key, "extra": extra}
            self.env["marketplace.entry"].create(vals)
        self.ship()
        self.assertEqual(self.asked().sender_ref, "A-3")

    def test_cash_is_collected_only_where_it_is_owed_and_once(self):
        paid = self.taken_over(goods("2", "10.00"), key="902", payment=Payment("card", "CARD", is_paid=True))
        self.assertEqual(self.ship(paid).cod, 0)
        self.assertEqual(self.ship().cod, 200)
        self.assertEqual(self.ship(again=True).cod, 0, "the first parcel collects it all")

    def test_a_part_that_is_paid_already_is_not_collected(self):
        part = Payment("cod", "RAMBURS", collected=Decimal("4.00"))
        record = self.taken_over(goods("2", "10.00"), key="903", payment=part)
        self.assertEqual(self.ship(record).cod, 6)

    def test_every_package_becomes_a_parcel(self):
        box = self.env["stock.package.type"].create(
            {"name": "Box", "packaging_length": 300, "width": 200, "height": 100}
        )
        self.picking.move_ids.quantity = 1
        self.picking.action_put_in_pack()
        first = self.picking.move_line_ids.result_package_id
        first.write({"package_type_id": box.id, "shipping_weight": 2.5})
        self.ship()
        [parcel, *loose] = self.asked().parcels
        self.assertEqual((parcel.weight, parcel.length, parcel.width, parcel.height), (Decimal("2.5"), 30, 20, 10))
        self.assertFalse(loose)

    def test_goods_without_a_weight_get_the_account_s_usual_one(self):
        self.account.parcel_weight = 0.7
        record = self.taken_over(goods("2", "10.00"), key="904")
        self.ship(record)
        self.assertEqual(self.asked().parcels[0].weight, Decimal("0.7"))

    def test_an_awb_made_while_the_goods_are_picked_meets_its_transfer_later(self):
        self.warehouse.delivery_steps = "pick_ship"
        record = self.taken_over(goods("2", "10.00"), key="912")
        pick = record.sale_order_id.picking_ids
        pick.action_marketplace_ship()
        self.run_engine()
        shipment = record.shipment_ids
        self.assertEqual((shipment.state, pick.picking_type_code, shipment.picking_id.ids), ("made", "internal", []))
        self.pack(record)
        out = record.sale_order_id.picking_ids - pick
        self.run_engine()
        self.assertEqual((shipment.picking_id, out.carrier_tracking_ref), (out, "AWB000001"))
        out.action_marketplace_ship()
        self.run_engine()
        self.assertEqual(record.shipment_ids, shipment)

    # ---- refused before it is asked for ----

    def test_what_the_platform_would_refuse_is_said_at_once(self):
        record = self.taken_over(goods("2", "10.00"), key="905", delivery=address(phone=""))
        self.assertIn("phone number is missing", record._ship_refusal())
        with self.assertRaisesRegex(UserError, "phone number is missing"):
            record._ship()
        self.assertFalse(record.shipment_ids.filtered(lambda s: s.state == "asked").command_ids)
        self.assertFalse(self.order._ship_refusal())

    def test_orders_that_get_no_awb_say_why(self):
        self.order.status = "cancelled"
        self.assertIn("cancelled", self.order._ship_refusal())
        self.order.write({"status": "processing", "by_platform": True})
        self.assertIn("ships this order itself", self.order._ship_refusal())
        self.order.by_platform = False
        self.account.state = "paused"
        self.assertIn("switch it on", self.order._ship_refusal())
        self.account.state = "live"
        self.without("create_shipment")
        self.assertIn("makes no AWBs", self.order._ship_refusal())

    def test_what_cannot_be_made_of_many_is_named_and_the_rest_goes_on(self):
        record = self.taken_over(goods("2", "10.00"), key="906", delivery=address(phone=""))
        told = (self.order | record).action_ship()
        self.assertIn("906: The phone number is missing.", told["params"]["message"])
        self.assertTrue(told["params"]["sticky"])
        self.run_engine()
        self.assertEqual((self.order.shipment_ids.state, record.shipment_ids.ids), ("made", []))

    def test_G9_the_platform_s_no_stands_on_the_awb_and_is_asked_anew_after_a_correction(self):
        self.platform.shipment_refusals.append("The street is too short.")
        shipment = self.ship()
        self.assertEqual((shipment.state, shipment.error), ("refused", "The street is too short."))
        problem = self.env["marketplace.problem"].search(
            [("kind", "=", "shipment"), ("account_id", "=", self.account.id)]
        )
        self.assertEqual((problem.name, problem.text), ("900", "The street is too short."))
        again = self.ship(note="Ring twice")
        self.assertEqual((again, again.state, again.error), (shipment, "made", False))
        self.assertEqual((self.asked().note, len(again.parcel_ids)), ("Ring twice", 1))
        self.assertFalse(
            self.env["marketplace.problem"].search([("kind", "=", "shipment"), ("account_id", "=", self.account.id)])
        )

    def test_an_order_that_is_still_to_be_taken_over_waits_for_that(self):
        record = self.apply(order(goods("2", "10.00"), key="907"))
        self.assertIs(record._facts()["status"], OrderStatus.PROCESSING)
        record._ship()
        self.run_engine()
        self.assertEqual((self.platform.acknowledged, record.shipment_ids.state), (["907"], "made"))

    # ---- options ----

    def test_G7_awb_with_options(self):
        action = self.picking.action_marketplace_ship_options()
        with Form(self.env["marketplace.ship"].with_context(**action["context"])) as form:
            self.assertEqual((form.cod, form.place_name), (200, "Ana Pop"))
            self.assertFalse(form.gaps)
            form.saturday = True
            form.note = "Ring twice"
            form.cod = 150
            with form.line_ids.new() as parcel:
                parcel.weight = 4
                parcel.length_cm = 40
        form.save().action_ship()
        self.run_engine()
        asked = self.asked()
        self.assertEqual((asked.saturday, asked.note, asked.cod), (True, "Ring twice", Decimal(150)))
        self.assertEqual([(p.weight, p.length) for p in asked.parcels], [(Decimal(3), 0), (Decimal(4), Decimal(40))])

    def test_the_options_show_what_is_missing_while_they_are_filled_in(self):
        record = self.taken_over(goods("2", "10.00"), key="910", delivery=address(phone=""))
        with Form(self.env["marketplace.ship"].with_context(default_order_ids=record.ids)) as form:
            self.assertIn("phone", form.gaps)
            form.place_phone = "0744000000"
            self.assertFalse(form.gaps)
        form.save().action_ship()
        self.run_engine()
        self.assertEqual(self.asked().receiver.phone, "0744000000")

    def test_options_for_many_orders_at_once(self):
        record = self.taken_over(goods("2", "10.00"), key="911")
        wizard = self.env["marketplace.ship"].with_context(default_order_ids=(self.order | record).ids).create({})
        wizard.dropoff = True
        wizard.action_ship()
        self.run_engine()
        self.assertEqual([asked.dropoff for asked, _state in self.platform.shipments.values()], [True, True])
        self.assertEqual([asked.cod for asked, _state in self.platform.shipments.values()], [200, 10])

    # ---- who ----

    def test_a_picker_asks_prints_and_hands_over(self):
        picker = new_test_user(
            self.env, "ship_picker", groups="base.group_user,marketplace_base.group_picker,stock.group_stock_user"
        )
        self.picking.with_user(picker).action_marketplace_ship()
        self.run_engine()
        shipment = self.order.shipment_ids.with_user(picker)
        self.assertEqual(shipment.state, "made")
        self.assertIn("/marketplace/labels/", shipment.action_print_labels()["url"])
        other = self.taken_over(goods("2", "10.00"), key="913").with_user(picker)
        with Form(self.env["marketplace.ship"].with_user(picker).with_context(default_order_ids=other.ids)) as form:
            form.note = "Ring twice"
        form.save().action_ship()
        self.assertEqual(other.shipment_ids.note, "Ring twice")
        stranger = new_test_user(self.env, "ship_stranger", groups="base.group_user,stock.group_stock_user")
        with self.assertRaises(AccessError):
            self.picking.with_user(stranger).action_marketplace_ship()

    # ---- for the others ----

    def test_the_order_hands_out_its_labels(self):
        self.assertEqual(self.order._labels(), [])
        self.ship()
        [(name, content, mimetype)] = self.order._labels()
        self.assertEqual((name, mimetype), ("AWB000001 1 A6.pdf", "application/pdf"))
        self.assertTrue(content.startswith(PDF_START))
        self.assertEqual(self.order._labels("ZPL"), [])

    def test_odoo_s_own_courier_makes_no_awb_beside_the_platform_s(self):
        product = self.env["product.product"].create({"name": "Delivery", "type": "service"})
        carrier = self.env["delivery.carrier"].create(
            {"name": "Own", "product_id": product.id, "delivery_type": "fixed", "integration_level": "rate_and_ship"}
        )
        self.picking.carrier_id = carrier
        sent = []
        self.patch(type(carrier), "send_shipping", lambda self, pickings: sent.append(pickings) or [])
        self.order._ship()
        self.picking.send_to_shipper()
        self.pack(self.order)
        self.assertEqual(sent, [])
        self.run_engine()
        self.assertEqual(self.picking.carrier_tracking_ref, "AWB000001", "also when it was validated meanwhile")
