from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.fulfilment import ChangeKind, Parcel
from .shipment_ask import _exact

ENDS = {"delivered": ChangeKind.DELIVERED, "returned": ChangeKind.CAME_BACK}
RECENT = "30 days"


class MarketplaceShipment(models.Model):
    """Parcels on an own contract: the platform does not see them leave or arrive, where it wants to be told."""

    _inherit = "marketplace.shipment"

    can_end = fields.Boolean("Its end is told by us", compute="_compute_can_end", compute_sudo=True)

    @api.depends("by", "state", "direction", "progress", "return_id")
    def _compute_can_end(self):
        for shipment in self:
            shipment.can_end = (
                shipment.by == "own"
                and shipment.state == "made"
                and shipment.direction == "out"
                and not shipment._is_of_request()
                and shipment.progress not in ("delivered", "returned", "cancelled", "lost")
                and ChangeKind.DELIVERED in shipment.account_id._changes_there()
            )

    def action_delivered(self):
        self._acting()._ended("delivered")

    def action_came_back(self):
        self._acting()._ended("returned")

    def _ended(self, progress):
        """A person knows how it ended; the platform is told by the background work."""
        now = fields.Datetime.now()
        for shipment in self:
            if not shipment.can_end:
                raise UserError(self.env._("%s is not a parcel whose end you tell.", shipment.display_name))
            if not shipment._is_gone():
                raise UserError(self.env._("%s did not leave yet: validate its transfer first.", shipment.display_name))
            vals = {"progress": progress, "status_at": now, "scanned_at": shipment.scanned_at or now}
            shipment.write(vals | ({"delivered_at": now} if progress == "delivered" else {}))
        self.account_id._wake()

    def _is_gone(self):
        """Whether the goods left the house, as Odoo's own papers say."""
        return self._is_handed_over() or self.picking_id.state == "done"

    def _may_be_told(self):
        """Whether the platform may hear of its number now: for some that says that it is on its way."""
        account = self.account_id
        if self._is_of_request() or not account._get_provider_class().number_tells_departure(
            account._provider_options()
        ):
            return True
        return self._is_gone()

    def _tracking_link(self):
        """The page of the courier on which a customer follows it, where the delivery method knows one."""
        return self.picking_id.carrier_id and self.picking_id.carrier_tracking_url or ""

    # ---- told: a fact looked for again and again ----

    @api.model
    def _tell_end_next(self, account):
        """Tell how the parcels of one order ended, once all did in one way. :return: how many orders were told about"""
        if not account._changes_there() & set(ENDS.values()):
            return 0
        self.flush_model()
        self.env["marketplace.order"].flush_model(["status"])
        rows = self.env.execute_query(
            SQL(
                """SELECT s.order_id, min(s.progress)
                     FROM marketplace_shipment s JOIN marketplace_order o ON o.id = s.order_id
                     LEFT JOIN marketplace_return r ON r.id = s.return_id
                    WHERE s.account_id = %s AND o.status = 'shipped' AND s.by = 'own' AND s.direction = 'out'
                      AND s.state = 'made' AND r.kind IS DISTINCT FROM 'request'
                      AND NOT EXISTS (SELECT 1 FROM marketplace_command c WHERE c.order_id = o.id AND c.kind = 'change'
                                         AND c.data ->> 'kind' IN %s)
                    GROUP BY s.order_id
                   HAVING min(s.progress) = max(s.progress) AND min(s.progress) IN %s
                      AND count(s.progress) = count(*) AND max(s.status_at) > %s::timestamp - interval %s
                    ORDER BY s.order_id LIMIT 1""",
                account.id,
                tuple(kind.value for kind in ENDS.values()),
                tuple(ENDS),
                fields.Datetime.now(),
                RECENT,
            )
        )
        for order_id, progress in rows:
            self.env["marketplace.order"].browse(order_id)._change(ENDS[progress])
        return len(rows)


class MarketplaceDocument(models.Model):
    _inherit = "marketplace.document"

    def _parcel_facts(self):
        shipment = self.shipment_id
        if self.kind != "awb" or not shipment:
            return super()._parcel_facts()
        return {
            "parcels": tuple(
                Parcel(_exact(p.weight), _exact(p.length_cm), _exact(p.width_cm), _exact(p.height_cm))
                for p in shipment.parcel_ids
            ),
            "tracking_link": shipment._tracking_link(),
            "return_key": shipment.return_id.external_id or "",
        }
