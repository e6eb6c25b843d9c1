import re

from odoo import fields, models

from ..lib.catalogue import Party

# GPSR: who answers for a product is established in the Union
EUROPE = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
    "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


class MarketplaceAccount(models.Model):
    """What is the same for all products published on an account, unless a product or its category says otherwise."""

    _inherit = "marketplace.account"

    handling_id = fields.Many2one(
        "marketplace.entry",
        "Days until shipping",
        domain="[('account_id', '=', id), ('kind', '=', 'handling_time')]",
        ondelete="set null",
        help="For products without their own and whose category has none.",
    )
    publish_low = fields.Float(
        "Lowest price, % below",
        default=30.0,
        help="The lowest price the platform will accept, as a share of the first one.",
    )
    publish_high = fields.Float("Highest price, % above", default=50.0)


class ProductProduct(models.Model):
    """What inherits from the brand and the category (warranty, handling time, safety data)."""

    _inherit = "product.product"

    def _marketplace_warranty(self):
        """Months: the product's own, else its brand's, else its category's; None when nobody says, or when there is none."""
        self.ensure_one()
        own = self.marketplace_warranty or self.marketplace_brand_id.warranty
        months = own or self.categ_id._marketplace_inherited("marketplace_warranty", 0)
        return months if months > 0 else None

    def _marketplace_handling(self, account):
        """Days until shipping: the product's own, else its category's, else the account's; None when nobody says."""
        self.ensure_one()
        if self.marketplace_handling_days >= 0:
            return self.marketplace_handling_days
        days = self.categ_id._marketplace_inherited("marketplace_handling_days", -1)
        if days >= 0:
            return days
        return int(account.handling_id.external_id) if account.handling_id else None

    def _marketplace_makers(self):
        return tuple(partner._marketplace_party() for partner in self.marketplace_brand_id.sudo().maker_ids)

    def _marketplace_responsibles(self):
        """Those named; else the makers in the Union, who answer themselves."""
        brand = self.marketplace_brand_id.sudo()
        partners = brand.responsible_ids or brand.maker_ids.filtered(lambda p: p.country_id.code in EUROPE)
        return tuple(partner._marketplace_party() for partner in partners)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _marketplace_party(self):
        """This contact as product safety law wants it named: name, address in one line, e-mail."""
        self.ensure_one()
        town = " ".join(filter(None, (self.zip, self.city)))
        parts = (self.street, self.street2, town, self.state_id.name, self.country_id.name)
        address = ", ".join(re.sub(r"\s+", " ", part).strip() for part in parts if part)
        return Party(self.name or "", address, (self.email or "").strip())
