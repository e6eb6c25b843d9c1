import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.collisions import COLLIDED
from ..lib.replication import retry_after
from ..lib.types import LineKind, OrderStatus

_logger = logging.getLogger(__name__)


class NeedsPerson(Exception):
    """An order cannot go on before somebody decides or links something.

    :param codes: the offer numbers or codes of products that are missing; linking one of them wakes the order
    """

    def __init__(self, message, codes=()):
        super().__init__(message)
        self.codes = codes


class NotReady(Exception):
    """The platform has not finished this order: its payment is being checked, say. Nobody has to do anything."""


class MarketplaceIncoming(models.Model):
    _inherit = "marketplace.incoming"

    @api.model
    def _next(self, account):
        """The oldest document to process now."""
        return self.search(
            [
                ("account_id", "=", account.id),
                "|", ("state", "=", "new"),
                "&", ("state", "in", ("awaited", "waiting", "error")), ("retry_at", "<=", fields.Datetime.now()),
            ],
            order="id",
            limit=1,
        )  # fmt: skip

    def _process(self, provider):
        """Work one document into Odoo, all or nothing. Whatever goes wrong ends on this record, in words."""
        try:
            with self.env.cr.savepoint():
                done, note = self._apply(provider)
        except COLLIDED:
            raise
        except NotReady as error:
            self._stuck(provider, "awaited", str(error))
        except NeedsPerson as error:
            self._stuck(provider, "waiting", str(error), codes=error.codes)
        except (UserError, ValueError) as error:
            self._stuck(provider, "error", str(error))
        except Exception as error:
            _logger.exception("%s %s of %s", self.kind, self.external_id, self.account_id.name)
            self._stuck(provider, "error", f"{type(error).__name__}: {error}")
        else:
            self._hold_back({})
            self.write(
                {
                    "state": "done" if done else "ignored",
                    "processed_at": fields.Datetime.now(),
                    "error": note,
                    "missing_codes": False,
                    "retry_at": False,
                    "tries": 0,
                }
            )

    def _apply(self, provider):
        """:return: whether something was made of it, and a note for the operator or False"""
        data = getattr(provider, f"parse_{self.kind}")(self.payload)
        if data.key != self.external_id:
            raise ValueError(self.env._("the platform answered with number %s", data.key))
        return self.env[f"marketplace.{self.kind}"]._apply(self, data)

    def _stuck(self, provider, state, text, codes=()):
        """It could not be processed: keep it, say why, hold its goods back from sale, and try again later."""
        self.env.invalidate_all()
        tries = self.tries + 1
        self.write(
            {
                "state": state,
                "error": text,
                "missing_codes": f"|{'|'.join(codes)}|" if codes else False,
                "tries": tries,
                # a waiting document is woken by what it waits for; this is only the backstop
                "retry_at": fields.Datetime.now() + retry_after(tries if state == "error" else 12),
            }
        )
        self._hold_back(self._demand(provider))

    def _demand(self, provider):
        """Units per offer number that this order will take from our stock, as far as it can be understood."""
        if self.kind != "order" or self.order_id.sale_order_id:
            return {}
        try:
            data = provider.parse_order(self.payload)
        except ValueError:
            return {}
        if data.by_platform or data.status not in (OrderStatus.NEW, OrderStatus.PROCESSING, OrderStatus.PREPARED):
            return {}
        demand = {}
        for line in data.lines:
            if line.kind is LineKind.PRODUCT and not line.cancelled and line.offer_key:
                demand[line.offer_key] = demand.get(line.offer_key, 0) + float(line.quantity)
        return demand

    def _hold_back(self, demand):
        """Change what this document keeps from being offered, and let the affected offers be looked at."""
        before = self.demand or {}
        if before == demand:
            return
        self.demand = demand or False
        offers = self.env["marketplace.offer"].search(
            [("account_id", "=", self.account_id.id), ("external_id", "in", list(before.keys() | demand.keys()))]
        )
        self.env["marketplace.change"]._collect("stock", offers.product_id.ids)

    @api.model
    def _wake_missing(self, offers):
        """These offers were just linked: the documents that wait for them go on by themselves."""
        for offer in offers.filtered("product_id"):
            self.search(
                [
                    ("account_id", "=", offer.account_id.id),
                    ("state", "=", "waiting"),
                    "|", ("missing_codes", "like", f"|{offer.external_id}|"),
                    ("missing_codes", "like", f"|{offer.sku}|" if offer.sku else "||"),
                ]
            ).state = "new"  # fmt: skip
