from odoo import api, fields, models

_USERS = "marketplace_base.group_user"


class MarketplaceOrder(models.Model):
    """What an order leaves: its goods without VAT, less what they cost, less commission and transport, as far as known.

    Computed when somebody looks: costs and parcels go on changing after an order came in. In the order's currency.
    """

    _inherit = "marketplace.order"

    margin = fields.Monetary(compute="_compute_margin", compute_sudo=True, groups=_USERS)
    margin_percent = fields.Float(
        "Margin %", compute="_compute_margin", compute_sudo=True, groups=_USERS, digits=(16, 1), aggregator=None
    )
    margin_text = fields.Text("How it comes about", compute="_compute_margin", compute_sudo=True, groups=_USERS)

    @api.depends("sale_order_id.amount_untaxed", "shipment_ids.cost", "account_id.commission_rate")
    def _compute_margin(self):
        for order in self:
            sale, lines = order._margin_sale(), order.line_ids.filtered("sale_line_id")
            goods = lines.filtered(lambda line: line.kind == "product")
            cost = sum(line._margin_cost() for line in goods)
            commission = sum(line._margin_commission() for line in goods)
            transport = sum(order.shipment_ids.filtered(lambda s: s.state == "made").mapped("cost"))
            order.margin = order.currency_id.round(sale - cost - commission - transport)
            order.margin_percent = 100.0 * order.margin / sale if sale else 0.0
            order.margin_text = order._margin_words(sale, cost, commission, transport)

    def _margin_sale(self):
        """What is sold, without VAT. A voucher that the platform pays comes back from it: it is no rebate of ours."""
        refunded = self.line_ids.filtered(lambda line: line.kind == "voucher" and line.paid_by == "platform")
        return self.sale_order_id.amount_untaxed - sum(refunded.sale_line_id.mapped("price_subtotal"))

    def _margin_words(self, sale, cost, commission, transport):
        digits = self.currency_id.decimal_places
        return self.env._(
            "%(sale)s sold without VAT − %(cost)s cost − %(commission)s commission − %(transport)s transport",
            sale=f"{sale:.{digits}f}",
            cost=f"{cost:.{digits}f}",
            commission=f"{commission:.{digits}f}",
            transport=f"{transport:.{digits}f}",
        )


class MarketplaceOrderLine(models.Model):
    _inherit = "marketplace.order.line"

    def _margin_cost(self):
        """What these goods cost us, in the order's currency: what their moves took off the stock, else the product's cost."""
        sale_line, company = self.sale_line_id, self.company_id
        product = sale_line.product_id.with_company(company)
        gone = sale_line.move_ids.filtered(lambda m: m.state == "done" and (m.is_out or m.is_in))
        value = sum(move.value if move.is_out else -move.value for move in gone)
        left = sale_line.product_uom_id._compute_quantity(
            sale_line.product_uom_qty - (sale_line.qty_delivered if gone else 0.0), product.uom_id, round=False
        )
        own = value + max(left, 0.0) * product.standard_price
        return company.currency_id._convert(own, self.currency_id, company, self.order_id.placed_at.date())

    def _margin_commission(self):
        """The platform's share of the price with VAT: the offer's own rate where it is known, else the account's."""
        rate = (self.offer_id.extra or {}).get("commission_rate") or self.order_id.account_id.commission_rate
        return self.sale_line_id.price_total * float(rate) / 100.0


class SaleOrder(models.Model):
    _inherit = "sale.order"

    marketplace_margin = fields.Monetary(related="marketplace_order_id.margin", string="Margin", groups=_USERS)
    marketplace_margin_percent = fields.Float(
        related="marketplace_order_id.margin_percent", string="Margin %", groups=_USERS, aggregator=None
    )
