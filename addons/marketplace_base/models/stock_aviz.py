from odoo import api, fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    aviz_sequence_id = fields.Many2one(
        "ir.sequence", "Series of delivery notes", readonly=True, copy=False, help="Numbered without gaps."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_aviz_sequences()
        return companies

    @api.model
    def _complete_aviz_sequences(self):
        """Give each company that has none yet its series; called when the addon is installed or updated."""
        self.search([("aviz_sequence_id", "=", False)])._create_aviz_sequences()

    def _create_aviz_sequences(self):
        for company in self.sudo():
            company.aviz_sequence_id = self.env["ir.sequence"].create(
                {
                    "name": self.env._("Delivery notes (aviz) of %s", company.name),
                    "code": "marketplace.aviz",
                    "implementation": "no_gap",
                    "prefix": "AV",
                    "padding": 6,
                    "company_id": company.id,
                }
            )


class StockPicking(models.Model):
    """The paper that goes with goods under Romanian law, «aviz de însoțire a mărfii» (G1)."""

    _inherit = "stock.picking"

    aviz_number = fields.Char("Delivery note", readonly=True, copy=False, index="trigram")
    aviz_date = fields.Date("Delivery note of", readonly=True, copy=False)
    aviz_delegate = fields.Char("Delegate", help="Who takes the goods along: name, identity card.")
    aviz_vehicle = fields.Char("Means of transport", help="Such as the number plate.")

    def _number_aviz(self):
        """Give each transfer its number, once; docs/decisions/0015 says why here and not when it is validated.

        :raise UserError: for what carries no goods out
        """
        for picking in self.sorted("id"):
            if picking.aviz_number:
                continue
            if picking.picking_type_code != "outgoing" or picking.state not in ("assigned", "done"):
                raise UserError(
                    self.env._(
                        "%s is no delivery that is ready or done: there is no delivery note for it.", picking.name
                    )
                )
            picking.sudo().write(
                {
                    "aviz_number": picking.company_id.sudo().aviz_sequence_id.next_by_id(),
                    "aviz_date": fields.Date.context_today(picking),
                }
            )

    def action_print_aviz(self):
        """Number and print the delivery notes of these transfers."""
        self.check_access("write")
        self._number_aviz()
        return self.env.ref("marketplace_base.action_report_aviz").report_action(self, config=False)

    def _aviz_lines(self):
        """What the note lists: dicts of move, quantity, price (a unit, without VAT) and value.

        What is done counts, before that what is reserved. The price is that of the sale, else the product's.
        """
        lines = []
        for move in self.move_ids.filtered(lambda move: move.state != "cancel" and move.quantity):
            price = move._aviz_price()
            value = self.company_id.currency_id.round(price * move.quantity)
            lines.append({"move": move, "quantity": move.quantity, "price": price, "value": value})
        return lines

    def _aviz_address(self, partner):
        """An address in one line."""
        parts = (
            partner.street,
            partner.street2,
            partner.zip,
            partner.city,
            partner.state_id.name,
            partner.country_id.name,
        )
        return ", ".join(part for part in parts if part)

    def _aviz_awb(self):
        """The numbers of the parcels that it goes with."""
        made = self.marketplace_shipment_ids.filtered(lambda shipment: shipment.state == "made" and shipment.number)
        return ", ".join(made.mapped("number")) or self.carrier_tracking_ref


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aviz_price(self):
        """Without VAT, in the company's currency, for a unit of this move."""
        sold = self.sale_line_id
        if not sold or not sold.product_uom_qty:
            return self.product_id.uom_id._compute_price(self.product_id.lst_price, self.product_uom)
        unit = sold.price_subtotal / sold.product_uom_qty
        price = sold.product_uom_id._compute_price(unit, self.product_uom)
        date = self.picking_id.aviz_date or fields.Date.context_today(self)
        return sold.currency_id._convert(price, self.company_id.currency_id, self.company_id, date, round=False)
