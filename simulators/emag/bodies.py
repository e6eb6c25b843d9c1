"""Request bodies: JSON and PHP-style forms, `data` envelope, input variables, paging (api/emag.md §1.3, §1.4)."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qsl

from .const import MAX_ENTITIES, MAX_INPUT_VARS, MAX_PAGE, PAGE_SIZE
from .envelope import Refusal


@dataclass
class Body:
    """A decoded body; `form` tells PHP-style forms, where every leaf is a string."""

    value: object
    form: bool = False

    def filters(self, settings):
        """Top-level keys of a read. JSON filters under `data` are ignored while the switch says so."""
        if not isinstance(self.value, dict):
            return {}
        if self.form or not settings.ignore_data_filters_on_read:
            data = self.value.get("data", {} if self.form else self.value)
            return data if isinstance(data, dict) else {}
        return {key: value for key, value in self.value.items() if key != "data"}

    def entities(self, single_allowed=False):
        """The list of a save: a bare list, `{"data": [...]}`, and a single object only where eMAG takes one."""
        value = self.value
        if isinstance(value, dict) and "data" in value:
            value = value["data"]
        if isinstance(value, dict) and value:
            if not single_allowed:
                raise Refusal("Expected list of arrays, single array received")
            value = [value]
        if not isinstance(value, list) or not value:
            raise Refusal("Invalid data: a list of entities is expected")
        if not all(isinstance(entity, dict) for entity in value):
            raise Refusal("Invalid data: every entity must be an array")
        if len(value) > MAX_ENTITIES:
            raise Refusal(f"Maximum number of {MAX_ENTITIES} entities per request exceeded")
        return value

    def entity(self, list_allowed=False):
        """The object of a save that takes exactly one: bare or under `data`; in a list only where that is switched on."""
        value = self.value
        if isinstance(value, dict) and "data" in value:
            value = value["data"]
        if list_allowed and isinstance(value, list) and len(value) == 1:
            value = value[0]
        if not isinstance(value, dict) or not value:
            raise Refusal("Invalid data: a single array is expected")
        return value


def parse_body(request):
    """Body of a POST; raises Refusal with HTTP 400 when it cannot be understood."""
    raw = request.get_data()
    if not raw.strip():
        return Body({})
    if request.mimetype == "application/json":
        return Body(parse_json(raw))
    if request.mimetype == "application/x-www-form-urlencoded":
        return Body(parse_form(raw.decode("utf-8", "replace")), form=True)
    raise Refusal("Invalid content type", status=400)


def parse_json(raw):
    """JSON with decimals kept exact; Refusal 400 when malformed."""
    try:
        return json.loads(raw, parse_float=Decimal)
    except ValueError:
        raise Refusal("Invalid JSON body", status=400) from None


def parse_form(text):
    """`data[0][id]=1&data[0][ean][]=2` as nested dictionaries; those keyed 0..n-1 become lists, as PHP prints them."""
    root = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, *rest = re.findall(r"^[^\[]+|\[[^\]]*\]", name) or [name]
        node, key = root, head
        for part in (step[1:-1] for step in rest):
            child = node.get(key)
            node = node.setdefault(key, {}) if child is None or isinstance(child, dict) else root
            key = part or str(len(node))
        node[key] = value
    return _lists(root)


def _lists(node):
    if not isinstance(node, dict):
        return node
    values = {key: _lists(value) for key, value in node.items()}
    if values and list(values) == [str(number) for number in range(len(values))]:
        return list(values.values())
    return values


def check_input_vars(value):
    """Refuse more than 4000 leaf values; nothing is saved then (§1.3)."""
    if count_leaves(value) > MAX_INPUT_VARS:
        raise Refusal(f"Maximum input vars of {MAX_INPUT_VARS} exceeded")


def count_leaves(value):
    if isinstance(value, dict):
        return sum(map(count_leaves, value.values()))
    if isinstance(value, list):
        return sum(map(count_leaves, value))
    return 1


def to_int(value):
    """Whole number from an int or a digit string; None otherwise ("5.0", 5.0 and true are not whole numbers)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
        return int(value)
    return None


def int_filter(filters, key, choices=None, low=None, high=None):
    """An optional whole-number filter; Refusal when it is not one of `choices` or outside the range."""
    if filters.get(key) is None:
        return None
    value = to_int(filters[key])
    if value is None or (choices is not None and value not in choices):
        raise Refusal(f"Invalid value for filter {key}")
    if (low is not None and value < low) or (high is not None and value > high):
        raise Refusal(f"Invalid value for filter {key}")
    return value


def paging(filters, settings, most=PAGE_SIZE):
    """(current page, items per page) with the limits of §1.4."""
    page = int_filter(filters, "currentPage", low=1, high=MAX_PAGE) or 1
    size = int_filter(filters, "itemsPerPage", low=1) or PAGE_SIZE
    if size > most:
        if settings.items_per_page_above_limit == "refuse":
            raise Refusal(f"Reading products is limited to maximum {most} elements", status=400)
        size = most
    return page, size


def page_of(rows, page, size):
    return rows[(page - 1) * size : page * size]


def count_answer(total, size, settings):
    """Results of a count action (§1.4): strings or integers."""
    numbers = {"noOfItems": total, "noOfPages": -(-total // size), "itemsPerPage": size}
    return {key: str(number) for key, number in numbers.items()} if settings.count_values == "string" else numbers
