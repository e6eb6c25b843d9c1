import re

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.pdf import merge_pdf

from .shipment_label import PDF

RECENT = "30 days"  # what was delivered longer ago is not told to the platform any more


class MarketplaceShipment(models.Model):
    """AWBs on the seller's own contract: whatever tracking number stands on a transfer is one, however it came there (G8)."""

    _inherit = "marketplace.shipment"

    @api.model
    def _find_transfer_next(self, account):
        """An AWB made while the goods were still being picked meets its transfer when that comes. :return: how many did"""
        self.flush_model()
        self.env["stock.picking"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT s.id, min(p.id) FROM marketplace_shipment s
                     JOIN stock_picking p ON p.marketplace_order_id = s.order_id AND p.state <> 'cancel'
                     JOIN stock_picking_type t ON t.id = p.picking_type_id AND t.code IN ('outgoing', 'dropship')
                    WHERE s.account_id = %s AND s.picking_id IS NULL AND s.state = 'made' AND s.direction = 'out'
                      AND s.by = 'platform' AND s.return_id IS NULL
                      AND NOT EXISTS (SELECT 1 FROM marketplace_shipment x WHERE x.picking_id = p.id AND x.state = 'made')
                    GROUP BY s.id ORDER BY s.id LIMIT 1""",
                account.id,
            )
        )
        for shipment_id, picking_id in rows:
            shipment = self.browse(shipment_id)
            shipment.picking_id = picking_id
            shipment._tell_picking()
        return len(rows)

    @api.model
    def _take_own_next(self, account):
        """Take over the tracking number of one transfer. :return: how many were looked at"""
        self.env["stock.picking"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.id FROM stock_picking p
                     JOIN marketplace_order o ON o.id = p.marketplace_order_id
                     JOIN stock_picking_type t ON t.id = p.picking_type_id
                    WHERE COALESCE(p.carrier_tracking_ref, '') <> COALESCE(p.marketplace_tracking, '')
                      AND o.account_id = %s AND t.code IN ('outgoing', 'dropship')
                      AND (p.date_done IS NULL OR p.date_done > %s::timestamp - interval %s)
                    ORDER BY p.id LIMIT 1""",
                account.id,
                fields.Datetime.now(),
                RECENT,
            )
        )
        if not rows:
            return 0
        picking = self.env["stock.picking"].browse(rows[0][0])
        self._take_own(picking)
        picking.marketplace_tracking = picking.carrier_tracking_ref
        return 1

    @api.model
    def _take_own(self, picking):
        order = picking.marketplace_order_id
        own = self.search([("picking_id", "=", picking.id), ("by", "=", "own"), ("state", "=", "made")], limit=1)
        others = (order.shipment_ids - own).filtered(lambda s: s.state == "made")
        known = {*others.mapped("number"), *others.parcel_ids.mapped("barcode")}
        numbers = [
            part for part in re.split(r"[,;\s]+", picking.carrier_tracking_ref or "") if part and part not in known
        ]
        if not numbers:
            own._withdraw()
        elif own.parcel_ids.mapped("barcode") != numbers:
            vals = self._own_values(picking, numbers)
            if own:
                own._withdraw_papers()
                own.write(vals | {"parcel_ids": [fields.Command.clear(), *vals["parcel_ids"]]})
            else:
                own = self.create(vals | {"made_at": fields.Datetime.now(), "progress": "created"})
            own._show_own()

    @api.model
    def _own_values(self, picking, numbers):
        order = picking.marketplace_order_id
        weights = [vals["weight"] for vals in order._parcels(picking)]
        return {
            "account_id": order.account_id.id,
            "order_id": order.id,
            "picking_id": picking.id,
            "by": "own",
            "state": "made",
            "carrier_id": picking.carrier_id.id,
            "courier_name": picking.carrier_id.name,
            "number": ", ".join(numbers),
            "customer_place": order.delivery_place or order._place_in_odoo(),
            "locker_key": order.pickup_point,
            "cod": order._to_collect(
                order.shipment_ids.filtered(lambda s: s.state == "made" and s.picking_id != picking)
            ),
            "parcel_ids": [
                fields.Command.create({"barcode": number, "weight": weights[i] if i < len(weights) else 0.0})
                for i, number in enumerate(numbers)
            ],
            "label_ids": [fields.Command.set(self._labels_of(picking).ids)],
        }

    @api.model
    def _labels_of(self, picking):
        """What the delivery method put on the transfer as labels."""
        prefix = picking.carrier_id._get_delivery_label_prefix() if picking.carrier_id else "LabelShipping"
        labels = self.env["ir.attachment"].search(
            [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id), ("name", "=like", f"{prefix}%")],
            order="id",
        )
        return labels or self.env["ir.attachment"].search(
            [("res_model", "=", "stock.picking"), ("res_id", "=", picking.id), ("name", "=like", "LabelShipping%")],
            order="id",
        )

    # ---- for the customer to see (G10) ----

    def _show_own(self):
        """The paper that shows this AWB to the customer: the courier's label, or a slip that names courier and number."""
        if "attach_document" not in self.account_id._get_provider_class().capabilities:
            return
        name = self.env._("AWB %s", self.number)
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{name}.pdf",
                "raw": self._paper(),
                "mimetype": PDF,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.env["marketplace.document"].create(
            {
                "account_id": self.account_id.id,
                "order_id": self.order_id.id,
                "kind": "awb",
                "name": name,
                "number": self.number,
                "issued_on": fields.Date.context_today(self),
                "shipment_id": self.id,
                "attachment_id": attachment.id,
            }
        )

    def _paper(self):
        pdfs = [label.raw for label in self.label_ids if label.mimetype == PDF]
        if pdfs:
            return pdfs[0] if len(pdfs) == 1 else merge_pdf(pdfs)
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf("marketplace_base.report_slip", self.ids)
        return content

    def _withdraw(self):
        """The number is gone from the transfer: so is the AWB."""
        self._withdraw_papers()
        self.write({"state": "dropped", "follow_at": False})

    def _withdraw_papers(self):
        """Papers that name an old number are not shown any more, where they have not been yet."""
        papers = self.env["marketplace.document"].search([("shipment_id", "in", self.ids), ("state", "=", "waiting")])
        papers.write({"state": "dropped"})
        self.env["marketplace.command"].search(
            [("document_id", "in", papers.ids), ("state", "in", ("pending", "refused"))]
        ).write({"state": "cancelled"})
