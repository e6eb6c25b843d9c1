"""Decimal arithmetic for prices: no binary float ever decides a cent.

``marked_up``, ``rounded_price`` and ``net`` are the rule for one price; ``models.offer_price`` does the same to whole sets of
rows in SQL, and a test holds both against the same prices.
"""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 15  # no price and no quantity; beyond it cents would get lost, or rounding fail


def decimal(value, default=None):
    """Read a number the way platforms write them: ``"10.0700"``, ``10.07``, ``""``, ``None``.

    :raise ValueError: when a value is there and is not a number below ``LARGEST``
    """
    if value is None or value == "":
        return default
    if isinstance(value, bool):
        raise ValueError(f"not a number: {value!r}")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError(f"not a number: {value!r}") from None
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(f"not a number: {value!r}")
    return number


def to_cents(amount):
    """Round half up to two decimals, as invoices do."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def gross(net, rate):
    """The price VAT included of a net price, to the cent; ``rate`` is a fraction."""
    return to_cents(net * (1 + rate))


def net(gross_price, rate, digits=4):
    """The net price of a price VAT included, with ``digits`` decimals."""
    return (gross_price / (1 + rate)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def marked_up(price, percent):
    """``price`` raised (or, negative, lowered) by a percentage."""
    return price * (1 + percent / 100)


def rounded_price(price, step, ending=Decimal(0)):
    """Round a customer's price up to the next multiple of ``step``, minus ``ending`` (step 1, ending 0.01 gives ….99).

    A step of zero only rounds to the cent. Never below one cent for a positive price.
    """
    if not step:
        return to_cents(price)
    result = (price + ending).quantize(CENT, rounding=ROUND_HALF_UP)
    result = (result / step).to_integral_value(rounding=ROUND_CEILING) * step - ending
    return max(to_cents(result), CENT if price > 0 else Decimal(0))


def percent_change(old, new):
    """How far ``new`` is from ``old``, in percent of ``old``; ``None`` without an old price."""
    return abs(new - old) * 100 / old if old else None
