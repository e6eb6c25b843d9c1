from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..lib.errors import MarketplaceError


class MarketplacePublish(models.TransientModel):
    """The ticked products on their way to a marketplace: category, what is missing, what the platform has already (C4)."""

    _name = "marketplace.publish"
    _description = "Publish on a Marketplace"

    account_id = fields.Many2one("marketplace.account", ondelete="cascade", domain="[('state', '=', 'live')]")
    line_ids = fields.One2many("marketplace.publish.line", "wizard_id")
    ready_count = fields.Integer("Ready", compute="_compute_counts")
    gap_count = fields.Integer("Something is missing", compute="_compute_counts")
    unmapped_ids = fields.Many2many("product.category", compute="_compute_counts", string="Categories to map")
    can_find = fields.Boolean(compute="_compute_counts")

    @api.depends("line_ids.gap_text", "line_ids.is_there", "line_ids.map_id", "line_ids.product_id", "account_id")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids.filtered(lambda line: not line.is_there)
            wizard.gap_count = len(lines.filtered("gap_text"))
            wizard.ready_count = len(lines) - wizard.gap_count
            wizard.unmapped_ids = lines.filtered(lambda line: not line.map_id).product_id.categ_id
            account = wizard.account_id
            wizard.can_find = bool(account) and "find_products" in account._get_provider_class().capabilities

    def _action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_publish")
        return action | {"res_id": self.id}

    def _add_products(self, products):
        known = self.line_ids.product_id
        goods = products.filtered(lambda p: p.type == "consu") - known
        self.line_ids = [Command.create({"product_id": product.id}) for product in goods]
        self._check()

    def _check(self):
        """Look at every product again; what is missing is also kept on the products."""
        if not self.account_id:
            return
        products = self.line_ids.product_id
        gaps = self.account_id._check_products(
            products, joins={line.product_id: line.join_code for line in self.line_ids}
        )
        mappings = self.env["marketplace.category.map"]._of_categories(self.account_id, products.categ_id)
        offers = self.env["marketplace.offer"].search(
            [("account_id", "=", self.account_id.id), ("product_id", "in", products.ids)]
        )
        by_product = {offer.product_id: offer for offer in offers}
        for line in self.line_ids:
            offer = by_product.get(line.product_id, offers.browse())
            line.write(
                {
                    "map_id": mappings[line.product_id.categ_id].id if line.categ_id else False,
                    "offer_id": offer.id,
                    "is_there": bool(offer) and not offer.to_publish,
                    "gap_text": "\n".join(gap.text for gap in gaps[line.product_id]) or False,
                }
            )

    def action_check(self):
        self._check()
        return self._action()

    def write(self, vals):
        result = super().write(vals)
        if "account_id" in vals:
            self.line_ids.write({"found": False, "join_code": False})
            for wizard in self:
                wizard._check()
        return result

    def action_find(self):
        """Ask the platform which of these products its catalogue has already. A reading, on a person's click."""
        self.ensure_one()
        codes = {line.product_id.barcode: line for line in self.line_ids if line.product_id.barcode}
        records = []
        provider = self.account_id._make_provider(records.append)
        try:
            with self.account_id._speaking():
                matches = provider.find_products(list(codes)) if codes else []
        except MarketplaceError as error:
            raise UserError(str(error)) from None
        finally:
            provider.connection.transport.close()
            self.env["marketplace.call"].sudo()._record(self.account_id, records)
        for line in self.line_ids:
            code = (line.product_id.barcode or "").lstrip("0")
            line._set_found([m for m in matches if code and m.barcode.lstrip("0") == code])
        self._check()
        return self._action()

    def action_publish(self):
        """Queue them all: what is complete leaves at the next run, the rest waits for what is missing."""
        self.ensure_one()
        if not self.account_id:
            raise UserError(self.env._("Choose an account that is live."))
        self.env["marketplace.offer"].check_access("write")
        offers = self.env["marketplace.offer"]._publish_products(self.account_id, self.line_ids.product_id)
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_publications")
        return action | {"domain": [("id", "in", offers.ids)], "context": {}}


class MarketplacePublishLine(models.TransientModel):
    _name = "marketplace.publish.line"
    _description = "Product to Publish"

    wizard_id = fields.Many2one("marketplace.publish", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    categ_id = fields.Many2one(related="product_id.categ_id", string="Category")
    map_id = fields.Many2one("marketplace.category.map", readonly=True)
    category_id = fields.Many2one(related="map_id.category_id", string="At the platform")
    offer_id = fields.Many2one("marketplace.offer", readonly=True)
    publish_state = fields.Selection(related="offer_id.publish_state")
    gap_text = fields.Text("What is missing", readonly=True)
    is_there = fields.Boolean("On the account already", readonly=True)
    found = fields.Char("In the platform's catalogue", readonly=True)
    join_code = fields.Char(readonly=True, help="The page of the platform that it will join.")

    def _set_found(self, matches):
        """What the platform's catalogue has under the product's EAN; one open page is the one it joins."""
        codes = {match.platform_code for match in matches}
        is_open = len(codes) == 1 and all(match.allowed and not match.has_offer for match in matches)
        self.write({"found": self._found_text(matches), "join_code": codes.pop() if is_open else False})

    def _found_text(self, matches):
        if not self.product_id.barcode:
            return self.env._("no EAN")
        codes = sorted({match.platform_code for match in matches})
        if not codes:
            return self.env._("not there: a new product is made")
        if len(codes) > 1:
            return self.env._("several: %s", ", ".join(codes))
        match = matches[0]
        if match.has_offer:
            return self.env._("%(code)s, on which you have an offer", code=match.platform_code)
        if not match.allowed:
            return self.env._("%(code)s, not open to you", code=match.platform_code)
        return self.env._("joins %(code)s: %(name)s", code=match.platform_code, name=match.name)

    def action_map(self):
        """Map the product's category now."""
        self.ensure_one()
        account = self.wizard_id.account_id
        if not self.categ_id:
            return self.product_id.get_formview_action()
        if self.map_id:
            return self.map_id._action_form()
        return self.env["marketplace.category.map"]._open_for(account, self.product_id.categ_id)

    def action_fix(self):
        """The place where the first missing thing is mended."""
        self.ensure_one()
        gaps = self.product_id.marketplace_gap_ids.filtered(lambda gap: gap.account_id == self.wizard_id.account_id)
        return gaps[:1].action_fix() if gaps else self.product_id.get_formview_action()
