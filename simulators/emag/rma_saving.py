"""rma/save: the full echo of a return with its next status (api/emag.md §6.3 - §6.5)."""

from simulators.core.money import to_decimal

from . import return_reasons
from .bodies import to_int
from .const import PICKUP_METHODS, RETURN_ADDRESS, RETURN_TYPES, RMA_FINALIZED, RMA_MOVES, RMA_REFUSED
from .envelope import Answer
from .times import parse_date, parse_datetime

# Required keys and what messages call them.
REQUIRED = {
    "order_id": "order id",
    "type": "type",
    "customer_name": "customer name",
    "customer_phone": "customer phone",
    "products": "products",
    "return_reason": "return reason",
    "return_type": "return type",
    "pickup_method": "pickup method",
    "pickup_country": "pickup country",
    "pickup_suburb": "pickup suburb",
    "pickup_city": "pickup city",
    "pickup_address": "pickup address",
    "pickup_locality_id": "pickup locality id",
    "date": "date",
}
REQUIRED_OF_PRODUCT = {
    "id": "product line id",
    "product_id": "product id",
    "quantity": "product quantity",
    "product_name": "product name",
    "return_reason": "product return reason",
}
REPLACEMENT = ("emag_id", "id", "name", "quantity")
ABSENT = (None, "", [])


def save_return(context):
    """Refusals carry the sent object in a double list."""
    item = context.body.entity(list_allowed=context.settings.rma_save_list)
    context.call.items = 1
    errors = RmaSave(context, item).run()
    if errors:
        messages = [f"ERROR: {error} - Rma id: {item.get('emag_id')}" for error in errors]
        return Answer([[item]], messages, is_error=True)
    return Answer()


class RmaSave:
    """Checked completely, then written. What is not writable stays as it is, whatever was sent."""

    def __init__(self, context, item):
        self._account = context.account
        self._settings = context.settings
        self._by = context.by
        self._item = item

    def run(self):
        """Errors, empty when the return was saved."""
        rma = self._account.returns.get(to_int(self._item.get("emag_id")))
        if rma is None:
            return ["the return was not found"]
        errors = self._missing() or self._wrong(rma) or self._wrong_lines(rma)
        if errors:
            return errors
        status = rma.status if self._item.get("request_status") is None else to_int(self._item["request_status"])
        if status not in RMA_MOVES[rma.status]:
            return [f"the request status cannot be changed from {rma.status} to {self._item.get('request_status')}"]
        if status == RMA_REFUSED and self._settings.reject_reason_required and self._has_no_reject_reason():
            return ["please provide the reject reason of each product"]
        if rma.status != RMA_FINALIZED:
            self._write(rma)
            self._account.returns.set_status(rma, status, self._by)
        return []

    def _missing(self):
        missing = [label for key, label in REQUIRED.items() if self._item.get(key) in ABSENT]
        if not missing and (found := return_reasons.problem(to_int(self._item["return_reason"]), self._observations())):
            missing.append(found)
        return [f"please provide the {label}" for label in missing]

    def _observations(self):
        return self._item.get("observations")

    def _wrong(self, rma):
        """Values that cannot be; ids that belong to another return."""
        item = self._item
        checks = {
            "order_id": to_int(item["order_id"]) == rma.order.id,
            "type": to_int(item["type"]) == rma.order.type,
            "return_type": to_int(item["return_type"]) in RETURN_TYPES,
            "pickup_method": to_int(item["pickup_method"]) in PICKUP_METHODS,
            "pickup_locality_id": self._is_place(to_int(item["pickup_locality_id"])),
            "date": parse_datetime(item["date"]) is not None,
            "products": isinstance(item["products"], list) and all(isinstance(row, dict) for row in item["products"]),
            "pickup_date": item.get("pickup_date") in ABSENT or parse_date(item["pickup_date"]) is not None,
            "return_address_id": item.get("return_address_id") in ABSENT or self._is_address(item["return_address_id"]),
            "return_tax_value": item.get("return_tax_value") in ABSENT or _is_amount(item["return_tax_value"]),
        }
        return [f"invalid value for {key}" for key, is_right in checks.items() if not is_right]

    def _wrong_lines(self, rma):
        errors, known = [], {line.id: line for line in rma.lines}
        for row in self._item["products"]:
            missing = [label for key, label in REQUIRED_OF_PRODUCT.items() if row.get(key) in ABSENT]
            line = known.pop(to_int(row.get("id")), None)
            if missing:
                errors += [f"please provide the {label}" for label in missing]
            elif line is None:
                errors.append(f"product line {row['id']} does not belong to the return")
            elif found := return_reasons.problem(to_int(row["return_reason"]), row.get("observations")):
                errors.append(f"please provide the {found} of product line {line.id}")
            elif to_int(row["quantity"]) is None or to_int(row["product_id"]) is None:
                errors.append(f"invalid quantity or product id of product line {line.id}")
            else:
                errors += self._wrong_verdict(row, line)
        return errors + [f"please provide product line {number}" for number in known if not errors]

    def _wrong_verdict(self, row, line):
        numbers = [key for key in ("reject_reason", "diagnostic") if row.get(key) not in ABSENT]
        wrong = [key for key in numbers if to_int(row[key]) is None]
        if row.get("refund_value") not in ABSENT and not _is_amount(row["refund_value"]):
            wrong.append("refund_value")
        return [f"invalid value for {key} of product line {line.id}" for key in wrong]

    def _has_no_reject_reason(self):
        return any(row.get("reject_reason") in ABSENT for row in self._item["products"])

    def _is_place(self, number):
        return any(row["emag_id"] == number for row in self._account.dictionary.localities)

    def _is_address(self, address_id):
        return any(
            row["address_id"] == str(address_id) and row["address_type_id"] == RETURN_ADDRESS
            for row in self._account.dictionary.addresses
        )

    def _write(self, rma):
        item = self._item
        if item.get("return_address_id") not in ABSENT:
            rma.return_address_id = str(item["return_address_id"])
        if item.get("pickup_date") not in ABSENT:
            rma.pickup_date = item["pickup_date"]
        if item.get("return_tax_value") not in ABSENT:
            rma.return_tax_value = to_decimal(item["return_tax_value"])
        for key in REPLACEMENT:
            if item.get(f"replacement_product_{key}") not in ABSENT:
                rma.replacement[key] = item[f"replacement_product_{key}"]
        lines = {line.id: line for line in rma.lines}
        for row in item["products"]:
            line = lines[to_int(row["id"])]
            for key, read in (("reject_reason", to_int), ("diagnostic", to_int), ("refund_value", to_decimal)):
                if row.get(key) not in ABSENT:
                    setattr(line, key, read(row[key]))


def _is_amount(value):
    amount = to_decimal(value)
    return amount is not None and amount >= 0
