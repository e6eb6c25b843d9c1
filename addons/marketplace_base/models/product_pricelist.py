from odoo import api, fields, models


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _marketplace_moved(self, at=None):
        """Prices of these lists, or of lists computed from them, moved (or will, at a later moment)."""
        lists = self.sudo()
        while (
            parents := self.env["product.pricelist.item"]
            .sudo()
            .search([("base_pricelist_id", "in", lists.ids), ("pricelist_id", "not in", lists.ids)])
            .pricelist_id
        ):
            lists |= parents
        accounts = (
            self.env["marketplace.account"]
            .sudo()
            .search(
                [
                    "|",
                    ("own_pricelist_id", "in", lists.ids),
                    ("price_warehouse_id.marketplace_pricelist_id", "in", lists.ids),
                ]
            )
        )
        if accounts:
            self.env["marketplace.change"]._record_accounts("price", accounts, at)

    def write(self, vals):
        result = super().write(vals)
        if {"currency_id", "item_ids", "active"} & vals.keys():
            self._marketplace_moved()
        return result


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._marketplace_moved()
        return items

    def write(self, vals):
        before = self.pricelist_id
        result = super().write(vals)
        before._marketplace_moved()
        self._marketplace_moved()
        return result

    def unlink(self):
        lists = self.pricelist_id
        result = super().unlink()
        lists._marketplace_moved()
        return result

    def _marketplace_moved(self):
        """Now, and again when a dated rule begins or ends."""
        self.pricelist_id._marketplace_moved()
        now = fields.Datetime.now()
        for item in self:
            for moment in (item.date_start, item.date_end):
                if moment and moment > now:
                    item.pricelist_id._marketplace_moved(moment)
