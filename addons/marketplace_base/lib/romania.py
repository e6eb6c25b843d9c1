"""Romanian places and company numbers as people and platforms write them, made comparable. Pure.

What is not understood is handed back as it came, never dropped: a courier's driver still understands it.
"""

import re
import unicodedata
from dataclasses import dataclass

from stdnum.exceptions import ValidationError
from stdnum.ro import cui

# The codes of ISO 3166-2:RO, which are those of the number plates and of Odoo's ``base.RO_…`` states.
COUNTIES = {
    "AB": "Alba", "AG": "Argeș", "AR": "Arad", "B": "București", "BC": "Bacău", "BH": "Bihor", "BN": "Bistrița-Năsăud",
    "BR": "Brăila", "BT": "Botoșani", "BV": "Brașov", "BZ": "Buzău", "CJ": "Cluj", "CL": "Călărași",
    "CS": "Caraș-Severin", "CT": "Constanța", "CV": "Covasna", "DB": "Dâmbovița", "DJ": "Dolj", "GJ": "Gorj",
    "GL": "Galați", "GR": "Giurgiu", "HD": "Hunedoara", "HR": "Harghita", "IF": "Ilfov", "IL": "Ialomița", "IS": "Iași",
    "MH": "Mehedinți", "MM": "Maramureș", "MS": "Mureș", "NT": "Neamț", "OT": "Olt", "PH": "Prahova", "SB": "Sibiu",
    "SJ": "Sălaj", "SM": "Satu Mare", "SV": "Suceava", "TL": "Tulcea", "TM": "Timiș", "TR": "Teleorman", "VL": "Vâlcea",
    "VN": "Vrancea", "VS": "Vaslui",
}  # fmt: skip
CAPITAL = "B"
CAPITAL_CITY = COUNTIES[CAPITAL]

# Spellings that are neither the name nor the code: the older î, the foreign name, common short forms.
_OTHER_NAMES = {
    "vilcea": "VL", "dimbovita": "DB", "buc": "B", "bucharest": "B", "bucurest": "B", "bucuresi": "B",
    "bistrita": "BN", "caras": "CS", "satmar": "SM",
}  # fmt: skip
_CEDILLAS = str.maketrans("şŞţŢ", "șȘțȚ")
_LINKING_WORDS = frozenset({"al", "cel", "cu", "de", "din", "la", "lui", "pe", "sub"})
_KIND_OF_PLACE = re.compile(
    r"^(?:mun(?:icipiul|icipiu)?|ora[sș](?:ul)?|or|loc(?:alitatea|alitate)?)(?:\.\s*|\s+)(?=\S)", re.IGNORECASE
)
_COUNTY_WORDS = re.compile(r"\b(?:jud(?:et(?:ul)?)?|county|mun(?:icipiul|icipiu)?|municipality)\b")
_CAPITAL = re.compile(r"\b(?:bucuresti(?:ul)?|bucharest|bucurest|buc)\b")
_SECTOR = re.compile(r"\b(?:sec(?:t(?:or(?:ul)?)?)?)\s?([1-6])\b")
_SHORT_SECTOR = re.compile(r"\bs\s?([1-6])\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Romania. ``county`` is a code of ``COUNTIES`` or empty; ``rest`` is what found no place of its own."""

    county: str
    city: str
    rest: str = ""

    @property
    def county_name(self):
        return COUNTIES.get(self.county, "")


def tidy(text):
    """The text with single spaces and with ș, ț written as Romanian has them (comma below, not cedilla)."""
    return " ".join((text or "").translate(_CEDILLAS).split())


def plain(text):
    """The text for comparing: small letters, no diacritics, no signs. ``"Ştefan-cel-Mare"`` → ``stefan cel mare``."""
    bare = unicodedata.normalize("NFKD", (text or "").casefold())
    bare = "".join(letter if letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter))
    return " ".join(bare.split())


_BY_NAME = {plain(name).replace(" ", ""): code for code, name in COUNTIES.items()} | _OTHER_NAMES


