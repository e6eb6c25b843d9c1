from odoo import api, fields, models

from ..lib.codes import normalised_additional


class MarketplaceProductCode(models.Model):
    """A further code of a product: an old code, a supplier's, a second EAN, a platform's catalogue key (B4, B5, B7)."""

    _name = "marketplace.product.code"
    _description = "Additional Product Code"
    _order = "product_id, name"

    name = fields.Char("Code", required=True)
    normalised = fields.Char(compute="_compute_normalised", store=True, index=True)
    kind = fields.Selection(
        [("code", "Additional code"), ("catalogue", "Platform code")], default="code", required=True
    )
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)

    _once = models.UniqueIndex("(company_id, normalised)", "Another product of this company has this code already.")

    @api.depends("name")
    def _compute_normalised(self):
        for code in self:
            code.normalised = normalised_additional(code.name)

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        self.env["marketplace.offer"]._codes_changed(codes.mapped("name"))
        return codes

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            self.env["marketplace.offer"]._codes_changed(self.mapped("name"))
        return result
