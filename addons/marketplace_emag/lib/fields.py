"""Reads single fields of eMAG's JSON: the common readings, and those that only eMAG needs (api/emag.md §1.5, §1.7, §8.14)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo.addons.marketplace_base.lib.fields import flag, number, record, records, required, text, whole

from .const import ID_MAX

__all__ = [
    "NO_MOMENT",
    "flag",
    "identifier",
    "is_id",
    "moment",
    "number",
    "own_id",
    "rate",
    "record",
    "records",
    "required",
    "text",
    "whole",
    "window",
]

NO_MOMENT = ("", "0", "0000-00-00", "0000-00-00 00:00:00")


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
