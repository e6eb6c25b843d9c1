from odoo.tests import tagged

from .fake_fulfilment import PDF
from .order_common import goods
from .ship_common import PDF_START, ShipCase


@tagged("post_install", "-at_install")
class TestOwnContract(ShipCase):
    """Any delivery method of Odoo: what matters is that a tracking number stands on the transfer."""

    def setUp(self):
        super().setUp()
        product = self.env["product.product"].create({"name": "Delivery", "type": "service"})
        self.carrier = self.env["delivery.carrier"].create(
            {"name": "Fast Courier", "product_id": product.id, "delivery_type": "fixed"}
        )
        self.picking.carrier_id = self.carrier

    def label(self, name="LabelShipping-fixed-1.pdf"):
        self.picking.message_post(body="Sent", attachments=[(name, PDF)])

    def test_G8_G10_the_courier_s_number_and_label_are_shown_to_the_customer(self):
        self.patch(
            type(self.carrier),
            "fixed_send_shipping",
            lambda carrier, pickings: [{"exact_price": 12.0, "tracking_number": "FC1"} for _picking in pickings],
        )
        self.label()
        self.pack(self.order)
        self.assertEqual(self.picking.carrier_tracking_ref, "FC1")
        self.run_engine()
        shipment = self.order.shipment_ids
        self.assertEqual((shipment.by, shipment.state, shipment.number), ("own", "made", "FC1"))
        self.assertEqual((shipment.courier_name, shipment.cod), ("Fast Courier", 200))
        document = self.order.document_ids
        self.assertEqual((document.kind, document.number, document.shipment_id), ("awb", "FC1", shipment))
        self.assertEqual(document.attachment_id.raw, PDF)
        self.assertTrue(self.order._labels()[0][1].startswith(PDF_START))
        self.assertNotIn("create_shipment", self.platform.calls)

    def test_G8_a_number_typed_by_hand_is_one_too_and_gets_a_slip(self):
        self.picking.carrier_tracking_ref = "HAND 7, HAND-8"
        self.env["marketplace.shipment"].with_context(force_report_rendering=True)._take_own_next(self.account)
        shipment = self.order.shipment_ids
        self.assertEqual(shipment.parcel_ids.mapped("barcode"), ["HAND", "7", "HAND-8"])
        self.assertTrue(self.order.document_ids.attachment_id.raw.startswith(PDF_START))

    def test_G8_nothing_is_taken_over_twice(self):
        self.picking.carrier_tracking_ref = "FC1"
        self.run_engine()
        self.run_engine()
        self.assertEqual((len(self.order.shipment_ids), len(self.order.document_ids)), (1, 1))

    def test_G10_a_number_that_is_corrected_is_followed(self):
        self.picking.carrier_tracking_ref = "FC1"
        self.run_engine()
        shipment = self.order.shipment_ids
        self.order.document_ids.state = "shown"
        self.picking.carrier_tracking_ref = "FC2"
        self.run_engine()
        self.assertEqual((self.order.shipment_ids, shipment.number), (shipment, "FC2"))
        self.assertEqual(sorted(self.order.document_ids.mapped("number")), ["FC1", "FC2"])

    def test_G10_a_number_that_is_corrected_before_it_was_shown_is_not_shown(self):
        self.picking.carrier_tracking_ref = "FC1"
        self.env["marketplace.shipment"]._take_own_next(self.account)
        self.picking.carrier_tracking_ref = "FC2"
        self.env["marketplace.shipment"]._take_own_next(self.account)
        states = {document.number: document.state for document in self.order.document_ids}
        self.assertEqual(states, {"FC1": "dropped", "FC2": "waiting"})

    def test_a_number_that_is_taken_off_is_gone(self):
        self.picking.carrier_tracking_ref = "FC1"
        self.env["marketplace.shipment"]._take_own_next(self.account)
        self.picking.carrier_tracking_ref = False
        self.env["marketplace.shipment"]._take_own_next(self.account)
        self.assertEqual((self.order.shipment_ids.state, self.order.document_ids.state), ("dropped", "dropped"))

    def test_the_platform_s_own_number_is_not_taken_for_one(self):
        self.ship()
        self.run_engine()
        self.assertEqual(self.order.shipment_ids.mapped("by"), ["platform"])
        self.picking.carrier_tracking_ref += ",FC9"
        self.run_engine()
        self.assertEqual(self.order.shipment_ids.sorted("id").mapped("number"), ["AWB000001", "FC9"])

    def test_an_order_with_an_awb_of_its_own_gets_none_of_the_platform(self):
        self.picking.carrier_tracking_ref = "FC1"
        self.run_engine()
        self.assertEqual(self.order._ship(), self.order.shipment_ids)
        self.assertEqual(self.order.shipment_ids.by, "own")

    def test_the_number_of_an_earlier_step_counts_once(self):
        self.warehouse.delivery_steps = "pick_ship"
        record = self.taken_over(goods("2", "10.00"), key="901")
        self.pack(record)
        pick, out = record.sale_order_id.picking_ids.sorted(lambda p: p.picking_type_code == "outgoing")
        (pick | out).carrier_tracking_ref = "FC5"
        self.run_engine()
        self.assertEqual((record.shipment_ids.number, record.shipment_ids.picking_id), ("FC5", out))

    def test_without_papers_at_the_platform_the_parcel_is_kept_all_the_same(self):
        self.without("attach_document")
        self.picking.carrier_tracking_ref = "FC1"
        self.run_engine()
        self.assertEqual((self.order.shipment_ids.number, self.order.document_ids.ids), ("FC1", []))
