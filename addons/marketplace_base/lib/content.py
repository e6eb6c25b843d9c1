"""Reading product content: what a characteristic's text means."""

import re
from decimal import Decimal

_WEIGHT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(kg|kilograme?|g|gr|grame?)$", re.IGNORECASE)
_WEIGHT_NAMES = {"greutate", "greutate neta", "greutate netă", "greutate produs", "weight", "net weight"}


def weight_in(characteristics):
    """The weight in kilograms that one of these ``(name, value)`` says, ``None`` where none does.

    A number without unit says nothing: some categories count in grams, others in kilograms.
    """
    for name, value in characteristics:
        found = _WEIGHT.match(value.strip()) if name.strip().casefold() in _WEIGHT_NAMES else None
        if found:
            number = Decimal(found[1].replace(",", "."))
            return float(number if found[2].casefold().startswith("k") else number / 1000)
    return None
