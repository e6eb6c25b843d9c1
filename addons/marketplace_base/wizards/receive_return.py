from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..lib.fulfilment import ReturnStatus


class MarketplaceReceive(models.TransientModel):
    """What came back is scanned and counted: the parcel's label finds the return, the products count themselves."""

    _name = "marketplace.receive"
    _description = "Receive a Return"

    scan = fields.Char(help="The AWB or the number of the return first, then every product.")
    said = fields.Char("Last scan", readonly=True)
    return_id = fields.Many2one("marketplace.return", domain="[('status', 'in', ('new', 'approved', 'received'))]")
    customer_name = fields.Char(related="return_id.customer_name")
    line_ids = fields.One2many("marketplace.receive.line", "wizard_id")

    @api.model
    def _open_for(self, record):
        wizard = self.create({"return_id": record.id, "line_ids": self._lines_of(record)})
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_receive_return")
        return action | {"res_id": wizard.id, "context": {"marketplace_from_return": True}}

    @api.model
    def _lines_of(self, record):
        return [
            Command.create({"line_id": line.id, "product_id": line.product_id.id})
            for line in record.line_ids
            if line.received < line.quantity or not line.quantity
        ]

    @api.onchange("return_id")
    def _onchange_return_id(self):
        if self.line_ids.line_id.return_id != self.return_id:
            self.line_ids = [Command.clear(), *self._lines_of(self.return_id)]

    @api.onchange("scan")
    def _onchange_scan(self):
        code, self.scan = (self.scan or "").strip(), False
        if not code:
            return None
        if self.return_id and self._count(code):
            return None
        found = self.env["marketplace.return"]._find_scanned(code)
        if len(found) == 1:
            self.return_id = found
            self._onchange_return_id()
            self.said = self.env._("Return %s", found.display_name)
            return None
        text = (
            self.env._("Several returns belong to %s: scan another code of the parcel, or choose one.", code)
            if found
            else self.env._("%s is neither a return nor a product of this one.", code)
        )
        self.said = text
        return {"warning": {"title": self.env._("Not counted"), "message": text}}

    def _count(self, code):
        """One more of the product with this code. :return: whether it is one of this return"""
        products = self.env["product.product"].search(
            [
                "|", "|", ("barcode", "=", code), ("default_code", "=ilike", code),
                ("marketplace_code_ids.name", "=ilike", code),
            ]
        )  # fmt: skip
        lines = self.line_ids.filtered(lambda line: line.product_id in products)
        line = lines.filtered(lambda line: line.received < line.expected)[:1] or lines[:1]
        if line:
            line.received += 1
            self.said = self.env._("%(product)s: %(count)g", product=line.product_id.name, count=line.received)
        return bool(line)

    def action_all(self):
        """All of it came."""
        for line in self.line_ids:
            line.received = line.expected
        return self._action()

    def _action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_receive_return")
        return action | {"res_id": self.id, "context": dict(self.env.context)}

    def action_receive(self):
        """Into stock with it, and the platform is told."""
        self.ensure_one()
        if not self.return_id:
            raise UserError(self.env._("Scan the parcel first, or choose the return."))
        record = self.return_id._receiving()
        counts = {}
        for line in self.line_ids:
            source = line.line_id.sudo()
            if line.product_id and not source.product_id:
                source.product_id = line.product_id
            counts[source] = (line.received, line.scrapped)
        record._receive(counts)
        if self.env.context.get("marketplace_from_return"):
            return {"type": "ir.actions.act_window_close"}
        return record.with_env(self.env).get_formview_action()


class MarketplaceReceiveLine(models.TransientModel):
    _name = "marketplace.receive.line"
    _description = "Goods Received"

    wizard_id = fields.Many2one("marketplace.receive", required=True, ondelete="cascade")
    line_id = fields.Many2one("marketplace.return.line", required=True, ondelete="cascade")
    name = fields.Char(related="line_id.name", string="Announced as")
    reason = fields.Char(related="line_id.reason")
    product_id = fields.Many2one("product.product")
    is_known = fields.Boolean(compute="_compute_expected")
    expected = fields.Float(compute="_compute_expected")
    received = fields.Float("Came")
    scrapped = fields.Float("Of it broken", help="Goes to scrap, not back for sale.")

    @api.depends("line_id")
    def _compute_expected(self):
        for line in self:
            line.expected = line.line_id.quantity - line.line_id.received
            line.is_known = bool(line.line_id.product_id)


class MarketplaceRefuse(models.TransientModel):
    """A return is refused, with the platform's reason and words for the customer."""

    _name = "marketplace.refuse"
    _description = "Refuse a Return"

    return_id = fields.Many2one("marketplace.return", required=True, readonly=True, ondelete="cascade")
    reason_ids = fields.Many2many("marketplace.reason", string="Offered", readonly=True)
    reason_id = fields.Many2one("marketplace.reason", domain="[('id', 'in', reason_ids)]")
    note = fields.Text("Words for the customer")
    file_ids = fields.Many2many("ir.attachment", string="Proof", help="Pictures or papers; some platforms demand them.")

    @api.model
    def _open_for(self, record):
        reasons = self.env["marketplace.reason"]._offer(record.account_id, "refuse_reasons")
        wizard = self.create({"return_id": record.id, "reason_ids": [Command.set(reasons.ids)]})
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_refuse_return")
        return action | {"res_id": wizard.id}

    def action_refuse(self):
        self.ensure_one()
        if not (self.reason_id or (self.note or "").strip()):
            raise UserError(self.env._("Say why: the customer is told."))
        record = self.return_id._acting()
        if not record.can_refuse:
            raise UserError(self.env._("As it stands, this return cannot be refused at %s.", record.account_id.name))
        record.refuse_reason = ": ".join(filter(None, (self.reason_id.name, self.note)))
        record._answer(ReturnStatus.REFUSED, self.reason_id.key or "", self.note or "", self.file_ids)
        return {"type": "ir.actions.act_window_close"}
