"""Orders that wait for their AWB."""

from unittest.mock import patch

from .common import FakeProvider
from .order_common import OrderCase, goods, order

PDF_START = b"%PDF"


class ShipCase(OrderCase):
    """An order over two pairs of boots, paid on delivery, taken over and reserved."""

    def setUp(self):
        super().setUp()
        self.boots.weight = 1.5
        self.order = self.taken_over(goods("1", "100.00", 2), key="900")
        self.picking = self.order.sale_order_id.picking_ids

    def taken_over(self, *lines, **vals):
        record = self.apply(order(*lines, **vals))
        record.command_ids.write({"state": "done"})
        record.status = "processing"
        return record

    def pack(self, record):
        self.deliver(record.sale_order_id)

    def ship(self, record=None, **vals):
        """Ask for an AWB and let the engine make it."""
        shipment = (record or self.order)._ship(**vals)
        self.run_engine()
        return shipment

    def fault(self, verb, *faults):
        self.platform.fulfilment_faults[verb] = list(faults)

    def due(self, shipments=None):
        """Time goes by: whatever waits for its turn has it now."""
        shipments = shipments or self.env["marketplace.shipment"].search([])
        shipments.command_ids.filtered(lambda c: c.state in ("pending", "unknown")).retry_at = False
        for shipment in shipments:
            if shipment.follow_at:
                shipment.follow_at = "2026-01-01"
            if shipment.label_wanted:
                shipment.label_at = "2026-01-01"
        self.account.flow_ids.write({"paused_until": False})
        shipments_flow = self.account._flow("shipments")
        shipments_flow.cursor = {k: v for k, v in (shipments_flow.cursor or {}).items() if k != "looks"}

    def without(self, *capabilities):
        """The platform lacks these, for the rest of the test."""
        left = FakeProvider.capabilities - set(capabilities)
        self.startPatcher(patch.object(FakeProvider, "capabilities", left))
