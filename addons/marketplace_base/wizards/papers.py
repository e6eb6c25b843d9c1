import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.papers import KINDS
from ..models.papers_render import joined_pdf

PAPERS = [("invoice", "Invoice"), ("warranty", "Warranty certificate"), ("awb", "AWB"), ("picklist", "Picker list")]


class MarketplacePapers(models.TransientModel):
    """Print the papers of many orders as one PDF (G13). Which ones a person wants is remembered for the next time."""

    _name = "marketplace.papers"
    _description = "Print Papers"

    sale_order_ids = fields.Many2many("sale.order", string="Orders", readonly=True)
    picking_ids = fields.Many2many("stock.picking", string="Transfers of no order", readonly=True)
    order_count = fields.Integer("Orders chosen", compute="_compute_order_count", compute_sudo=True)
    gathered = fields.Boolean("One gathered picker list in front")
    invoice = fields.Boolean(default=True)
    warranty = fields.Boolean("Warranty certificate", default=True)
    awb = fields.Boolean("AWB", default=True)
    picklist = fields.Boolean("Picker list of each order", default=True)
    invoice_missing = fields.Boolean("Invoice what is not invoiced yet", help="Not ticked: nothing is posted.")
    state = fields.Selection([("ask", "What to print"), ("done", "Printed")], default="ask", required=True)
    pdf = fields.Binary("Papers", attachment=False, readonly=True)
    pdf_name = fields.Char(readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    missing_ids = fields.One2many("marketplace.papers.missing", "papers_id", "Not printed", readonly=True)

    @api.depends("sale_order_ids", "picking_ids")
    def _compute_order_count(self):
        for wizard in self:
            wizard.order_count = len(wizard.sale_order_ids) + len(wizard.picking_ids)

    @api.model
    def _of(self, records):
        """The orders, or the transfers without one, that these are about, in the order in which they were chosen."""
        if not self.env.su and not self.env.user.has_group("marketplace_base.group_picker"):
            raise UserError(self.env._("Only marketplace users may print these. Ask a manager for the right."))
        records.check_access("read")
        pickings = self.env["stock.picking"]
        if records._name == "stock.picking":
            pickings = records.filtered(lambda picking: not picking.sudo().sale_id)
            orders = self.env["sale.order"].union(*[picking.sudo().sale_id for picking in records])
        elif records._name == "marketplace.order":
            orders = self.env["sale.order"].union(*[order.sudo().sale_order_id for order in records])
        else:
            orders = records
        if not orders and not pickings:
            raise UserError(self.env._("There is no order among these."))
        return {"sale_order_ids": [fields.Command.set(orders.ids)], "picking_ids": [fields.Command.set(pickings.ids)]}

    @api.model
    def _ask(self, records):
        """Ask what to print of these records."""
        return self.create(self._of(records))._shown()

    @api.model
    def _print_all(self, records):
        """All four papers of these records at once, whatever was ticked the last time."""
        ticks = dict.fromkeys(KINDS, True) | {"gathered": False, "invoice_missing": False}
        return self.create(self._of(records) | ticks)._print()

    def action_print(self):
        """Print what is ticked, and remember it."""
        self.ensure_one()
        for name in (*KINDS, "gathered"):
            self.env["ir.default"].set(self._name, name, self[name], user_id=True)
        return self._print()

    def _print(self):
        """Make the PDF; where something is missing, say so, else hand it over at once."""
        wizard = self.sudo()  # who may open the orders was asked when it was made
        wanted = [kind for kind in KINDS if wizard[kind]]
        if not wanted and not wizard.gathered:
            raise UserError(wizard.env._("Choose at least one paper."))
        orders = wizard.sale_order_ids
        made, missing = orders._papers(wanted, wizard.invoice_missing)
        pages = [page for _order, _kind, found in made for page in found]
        loose = wizard.picking_ids
        if loose and "picklist" in wanted:
            found = (
                wizard.env["ir.actions.report"].sudo()._pages_of_each("marketplace_base.action_report_picklist", loose)
            )
            pages += [page for picking in loose for page in found[picking.id]]
        lines = [(order.client_order_ref or order.name, kind, why) for order, kind, why in missing]
        lines += [
            (picking.name, kind, wizard.env._("a transfer of no order"))
            for picking in loose
            for kind in wanted
            if kind != "picklist"
        ]
        if wizard.gathered:
            pages = wizard._gathered_pages(lines) + pages
        wizard.missing_ids = [fields.Command.clear()] + [
            fields.Command.create({"name": name, "kind": kind, "reason": why}) for name, kind, why in lines
        ]
        return self._finish(pages)

    def _gathered_pages(self, lines):
        pickings = self.picking_ids.union(*[order._pickings_to_pick() for order in self.sale_order_ids])
        try:
            picklist = pickings.sudo()._gather()
        except UserError as error:
            lines.insert(0, (self.env._("All"), "picklist", str(error)))
            return []
        report = "marketplace_base.action_report_picklist_gathered"
        return self.env["ir.actions.report"].sudo()._pages_of_each(report, picklist)[picklist.id]

    def _finish(self, pages):
        if pages and self.missing_ids:
            report = self.env["ir.actions.report"].sudo()
            pages = report._pages_of_each("marketplace_base.action_report_papers_missing", self)[self.id] + pages
        self.write(
            {
                "state": "done",
                "pdf": base64.b64encode(joined_pdf(pages)) if pages else False,
                "pdf_name": self._file_name(),
                "page_count": len(pages),
            }
        )
        return self._shown() if self.missing_ids else self.action_open()

    def _file_name(self):
        names = [order.client_order_ref or order.name for order in self.sale_order_ids] or self.picking_ids.mapped(
            "name"
        )
        name = names[0] if len(names) == 1 else self.env._("%s orders", len(names))
        return f"{name}.pdf".replace("/", "-")

    def action_open(self):
        """The PDF itself."""
        self.ensure_one()
        url = f"/web/content/{self._name}/{self.id}/pdf/{self.pdf_name}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new", "close": True}

    def _shown(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print papers"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class MarketplacePapersMissing(models.TransientModel):
    """A paper that could not be printed, and why."""

    _name = "marketplace.papers.missing"
    _description = "Paper Not Printed"

    papers_id = fields.Many2one("marketplace.papers", required=True, ondelete="cascade")
    name = fields.Char("Order")
    kind = fields.Selection(PAPERS, "Paper")
    reason = fields.Char("Why")
