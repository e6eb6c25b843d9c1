from dateutil.relativedelta import relativedelta

from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    warranty_company = fields.Integer(
        "Warranty for companies (months)", help="0: that of the category above, else the same as for consumers."
    )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    warranty_company = fields.Integer(
        "Warranty for companies (months)", help="0: that of the category, else the same as for consumers."
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _warranty_months(self, to_company=False):
        """How long the seller answers to a consumer or a company; 0 for no warranty."""
        months = self._marketplace_warranty() or 0
        if not months or not to_company:
            return months
        return self.warranty_company or self.categ_id._marketplace_inherited("warranty_company", 0) or months


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
        months = self.product_id._warranty_months(to_company=buyer.is_company)
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
