from odoo import api, fields, models
from odoo.tools import SQL

# When each parcel that no courier has scanned was ready for him: handed over, else validated, else packed. Then the moment
# by which he is to have taken it: that day's hour on the account, in the company's time, the next working day's afterwards.
WAITING = """
    SELECT s.id, r.ready_at, (
               e.day + CASE extract(isodow FROM e.day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END
               + make_interval(secs => a.handover_hour * 3600)
           ) AT TIME ZONE z.tz AT TIME ZONE 'UTC' AS by_at
      FROM marketplace_shipment s
      JOIN marketplace_account a ON a.id = s.account_id
      JOIN marketplace_order o ON o.id = s.order_id
      JOIN res_company c ON c.id = a.company_id
      JOIN res_partner cp ON cp.id = c.partner_id
      LEFT JOIN marketplace_manifest m ON m.id = s.manifest_id
      LEFT JOIN stock_picking p ON p.id = s.picking_id
      CROSS JOIN LATERAL (
          SELECT COALESCE(cp.tz, 'Europe/Bucharest') AS tz) z
      CROSS JOIN LATERAL (
          SELECT COALESCE(
              m.handed_at,
              CASE WHEN p.state = 'done' THEN p.date_done END,
              (SELECT max(k.create_date) FROM stock_move_line l JOIN stock_package k ON k.id = l.result_package_id
                WHERE l.picking_id = p.id),
              (SELECT max(q.date_done) FROM stock_picking q JOIN stock_picking_type t ON t.id = q.picking_type_id
                WHERE q.marketplace_order_id = o.id AND q.state = 'done' AND t.code = 'internal')
          ) AS ready_at) r
      CROSS JOIN LATERAL (
          SELECT r.ready_at AT TIME ZONE 'UTC' AT TIME ZONE z.tz AS local_at) l
      CROSS JOIN LATERAL (
          SELECT l.local_at::date
                 + CASE WHEN l.local_at::time >= make_interval(secs => a.handover_hour * 3600)::time THEN 1 ELSE 0 END
                 AS day) e
     WHERE s.state = 'made' AND s.direction = 'out' AND s.scanned_at IS NULL
       AND COALESCE(s.progress, 'created') = 'created'
       AND (s.by = 'platform' OR s.manifest_id IS NULL)
       AND o.status NOT IN ('cancelled', 'returned')
       AND r.ready_at > now() AT TIME ZONE 'UTC' - interval '30 days'
"""

NOT_TAKEN = f"(SELECT s.*, w.by_at FROM ({WAITING}) w JOIN marketplace_shipment s ON s.id = w.id)"  # noqa: S608


class MarketplaceShipment(models.Model):
    """Packed parcels wait for a courier. What none has scanned by the hour turns red, without anything being written (G20).

    A courier on an own contract tells nobody that he scanned it: there the manifest he signed counts.
    """

    _inherit = "marketplace.shipment"

    ready_at = fields.Datetime("Packed on", compute="_compute_handover", compute_sudo=True)
    handover_by = fields.Datetime("To be taken by", compute="_compute_handover", compute_sudo=True)
    to_hand_over = fields.Boolean(compute="_compute_handover", compute_sudo=True, search="_search_to_hand_over")
    late_handover = fields.Boolean(
        "Not taken by a courier", compute="_compute_handover", compute_sudo=True, search="_search_late_handover"
    )
    customer_name = fields.Char("Receiver", compute="_compute_customer")
    customer_city = fields.Char("City", compute="_compute_customer")
    parcel_count = fields.Integer("Number of parcels", compute="_compute_parcel_count")
    total_weight = fields.Float("Total weight (kg)", digits="Stock Weight", compute="_compute_parcel_count")

    @api.depends("customer_place")
    def _compute_customer(self):
        for shipment in self:
            place = shipment.customer_place or {}
            shipment.customer_name = place.get("name") or shipment.order_id.customer_name
            shipment.customer_city = place.get("city")

    @api.depends("parcel_ids.weight", "weight", "envelopes")
    def _compute_parcel_count(self):
        for shipment in self:
            shipment.parcel_count = max(len(shipment.parcel_ids), shipment.envelopes)
            shipment.total_weight = sum(shipment.parcel_ids.mapped("weight")) or shipment.weight

    @api.depends("state", "scanned_at", "progress", "manifest_id", "picking_id.state", "account_id.handover_hour")
    def _compute_handover(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT w.id, w.ready_at, w.by_at FROM (%s) w WHERE w.id = ANY(%s)",
                self._waiting_for_courier(),
                self.ids,
            )
        )
        waiting = {row[0]: row[1:] for row in rows}
        now = fields.Datetime.now()
        for shipment in self:
            ready_at, by_at = waiting.get(shipment._origin.id, (False, False))
            shipment.ready_at = ready_at and ready_at.replace(microsecond=0)
            shipment.handover_by = by_at and by_at.replace(microsecond=0)
            shipment.to_hand_over = bool(ready_at and not shipment.manifest_id)
            shipment.late_handover = bool(by_at and by_at <= now)

    @api.model
    def _waiting_for_courier(self):
        """The SQL of what is packed and not scanned: id, ready_at, by_at."""
        self.flush_model(["state", "direction", "scanned_at", "progress", "by", "manifest_id", "picking_id"])
        self.env["marketplace.manifest"].flush_model(["handed_at"])
        self.env["marketplace.order"].flush_model(["status"])
        self.env["marketplace.account"].flush_model(["handover_hour"])
        self.env["stock.picking"].flush_model(["state", "date_done", "marketplace_order_id", "picking_type_id"])
        self.env["stock.move.line"].flush_model(["picking_id", "result_package_id"])
        return SQL(WAITING)

    def _search_to_hand_over(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self._waiting_for_courier()
        ids = SQL(
            "(SELECT w.id FROM (%s) w JOIN marketplace_shipment x ON x.id = w.id WHERE x.manifest_id IS NULL)", waiting
        )
        return [("id", "in", ids)]

    def _search_late_handover(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return [("id", "in", SQL("(SELECT w.id FROM (%s) w WHERE w.by_at <= %s)", self._waiting_for_courier(), now))]

    # ---- handing over ----

    def action_hand_over(self):
        """Collect these, or what is scanned, for a manifest."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_hand_over")
        return action | {"context": {"default_shipment_ids": self.ids}}

    def _reason_not_to_hand_over(self):
        """Why this one cannot be given to a courier now, in words, or False."""
        self.ensure_one()
        if self.manifest_id:
            return self.env._(
                "%(awb)s was handed over already (%(manifest)s).",
                awb=self.display_name,
                manifest=self.manifest_id.name,
            )
        if self.state != "made" or self.direction != "out":
            return self.env._("%s is not an AWB that can be handed over.", self.display_name)
        if self._is_handed_over():
            return self.env._("%s was taken by the courier already.", self.display_name)
        return False

    def _hand_over(self):
        """Put these on a manifest for each courier, to be signed. :return: the manifests"""
        manifests = self.env["marketplace.manifest"].sudo()
        for (company, courier), shipments in self.grouped(lambda s: (s.company_id, s.courier_name or "")).items():
            manifest = manifests.create(
                {
                    "name": manifests._next_number(company),
                    "company_id": company.id,
                    "courier_name": courier,
                    "user_id": self.env.user.id,
                    "handed_at": fields.Datetime.now(),
                }
            )
            shipments.write({"manifest_id": manifest.id})
            manifests |= manifest
        return manifests