def county_code(text):
    """The code of a county written in any usual way, or empty: ``"Jud. Timiş"``, ``"RO-TM"``, ``"tm"`` → ``TM``."""
    words = _COUNTY_WORDS.sub(" ", plain(text))
    if _CAPITAL.search(words) or _is_only_sector(words):
        return CAPITAL
    words = re.sub(r"^(?:ro|romania)\b|\b(?:ro|romania)$", "", words).replace(" ", "")
    return words.upper() if words.upper() in COUNTIES else _BY_NAME.get(words, "")


def sector(text):
    """The sector of Bucharest named in a text (1 to 6), or None."""
    words = plain(text)
    found = _SECTOR.search(words) or _SHORT_SECTOR.search(words)
    return int(found[1]) if found else None


def _is_only_sector(words):
    return bool(_SECTOR.fullmatch(words.strip()) or _SHORT_SECTOR.fullmatch(words.strip()))


def sector_of_zip(postal_code):
    """The sector a Bucharest postal code lies in, or None: its second digit says so (0**3**0167 is in sector 3)."""
    found = re.fullmatch(r"0([1-6])\d{4}", postal_code)
    return int(found[1]) if found else None


def zip_code(text):
    """A postal code of six digits; the leading zero that spreadsheets eat is given back. Others stay as written."""
    compact = re.sub(r"[\s.-]", "", text or "")
    return compact.zfill(6) if compact.isdecimal() and len(compact) in (5, 6) else tidy(text)


def locality(text):
    """A town's or village's name without its kind, in proper case: ``"MUN. CLUJ-NAPOCA"`` → ``Cluj-Napoca``."""
    name = _KIND_OF_PLACE.sub("", tidy(text).strip(" ,;"))
    if name.isupper() or name.islower():
        name = re.sub(r"[^\W\d_]+", lambda word: _cased(word[0], word.start() > 0), name)
    return name


def _cased(word, inside):
    word = word.lower()
    return word if inside and plain(word) in _LINKING_WORDS else word.capitalize()


def place(county, city, postal_code=""):
    """A county and a city as written, understood together.

    In Bucharest the city becomes ``Sector 1`` … ``Sector 6``, as electronic invoices ask for, if the city, the county
    or the postal code tells the sector. The capital may be named in the city's field only.
    """
    code = county_code(county)
    rest = "" if code else tidy(county)
    if not code and _names_capital(city):
        code = CAPITAL
    if code != CAPITAL:
        return Place(code, _without_county(locality(city), code), rest)
    number = sector(city) or sector(county) or sector_of_zip(zip_code(postal_code))
    if not number and city and not _names_capital(city):
        return Place(code, locality(city), rest)  # a quarter, or a town around the capital: the courier knows better
    further = ", ".join(filter(None, (_beyond_capital(city), rest)))
    return Place(code, f"Sector {number}" if number else CAPITAL_CITY, further)


def _names_capital(city):
    words = plain(city)
    return bool(re.match(r"(?:mun(?:icipiul)? )?(?:bucuresti|bucharest)\b", words)) or _is_only_sector(words)


def _beyond_capital(city):
    """What a city's field says besides Bucharest and its sector, such as a quarter; as it is written."""
    parts = re.split(r"[,;/()]+|\s+-\s+", tidy(city))
    further = []
    for part in parts:
        words = plain(part)
        left = _SHORT_SECTOR.sub(" ", _SECTOR.sub(" ", _CAPITAL.sub(" ", _COUNTY_WORDS.sub(" ", words))))
        left = re.sub(r"\b(?:romania|ro)\b", " ", left)
        if left.split():
            further.append(part.strip() if left.split() == words.split() else " ".join(left.split()).title())
    return ", ".join(further)


def _without_county(city, code):
    """A city without the county repeated after it: ``Florești (Cluj)``, ``Florești, jud. Cluj``."""
    found = re.fullmatch(r"(.+?)\s*(?:\(([^()]+)\)|,\s*([^,]+))", city)
    if found and code and county_code(found[2] or found[3]) == code:
        return found[1]
    return city


# ---- company numbers ----


def company_number(text):
    """The digits of a Romanian company's number (CUI), however it is written; empty when it is none."""
    try:
        return cui.validate(re.sub(r"[.\s]", "", text or ""))
    except ValidationError:
        return ""


def same_phone(text):
    """A phone number for comparing: its last nine digits, so that +40, 0040 and 0 forms are one."""
    return re.sub(r"\D", "", text or "")[-9:]
