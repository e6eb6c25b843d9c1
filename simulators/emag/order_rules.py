"""Status matrix, line edits and storno rules of orders (api/emag.md §4.8, §4.9)."""

from dataclasses import dataclass, field

from simulators.core.money import to_decimal

from .bodies import to_int
from .const import CANCELED, CARD, FINALIZED, HOURS_48, IN_PROGRESS, NEW, PREPARED, RETURN_MARGIN_DAYS, RETURNED

WITHIN_48_HOURS, IN_RETURN_TERM, ALWAYS = "48h", "return term", "always"
# Allowed moves by current status; everything absent is refused.
MOVES = {
    NEW: {},
    IN_PROGRESS: {IN_PROGRESS: ALWAYS, PREPARED: ALWAYS, FINALIZED: ALWAYS, CANCELED: ALWAYS},
    PREPARED: {PREPARED: ALWAYS, FINALIZED: ALWAYS, CANCELED: ALWAYS},
    FINALIZED: {PREPARED: WITHIN_48_HOURS, FINALIZED: ALWAYS, CANCELED: WITHIN_48_HOURS, RETURNED: IN_RETURN_TERM},
    CANCELED: {IN_PROGRESS: WITHIN_48_HOURS, PREPARED: WITHIN_48_HOURS, FINALIZED: WITHIN_48_HOURS, CANCELED: ALWAYS},
    RETURNED: {},
}
EDITABLE = (IN_PROGRESS, PREPARED)
UNCHANGEABLE = ("product_id", "part_number", "ext_part_number")


def move_error(order, status, now, settings):
    """Why the order may not go to `status` at `now` (epoch seconds); None when it may."""
    condition = MOVES[order.status].get(status)
    if condition is None:
        if order.status == NEW:
            return "A new order must be acknowledged before it can be changed"
        return f"The order status cannot be changed from {order.status} to {status}"
    since = order.cancelled if order.status == CANCELED else order.finalized
    if condition == WITHIN_48_HOURS and now - since > HOURS_48:
        return f"The order status can be changed from {order.status} to {status} only within 48 hours"
    if condition == IN_RETURN_TERM and now - since > (settings.return_term_days + RETURN_MARGIN_DAYS) * 86400:
        return "The return term of the order has passed"
    return None


@dataclass
class LineChanges:
    """What a sent `products` list changes: new quantities by line (0 = gone), added lines, errors."""

    quantities: dict = field(default_factory=dict)
    reduced: list = field(default_factory=list)
    raised: list = field(default_factory=list)
    omitted: list = field(default_factory=list)
    added: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    @property
    def any(self):
        return bool(self.reduced or self.raised or self.omitted or self.added)


def compare_lines(order, products, is_storno, minimal):
    """Differences between the order and the lines sent for it."""
    changes = LineChanges()
    if not isinstance(products, list) or not products or not all(isinstance(row, dict) for row in products):
        changes.errors.append("The products field must be a list of lines")
        return changes
    for row in products:
        if row.get("id") is None:
            _read_added(row, changes)
        else:
            _read_existing(order, row, is_storno, minimal, changes)
    changes.omitted = [line for line in order.lines if line.id not in changes.quantities and line.active_quantity]
    return changes


def _read_existing(order, row, is_storno, minimal, changes):
    line = order.line(to_int(row["id"]))
    if line is None:
        changes.errors.append(f"Product line {row['id']} does not belong to the order")
        return
    if line.id in changes.quantities:
        changes.errors.append(f"Product line {line.id} was sent twice")
        return
    required = ("quantity", "status") if minimal else ("quantity", "sale_price", "status")
    missing = [key for key in required if row.get(key) is None]
    changes.errors += [f"The products.{key} field is mandatory (line {line.id})" for key in missing]
    changes.quantities[line.id] = line.active_quantity
    if missing:
        return
    _check_frozen(line, row, changes)
    quantity, status = to_int(row["quantity"]), to_int(row["status"])
    if quantity is None or quantity < 0 or status not in (0, 1):
        changes.errors.append(f"Invalid quantity or status of line {line.id}")
        return
    if quantity == 0 and status == 1 and not is_storno and line.quantity:
        changes.errors.append(f"The quantity of line {line.id} must be greater than 0")
        return
    changes.quantities[line.id] = wanted = quantity * status
    if wanted < line.active_quantity:
        changes.reduced.append(line)
    elif wanted > line.active_quantity:
        changes.raised.append(line)


def _check_frozen(line, row, changes):
    """Prices and identifiers cannot be changed."""
    price = row.get("sale_price")
    if price is not None and to_decimal(price) != line.sale_price:
        changes.errors.append(f"The sale_price of line {line.id} cannot be changed")
    for key in UNCHANGEABLE:
        if row.get(key) is not None and str(row[key]) != str(getattr(line, key)):
            changes.errors.append(f"The {key} of line {line.id} cannot be changed")


def _read_added(row, changes):
    """A new line: product_id (mandatory, 0 for a virtual one), name, status, sale_price, quantity."""
    missing = [key for key in ("product_id", "name", "status", "sale_price", "quantity") if row.get(key) is None]
    if missing:
        changes.errors += [f"The products.{key} field is mandatory for a new line" for key in missing]
    elif (
        to_decimal(row["sale_price"]) is None
        or to_int(row["product_id"]) is None
        or (to_int(row["quantity"]) or 0) <= 0
    ):
        changes.errors.append("Invalid product_id, sale_price or quantity of a new line")
    else:
        changes.added.append(row)


def edit_errors(order, changes):
    """Rules for lines without storno, by current status and payment."""
    if not changes.any:
        return []
    if order.status == FINALIZED:
        return ["A finalized order can be changed only with is_storno"]
    if order.status not in EDITABLE:
        return ["The products of the order cannot be changed in this status"]
    if order.payment_mode_id == CARD and (changes.reduced or changes.omitted):
        return ["The quantities of an order paid online by card cannot be reduced"]
    left = sum(changes.quantities.values()) + len(changes.added)
    return [] if left else ["An order cannot remain without products"]


def storno_errors(order, changes, settings):
    """Storno: only on a finalized order, only downwards, at least one reduction."""
    if order.status != FINALIZED:
        return ["Storno is possible only for finalized orders"]
    if changes.raised or changes.added:
        return ["A storno can only reduce quantities"]
    if order.payment_mode_id == CARD and not settings.storno_of_card_orders:
        return ["Storno is not possible for orders paid online by card"]
    omitted_counts = changes.omitted and settings.storno_omitted_line == "stornoed"
    return [] if changes.reduced or omitted_counts else ["Storno without any reduced quantity"]
