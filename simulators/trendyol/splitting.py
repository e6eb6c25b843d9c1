"""Splitting a package in four ways; the new packages appear a little later (api/trendyol.md §3.8)."""

from .answers import Answer, Refusal
from .const import OPEN
from .package_actions import find, kept_status, require_status
from .query import json_object, whole


def split_packages(context, package_id):
    """Each entry is a package; what is left is one more."""
    package = _open(context, package_id)
    entries = _list(context.body, "splitPackages")
    groups = []
    for entry in entries:
        details = _list(entry, "packageDetails")
        groups.append([(_line(package, row.get("orderLineId")), whole(row.get("quantities"))) for row in details])
    return _split(context, package, groups)


def split(context, package_id):
    """These lines go apart."""
    package = _open(context, package_id)
    return _split(context, package, [_whole_lines(package, json_object(context.body))])


def multi_split(context, package_id):
    """Each group is a package; the rest, which must not be empty, is the last."""
    package = _open(context, package_id)
    groups = [_whole_lines(package, group) for group in _list(context.body, "splitGroups")]
    if sum(map(len, groups)) >= len(package.lines):
        raise Refusal("invalid.split", "not all lines may be listed")
    return _split(context, package, groups)


def quantity_split(context, package_id):
    """One line in given quantities, each a package."""
    package = _open(context, package_id)
    groups = []
    for entry in _list(context.body, "quantitySplit"):
        line, quantities = _line(package, entry.get("orderLineId")), entry.get("quantities")
        if not isinstance(quantities, list) or not quantities:
            raise Refusal("invalid.split", "quantities must be a list")
        groups += [[(line, whole(quantity))] for quantity in quantities]
    return _split(context, package, groups)


def _open(context, package_id):
    package = find(context, package_id)
    require_status(package, OPEN)
    return package


def _list(body, name):
    rows = json_object(body).get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Refusal("invalid.request", f"{name} must be a list of objects")
    return rows


def _line(package, number):
    line = package.line(whole(number))
    if line is None:
        raise Refusal("line.not.found", f"line {number} is not in the package")
    return line


def _whole_lines(package, body):
    numbers = body.get("orderLineIds")
    if not isinstance(numbers, list) or not numbers:
        raise Refusal("invalid.request", "orderLineIds must be a list")
    lines = [_line(package, number) for number in numbers]
    return [(line, line.quantity) for line in lines]


def _split(context, package, wanted):
    """`wanted` = groups of (line, quantity). Accepted at once; done after `split_seconds` if still possible."""
    status = kept_status(context, package, context.body)
    groups = dealt(package, wanted)
    if len(groups) < 2:
        raise Refusal("invalid.split", "nothing would be split")
    account, by, before = context.account, context.by, package.status

    def divide():
        if package.status == before:
            account.packages.divide(package, groups, status, by)

    account.after(account.settings.split_seconds, divide)
    context.call.items = len(groups)
    return Answer()


def dealt(package, wanted):
    """The pieces of the package dealt to the groups, then those that are left."""
    left = {line.id: list(line.units) for line in package.lines}
    groups = []
    for pairs in wanted:
        group = []
        for line, quantity in pairs:
            if quantity is None or not 1 <= quantity <= len(left[line.id]):
                raise Refusal("invalid.quantity", f"quantity of line {line.id} is not possible")
            units, left[line.id] = left[line.id][:quantity], left[line.id][quantity:]
            group.append(line.part(units))
        groups.append(group)
    rest = [line.part(left[line.id]) for line in package.lines if left[line.id]]
    return groups + ([rest] if rest else [])
