"""Rules of characteristics and families against a category (api/emag.md §2.1, §3.2, §3.4)."""

import re

from .bodies import to_int

SINGLE_VALUE_TYPES = (1, 20, 60)
# Forms that a value outside the list must have; types without an entry take any text.
FORMS = {
    1: re.compile(r"-?\d+([.,]\d+)?"),
    2: re.compile(r"-?\d+([.,]\d+)? ?\D+"),
    30: re.compile(r"\d+ ?[xX] ?\d+"),
    40: re.compile(r"[\d.]+ ?[xX] ?[\d.]+ ?[xX] ?[\d.]+( ?- ?[\d.]+)?"),
}


def doc_error(code, identifier, value, text):
    """One entry of doc_errors / validation_status.errors (§3.4)."""
    return {"code": code, "identifier": str(identifier), "value": value, "message": {"en_GB": text}}


def is_list_of_entries(sent):
    return isinstance(sent, list) and all(isinstance(entry, dict) for entry in sent)


def check_characteristics(known, sent):
    """doc_errors of a `characteristics` list; `known` = characteristics of the category by id."""
    if not is_list_of_entries(sent):
        return [doc_error("characteristic:not-a-list", "", None, "Characteristics must be a list of id and value")]
    errors, values = [], {}
    for entry in sent:
        number = to_int(entry.get("id"))
        if number not in known:
            errors.append(
                _error("not-attached", entry.get("id"), None, "Characteristic with id {} is not attached to template")
            )
            continue
        values.setdefault(number, []).append(entry)
        errors += _check_value(known[number], entry)
    for number, characteristic in known.items():
        errors += _check_together(characteristic, values.get(number, []))
    return errors


def _error(code, number, value, text):
    return doc_error(f"characteristic:{code}", number, value, text.format(number))


def _check_value(characteristic, entry):
    number, value, tag = characteristic["id"], entry.get("value"), entry.get("tag")
    if value is None or value == "":
        return [_error("value-empty", number, value, "Value of characteristic with id {} is empty")]
    value = str(value)
    if len(value) > 255:
        return [_error("value-unparsable", number, value, "Value of characteristic with id {} cannot be parsed")]
    errors = []
    if bool(characteristic["tags"]) != bool(tag) or (tag and tag not in characteristic["tags"]):
        expected = (
            f"must be sent once per tag: {', '.join(characteristic['tags'])}"
            if characteristic["tags"]
            else "has no tags"
        )
        errors.append(_error("tag", number, tag, f"Characteristic with id {{}} {expected}"))
    if value in characteristic["values"]:
        return errors
    if characteristic["values"] and not characteristic["allow_new_value"]:
        allowed = ", ".join(characteristic["values"])
        errors.append(
            _error("value-invalid", number, value, f"Value of characteristic with id {{}} must be one of: {allowed}")
        )
    elif characteristic["type_id"] == 1 and not FORMS[1].fullmatch(value):
        errors.append(_error("value-not-numeric", number, value, "Value of characteristic with id {} must be numeric"))
    elif (form := FORMS.get(characteristic["type_id"])) and not form.fullmatch(value):
        errors.append(_error("value-unparsable", number, value, "Value of characteristic with id {} cannot be parsed"))
    return errors


def _check_together(characteristic, entries):
    """Mandatory, one per tag, single value."""
    number = characteristic["id"]
    if not entries:
        missing = _error("value-missing", number, None, "Value of characteristic with id {} was not set")
        return [missing] if characteristic["is_mandatory"] else []
    tags = [entry.get("tag") for entry in entries]
    if characteristic["tags"] and sorted(str(tag) for tag in tags if tag) != sorted(characteristic["tags"]):
        text = f"Characteristic with id {{}} must be sent once per tag: {', '.join(characteristic['tags'])}"
        return [_error("tag", number, None, text)]
    if not characteristic["tags"] and characteristic["type_id"] in SINGLE_VALUE_TYPES and len(entries) > 1:
        return [_error("single-value", number, None, "Characteristic with id {} accepts a single value")]
    return []


def check_family(account, offer_id, content, category):
    """Text of the first thing wrong with a family; None when it can be built. `content` = merged documentation."""
    family = content["family"]
    if not isinstance(family, dict) or to_int(family.get("id")) is None:
        return "invalid family"
    if not family.get("name"):
        return "family name is empty"
    types = {entry["id"]: entry for entry in category["family_types"]}
    family_type = types.get(to_int(family.get("family_type_id")))
    if family_type is None:
        return "invalid family type id"
    own = _defining_values(family_type, content["characteristics"])
    for number, found in own.items():
        if not found:
            return f"missing value on characteristic {number}"
        if len(found) > 1:
            return f"more than 1 value on characteristic {number}"
    for other in account.offers:
        if other.id == offer_id or not other.family or other.family["id"] != to_int(family["id"]):
            continue
        if other.brand != content["brand"]:
            return "family brand does not match other products in family"
        if other.category_id != category["id"]:
            return "family template does not match other products in family"
        if _defining_values(family_type, other.characteristics) == own:
            return "product with the same characteristic values already exists on family"
    return None


def _defining_values(family_type, characteristics):
    """{defining characteristic id: set of values}; tagged values count once (the original one)."""
    found = {entry["characteristic_id"]: set() for entry in family_type["characteristics"]}
    for entry in characteristics or []:
        number = to_int(entry.get("id"))
        if number in found and entry.get("tag") in (None, "original"):
            found[number].add(str(entry.get("value")))
    return found
