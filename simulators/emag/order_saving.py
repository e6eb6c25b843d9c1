"""order/acknowledge, order/save, unlock-courier (api/emag.md §4.1, §4.8, §4.9)."""

from simulators.core.money import to_decimal

from .bodies import to_int
from .const import BY_EMAG, BY_SELLER, CANCELED, CANCELLATION_REASONS, FINALIZED, NEW, RETURNED
from .envelope import Answer, Refusal
from .order_rules import compare_lines, edit_errors, move_error, storno_errors
from .order_store import Line

REQUIRED = ("status", "type", "payment_mode_id", "products")
LOCKED = "Resource locked for processing"


def acknowledge(context, order_id):
    """1 -> 2; a second call answers HTTP 400 [C]."""
    order = _order(context, order_id)
    if order.type != BY_SELLER:
        raise Refusal("ERROR: Only orders of type 3 can be acknowledged.")
    if order.status == CANCELED:
        raise Refusal("ERROR: Order is canceled.", status=400)
    if order.status != NEW:
        raise Refusal("ERROR: Order is already in progress.", status=400)
    context.account.orders.acknowledge(order, context.by)
    context.call.items = 1
    return Answer()


def unlock_courier(context, order_id):
    """Release the courier enforced on the order; afterwards any courier account may be used."""
    order = _order(context, order_id)
    if not context.settings.unlock_courier_permitted:
        raise Refusal("ERROR: The courier of the order cannot be unlocked.")
    order.enforced_courier_accounts = None
    context.account.orders.touch(order)
    return Answer()


def _order(context, order_id):
    order = context.account.orders.get(order_id)
    if order is None:
        raise Refusal(f"ERROR: Order {order_id} was not found.")
    if order.locked_until > context.account.clock.time():
        raise Refusal(LOCKED)
    return order


def save_orders(context):
    """Each order is saved or refused on its own; messages are pooled and end with the order id (design)."""
    items = context.body.entities()
    context.call.items = len(items)
    messages = []
    for item in items:
        messages += [f"{error} - Order id: {item.get('id')}" for error in OrderSave(context, item).run()]
    return Answer(messages=messages, is_error=bool(messages))


class OrderSave:
    """One order of order/save: checked completely, then written."""

    def __init__(self, context, item):
        self._account = context.account
        self._settings = context.settings
        self._by = context.by
        self._item = item
        self._minimal = context.settings.minimal_order_save

    def run(self):
        """Errors, empty when the order was saved."""
        order = self._account.orders.get(to_int(self._item.get("id")))
        if order is None:
            return ["The order was not found"]
        if order.locked_until > self._account.clock.time():
            return [LOCKED]
        errors = self._missing() or self._identity_errors(order)
        if errors:
            return errors
        status = order.status if self._item.get("status") is None else to_int(self._item["status"])
        if error := move_error(order, status, self._account.clock.time(), self._settings):
            return [error]
        if self._item.get("is_storno") in (True, 1, "1"):
            return self._storno(order, status)
        return self._save(order, status)

    def _missing(self):
        required = () if self._minimal else REQUIRED
        if self._settings.currency_required_on_order_save:
            required += ("currency",)
        return [f"The {key} field is mandatory" for key in required if self._item.get(key) is None]

    def _identity_errors(self, order):
        errors = []
        if order.type == BY_EMAG:
            return ["Orders fulfilled by eMAG cannot be changed"]
        if self._item.get("type") is not None and to_int(self._item["type"]) != order.type:
            errors.append(f"Invalid type: {self._item['type']}")
        if self._item.get("payment_mode_id") is not None and to_int(self._item["payment_mode_id"]) not in (1, 2, 3):
            errors.append(f"Invalid payment_mode_id: {self._item['payment_mode_id']}")
        if self._item.get("currency") is not None and self._item["currency"] != order.currency:
            errors.append(f"Invalid currency: {self._item['currency']}")
        return errors

    def _changes(self, order, is_storno):
        products = self._item.get("products")
        return None if products is None else compare_lines(order, products, is_storno, self._minimal)

    def _save(self, order, status):
        changes = self._changes(order, is_storno=False)
        if changes and changes.errors:
            return changes.errors
        reason = None
        if status == CANCELED and order.status != CANCELED:
            reason = _reason_id(self._item.get("reason_cancellation"))
            if reason not in CANCELLATION_REASONS:
                return ["A valid reason_cancellation is mandatory for a canceled order"]
        elif changes and (errors := edit_errors(order, changes)):
            return errors
        elif changes and changes.any:
            self._edit(order, changes)
        self._account.orders.set_status(order, status, self._by, reason)
        return []

    def _storno(self, order, status):
        changes = self._changes(order, is_storno=True)
        if changes is None:
            return ["Storno needs the products of the order"]
        errors = changes.errors or storno_errors(order, changes, self._settings)
        if errors:
            return errors
        if status != FINALIZED:
            return ["A storno keeps the order finalized"]
        for line in changes.reduced:
            self._account.orders.storno_line(line, line.active_quantity - changes.quantities[line.id])
        for line in changes.omitted if self._settings.storno_omitted_line == "stornoed" else ():
            self._account.orders.storno_line(line, line.active_quantity)
        order.is_storno = True
        everything_back = not any(line.active_quantity for line in order.lines)
        self._account.orders.set_status(order, RETURNED if everything_back else FINALIZED, self._by)
        return []

    def _edit(self, order, changes):
        before = self._account.orders.quantities(order)
        now = self._account.clock.time()
        for line in changes.reduced + changes.raised:
            wanted = changes.quantities[line.id]
            line.status, line.quantity, line.modified = (1, wanted, now) if wanted else (0, line.quantity, now)
        for line in changes.omitted:
            line.status, line.modified = 0, now
        order.lines += [self._new_line(row, now) for row in changes.added]
        self._account.orders.edited(order, before, self._by)

    def _new_line(self, row, now):
        """Known products bring their identity and VAT rate; virtual lines get the default rate (design)."""
        offer = self._account.offers.get(to_int(row["product_id"]))
        vat = self._account.dictionary.vat
        return Line(
            self._account.orders.next_line_id(),
            to_int(row["product_id"]),
            row["name"],
            to_int(row["quantity"]),
            to_decimal(row["sale_price"]),
            vat[offer.vat_id] if offer else next(iter(vat.values())),
            now,
            now,
            part_number=offer and offer.part_number,
            ext_part_number=offer and offer.part_number,
            part_number_key=offer and offer.part_number_key,
            status=to_int(row["status"]) or 0,
            initial_qty=0,
        )


def _reason_id(sent):
    """The id itself or the {"id", "name"} object that reads give."""
    return to_int(sent.get("id")) if isinstance(sent, dict) else to_int(sent)
