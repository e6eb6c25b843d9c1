"""Which courier account carries an AWB (api/emag.md §2.5, §5.1)."""

from dataclasses import dataclass

from .const import CROSS_BORDER, FOR_BOTH, FOR_ORDERS, FOR_RETURNS, HOME_DELIVERY, LOCKERS


@dataclass(frozen=True)
class Journey:
    """What the account must be able to do; `enforced` lists the only accounts allowed, None allows all."""

    is_return: bool
    is_locker: bool
    origin: str
    destination: str
    enforced: list | None = None

    def obstacle(self, row):
        """Why this account cannot carry it; None when it can."""
        number = row["account_id"]
        if not row["status"]:
            return f"The courier account {number} is not active"
        if row["courier_account_type"] not in (FOR_BOTH, FOR_RETURNS if self.is_return else FOR_ORDERS):
            return f"The courier account {number} cannot be used for {'returns' if self.is_return else 'orders'}"
        if row["pickup_country_code"] != self.origin:
            return f"The courier account {number} does not pick up parcels in {self.origin}"
        properties = row["courier_account_properties"]
        if (LOCKERS if self.is_locker else HOME_DELIVERY) not in properties:
            return f"The courier account {number} does not deliver {'to lockers' if self.is_locker else 'at home'}"
        if self.origin != self.destination and CROSS_BORDER not in properties:
            return f"The courier account {number} does not deliver from {self.origin} to {self.destination}"
        if self.enforced is not None and number not in self.enforced:
            return f"The courier account {number} is not allowed for this order"
        return None


def choose(rows, wanted, journey, is_marked):
    """(account, error). Without `wanted` the first suitable one is the default account (design).

    `is_marked`: the street still carries the locker mark, so the proper account is taken whatever was passed. A locker
    delivery without the mark names its account.
    """
    if journey.enforced == []:
        return None, "AWB cannot be issued for this order: no courier account is allowed"
    suitable = [row for row in rows if journey.obstacle(row) is None]
    if wanted is None or (is_marked and journey.is_locker):
        if journey.is_locker and not is_marked:
            return None, "The courier_account_id field is mandatory for locker deliveries"
        return (suitable[0], None) if suitable else (None, "No courier account can deliver this AWB")
    row = next((row for row in rows if row["account_id"] == wanted), None)
    if row is None:
        return None, f"The courier account {wanted} was not found"
    return row, journey.obstacle(row)
