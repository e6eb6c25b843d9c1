from odoo import api, fields, models
from odoo.exceptions import UserError


class MarketplacePicklist(models.Model):
    """A gathered picker list: what lies where for many orders at once (G15). Scanning its barcode opens it again."""

    _name = "marketplace.picklist"
    _description = "Gathered Picker List"
    _order = "id desc"

    name = fields.Char("Number", required=True, readonly=True, copy=False, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    picking_ids = fields.Many2many("stock.picking", string="Transfers", readonly=True)
    picking_count = fields.Integer("Orders", compute="_compute_counts")
    open_count = fields.Integer("Not done yet", compute="_compute_counts")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = vals.get("name") or self.env["ir.sequence"].sudo().next_by_code("marketplace.picklist")
        return super().create(vals_list)

    @api.depends("picking_ids.state")
    def _compute_counts(self):
        for picklist in self:
            picklist.picking_count = len(picklist.picking_ids)
            picklist.open_count = len(picklist.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")))

    def action_print(self):
        return self.env.ref("marketplace_base.action_report_picklist_gathered").report_action(self, config=False)

    def action_pickings(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return action | {"domain": [("id", "in", self.picking_ids.ids)], "context": {}}

    def _gathered(self):
        """What to take where: a list of dicts sorted by location and product; ``orders``: list of (name, quantity)."""
        found = {}
        for line in self.picking_ids._lines_to_pick():
            key = (line["location"], line["product"], line["lot"])
            entry = found.setdefault(key, dict(line, quantity=0.0, orders={}))
            entry["quantity"] += line["quantity"]
            name = line["picking"].marketplace_number or line["picking"].origin or line["picking"].name
            entry["orders"][name] = entry["orders"].get(name, 0.0) + line["quantity"]
        return list(found.values())

    @api.model
    def scanned(self, code):
        """What a scanned barcode of a picker list opens: an action, or False; also for those who see no such lists.

        :param code: the name of a transfer or of a gathered list
        """
        for model in ("marketplace.picklist", "stock.picking"):
            if not self.env[model].has_access("read"):
                continue
            records = self.env[model].search([("name", "=", code)], limit=2)
            if len(records) == 1:
                return records.get_formview_action() | {"target": "current"}
        return False


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _lines_to_pick(self):
        """What to take where, sorted by place: a dict for each location, product and lot of each transfer.

        What is not reserved is listed too, under the place where it is looked for, and says so.
        """
        lines = []
        for picking in self:
            for move in picking.move_ids.filtered(lambda move: move.state != "cancel"):
                lines += [
                    move._to_pick(line.location_id, line.quantity_product_uom, line.lot_id)
                    for line in move.move_line_ids
                    if line.quantity_product_uom
                ]
                lacking = move.product_qty - sum(move.move_line_ids.mapped("quantity_product_uom"))
                if move.state != "done" and move.product_id.uom_id.compare(lacking, 0.0) > 0:
                    lines.append(move._to_pick(move.location_id, lacking, lacking=True))
        return sorted(lines, key=lambda line: (line["place"], line["code"], line["product"].id, line["picking"].id))

    def _gather(self):
        """A gathered list of these transfers.

        :raise UserError: when there is nothing to pick, or they are of several companies
        """
        pickings = self.filtered(lambda picking: picking.state not in ("done", "cancel"))
        if not pickings:
            raise UserError(self.env._("There is nothing to pick among these."))
        if len(pickings.company_id) > 1:
            raise UserError(self.env._("A picker list is for one company: choose orders of one company."))
        vals = {"picking_ids": [fields.Command.set(pickings.ids)], "company_id": pickings.company_id.id}
        return self.env["marketplace.picklist"].sudo().create(vals)

    def action_gather(self):
        """Print one picker list for all these transfers."""
        self.env["marketplace.picklist"].check_access("read")
        self.check_access("read")
        return self._gather().with_env(self.env).action_print()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _to_pick(self, location, quantity, lot=None, lacking=False):
        return {
            "picking": self.picking_id,
            "location": location,
            "place": location.complete_name or "",
            "product": self.product_id,
            "code": self.product_id.default_code or "",
            "lot": lot or self.env["stock.lot"],
            "quantity": quantity,
            "uom": self.product_id.uom_id,
            "lacking": lacking,
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _pickings_to_pick(self):
        """The transfers in which this order's goods are taken from the shelf; when all is out, those that took it out."""
        pickings = self.picking_ids.filtered(lambda picking: picking.state != "cancel" and not picking.return_id)
        todo = pickings.filtered(lambda picking: picking.state != "done")
        return todo.filtered(lambda picking: picking.state != "waiting") or todo or pickings

    def action_gather(self):
        """Print one picker list for all these orders."""
        self.env["marketplace.picklist"].check_access("read")
        self.check_access("read")
        return (
            self.env["stock.picking"]
            .union(*[order._pickings_to_pick() for order in self.sudo()])
            ._gather()
            .with_env(self.env)
            .action_print()
        )


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    def action_gather(self):
        """Print one picker list for all these orders."""
        self.env["marketplace.picklist"].check_access("read")
        self.check_access("read")
        return self.sudo().sale_order_id.action_gather()
