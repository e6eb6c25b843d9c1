"""Text messages as phones take them, and phone numbers as people write them (``api/sms.md`` §8–9). Pure."""

import re
import unicodedata

# The alphabet of one-byte messages, and what costs two places in it.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("€[]{}^~|\\\f")
_TYPOGRAPHY = str.maketrans(
    {
        "„": '"', "”": '"', "“": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ",
        "\u202f": " ", "•": "-", "×": "x",
    }
)  # fmt: skip

MOBILE = re.compile(r"\+407\d{8}$")


def plain(text):
    """The text in the one-byte alphabet: without diacritics, typography and emoji, which would halve what fits.

    What the alphabet has stays: ä, é, ñ.
    """
    result = []
    for char in unicodedata.normalize("NFC", text.translate(_TYPOGRAPHY)):
        if char in _GSM or char in _GSM_TWICE:
            result.append(char)
            continue
        bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        result.append("".join(c for c in bare if c in _GSM or c in _GSM_TWICE))
    return "\n".join(" ".join(line.split()) for line in "".join(result).splitlines()).strip()


def parts(text):
    """How many messages a text costs; 160 characters fit into one, 153 into each of several (70 and 67 with diacritics)."""
    if not text:
        return 0
    if all(char in _GSM or char in _GSM_TWICE for char in text):
        length, single, each = sum(2 if char in _GSM_TWICE else 1 for char in text), 160, 153
    else:
        length, single, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else -(-length // each)


def mobile(number):
    """The Romanian mobile number in what a customer or a platform wrote, as ``+407…``; empty when there is none.

    Fixed lines and foreign numbers are none: no text message goes there by itself.
    """
    first = re.split(r"[/,;]|[^\W\d_]", (number or "").strip(), maxsplit=1)[0]
    digits = re.sub(r"[^\d+]", "", first).lstrip("+").removeprefix("00")
    for start in ("400", "40", "0"):
        if digits.startswith(start) and len(digits) - len(start) == 9:
            digits = digits[len(start) :]
            break
    found = f"+40{digits}"
    return found if MOBILE.match(found) else ""
