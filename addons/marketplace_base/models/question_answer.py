from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.conversation import QuestionAnswer
from .order_apply import differing, naive
from .order_change import OPEN
from .question import WAITING


class MarketplaceQuestion(models.Model):
    """A question as the platform shows it becomes, and stays, one here; each answer is a command, and is given once."""

    _inherit = "marketplace.question"

    @api.model
    def _apply(self, incoming, data):
        """Work an understood question into Odoo. :return: as ``marketplace.order._apply``"""
        account = incoming.account_id
        found = self.search([("account_id", "=", account.id), ("external_id", "=", data.key)])
        vals = self._mirrored(data)
        if not found:
            found = self.create(vals | {"account_id": account.id, "external_id": data.key})
        elif vals := differing(found, found._followed(vals)):
            found.write(vals)
        found._complain()
        if incoming.question_id != found:
            incoming.question_id = found
        return True, found.problem

    @api.model
    def _mirrored(self, data):
        """What this record repeats of the platform's question."""
        return {
            "status": data.status.value,
            "status_label": data.status_label or False,
            "text": data.text,
            "asked_at": naive(data.asked_at),
            "answer_by": naive(data.answer_by),
            "offer_key": data.offer_key or False,
            "family_key": data.family_key or False,
            "product_name": data.product_name or False,
            "customer_name": data.customer_name or False,
            "is_public": data.is_public,
            "answer": data.answer or False,
            "answered_at": naive(data.answered_at),
            "refused_why": data.refused_why or False,
            "url": data.url or False,
            "extra": data.extra or False,
        }

    def _followed(self, vals):
        """Without the steps back: what we answer and the platform does not know yet counts for more."""
        if self._under_way():
            ours = ("status", "answer", "answered_at", "answer_by")
            return {name: value for name, value in vals.items() if name not in ours}
        return vals

    def _under_way(self):
        """The answer that is on its way."""
        return self.command_ids.filtered(lambda c: c.state in OPEN)

    # ---- answering ----

    def _answer(self, text):
        """Answer the question, here at once and at the platform by a command.

        :raise UserError: the platform would not take it, or another answer is on its way
        """
        self._check_can_answer()
        text = (text or "").strip()
        low, high = self._answer_length()
        if not low <= len(text) <= high:
            raise UserError(
                self.env._(
                    "The answer has %(count)d characters; %(platform)s takes %(low)d to %(high)d.",
                    count=len(text),
                    platform=self.account_id.name,
                    low=low,
                    high=high,
                )
            )
        # Two people who answer at the same moment meet in the unique key.
        key = f"{self.external_id}:{len(self.command_ids) + 1}"
        before = {"status": self.status, "answer": self.answer or False}
        self.env["marketplace.command"]._ask(
            self.account_id, "answer", key, data={"text": text, "before": before}, question_id=self.id
        )
        self.write({"status": "sending", "answer": text, "user_id": self.env.uid})
        self._complain()

    def _check_can_answer(self):
        """:raise UserError: it is elsewhere in its life, or an answer is on its way"""
        self.ensure_one()
        if not self.can_answer or self._under_way():
            status = dict(self._fields["status"]._description_selection(self.env))[self.status]
            raise UserError(self.env._("This question cannot be answered: it is «%s».", status))

    def _answer_length(self):
        return self.account_id.sudo()._get_provider_class().answer_length

    def _draft(self):
        """The words that were refused, to be put better."""
        latest = self.command_ids.sorted("id", reverse=True)[:1]
        return latest.data["text"] if latest.state == "refused" else self.status == "refused" and self.answer

    # ---- the outbox ----

    def _command_call(self, provider, command):
        return provider.answer_question(QuestionAnswer(self.external_id, command.data["text"]))

    def _command_done(self, command, result):
        """The platform has it; whether it shows it already is read again."""
        if self.status in WAITING:
            self.write({"status": "checked", "answer_by": False, "answered_at": fields.Datetime.now()})
        self._complain()
        self._fetch_again(self.env._("answered by us"))
        return super()._command_done(command, result)

    def _command_refused(self, command, result):
        """The question is again as it was; it may have been closed meanwhile, so that it is read again."""
        self._go_back(command)
        self._fetch_again(self.env._("the answer was refused"))
        return super()._command_refused(command, result)

    def _command_dropped(self, command):
        self._go_back(command)
        return super()._command_dropped(command)

    def _go_back(self, command):
        if self.status == "sending":
            self.write(command.data["before"])
        self._complain()

    def _complain(self):
        """Show what a person has to look at: answers that were not taken, or not shown."""
        latest = self.command_ids.sorted("id", reverse=True)[:1]
        why = text = False
        if latest.state == "refused" and self.status in ("new", "refused"):
            why = latest.error or self.env._("no reason given")
            text = self.env._("%(platform)s did not take the answer: %(why)s", platform=self.account_id.name, why=why)
        elif self.status == "refused":
            why = self.refused_why or self.env._("no reason given")
            text = self.env._("%(platform)s does not show the answer: %(why)s", platform=self.account_id.name, why=why)
        if self.problem != text:
            self.problem = text

    def _unknown(self):
        """The platform does not know the question any more: nobody can answer it."""
        if not self._under_way():
            self.write({"status": "closed", "status_label": self.env._("No longer shown by the platform")})
            self._complain()

    def _fetch_again(self, event):
        """Let these questions be read from the platform again. :param event: why, for the notification journal"""
        self.env["marketplace.notification"].sudo().create(
            [
                {
                    "account_id": record.account_id.id,
                    "company_id": record.company_id.id,
                    "received_at": fields.Datetime.now(),
                    "event": event,
                    "kind": "question",
                    "external_id": record.external_id,
                    "state": "new",
                }
                for record in self
            ]
        )
        self.account_id._wake()

    # ---- buttons ----

    def action_answer(self):
        self.ensure_one()
        return self.env["marketplace.answer"]._open_for(self)

    def action_fetch(self):
        """Read these questions from the platform again."""
        self._acting()._fetch_again(self.env._("asked by hand"))

    def action_retry(self):
        """The same words again would be refused again: see how the platform has it now."""
        self.action_fetch()
