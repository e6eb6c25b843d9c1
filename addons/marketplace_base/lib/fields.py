"""Reads single fields of a platform's JSON: forgiving where all platforms are known to vary, strict everywhere else.

Numbers come as strings or numbers, flags as 0/1 or true/false, an empty object as ``[]``, a list sometimes as an object
with numbered keys. Whatever else is found raises ``ValueError`` naming the field.
"""

from .money import decimal


def record(value, what):
    """A JSON object; ``None`` and the empty list count as an empty one."""
    if value is None or value == []:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"{what} is not readable")
    return value


def records(value, what):
    """A list of JSON objects; also when the list arrives as an object with numbered keys, or as one bare object."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        value = list(value.values()) if value and all(key.isdecimal() for key in value) else [value] if value else []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError(f"{what}: not a readable list")
    return value


def text(row, key, what):
    """A stripped text; numbers are accepted, nothing and ``[]`` read as ``""``."""
    value = row.get(key)
    if value is None or value == []:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{what}: {key} is not a text")
    return str(value).strip()


def number(row, key, what, default=None):
    """A ``Decimal``, or ``default`` when the field is absent or empty."""
    try:
        return decimal(row.get(key), default)
    except ValueError as error:
        raise ValueError(f"{what}: {key} is {error}") from None


def required(row, key, what):
    """A ``Decimal`` that has to be there."""
    value = number(row, key, what)
    if value is None:
        raise ValueError(f"{what}: {key} is missing")
    return value


def whole(row, key, what, default=None):
    """An ``int``, or ``default`` when the field is absent or empty."""
    value = number(row, key, what)
    if value is None:
        return default
    if value != int(value):
        raise ValueError(f"{what}: {key} is not a whole number: {value}")
    return int(value)


def flag(row, key, what, default=False):
    """A boolean, written as 0/1, "0"/"1" or true/false."""
    value = row.get(key)
    if isinstance(value, bool):
        return value
    value = whole(row, key, what)
    return default if value is None else value != 0
