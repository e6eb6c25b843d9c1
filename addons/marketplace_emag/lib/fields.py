"""Reads single fields of eMAG's JSON: forgiving where the platform is known to vary, strict everywhere else.

Numbers come as strings or numbers, flags as 0/1 or true/false, an empty object as ``[]``, a list sometimes as an object
with numbered keys (api/emag.md §1.5, §1.7, §8.14). Whatever else is found raises ``ValueError`` naming the field.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo.addons.marketplace_base.lib.money import decimal

from .const import ID_MAX

NO_MOMENT = ("", "0", "0000-00-00", "0000-00-00 00:00:00")


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


def is_id(key):
    """Whether a text is a number that eMAG may have given to a record (§3.1, §4.4)."""
    return key.isascii() and key.isdigit() and len(key) <= len(str(ID_MAX)) and 0 < int(key) <= ID_MAX


def identifier(row, key, what):
    """An id as text; ``""`` when there is none (absent, empty or 0)."""
    value = whole(row, key, what, 0)
    return str(value) if value > 0 else ""


def own_id(row, what):
    """The ``id`` that a record cannot do without."""
    key = identifier(row, "id", what)
    if not key:
        raise ValueError(f"{what}: the id is missing")
    return key


def rate(row, key, what):
    """A VAT rate as a fraction. eMAG writes 0.21, some answers 21 (api/emag.md §2.2)."""
    value = required(row, key, what)
    if value >= 1:
        value /= 100
    if not 0 <= value < 1:
        raise ValueError(f"{what}: {key} is not a VAT rate: {row[key]}")
    return value.normalize()


def moment(row, key, what, zone):
    """A local time without zone, as aware UTC; ``None`` when absent (api/emag.md §1.7)."""
    written = text(row, key, what)
    if written in NO_MOMENT:
        return None
    try:
        value = datetime.fromisoformat(written)
        return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{what}: {key} is not a date and time: {written[:40]}") from None


def window(since, until, zone, doubt):
    """A span of UTC as the two local times to ask for; never narrower than the span.

    Where the clock goes back in between, one hour has two meanings: each end is written with the offset, of the two,
    that makes the window wider. ``doubt`` is how far the zone itself may be off.
    """
    zone = ZoneInfo(zone)
    offsets = {since.astimezone(zone).utcoffset(), until.astimezone(zone).utcoffset()}
    start = since.astimezone(UTC) + min(offsets) - doubt
    end = until.astimezone(UTC) + max(offsets) + doubt
    return f"{start:%Y-%m-%d %H:%M:%S}", f"{end:%Y-%m-%d %H:%M:%S}"
