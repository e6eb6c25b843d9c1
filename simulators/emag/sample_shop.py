"""Categories for an ordinary shop: food, books, kitchen, home, electronics, garden. All invented, as in ``sample_categories``.

The authors of books are a list of 5,000 values, such as eMAG has for brands of cars or models of phones.
"""

from .sample_parts import category, characteristic, family_type

YES_NO = ["Yes", "No", "N/A"]
COLORS = ["Alb", "Albastru", "Galben", "Gri", "Maro", "Multicolor", "Negru", "Roșu", "Transparent", "Verde"]
FIRST_NAMES = [
    "Ana",
    "Andrei",
    "Bogdan",
    "Carmen",
    "Cătălin",
    "Corina",
    "Cristian",
    "Dana",
    "Daniel",
    "Diana",
    "Dragoș",
    "Elena",
    "Emil",
    "Florin",
    "Gabriela",
    "George",
    "Horia",
    "Ioana",
    "Ion",
    "Irina",
    "Iulia",
    "Laura",
    "Lavinia",
    "Liviu",
    "Lucian",
    "Magda",
    "Marian",
    "Maria",
    "Matei",
    "Mihai",
    "Mircea",
    "Monica",
    "Nicolae",
    "Oana",
    "Octavian",
    "Paul",
    "Petre",
    "Radu",
    "Raluca",
    "Roxana",
    "Sanda",
    "Sergiu",
    "Silvia",
    "Simona",
    "Ștefan",
    "Teodor",
    "Tudor",
    "Valeriu",
    "Victor",
    "Zoe",
]
LAST_NAMES = [
    f"{stem}{ending}"
    for stem in [
        "Albu",
        "Barbu",
        "Cern",
        "Dobr",
        "Enach",
        "Florea",
        "Grigor",
        "Holb",
        "Iliesc",
        "Lup",
        "Marin",
        "Neag",
        "Oltean",
        "Pop",
        "Rus",
        "Sav",
        "Târn",
        "Ungur",
        "Vlad",
        "Zamf",
    ]
    for ending in ("ache", "ean", "escu", "eanu", "oiu")
]


def authors():
    """5,000 names, each once."""
    return [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]


def shop_categories():
    return [
        category(500, None, "Food and drink", "Alimente și băuturi", allowed=0),
        category(600, None, "Books and stationery", "Cărți și papetărie", allowed=0),
        category(700, None, "Garden and DIY", "Grădină și bricolaj", allowed=0),
        category(
            510, 500, "Coffee, tea and sweets", "Cafea și ceai",
            [
                characteristic(7001, "Product type", "Tip produs", 11, [
                    "Biscuiți", "Cafea boabe", "Cafea măcinată", "Capsule", "Ceai", "Ciocolată", "Ciocolată caldă", "Gem",
                    "Miere", "Nuci", "Ulei",
                ], mandatory=1),
                characteristic(7002, "Net quantity", "Cantitate netă", 2, [
                    "100 g", "200 g", "300 g", "370 g", "400 g", "500 g", "1 kg", "750 ml", "10 buc", "50 buc",
                ], mandatory=1, new=1),
                characteristic(7003, "Organic", "Bio", 20, YES_NO),
            ],
            ean=1,
        ),
        category(
            610, 600, "Books", "Cărți",
            [
                characteristic(7011, "Author", "Autor", 11, authors(), mandatory=1, new=1),
                characteristic(7012, "Language", "Limba", 11, ["Engleză", "Germană", "Maghiară", "Română"], mandatory=1),
                characteristic(7013, "Number of pages", "Număr de pagini", 1, new=1),
                characteristic(7014, "Cover", "Tip copertă", 11, ["Broșată", "Cartonată"]),
            ],
            ean=1,
        ),
        category(
            440, 400, "Kitchenware", "Bucătărie",
            [
                characteristic(7021, "Material", "Material", 11, [
                    "Bambus", "Ceramică", "Cupru", "Fontă", "Lemn", "Oțel inoxidabil", "Plastic", "Smalț", "Sticlă",
                ], mandatory=1),
                characteristic(7022, "Capacity", "Capacitate", 2, ["200 ml", "300 ml", "750 ml", "1 l", "5 l"], new=1),
                characteristic(7023, "Color", "Culoare", 11, COLORS),
            ],
            [family_type(741, "Color", 7023)],
        ),
        category(
            450, 400, "House and decoration", "Casă",
            [
                characteristic(7031, "Color", "Culoare", 11, COLORS, mandatory=1),
                characteristic(7032, "Material", "Material", 11, ["Bumbac", "Lemn", "Metal", "Plastic", "Sticlă"], new=1),
                characteristic(7033, "Dimensions", "Dimensiuni", 40, new=1, is_filter=0),
                characteristic(7034, "Number of pieces", "Număr de piese", 1, ["1", "2", "3", "4", "6"], new=1),
            ],
            [family_type(745, "Color", 7031)],
        ),
        category(
            330, 300, "Electronics and accessories", "Electronice",
            [
                characteristic(7041, "Connection", "Conectivitate", 11, [
                    "Bluetooth", "Fără", "USB-A", "USB-C", "Wi-Fi", "Wireless 2.4 GHz",
                ], mandatory=1),
                characteristic(7042, "Power", "Putere", 2, ["5 W", "10 W", "20 W", "65 W"], new=1),
                characteristic(7043, "Color", "Culoare", 11, COLORS, mandatory=1),
                characteristic(7044, "Resolution", "Rezoluție", 30, ["1280 x 720", "1920 x 1080", "3840 x 2160"]),
            ],
            [family_type(733, "Color", 7043)],
            ean=1,
            warranty=1,
        ),
        category(
            710, 700, "Garden", "Grădină",
            [
                characteristic(7051, "Material", "Material", 11, [
                    "Bumbac", "Ceramică", "Lemn", "Metal", "Oțel", "Pământ", "Plastic", "PVC", "Textil",
                ], mandatory=1, new=1),
                characteristic(7052, "Use", "Utilizare", 11, ["Interior", "Exterior", "Interior și exterior"], mandatory=1),
                characteristic(7053, "Length", "Lungime", 2, ["10 m", "20 m", "30 m"], new=1),
            ],
        ),
    ]  # fmt: skip
