from dataclasses import fields as names_of
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.collisions import COLLIDED
from ..lib.types import Address, OrderStatus

ADDRESS = {field.name for field in names_of(Address)}
OPEN = ("asked", "unclear", "made")
PICKER = "marketplace_base.group_picker"


class MarketplaceOrder(models.Model):
    """Asking for an order's AWBs: with what is known of it, and only once (G5, G7, G9)."""

    _inherit = "marketplace.order"

    delivery_place = fields.Json(
        readonly=True, help="Where it goes, in the platform's own words: the platform knows them again."
    )
    shipment_count = fields.Integer("AWBs", compute="_compute_shipment_count")

    @api.depends("shipment_ids")
    def _compute_shipment_count(self):
        for order in self:
            order.shipment_count = len(order.shipment_ids)

    # ---- for everything else that wants an AWB ----

    def _ship(self, again=False, **vals):
        """Ask for an AWB of this order, unless there is one: then that is returned.

        :param again: one more, though there is one
        :param vals: of the ``marketplace.shipment``, where they are to differ from the usual ones
        :raise UserError: the platform would refuse it; says why
        """
        self.ensure_one()
        order = self.sudo()
        picking = order._shipped_by(order.env["stock.picking"].browse(vals.get("picking_id")))
        known = order._outgoing(picking)
        if known.filtered(lambda s: s.state in OPEN) and not again:
            return known.filtered(lambda s: s.state in OPEN)[:1]
        if reason := order._reason_not_to_ship():
            raise UserError(reason)
        if not again and (unused := order._unused_awb()):
            unused.state = "made"
            return unused
        vals = order._shipment_values(picking) | vals | {"picking_id": picking.id}
        # what was refused was certainly not made: it is asked for anew instead of beside it
        if shipment := known.filtered(lambda s: s.state == "refused")[:1]:
            shipment.write(vals | {"parcel_ids": [Command.clear(), *vals.get("parcel_ids", [])]})
        else:
            shipment = order.env["marketplace.shipment"].create(vals)
        if gaps := shipment._gaps():
            raise UserError("\n".join(gaps))
        shipment._ask()
        return shipment

    def _ship_refusal(self):
        """Why no AWB can be asked for with what is known, in words; False when it can, or was."""
        self.ensure_one()
        order = self.sudo()
        if order._outgoing().filtered(lambda s: s.state in OPEN):
            return False
        if reason := order._reason_not_to_ship():
            return reason
        shipment = order.env["marketplace.shipment"].new(order._shipment_values(order._shipped_by()))
        return "\n".join(shipment._gaps()) or False

    def _labels(self, form=None):
        """The labels there are of this order's parcels: (name, content, mimetype)."""
        made = self.sudo().shipment_ids.filtered(lambda s: s.direction == "out" and s.state == "made")
        return [
            (label.name, label.raw, label.mimetype)
            for shipment in made.sorted("id")
            for label in shipment._labels_as(form)
        ]

    # ---- what an AWB of this order is like ----

    def _outgoing(self, picking=None):
        """Its AWBs to the customer; of one transfer only, where that is given and they are another's."""
        shipments = self.shipment_ids.filtered(lambda s: s.direction == "out" and s.state != "dropped")
        if picking:
            # one whose transfer was cancelled is as good as one without
            shipments = shipments.filtered(
                lambda s: not s.picking_id or s.picking_id == picking or s.picking_id.state == "cancel"
            )
        return shipments

    def _unused_awb(self):
        """An AWB laid aside because the order was cancelled: alive again it serves, and no second one is paid for."""
        return self.shipment_ids.filtered(
            lambda s: s.direction == "out" and s.state == "dropped" and s.ref and s.progress == "created"
        )[:1]

    def _reason_not_to_ship(self):
        account = self.account_id
        if account.state != "live" or not account.order_enabled:
            return self.env._("%s does not take orders now: switch it on first.", account.name)
        if "create_shipment" not in account._get_provider_class().capabilities:
            return self.env._("%s makes no AWBs: ship with a delivery method of your own.", account.name)
        if self.by_platform:
            return self.env._("%s ships this order itself.", account.name)
        if self.status in ("cancelled", "returned") or self.sale_order_id.state == "cancel":
            return self.env._("This order is cancelled.")
        return False

    def _shipped_by(self, picking=None):
        """The transfer that brings the goods to the customer: the one given, the end of its chain, or the first open one."""
        pickings = self.sale_order_id.picking_ids
        out = pickings.filtered(
            lambda p: p.state != "cancel" and p.picking_type_code in ("outgoing", "dropship")
        ).sorted(lambda p: (p.state == "done", p.id))
        if picking and picking not in out:
            moves = picking.move_ids
            while moves.move_dest_ids - moves:
                moves |= moves.move_dest_ids
            out = moves.picking_id & out or out
        return picking if picking and picking in out else out[:1]

    def _shipment_values(self, picking):
        account = self.account_id
        others = self.shipment_ids.filtered(lambda s: s.direction == "out" and s.state in OPEN)
        return {
            "account_id": account.id,
            "order_id": self.id,
            "picking_id": picking.id,
            "courier_id": account.courier_id.id,
            "customer_place": self.delivery_place or self._place_in_odoo(),
            "locker_key": self.pickup_point,
            "cod": self._to_collect(others),
            "insured": 0.0 if others or not account.insure_parcels else self.total,
            "open_on_receipt": account.open_on_receipt,
            "parcel_ids": [Command.create(vals) for vals in self._parcels(picking)],
        }

    def _to_collect(self, others):
        """What the customer still owes, if it is paid on delivery; the first of several AWBs collects it all."""
        if self.payment_kind != "cod" or self.is_paid:
            return 0.0
        owed = self.total - self.collected - sum(others.mapped("cod"))
        return max(self.currency_id.round(owed), 0.0)

    def _place_in_odoo(self):
        """Where it goes, for orders that were imported before the platform's own words were kept."""
        partner = self.sale_order_id.partner_shipping_id
        return {
            "name": self.customer_name or partner.name or "",
            "phone": self.customer_phone or partner.phone or "",
            "street": ", ".join(filter(None, (partner.street, partner.street2))),
            "city": partner.city or "",
            "county": partner.state_id.name or "",
            "zip": partner.zip or "",
            "country_code": partner.country_id.code or "",
            "pickup_point": self.pickup_point or "",
            "pickup_point_name": self.pickup_point_name or "",
        }

    def _parcels(self, picking):
        """A parcel for each package it is packed in, and one for what lies loose; weights in kg, sides in cm."""
        template = self.env["product.template"]
        weigh, measure = (
            template._get_weight_uom_id_from_ir_config_parameter(),
            template._get_length_uom_id_from_ir_config_parameter(),
        )
        # while it is still packed at an earlier step, there is no transfer to the customer yet
        packed = picking or self.sale_order_id.picking_ids.filtered(lambda p: p.state != "cancel").sorted("id")[-1:]
        kg, cm = self.env.ref("uom.product_uom_kgm"), self.env.ref("uom.product_uom_cm")
        parcels = [
            {
                "weight": weigh._compute_quantity(package.shipping_weight or package.weight, kg, round=False),
                "length_cm": measure._compute_quantity(package.package_type_id.packaging_length, cm, round=False),
                "width_cm": measure._compute_quantity(package.package_type_id.width, cm, round=False),
                "height_cm": measure._compute_quantity(package.package_type_id.height, cm, round=False),
            }
            for package in packed.move_line_ids.result_package_id.with_context(picking_id=packed.id)
        ]
        loose = packed.weight_bulk if parcels else picking.weight or self._ordered_weight()
        if loose or not parcels:
            parcels.append({"weight": weigh._compute_quantity(loose, kg, round=False)})
        return [vals | {"weight": vals["weight"] or self.account_id.parcel_weight} for vals in parcels]

    def _ordered_weight(self):
        return sum(line.quantity * line.product_id.weight for line in self.line_ids if line.kind == "product")

    def _facts(self):
        """What ``Provider.shipment_gaps`` is told of the order. One whose taking over is under way counts as taken over."""
        waiting = self.command_ids.filtered(
            lambda c: c.kind == "acknowledge" and c.state in ("pending", "sending", "unknown")
        )
        status = OrderStatus.PROCESSING if self.status == "new" and waiting else OrderStatus(self.status)
        return (self.extra or {}) | {
            "status": status,
            "total": Decimal(str(self.currency_id.round(self.total))),
            "payment_kind": self.payment_kind,
            "by_platform": self.by_platform,
        }

    # ---- from the screen, one or many ----

    def _ship_each(self, **vals):
        """Ask for an AWB of each; what cannot be asked for is named, the rest goes on.

        :return: the AWBs, and a text for each order that has none
        """
        made, refused = self.env["marketplace.shipment"], []
        for order in self:
            try:
                with self.env.cr.savepoint():
                    made |= order._ship(**vals)
            except COLLIDED:
                raise
            except UserError as error:
                refused.append(f"{order.external_id}: {error}")
        return made, refused

    def action_ship(self):
        """One click: an AWB for each of these orders (G7)."""
        orders = self._acting(PICKER)
        if len(orders) == 1:
            return orders._told(orders._ship(), [])
        return orders._told(*orders._ship_each())

    def _told(self, made, refused):
        """What was asked for, as a message on the screen."""
        lines = [self.env._("%s AWBs are asked for or there already.", len(made)), *refused]
        if len(made) == 1 and not refused:
            known = made.state == "made"
            lines = [
                self.env._("There is an AWB already: %s", made.display_name)
                if known
                else self.env._("The AWB is asked for; its label comes in a moment.")
            ]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refused else "success",
                "sticky": bool(refused),
                "message": "\n".join(lines),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_ship_options(self):
        """The AWB with options."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_ship")
        return action | {"context": {"default_order_ids": self.ids}}

    def action_print_labels(self):
        return self.shipment_ids.filtered(lambda s: s.direction == "out").action_print_labels()

    def action_shipments(self):
        """Its AWBs: the one there is, or the list."""
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_shipments")
        action |= {"domain": [("order_id", "in", self.ids)], "context": {}}
        if len(self.shipment_ids) == 1:
            return self.shipment_ids.get_formview_action()
        return action
