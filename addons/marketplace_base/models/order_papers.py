import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.collisions import COLLIDED
from ..lib.replication import retry_after

_logger = logging.getLogger(__name__)


class MarketplaceOrder(models.Model):
    """What keeps a paper of an order from being made, in words; tried again later, longer each time."""

    _inherit = "marketplace.order"

    paper_problem = fields.Text("Papers not made", readonly=True)
    paper_tries = fields.Json(
        readonly=True, help="By paper: why it could not be made, how often it was tried and when it is tried again."
    )

    @api.model
    def _paper_labels(self):
        """What each thing that may fail is called."""
        return {
            "proforma": self.env._("Proforma"),
            "invoice": self.env._("Invoice"),
            "shipment": self.env._("AWB"),
            "document": self.env._("Paper for the customer"),
            "closing": self.env._("Closing the order"),
            "settlement": self.env._("Payment"),
        }

    def _paper_failed(self, paper, text):
        """Write down why a paper was not made, and when it is tried again."""
        self.ensure_one()
        known = dict(self.paper_tries or {})
        tries = known.get(paper, {}).get("tries", 0) + 1
        retry_at = fields.Datetime.now() + retry_after(tries)
        known[paper] = {"text": text, "tries": tries, "retry_at": fields.Datetime.to_string(retry_at)}
        self._keep_paper_tries(known)

    def _paper_made(self, paper):
        """Nothing keeps this paper any more."""
        self.ensure_one()
        if paper in (self.paper_tries or {}):
            self._keep_paper_tries({name: known for name, known in self.paper_tries.items() if name != paper})

    def _keep_paper_tries(self, known):
        labels = self._paper_labels()
        text = "\n".join(f"{labels[paper]}: {tried['text']}" for paper, tried in known.items())
        self.write({"paper_tries": known or False, "paper_problem": text or False})

    def _try_paper(self, paper, make):
        """Make a paper, all or nothing; what goes wrong stands on the order and keeps nothing else from going on.

        :return: what ``make`` returned, or False
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                made = make()
        except COLLIDED:
            raise
        except (UserError, ValueError) as error:
            text = str(error)
        except Exception as error:
            _logger.exception("%s of order %s", paper, self.external_id)
            text = f"{type(error).__name__}: {error}"
        else:
            self._paper_made(paper)
            return made
        self.env.invalidate_all()
        self._paper_failed(paper, text)
        return False

    def action_papers_again(self):
        """Try again now whatever could not be made."""
        for order in self._acting().filtered("paper_tries"):
            now = fields.Datetime.to_string(fields.Datetime.now() - timedelta(seconds=1))
            tries = {paper: tried | {"retry_at": now} for paper, tried in order.paper_tries.items()}
            order.paper_tries = tries
            order.document_ids.filtered(lambda d: d.state == "waiting").retry_at = False
        self.account_id._wake()
