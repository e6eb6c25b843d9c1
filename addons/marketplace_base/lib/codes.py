"""Product codes as people and platforms write them, made comparable; and which product an offer's codes lead to."""

import re

_SPACE = re.compile(r"\s+")
_EAN_LENGTHS = (8, 12, 13, 14)

# In which order an offer's codes are compared: what is nearer to the seller's own hand comes first.
LEVELS = ("code", "barcode", "additional", "catalogue")


def normalised(code):
    """A code without spaces, in capitals; empty for none. ``" ab 12"`` and ``"AB12"`` are one code."""
    return _SPACE.sub("", code).upper() if code else ""


def normalised_ean(code):
    """A barcode without spaces and leading zeros, so that EAN-13, UPC-A and GTIN-14 of one article are equal.

    A GTIN-14 that begins with another digit than 0 is a box of the article, not the article.
    """
    return normalised(code).lstrip("0")


def normalised_additional(code):
    """An additional code as it is stored for comparing: numbers like a barcode, all others like a product code."""
    plain = normalised(code)
    return normalised_ean(plain) if plain.isdigit() else plain


def is_ean(code):
    """Whether this is a whole EAN-8, UPC-A, EAN-13 or GTIN-14 with its right check digit."""
    if not (code.isascii() and code.isdigit() and len(code) in _EAN_LENGTHS and code.strip("0")):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return total % 10 == 0


def codes_of(sku, barcodes, platform_code):
    """``{level: codes}`` of an offer, normalised, each once and in the order in which they are compared."""
    eans = [normalised_ean(code) for code in barcodes]
    found = {
        "code": [normalised(sku)],
        "barcode": eans,
        "additional": [normalised_additional(sku), *eans],
        "catalogue": [normalised_additional(platform_code)],
    }
    return {level: [code for code in dict.fromkeys(codes) if code] for level, codes in found.items()}


def match(codes, index, apart=frozenset()):
    """Where an offer's codes lead: the first level that hits decides, within it the first code.

    :param codes: what ``codes_of`` returned
    :param index: ``{level: {code: product ids}}``
    :param apart: product ids that it is known not to be
    :return: level, code and the product ids in ascending order; ``None`` where nothing matches
    """
    for level in LEVELS:
        for code in codes[level]:
            if found := index[level].get(code, set()) - apart:
                return level, code, sorted(found)
    return None
