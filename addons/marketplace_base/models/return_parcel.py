from odoo import api, fields, models
from odoo.exceptions import UserError


class MarketplaceReturn(models.Model):
    """What is to be sent to the customer because of a return: refused goods, or what replaces those that came."""

    _inherit = "marketplace.return"

    parcel_out_id = fields.Many2one(
        "marketplace.shipment", "To send to the customer", compute="_compute_parcel_out_id", compute_sudo=True
    )
    parcel_out_words = fields.Char(compute="_compute_parcel_out_id", compute_sudo=True)

    @api.depends("shipment_ids.state", "shipment_ids.scanned_at", "shipment_ids.manifest_id", "kind")
    def _compute_parcel_out_id(self):
        for record in self:
            waits = record.shipment_ids.filtered(
                lambda s: s._is_of_request() and s.state == "made" and not s._is_handed_over()
            )
            record.parcel_out_id = waits[:1]
            parts = (waits[:1].status_text, waits[:1].number, waits[:1].courier_name)
            record.parcel_out_words = ", ".join(filter(None, parts)) or False

    def _link_awbs(self, data):
        super()._link_awbs(data)
        if not self.order_id:
            return
        for state in data.parcels_out:
            self._link_out(state)

    def _link_out(self, state):
        """The parcel that the platform wants sent; it stands among those to hand over."""
        shipment = self.env["marketplace.shipment"].search(
            [("account_id", "=", self.account_id.id), ("ref", "=", state.ref)]
        )
        if shipment:
            if state.number and not shipment.number:
                shipment.number = state.number
            return
        number = state.number or False
        shipment.create(
            {
                "account_id": self.account_id.id,
                "order_id": self.order_id.id,
                "return_id": self.id,
                "state": "made",
                "ref": state.ref,
                "number": number,
                "courier_name": state.courier_name or False,
                "status_text": state.text or False,
                "progress": "created",
                "made_at": fields.Datetime.now(),
                "customer_place": self.order_id.delivery_place or self.order_id._place_in_odoo(),
                "parcel_ids": [fields.Command.create({"barcode": number, "weight": self.account_id.parcel_weight})],
            }
        )

    def action_parcel_out(self):
        self.ensure_one()
        return self.parcel_out_id.get_formview_action()


class MarketplaceShipment(models.Model):
    _inherit = "marketplace.shipment"

    is_of_request = fields.Boolean("Goes with a return", compute="_compute_is_of_request", compute_sudo=True)

    @api.depends("direction", "return_id.kind")
    def _compute_is_of_request(self):
        for shipment in self:
            shipment.is_of_request = shipment._is_of_request()

    def _is_of_request(self):
        """Whether it takes something to the customer because he gave something back."""
        return self.direction == "out" and self.return_id.kind == "request"

    def _tell_own_number(self, number):
        """The parcel of a return travels with our own courier: the platform is told his number.

        :raise UserError: it is not such a parcel
        """
        self.ensure_one()
        if not self._is_of_request() or self.state != "made":
            raise UserError(self.env._("%s is not a parcel that goes with a return.", self.display_name))
        self._withdraw_papers()
        self.write({"by": "own", "number": number, "label_wanted": False})
        self.parcel_ids[:1].barcode = number
        self._show_own()
        self.account_id._wake()
