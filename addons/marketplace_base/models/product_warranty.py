from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class MarketplaceWarranty(models.AbstractModel):
    """How long the seller answers for a product: its own months, or those of its category, or of the category above it."""

    _name = "marketplace.warranty"
    _description = "Warranty"

    warranty_own = fields.Boolean(
        "Own warranty",
        compute="_compute_warranty_own",
        store=True,
        readonly=False,
        help="Not ticked: as the category has it. Ticked with 0 months: none.",
    )
    warranty_months = fields.Integer("Warranty (months)")
    warranty_months_company = fields.Integer("For companies (months)", help="0: the same as for consumers.")

    _warranty_positive = models.Constraint(
        "CHECK (warranty_months >= 0 AND warranty_months_company >= 0)", "A warranty cannot have fewer than 0 months."
    )

    @api.depends("warranty_months", "warranty_months_company")
    def _compute_warranty_own(self):
        for record in self:
            record.warranty_own = bool(record.warranty_own or record.warranty_months or record.warranty_months_company)

    def _warranty_above(self):
        """Where the months come from when there are none here."""
        raise NotImplementedError

    def _warranty(self, to_company=False):
        """The months that hold for a consumer or for a company; 0 for none."""
        record = self
        while record and not record.warranty_own:
            record = record._warranty_above()
        if not record:
            return 0
        return (to_company and record.warranty_months_company) or record.warranty_months


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "marketplace.warranty"]

    def _warranty_above(self):
        return self.parent_id


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "marketplace.warranty"]

    warranty_inherited = fields.Integer("Months of the category", compute="_compute_warranty_inherited")

    def _warranty_above(self):
        return self.categ_id

    @api.depends("categ_id")
    def _compute_warranty_inherited(self):
        for template in self:
            template.warranty_inherited = template.categ_id._warranty()


class ResCompany(models.Model):
    _inherit = "res.company"

    warranty_terms = fields.Html(
        "Conditions of the warranty",
        translate=True,
        help="Printed on each certificate. Empty: the usual conditions under Romanian law.",
    )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _warranty_lines(self):
        """What the certificate of this order lists: a dict per product with a warranty."""
        lines = self.order_line.filtered(lambda line: line.product_id and not line.display_type)
        return [entry for line in lines for entry in line._warranty_entry()]

    def _warranty_from(self):
        """The day from which it counts: that of the invoice, else of the delivery, else today."""
        shipped = [picking.date_done for picking in self.picking_ids if picking.state == "done" and picking.date_done]
        moment = max(shipped) if shipped else fields.Datetime.now()
        dates = [move.invoice_date for move in self._printable_invoices() if move.invoice_date]
        return dates[0] if dates else fields.Datetime.context_timestamp(self, moment).date()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _warranty_entry(self):
        """``[]`` or one dict: product, quantity, serials (names), months, until."""
        buyer = self.order_id.partner_invoice_id.commercial_partner_id
        months = self.product_id.product_tmpl_id._warranty(to_company=buyer.is_company)
        if not months or self.product_uom_qty <= 0:
            return []
        moved = self.move_ids.filtered(
            lambda move: move.state != "cancel" and move.location_dest_id.usage == "customer"
        )
        return [
            {
                "line": self,
                "product": self.product_id,
                "quantity": self.product_uom_qty,
                "serials": sorted(set(moved.move_line_ids.lot_id.mapped("name"))),
                "months": months,
                "until": self.order_id._warranty_from() + relativedelta(months=months),
            }
        ]


class MarketplaceOrderLine(models.Model):
    _inherit = "marketplace.order.line"

    def _warranty_lines(self):
        """For the certificate of this line alone."""
        return self.sale_line_id._warranty_entry() if self.sale_line_id else []
