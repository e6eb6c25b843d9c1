from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..lib.sourcing import Source, choose


class MarketplaceProcurement(models.Model):
    """From rows to purchase orders: one for each supplier and warehouse, over all accounts of the company (G24).

    A purchase order and the rows it empties are written in one transaction: a process that dies leaves both or none.
    """

    _inherit = "marketplace.procurement"

    @api.model
    def _order_next(self, company, day):
        """Write the purchase order of the day for the next supplier who has none yet. :return: it, or nothing when all have"""
        self._refresh(company)
        accounts = self.env["marketplace.account"].search([("company_id", "=", company.id), ("procure", "!=", "off")])
        rows = self.search([("account_id", "in", accounts.ids), ("state", "=", "todo")])
        for (supplier, warehouse), group in rows.grouped(lambda r: (r.supplier_id, r.warehouse_id)).items():
            done = self.env["purchase.order"].search_count(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "=", supplier.id),
                    ("picking_type_id", "=", warehouse.in_type_id.id),
                    ("marketplace_day", "=", day),
                ],
                limit=1,
            )
            if not done:
                return group._purchase(supplier, warehouse, marketplace_day=day)
        return self.env["purchase.order"]

    def _order_now(self):
        """Order these rows at once. What meanwhile is on its way, or was ordered by somebody else, is not ordered again."""
        orders = self.env["purchase.order"]
        for company in self.company_id:
            self._refresh(company)
        rows = self.exists().filtered(lambda r: r.missing > 0)
        if nobody := rows.filtered(lambda r: not r.supplier_id):
            raise UserError("\n".join(row._no_supplier() for row in nobody))
        for (supplier, warehouse), group in rows.grouped(lambda r: (r.supplier_id, r.warehouse_id)).items():
            orders |= group._purchase(supplier, warehouse)
        if not orders:
            raise UserError(self.env._("All of this is ordered already."))
        return orders

    def _purchase(self, supplier, warehouse, **vals):
        """One purchase order for these rows, confirmed if their accounts say so."""
        self._hold()
        company = warehouse.company_id
        order = self.env["purchase.order"].with_company(company).create(self._order_values(supplier, warehouse) | vals)
        if set(self.account_id.mapped("procure")) == {"confirm"}:
            order._marketplace_confirm()
        self._refresh(company)
        return order

    def _hold(self):
        """Nobody else orders these rows meanwhile. Whoever did since this transaction began collides with it here."""
        self.flush_recordset()
        self.env.execute_query(
            SQL("SELECT id FROM marketplace_procurement WHERE id = ANY(%s) ORDER BY id FOR UPDATE", self.ids)
        )

    def _order_values(self, supplier, warehouse):
        company = warehouse.company_id
        partner = supplier.with_company(company)
        lines = [
            self._line_values(company, supplier, product, rows) for product, rows in self.grouped("product_id").items()
        ]
        currency = partner.property_purchase_currency_id or self._currency(company, supplier)
        account = self.account_id[:1]
        buyer = supplier.buyer_id or account.order_user_id or account.alert_user_ids[:1]
        return {
            "company_id": company.id,
            "partner_id": supplier.id,
            "picking_type_id": warehouse.in_type_id.id,
            "currency_id": currency.id,
            "user_id": buyer.id,
            "payment_term_id": partner.property_supplier_payment_term_id.id,
            "fiscal_position_id": self.env["account.fiscal.position"]
            .with_company(company)
            ._get_fiscal_position(supplier)
            .id,
            "origin": ", ".join(self.order_id.sale_order_id.sorted("name").mapped("name")),
            "marketplace_procured": True,
            "order_line": [Command.create(line) for line in lines],
        }

    def _currency(self, company, supplier):
        """The currency this supplier's prices are in, if all of them are."""
        sellers = self.product_id.seller_ids.filtered(
            lambda s: s.partner_id == supplier and s.company_id in (company, company.browse())
        )
        return sellers.currency_id if len(sellers.currency_id) == 1 else company.currency_id

    def _line_values(self, company, supplier, product, rows):
        """The quantity of all rows together, raised to what he sells at least, in the unit he sells in. Odoo adds price, date,
        taxes and description from the supplier's price list.
        """
        wanted = sum(rows.mapped("missing"))
        source = choose(self._sources(company, product, supplier), wanted)
        seller = self.env["product.supplierinfo"].browse(source.key if source else [])
        unit = seller.product_uom_id or product.uom_id
        quantity = (source or Source(0, 0.0)).quantity(wanted)
        return {
            "product_id": product.id,
            "product_uom_id": unit.id,
            "product_qty": product.uom_id._compute_quantity(quantity, unit, rounding_method="UP"),
        }
