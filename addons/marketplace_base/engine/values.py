from decimal import Decimal

from odoo.tools import SQL

from ..lib.clock import utcnow
from ..lib.errors import MarketplaceError, OutcomeUnknown
from ..lib.replication import SETTLED, Replica
from ..lib.types import Outcome, Result, Value
from .lane import Lane

KINDS = ("stock", "price")


class Values(Lane):
    """Stock and price out: the difference between wanted and proved, in the platform's batches, oldest change first."""

    name = "values"

    def recover(self):
        for kind in KINDS:
            self.env.cr.execute(
                SQL(
                    "UPDATE marketplace_offer SET %s = 'waiting' WHERE account_id = %s AND %s = 'sent' AND %s IS NULL",
                    SQL.identifier(f"{kind}_state"),
                    self.account.id,
                    SQL.identifier(f"{kind}_state"),
                    SQL.identifier(f"{kind}_ref"),
                )
            )
        self.env.invalidate_all()

    def due_in(self):
        if self.account.state != "live":
            return None
        due = self.env["marketplace.offer"]._next_retry(self.account)
        return due and (max(due, self.flow.paused_until or due) - utcnow()).total_seconds()

    def step(self):
        if self.account.state != "live" or self.flow._is_resting:
            return 0
        if self.env["marketplace.offer"]._hold_suspicious(self.account):
            self.runner.commit()
        rows = self._due()
        if not rows:
            return 0
        values, refused = self._prepared(rows)
        if refused:
            self._save(refused)
        self.runner.commit()
        if values:
            results = self._push([value for value, _row in values])
            self._settle(values, results)
        return len(rows)

    def _due(self):
        """The next chunk, oldest change first, stock before price; an offer's price travels along with its stock."""
        found = {}
        for kind, enabled in (("stock", self.account.stock_enabled), ("price", self.account.price_enabled)):
            room = self.provider.batch_size - len(found)
            if enabled and room > 0:
                for row in self.env["marketplace.offer"]._rows_due(self.account, kind, room, exclude=list(found)):
                    found[row["id"]] = row
        return list(found.values())

    def _prepared(self, rows):
        """What goes on the wire, marked as sent *before* it is; and what the platform would refuse anyway."""
        now, values, refused, sent = utcnow(), [], [], []
        enabled = {"stock": self.account.stock_enabled, "price": self.account.price_enabled}
        for row in rows:
            parts, limits = {}, limits_of(row)
            for kind in KINDS:
                replica = replica_of(row, kind)
                if not enabled[kind] or not replica.is_due(now) or (row["send_apart"] and parts):
                    continue
                if why := self.provider.refusal(as_value(row, {kind: replica}), limits):
                    replica.refuse(why)
                    refused.append((row, kind, replica))
                else:
                    parts[kind] = replica
            value = as_value(row, parts)
            if parts:
                for kind, replica in parts.items():
                    replica.send(now)
                    sent.append((row, kind, replica))
                values.append((value, (row, parts)))
        self._save(sent)
        return values, refused

    def _push(self, values):
        """Results by offer number. A call that failed as a whole leaves its items waiting and rests the lane."""
        try:
            return {result.key: result for result in self.provider.push_values(values)}
        except OutcomeUnknown as error:
            self.flow._failed(str(error))
            return {value.key: Result(value.key, Outcome.UNKNOWN, str(error)) for value in values}
        except MarketplaceError as error:
            self._rewind(values, str(error))
            raise

    def _rewind(self, values, why):
        """Nothing reached the platform: these wait again, at once."""
        rows = self.env["marketplace.offer"]._rows_sent(self.account, [value.key for value in values])
        changed = []
        for row in rows:
            for kind in KINDS:
                replica = replica_of(row, kind)
                if replica.state == "sent" and not replica.ref:
                    replica.postpone(why)
                    changed.append((row, kind, replica))
        self._save(changed)
        self.runner.commit()

    def _settle(self, values, results):
        """Write the platform's word on each item; a refusal of stock and price together is told apart by sending each alone."""
        now, changed, apart = utcnow(), [], []
        for value, (row, parts) in values:
            result = results.get(value.key) or Result(
                value.key, Outcome.UNKNOWN, "the platform did not mention this offer"
            )
            together = result.outcome is Outcome.REFUSED and len(parts) > 1
            if together:
                apart.append(row["id"])
            for kind, replica in parts.items():
                if together:
                    replica.postpone(result.text)
                else:
                    replica.settle(result, now)
                changed.append((row, kind, replica))
        taken = any(result.outcome in (Outcome.CONFIRMED, Outcome.ACCEPTED) for result in results.values())

        def write():
            self._save(changed)
            self._mark_apart(apart)
            if taken:
                self.flow._succeeded()
            self.env.invalidate_all()

        self.runner.durably(write, len(values))

    def _mark_apart(self, apart):
        if apart:
            self.env.cr.execute(SQL("UPDATE marketplace_offer SET send_apart = TRUE WHERE id = ANY(%s)", apart))
        self.env.cr.execute(
            SQL(
                """UPDATE marketplace_offer SET send_apart = FALSE
                    WHERE account_id = %s AND send_apart AND id <> ALL(%s)
                      AND NOT (stock_state = 'waiting' AND price_state = 'waiting')""",
                self.account.id,
                apart,
            )
        )

    def _save(self, changed):
        """Write back what ``Replica`` decided; never ``…_wanted``, which only a change moves."""
        self.env["marketplace.offer"]._save_replicas((row["id"], kind, replica) for row, kind, replica in changed)


def replica_of(row, kind):
    """The ``Replica`` in a row of ``marketplace_offer``."""

    def number(value):
        return value if value is None or kind == "stock" else Decimal(str(value))

    return Replica(
        wanted=number(row[f"{kind}_wanted"]),
        sent=number(row[f"{kind}_sent"]),
        confirmed=number(row[f"{kind}_confirmed"]),
        state=row[f"{kind}_state"],
        changed_at=row[f"{kind}_changed_at"],
        sent_at=row[f"{kind}_sent_at"],
        confirmed_at=row[f"{kind}_confirmed_at"],
        tries=row[f"{kind}_tries"] or 0,
        retry_at=row[f"{kind}_retry_at"],
        error=row[f"{kind}_error"] or "",
        ref=row[f"{kind}_ref"] or "",
    )


def limits_of(row):
    """What the platform enforced when the offer was last read, as ``Provider.refusal`` takes it."""
    limits = {name: Decimal(str(row[name])) if row[name] else None for name in ("price_low", "price_high")}
    return limits | {"status": row["status"], "review": row["review"]}


def as_value(row, parts):
    price = replica_of(row, "price")
    return Value(
        row["external_id"],
        quantity=parts["stock"].wanted if "stock" in parts else None,
        price=parts["price"].wanted if "price" in parts else None,
        price_proved=price.confirmed if "price" not in parts and price.state == SETTLED else None,
    )
