"""Telephone numbers as eMAG's couriers take them (api/emag.md §5.1, §8.21): 8 to 11 digits, a leading + allowed."""

import re

from . import const_fulfilment as const

SEVERAL = re.compile(r"[/,;|\n]|\bsau\b|\bor\b|\b[iî]nt\.?\s*\d*|\bext\.?\s*\d*", re.IGNORECASE)


def phones(written):
    """The usable numbers in a text that may hold several, cleaned, in their order."""
    found = (_cleaned(part) for part in SEVERAL.split(written))
    return list(dict.fromkeys(number for number in found if number))


def _cleaned(part):
    digits = "".join(sign for sign in part if sign in "0123456789")
    international = part.strip(" (").startswith("+")
    if digits.startswith("00"):
        digits, international = digits[2:], True
    if not const.PHONE_MIN <= len(digits) <= const.PHONE_MAX:
        return ""
    return f"+{digits}" if international else digits
