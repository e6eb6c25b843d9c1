"""What the shop sells: sixty articles with their VAT rate, price and cost in RON, and how eMAG's offers name them."""

from dataclasses import dataclass
from decimal import Decimal

FIRST_EAN = 594_000_700_000
FIRST_OFFER = 243_400

# category, VAT percent, then (name, price with VAT, cost without)
SHELVES = (
    ("Cafea și ceai", 11, (
        ("Cafea boabe Arabica 1 kg", "89.90", "49"), ("Cafea măcinată 500 g", "39.90", "21"),
        ("Capsule espresso 10 buc.", "18.50", "9"), ("Ceai verde Sencha 100 g", "24.90", "11"),
        ("Ceai de tei 50 plicuri", "12.90", "6"), ("Ciocolată caldă 400 g", "29.90", "15"),
        ("Miere de salcâm 500 g", "34.90", "19"), ("Gem de caise 370 g", "16.90", "8"),
        ("Biscuiți cu unt 300 g", "14.50", "7"), ("Ciocolată neagră 85 % 100 g", "13.90", "6"),
        ("Nuci pecan 200 g", "32.90", "18"), ("Ulei de măsline 750 ml", "49.90", "29"),
    )),
    ("Cărți", 11, (
        ("Atlas rutier România", "59.00", "31"), ("Rețete de la bunica", "45.00", "23"),
        ("Povești pentru copii", "39.00", "19"), ("Dicționar român-englez", "69.00", "37"),
        ("Grădina mea, calendar", "29.00", "14"), ("Manual de tâmplărie", "75.00", "41"),
    )),
    ("Bucătărie", 21, (
        ("Cană albă 300 ml", "19.90", "7"), ("Cană smălțuită roșie", "27.90", "11"),
        ("Tigaie ceramică 28 cm", "129.90", "66"), ("Oală inox 5 l", "169.90", "88"),
        ("Set cuțite 5 piese", "149.00", "74"), ("Tocător din bambus", "44.90", "19"),
        ("Cântar de bucătărie", "69.90", "33"), ("Râșniță manuală de cafea", "99.90", "52"),
        ("Ibric cupru 200 ml", "59.90", "28"), ("Presă franceză 1 l", "79.90", "38"),
        ("Termos 750 ml", "84.90", "41"), ("Caserolă sticlă 1,2 l", "36.90", "16"),
    )),
    ("Casă", 21, (
        ("Prosop baie 70 × 140", "49.90", "22"), ("Lenjerie de pat dublă", "189.00", "97"),
        ("Pernă puf 50 × 70", "79.00", "39"), ("Pătură fleece", "69.90", "31"),
        ("Lampă de birou LED", "119.90", "58"), ("Bec LED 9 W", "9.90", "3"),
        ("Prelungitor 5 m", "39.90", "18"), ("Cutie depozitare 30 l", "34.90", "14"),
        ("Uscător de rufe", "139.00", "72"), ("Mop cu găleată", "109.90", "54"),
        ("Cuier de perete", "54.90", "24"), ("Ceas de perete", "64.90", "29"),
    )),
    ("Electronice", 21, (
        ("Căști bluetooth", "149.90", "79"), ("Boxă portabilă", "199.90", "108"),
        ("Mouse fără fir", "59.90", "27"), ("Tastatură mecanică", "249.90", "141"),
        ("Cablu USB-C 2 m", "29.90", "8"), ("Încărcător 65 W", "119.90", "57"),
        ("Baterie externă 20000 mAh", "129.90", "67"), ("Suport telefon auto", "44.90", "18"),
        ("Cameră web Full HD", "159.90", "84"), ("Router wifi 6", "279.90", "163"),
    )),
    ("Grădină", 21, (
        ("Foarfecă de grădină", "49.90", "23"), ("Furtun 20 m", "89.90", "44"),
        ("Ghiveci ceramic 24 cm", "39.90", "17"), ("Mănuși de grădină", "14.90", "5"),
        ("Stropitoare 10 l", "34.90", "14"), ("Pământ de flori 20 l", "24.90", "10"),
        ("Hamac de bumbac", "159.00", "82"), ("Grătar pliabil", "219.00", "121"),
    )),
)  # fmt: skip

DOUBTFUL = 2
"""So many articles share one code: the offer that carries it could be either."""

WAYS = ("code", "EAN", "additional code", "PNK")
"""How an offer at eMAG is recognised as one of our products; taken in turn."""


@dataclass(frozen=True)
class Article:
    """One article. ``price`` includes VAT; ``way`` is the only code its offer shares with the product."""

    number: int
    name: str
    category: str
    vat: int
    price: Decimal
    cost: Decimal
    way: str

    @property
    def code(self):
        return f"ART-{self.number:03}"

    @property
    def ean(self):
        return ean13(FIRST_EAN + self.number)

    @property
    def offer_id(self):
        return FIRST_OFFER + self.number

    @property
    def part_number_key(self):
        return f"DM{self.number:03}RNBM"

    @property
    def is_last_piece(self):
        """One article in six is down to its last piece."""
        return self.number % 6 == 0


def articles():
    """All articles, numbered from 1 in the order of the shelves."""
    rows = [(category, vat, *row) for category, vat, shelf in SHELVES for row in shelf]
    return [
        Article(number, name, category, vat, Decimal(price), Decimal(cost), WAYS[number % len(WAYS)])
        for number, (category, vat, name, price, cost) in enumerate(rows, 1)
    ]


def ean13(digits):
    """Twelve digits and the check digit that makes them an EAN-13."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(f"{digits:012}"))
    return f"{digits:012}{-weighed % 10}"
