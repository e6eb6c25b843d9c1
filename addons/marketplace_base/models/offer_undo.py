import logging

from odoo import models

from ..engine.collisions import COLLIDED

_logger = logging.getLogger(__name__)

# Who may have used a product: model, the field that names it, and what to call it. Looked at as far as installed.
_USES = (
    ("stock.move", "product_id"),
    ("stock.quant", "product_id"),
    ("sale.order.line", "product_id"),
    ("purchase.order.line", "product_id"),
    ("account.move.line", "product_id"),
)


class MarketplaceOffer(models.Model):
    """Taking back products that the import made, as far as nobody worked with them since."""

    _inherit = "marketplace.offer"

    def _undo_products(self):
        """Remove the product of each of these offers; what was used or edited stays, and its offer says why."""
        for offer in self:
            try:
                with self.env.cr.savepoint():
                    why = offer._undo_one()
            except COLLIDED:
                raise
            except Exception as error:
                _logger.exception("offer %s: the import was not undone", offer.id)
                why = str(error) or type(error).__name__
            if why:
                offer.write({"import_state": "created", "import_note": self.env._("Not undone: %s", why)})

    def _undo_one(self):
        """:return: why the product has to stay, or nothing when it is gone"""
        product = self.product_id
        if not product:
            self.import_state = False
            return ""
        if why := self._why_to_keep(product):
            return why
        template = product.product_tmpl_id
        self.write(
            {
                "product_id": False,
                "import_state": False,
                "import_note": False,
                "created_at": False,
                "exclude_stock": False,
                "exclude_price": False,
            }
        )
        self.env.flush_all()
        product._unlink_or_archive(check_access=False)
        template = template.exists()
        if template and not template.with_context(active_test=False).product_variant_ids:
            template.unlink()
        elif template and not template.product_variant_ids:
            template.active = False
        return ""

    def _why_to_keep(self, product):
        template = product.product_tmpl_id
        people = (product.write_uid | template.write_uid) - self.env.user
        if people:
            return self.env._("%s edited the product.", ", ".join(people.mapped("name")))
        added = product.marketplace_code_ids.create_uid - self.env.user
        if added:
            return self.env._("%s added codes to the product.", ", ".join(added.mapped("name")))
        others = (
            self.env["marketplace.offer"]
            .with_context(active_test=False)
            .search([("product_id", "=", product.id), ("id", "!=", self.id)])
        )
        if others:
            return self.env._("Other offers are linked to the product: %s", ", ".join(others.mapped("display_name")))
        for model, name in _USES:
            if model in self.env and self.env[model].search_count([(name, "=", product.id)], limit=1):
                return self.env._("The product is used: %s", self.env["ir.model"]._get(model).name)
        return ""
