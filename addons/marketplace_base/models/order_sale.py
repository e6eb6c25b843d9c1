from odoo import models
from odoo.fields import Command

from ..lib.types import LineKind
from .incoming_order import NeedsPerson

# Cents that each line may contribute to a wrong total before the order is refused instead of rounded.
TOLERANCE = 0.05
ROUNDING = "rounding"


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    # ---- the sale order ----

    def _sale_values(self, data, known):
        account, mappings = self.account_id, self.env["marketplace.mapping"]
        partner, invoice, delivery = self.env["marketplace.customer"]._partners(account, data)
        elsewhere = self.by_platform and not account.platform_warehouse_id
        warehouse = self.by_platform and account.platform_warehouse_id or account.order_warehouse_id
        vals = {
            "company_id": account.company_id.id,
            "warehouse_id": (warehouse or account.warehouse_ids[:1]).id,
            "marketplace_order_id": self.id,
            "marketplace_no_stock": elsewhere,
            "client_order_ref": self.number or self.external_id,
            "origin": f"{account.name} {self.external_id}",
            "date_order": self.placed_at,
            "commitment_date": self.ship_by,
            "pricelist_id": self._order_pricelist().id,
            "team_id": account.team_id.id,
            "user_id": account.order_user_id.id,
            "partner_id": partner.id,
            "partner_invoice_id": invoice.id,
            "partner_shipping_id": delivery.id,
            "require_signature": False,
            "require_payment": False,
        }
        payment = mappings._seen(known, account, "payment", data.payment.method or data.payment.kind)
        method = mappings._seen(known, account, "delivery", data.delivery_method)
        if payment.payment_term_id:
            vals["payment_term_id"] = payment.payment_term_id.id
        if method.carrier_id:
            vals["carrier_id"] = method.carrier_id.id
        return vals

    def _order_pricelist(self):
        """A price list without rules, only there to give the order its currency; the company's own needs none."""
        account, currency = self.account_id, self.currency_id
        if currency == account.company_id.currency_id:
            return self.env["product.pricelist"]
        if not currency.active or not currency.rate_ids:
            raise NeedsPerson(
                self.env._("Activate the currency %s and give it a rate: the order is in this currency.", currency.name)
            )
        if account.order_pricelist_id.currency_id == currency:
            return account.order_pricelist_id
        vals = {
            "name": self.env._("%(account)s orders in %(currency)s", account=account.name, currency=currency.name),
            "currency_id": currency.id,
            "company_id": account.company_id.id,
        }
        pricelists = self.env["product.pricelist"]
        pricelist = pricelists.search(
            [(name, "=", value) for name, value in vals.items()], limit=1
        ) or pricelists.create(vals)
        if currency == account.currency_id:
            account.order_pricelist_id = pricelist
        return pricelist

    # ---- its lines ----

    def _taxes(self, lines, products, known):
        """The tax of each rate on the order. Charges are taxed like the goods they belong to."""
        sale = self.sale_order_id
        taxes = {}
        for line in sorted(lines, key=lambda line: line.kind is not LineKind.PRODUCT):
            if line.tax_rate not in taxes:
                taxes[line.tax_rate] = self.env["marketplace.mapping"]._tax(
                    known, self.account_id, line.tax_rate, products[line.key][0], sale.fiscal_position_id
                )
        return taxes

    def _create_sale_lines(self, lines, products, taxes):
        """The sale lines of these lines, by key."""
        first = max(self.sale_order_id.order_line.mapped("sequence"), default=0) + 1
        made = self.env["sale.order.line"].create(
            [
                self._sale_line_values(line, products[line.key][0], taxes[line.tax_rate], position)
                for position, line in enumerate(lines, first)
            ]
        )
        return {line.key: sale_line for line, sale_line in zip(lines, made, strict=True)}

    def _sale_line_values(self, line, product, tax, position):
        """A sale line with the platform's own final price; nothing in Odoo computes it anew."""
        vals = {
            "order_id": self.sale_order_id.id,
            "sequence": position,
            "product_id": product.id,
            "product_uom_qty": self._to_deliver(line),
            "price_unit": float(line.unit_price),
            "discount": 0.0,
            "tax_ids": [Command.set(tax.ids)],
            "marketplace_kind": line.kind.value,
            "is_delivery": line.kind is LineKind.SHIPPING,
        }
        if line.name and line.kind is not LineKind.PRODUCT:
            vals["name"] = line.name
        return vals

    # ---- the total: equal to the cent, or not confirmed ----

    def _round(self, data, known):
        """Bring the sale order to the platform's total by a line of its own, if only cents are missing.

        :return: why it is not the platform's total, or False
        """
        target = self.currency_id.round(float(data.total))
        row = self.line_ids.filtered(lambda row: row.kind == ROUNDING)
        if row and self._total_in_odoo() != target:
            row.sale_line_id.price_unit = 0.0
        missing = self.currency_id.round(target - self._total_in_odoo())
        allowed = max(TOLERANCE, self.currency_id.rounding) * len(self.line_ids)
        if missing and abs(missing) <= allowed:
            row = row or self._create_rounding_line(known)
            # Taxed as the largest line, since invoices want a tax on each; untaxed where rounding swallows the cent.
            largest = max(self.sale_order_id.order_line, key=lambda line: line.price_total)
            row.sale_line_id.write({"price_unit": missing, "tax_ids": [Command.set(largest.tax_ids.ids)]})
            if self._total_in_odoo() != target:
                row.sale_line_id.tax_ids = [Command.clear()]
        return self._total_in_odoo() != target and self._wrong_total(target)

    def _create_rounding_line(self, known):
        product = self.env["marketplace.mapping"]._service(known, ROUNDING)
        sale_line = self.env["sale.order.line"].create(
            {
                "order_id": self.sale_order_id.id,
                "sequence": max(self.sale_order_id.order_line.mapped("sequence")) + 1,
                "product_id": product.id,
                "price_unit": 0.0,
                "discount": 0.0,
                "tax_ids": [Command.clear()],
                "marketplace_kind": ROUNDING,
            }
        )
        return self.env["marketplace.order.line"].create(
            {
                "order_id": self.id,
                "external_id": ROUNDING,
                "kind": ROUNDING,
                "name": product.name,
                "product_id": product.id,
                "quantity": 1.0,
                "applied": 1.0,
                "sale_line_id": sale_line.id,
            }
        )

    def _total_in_odoo(self):
        return self.currency_id.round(self.sale_order_id.amount_total)

    def _wrong_total(self, target):
        return self.env._(
            "The lines of order %(number)s add up to %(odoo)s %(currency)s in Odoo, but %(platform)s says %(total)s.",
            number=self.external_id,
            odoo=self._total_in_odoo(),
            platform=self.account_id.name,
            total=target,
            currency=self.currency_id.name,
        )
