"""EAN rules: 6 to 14 digits, GS1 check digit where the code type has one (api/emag.md §3.2)."""

# EAN-8, UPC-A, EAN-13, GTIN-14. Shorter codes (UPC-E, ISBN-10 and such) have no GS1 check digit of their own.
CHECKED_LENGTHS = (8, 12, 13, 14)


def check_digit(body):
    """GS1 check digit of the digits before it."""
    digits = [int(digit) for digit in reversed(body)]
    return str(-(3 * sum(digits[::2]) + sum(digits[1::2])) % 10)


def is_valid(ean):
    if not isinstance(ean, str) or not ean.isascii() or not ean.isdigit() or not 6 <= len(ean) <= 14:
        return False
    return len(ean) not in CHECKED_LENGTHS or ean[-1] == check_digit(ean[:-1])


def make(number):
    """A valid EAN-13 of the Romanian range for sample data; `number` up to nine digits."""
    body = f"594{number:09d}"
    return body + check_digit(body)
