"""Reads single fields of Trendyol's JSON: the common readings, and those that only Trendyol needs (api/trendyol.md §3.3).

Times are milliseconds since 1970 in UTC, ids are integers of 64 bits, and the fields of orders have an old and a new name.
"""

from datetime import UTC, datetime, timedelta

from odoo.addons.marketplace_base.lib.fields import flag, number, record, records, required, text, whole

__all__ = [
    "EPOCH",
    "ID_MAX",
    "flag",
    "identifier",
    "is_id",
    "known",
    "millis",
    "moment",
    "number",
    "percent",
    "record",
    "records",
    "required",
    "text",
    "whole",
    "word",
]

ID_MAX = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_id(key):
    """Whether a text is a number that Trendyol may have given to a record."""
    return key.isascii() and key.isdigit() and len(key) <= 19 and 0 < int(key) <= ID_MAX


def identifier(row, *keys, what):
    """An id as text, under the first name that has one; ``""`` when there is none (absent, empty or 0)."""
    for key in keys:
        value = row.get(key)
        written = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else value
        if written in (None, "", "0"):
            continue
        if not isinstance(written, str) or not is_id(written):  # up to 64 bits: too long for ``whole``
            raise ValueError(f"{what}: {key} is not a number of a record: {value!r:.40}")
        return str(int(written))
    return ""


def known(row, *keys):
    """The first of these names that the row has: the new one is named first (§8.19)."""
    return next((key for key in keys if row.get(key) not in (None, "")), keys[0])


def moment(row, key, what):
    """A time in milliseconds, as aware UTC; ``None`` when absent or 0."""
    value = whole(row, key, what, 0)
    if not value:
        return None
    try:
        return EPOCH + timedelta(milliseconds=value)
    except OverflowError:
        raise ValueError(f"{what}: {key} is not a time: {value}") from None


def millis(when):
    """An aware time as Trendyol writes it."""
    return int((when - EPOCH) / timedelta(milliseconds=1))


def percent(row, key, what):
    """A VAT rate, written in percent, as a fraction; ``None`` when absent."""
    value = number(row, key, what)
    if value is None:
        return None
    if not 0 <= value < 100:
        raise ValueError(f"{what}: {key} is not a VAT rate: {value}")
    return (value / 100).normalize()


def word(row, key, what):
    """A text that is one or nothing: Trendyol writes ``0`` and ``-`` for nothing in some fields."""
    value = text(row, key, what)
    return "" if value.strip("0-") == "" else value
