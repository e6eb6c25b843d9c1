from odoo import api, fields, models

_USERS = "marketplace_base.group_user"


class MarketplaceOrder(models.Model):
    """What an order leaves: its goods without VAT, less what they cost, less commission and transport, as far as known.

    Commission and transport are the platform's own figures once its current account has them, until then what is expected.
    Computed when somebody looks: costs and parcels go on changing after an order came in. In the order's currency.
    """

    _inherit = "marketplace.order"

    margin = fields.Monetary(compute="_compute_margin", compute_sudo=True, groups=_USERS)
    margin_percent = fields.Float(
        "Margin %", compute="_compute_margin", compute_sudo=True, groups=_USERS, digits=(16, 1), aggregator=None
    )
    margin_text = fields.Text("How it comes about", compute="_compute_margin", compute_sudo=True, groups=_USERS)

    @api.depends(
        "sale_order_id.amount_untaxed", "shipment_ids.cost", "account_id.commission_rate",
        "statement_line_ids.kind", "statement_line_ids.commission", "statement_line_ids.transport",
    )  # fmt: skip
    def _compute_margin(self):
        for order in self:
            sale, lines = order._margin_sale(), order.line_ids.filtered("sale_line_id")
            goods = lines.filtered(lambda line: line.kind == "product")
            cost = sum(line._margin_cost() for line in goods)
            told_commission, told_transport = order._statement_costs()
            commission = sum(line._margin_commission() for line in goods)
            commission = commission if told_commission is None else told_commission
            transport = order._margin_transport(told_transport)
            order.margin = order.currency_id.round(sale - cost - commission - transport)
            order.margin_percent = 100.0 * order.margin / sale if sale else 0.0
            order.margin_text = "\n".join(
                [
                    order._margin_words(sale, cost, commission, transport),
                    *order._margin_sources(told_commission is not None, told_transport is not None),
                ]
            )

    def _margin_transport(self, told):
        """What the parcels cost: those of our own couriers, and what the platform charges, else what it said it would.

        :param told: what it charges by its current account; None while that says nothing
        """
        made = self.shipment_ids.filtered(lambda shipment: shipment.state == "made")
        own = made if told is None else made.filtered(lambda shipment: shipment.by == "own")
        return sum(own.mapped("cost")) + (told or 0.0)

    def _margin_sources(self, commission_told, transport_told):
        """Where the figures come from, in words."""
        if commission_told:
            yield self.env._("The commission is what the platform kept, by its current account.")
        else:
            yield self.env._("The commission is an estimate.")
        if transport_told:
            yield self.env._("The transport is what the platform charged, by its current account.")

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
