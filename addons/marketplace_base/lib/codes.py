"""Product codes as people and platforms write them, made comparable."""

import re

_SPACE = re.compile(r"\s+")


def normalised(code):
    """A code without spaces, in capitals; empty for none. ``" ab 12"`` and ``"AB12"`` are one code."""
    return _SPACE.sub("", code).upper() if code else ""


def normalised_ean(code):
    """A barcode without spaces and leading zeros, so that EAN-13, UPC-A and GTIN-14 of one article are equal."""
    return normalised(code).lstrip("0")
