from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.fulfilment import ReturnAnswer, ReturnStatus
from .order_change import OPEN


class MarketplaceReturn(models.Model):
    """What the seller answers to a return: each answer is a command, and is told once."""

    _inherit = "marketplace.return"

    can_answer = fields.Boolean(compute="_compute_can_answer")
    can_refuse = fields.Boolean(compute="_compute_can_answer")

    @api.depends("status", "kind", "by_platform", "account_id")
    def _compute_can_answer(self):
        for record in self:
            provider_class = record.account_id.sudo()._get_provider_class()
            record.can_answer = (
                record.kind == "request" and not record.by_platform and "answer_return" in provider_class.capabilities
            )
            record.can_refuse = record.can_answer and ReturnStatus(record.status) in provider_class.refusable

    def _answer(self, status, reason="", note="", files=None):
        """Bring the return to a status, here at once and at the platform by a command.

        :param status: a ``ReturnStatus``
        :param reason: a key of the provider's ``refuse_reasons``, only for REFUSED
        :param files: attachments that prove it
        """
        self.ensure_one()
        before = self.status
        self.write({"status": status.value} | ({} if self.answered_at else {"answered_at": fields.Datetime.now()}))
        if self.can_answer:
            data = {"status": status.value, "reason": reason, "note": note}
            if files:
                files.check_access("write")  # only what this person put there is moved to the return, and sent
                files.sudo().write({"res_model": self._name, "res_id": self.id})
                data["files"] = files.ids
            latest = self.command_ids.sorted("id", reverse=True)[:1]
            same = latest.state in OPEN and {name: latest.data.get(name) for name in data} == data
            if not same:
                key = f"{self.external_id}:{status.value}:{len(self.command_ids) + 1}"
                self.env["marketplace.command"]._ask(
                    self.account_id, "return", key, self.order_id, data | {"before": before}, return_id=self.id
                )
        self._complain()

    # ---- the outbox ----

    def _command_call(self, provider, command):
        data = command.data
        proofs = self.env["ir.attachment"].browse(data.get("files", ())).exists()
        files = tuple((proof.name, proof.raw or b"") for proof in proofs)
        return provider.answer_return(
            ReturnAnswer(self.external_id, ReturnStatus(data["status"]), data["reason"], data["note"], files)
        )

    def _command_done(self, command, result):
        self._complain()
        self._fetch_again(self.env._("answered by us"))
        return super()._command_done(command, result)

    def _command_refused(self, command, result):
        """The return is again as the platform has it; only goods that are here stay received."""
        if self.status == command.data["status"] and not (self.received_at and self.status == "received"):
            self.status = command.data["before"]
        self._complain()
        return super()._command_refused(command, result)

    def _refused_answers(self):
        latest = self.command_ids.sorted("id", reverse=True)[:1]
        if latest.state != "refused":
            return []
        labels = dict(self._fields["status"]._description_selection(self.env))
        return [
            self.env._(
                "%(platform)s did not take «%(status)s»: %(why)s",
                platform=self.account_id.name,
                status=labels[latest.data["status"]],
                why=latest.error or self.env._("no reason given"),
            )
        ]

    def _fetch_again(self, event):
        """Let these returns be read from the platform again. :param event: why, for the notification journal"""
        self.env["marketplace.notification"].sudo().create(
            [
                {
                    "account_id": record.account_id.id,
                    "company_id": record.company_id.id,
                    "received_at": fields.Datetime.now(),
                    "event": event,
                    "kind": "return",
                    "external_id": record.external_id,
                    "state": "new",
                }
                for record in self.filtered("external_id")
            ]
        )
        self.account_id._wake()

    # ---- buttons ----

    def _check_status(self, *statuses):
        """:raise UserError: one of these is elsewhere in its life, or none of our business"""
        labels = dict(self._fields["status"]._description_selection(self.env))
        for record in self:
            if record.by_platform:
                raise UserError(self.env._("%s is handled by the platform itself.", record.display_name))
            if record.status not in statuses:
                raise UserError(
                    self.env._(
                        "%(name)s is «%(status)s» already.", name=record.display_name, status=labels[record.status]
                    )
                )

    def action_approve(self):
        """The customer may send the goods."""
        for record in self._acting():
            record._check_status("new")
            record._answer(ReturnStatus.APPROVED)

    def action_refuse(self):
        self.ensure_one()
        if not self.can_refuse:
            raise UserError(self.env._("As it stands, this return cannot be refused at %s.", self.account_id.name))
        return self.env["marketplace.refuse"]._open_for(self)

    def action_close(self):
        """Nothing more is to be done about it."""
        for record in self._acting():
            record._check_status("received")
            record._answer(ReturnStatus.CLOSED)

    def action_cancel(self):
        """A parcel that was thought to come back was delivered, or is lost."""
        for record in self._acting():
            if record.kind != "undelivered":
                raise UserError(self.env._("Only the customer can cancel %s.", record.display_name))
            record._check_status("approved")
            record.status = "cancelled"

    def action_fetch(self):
        """Read these returns from the platform again."""
        self._acting()._fetch_again(self.env._("asked by hand"))
