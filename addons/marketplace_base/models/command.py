from odoo import api, fields, models
from odoo.tools import SQL

from ..lib.types import Outcome, Result


class MarketplaceCommand(models.Model):
    """Something that must happen once at the platform: the outbox.

    Durable before the call (pending → sending), and its end right after. A call whose outcome is not known stays
    ``unknown`` until the platform was asked what became of it; it is never repeated blindly.
    """

    _name = "marketplace.command"
    _description = "Marketplace Command"
    _inherit = ["marketplace.acting"]
    _order = "id desc"
    _rec_name = "kind"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="account_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("acknowledge", "Take over"),
            ("shipment", "AWB"),
            ("document", "Paper for the customer"),
            ("change", "Change of the order"),
            ("return", "Answer to a return"),
            ("split", "Division into packages"),
            ("answer", "Answer to a question"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Char("Number", required=True, readonly=True, help="Which document, so that it is done once only.")
    order_id = fields.Many2one("marketplace.order", ondelete="cascade", readonly=True, index=True)
    shipment_id = fields.Many2one("marketplace.shipment", ondelete="cascade", readonly=True, index="btree_not_null")
    document_id = fields.Many2one("marketplace.document", ondelete="cascade", readonly=True, index="btree_not_null")
    return_id = fields.Many2one("marketplace.return", ondelete="cascade", readonly=True, index="btree_not_null")
    question_id = fields.Many2one("marketplace.question", ondelete="cascade", readonly=True, index="btree_not_null")
    data = fields.Json(readonly=True, help="What is asked for.")
    before = fields.Json(readonly=True, help="What was the case right before the call.")
    state = fields.Selection(
        [
            ("pending", "To send"),
            ("sending", "On the wire"),
            ("unknown", "Outcome unknown"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("cancelled", "Dropped"),
        ],
        default="pending",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(readonly=True)
    tries = fields.Integer(readonly=True)
    retry_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime(readonly=True, help="When it last left for the platform.")
    done_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(account_id, kind, key)", "This is already asked for.")
    _todo = models.Index("(account_id, id) WHERE state IN ('pending', 'sending', 'unknown')")

    @property
    def _target(self):
        """The record that this is done for."""
        return self.shipment_id or self.document_id or self.return_id or self.question_id or self.order_id

    @api.model
    def _ask(self, account, kind, key, order=None, data=None, **target):
        """Put a command into the outbox unless it is there already.

        :param target: ``shipment_id``, ``document_id``, ``return_id`` or ``question_id``, where it is not for the order itself
        """
        known = self.search([("account_id", "=", account.id), ("kind", "=", kind), ("key", "=", key)])
        if known:
            return known
        vals = {"account_id": account.id, "kind": kind, "key": key, "order_id": order and order.id, "data": data}
        account._wake()
        return self.create(vals | target)

    @api.model
    def _next(self, account):
        """The oldest command whose turn it is.

        An order is taken over before anything else is done to it; things of one kind are done to it one after the other.
        What was tried waits behind what was not: a service of the platform that is down holds up nothing but itself.
        """
        self.flush_model(["account_id", "order_id", "kind", "state", "retry_at", "sent_at"])
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id FROM marketplace_command c
                    WHERE c.account_id = %s AND c.state IN ('pending', 'unknown')
                      AND (c.retry_at IS NULL OR c.retry_at <= %s)
                      AND NOT EXISTS (
                          SELECT 1 FROM marketplace_command e
                           WHERE e.account_id = c.account_id AND e.order_id = c.order_id AND e.id < c.id
                             AND e.state IN ('pending', 'sending', 'unknown') AND e.kind IN ('acknowledge', c.kind))
                    ORDER BY c.sent_at NULLS FIRST, c.id LIMIT 1""",
                account.id,
                fields.Datetime.now(),
            )
        )
        return self.browse(row[0] for row in rows)

    def _settle(self, result, retry_at):
        """Write down what the platform said.

        :param retry_at: when to look again if nobody can tell
        """
        if result.outcome is Outcome.CONFIRMED:
            self.write({"state": "done", "done_at": fields.Datetime.now(), "error": False})
            self._target._command_done(self, result)
        elif result.outcome is Outcome.REFUSED:
            self.write({"state": "refused", "error": result.text})
            self._target._command_refused(self, result)
        else:
            self.write({"state": "unknown", "error": result.text, "tries": self.tries + 1, "retry_at": retry_at})
            self._target._command_unclear(self, result)

    def _resolve(self, result_vals):
        """A person, or a notification, knows what became of a command that is not settled yet.

        :param result_vals: of a ``Result`` that is CONFIRMED
        """
        self._settle(Result(self.key, Outcome.CONFIRMED, **result_vals), False)

    def action_retry(self):
        """Try again what was refused; what is unclear is looked up first."""
        commands = self._acting()
        commands.filtered(lambda c: c.state in ("refused", "pending")).write({"state": "pending", "retry_at": False})
        commands.filtered(lambda c: c.state == "unknown").write({"retry_at": False})
        self.account_id._wake()

    def action_drop(self):
        """Give up on these."""
        for command in self._acting().filtered(lambda c: c.state in ("refused", "pending")):
            command.state = "cancelled"
            command._target._command_dropped(command)

    def action_calls(self):
        self.ensure_one()
        return self.env["marketplace.call"]._action_about(self.account_id, self.order_id.external_id or self.key)
