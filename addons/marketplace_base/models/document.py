from odoo import fields, models
from odoo.tools import consteq, misc

from ..lib.errors import Rejected
from ..lib.fulfilment import Document, DocumentKind
from ..lib.types import Outcome

KINDS = [
    ("invoice", "Invoice"),
    ("credit_note", "Credit note"),
    ("proforma", "Proforma"),
    ("warranty", "Warranty certificate"),
    ("awb", "AWB"),
]
_SCOPE = "marketplace-document"
_STALE = "stale"


class MarketplaceDocument(models.Model):
    """A paper of an order that the customer is to see at the platform: a PDF served at an address nobody can guess."""

    _name = "marketplace.document"
    _description = "Marketplace Paper"
    _inherit = ["marketplace.acting", "marketplace.commanded"]
    _order = "id desc"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    order_id = fields.Many2one("marketplace.order", required=True, ondelete="cascade", index=True, readonly=True)
    line_id = fields.Many2one("marketplace.order.line", ondelete="set null", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    number = fields.Char(readonly=True)
    issued_on = fields.Date(readonly=True)
    move_id = fields.Many2one("account.move", ondelete="set null", readonly=True, index="btree_not_null")
    posted_at = fields.Datetime(readonly=True, help="Which posting of the invoice this shows.")
    shipment_id = fields.Many2one("marketplace.shipment", ondelete="set null", readonly=True, index="btree_not_null")
    attachment_id = fields.Many2one("ir.attachment", "PDF", ondelete="restrict", readonly=True)
    command_ids = fields.One2many("marketplace.command", "document_id", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To show"),
            ("shown", "Shown"),
            ("refused", "Refused"),
            ("dropped", "Not shown"),
            ("replaced", "Replaced"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text("Why", readonly=True)
    retry_at = fields.Datetime("Next look", readonly=True)
    shown_at = fields.Datetime(readonly=True)

    _one_per_posting = models.UniqueIndex("(move_id, posted_at) WHERE move_id IS NOT NULL", "This is shown already.")
    _one_per_line = models.UniqueIndex("(line_id, kind) WHERE kind = 'warranty'", "This is shown already.")
    _waiting = models.Index("(account_id, id) WHERE state = 'waiting'")

    # ---- the file, for whoever was told its address ----

    def _token(self):
        self.ensure_one()
        return misc.hmac(self.env(su=True), _SCOPE, (self.id, self.attachment_id.checksum or ""))[:40]

    def _address(self):
        return f"{self.get_base_url()}/marketplace/document/{self.id}/{self._token()}.pdf"

    def _served(self, token):
        """The file for whoever knows the token, as long as it is to be seen; None for anybody else."""
        if not self.exists() or self.state not in ("waiting", "shown") or not self.attachment_id:
            return None
        return self.attachment_id.raw if consteq(self._token().encode(), token.encode()) else None

    # ---- what has to be true for it to be shown ----

    def _withdrawn_reason(self):
        """Why this paper is not to be shown, or not any more, in words, or False."""
        if DocumentKind(self.kind) not in self.account_id._get_provider_class().documents:
            return self.env._("%s shows its customers no such papers.", self.account_id.name)
        move, corrected = self.move_id, self.move_id.reversed_entry_id
        if self.kind not in ("invoice", "credit_note"):
            return False
        if move.state != "posted" or move.marketplace_posted_at != self.posted_at:
            return self.env._("It was changed before it was shown.")
        if self.kind == "invoice" and self.order_id.status == "cancelled":
            return self.env._("The order was cancelled before it was shown.")
        given_up = corrected.marketplace_document_ids and not corrected._marketplace_documents_in(
            "shown", "replaced", "waiting", "refused"
        )
        if given_up:
            return self.env._("The invoice that it corrects was not shown.")
        return False

    def _withdraw(self, reason):
        """Not to be shown: nor what is already asked for, as long as it has not left."""
        self.write({"state": "dropped", "error": reason, "retry_at": False})
        self.command_ids.filtered(lambda c: c.state in ("pending", "refused")).write({"state": "cancelled"})

    # ---- at the platform ----

    def _as_document(self):
        order, name = self.order_id, self.name
        return Document(
            key=str(self.id),
            kind=DocumentKind(self.kind),
            order_key=order.external_id,
            name=name,
            url=self._address(),
            number=self.number or "",
            issued_on=self.issued_on or None,
            line_key=self.line_id.external_id or "",
            by_platform=order.by_platform,
            file=self.attachment_id.raw or b"",
            **self._parcel_facts(),
        )

    def _parcel_facts(self):
        """What a paper says besides, where it is that of an AWB."""
        return {}

    def _command_before(self, provider, command):
        if reason := self._withdrawn_reason():
            raise Rejected(reason, _STALE)
        return super()._command_before(provider, command)

    def _command_call(self, provider, command):
        """Look first: what is there already, whoever put it there, is not shown twice."""
        document = self._as_document()
        found = provider.find_document(document)
        return found if found and found.outcome is Outcome.CONFIRMED else provider.attach_document(document)

    def _command_lookup(self, provider, command):
        return provider.find_document(self._as_document())

    def _command_done(self, command, result):
        self.write({"state": "shown", "shown_at": fields.Datetime.now(), "error": False, "retry_at": False})
        if self.move_id:
            earlier = self.move_id.marketplace_document_ids - self
            earlier.filtered(lambda d: d.state == "shown").write(
                {"state": "replaced", "error": self.env._("It was corrected: %s is shown now.", self.name)}
            )

    def _command_refused(self, command, result):
        if result.code == _STALE:
            self._withdraw(result.text)
        else:
            self.write({"state": "refused", "error": result.text})

    def _command_unclear(self, command, result):
        self.error = result.text

    # ---- what people may do ----

    def action_retry(self):
        """Try again what the platform refused, what could not be made, or what somebody dropped."""
        for document in self._acting().filtered(lambda d: d.state in ("refused", "waiting", "dropped")):
            if document.order_id.by_platform:
                continue
            document.write({"state": "waiting", "error": False, "retry_at": False})
            document.command_ids.filtered(lambda c: c.state == "cancelled").write({"state": "pending"})
            document.command_ids.action_retry()
        self.account_id._wake()

    def action_drop(self):
        """The customer is not to see this paper."""
        for document in self._acting().filtered(lambda d: d.state in ("refused", "waiting")):
            document._withdraw(self.env._("Dropped by %s.", self.env.user.name))

    def action_download(self):
        self.ensure_one()
        attachment = self._acting().attachment_id
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }
