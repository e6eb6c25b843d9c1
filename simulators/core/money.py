"""Decimal money: never floats inside, floats only where a platform prints JSON numbers."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
FOUR_PLACES = Decimal("0.0001")


# Beyond this nothing is an amount of money, and Decimal would run out of digits.
TOO_BIG = Decimal(10) ** 15


def to_decimal(value):
    """Decimal from a JSON number or numeric string; None when it is neither (booleans are not numbers) or huge."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < TOO_BIG else None


def round_half_up(amount, unit=CENT):
    return amount.quantize(unit, rounding=ROUND_HALF_UP)


def as_json_number(amount):
    """120 rather than 120.0, 165.2893 as float; None stays None."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def as_text(amount):
    """Decimal string with 4 decimals: "10.0700"."""
    return str(round_half_up(amount, FOUR_PLACES))
