from odoo import api, models


class ResCurrencyRate(models.Model):
    _inherit = "res.currency.rate"

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        rates._marketplace_moved()
        return rates

    def write(self, vals):
        result = super().write(vals)
        self._marketplace_moved()
        return result

    def unlink(self):
        currencies = self.currency_id
        result = super().unlink()
        self._marketplace_moved(currencies)
        return result

    def _marketplace_moved(self, currencies=None):
        """Prices that cross this currency are to be looked at: the account's own, or the one its price list is kept in."""
        currencies = currencies or self.currency_id
        accounts = (
            self.env["marketplace.account"]
            .sudo()
            .search(
                [
                    "|", "|", ("currency_id", "in", currencies.ids),
                    ("own_pricelist_id.currency_id", "in", currencies.ids),
                    ("price_warehouse_id.marketplace_pricelist_id.currency_id", "in", currencies.ids),
                ]
            )
        )  # fmt: skip
        if accounts:
            self.env["marketplace.change"]._record_accounts("price", accounts)
