"""Sample categories with their attributes and values (shape of api/trendyol.md §2.4, §2.5). Names: (ro, en, tr)."""

from itertools import count

SIZE, COLOUR, WEB_COLOUR = 338, 47, 348
TEXTILES, GENDER, PHONE, SHOE_SIZE, VOLUME, AGE, MATERIAL, ROAST, LENS, FEATURES, ORIGIN = (
    14, 346, 1192, 293, 402, 505, 116, 611, 720, 830, 1193,
)  # fmt: skip
BRANDS_OF_PHONES = (
    "Samsung Galaxy",
    "Apple iPhone",
    "Xiaomi Redmi",
    "Huawei Nova",
    "Motorola Moto",
    "Nokia",
    "OnePlus",
)


def _same(*texts):
    return [(text, text, text) for text in texts]


def _phones():
    """Thousands of values, as phone models are."""
    return _same(
        *(f"{brand} {series}{number}" for brand in BRANDS_OF_PHONES for series in "ACMSX" for number in range(1, 101))
    )


# attribute id: (name, values)
ATTRIBUTES = {
    SIZE: (("Mărime", "Size", "Beden"), _same("XS", "S", "M", "L", "XL", "XXL", "Universal")),
    COLOUR: (("Culoare", "Colour", "Renk"), []),
    WEB_COLOUR: (
        ("Culoare", "Web Colour", "Web Color"),
        [
            ("Alb", "White", "Beyaz"),
            ("Negru", "Black", "Siyah"),
            ("Roșu", "Red", "Kırmızı"),
            ("Verde", "Green", "Yeşil"),
            ("Albastru", "Blue", "Mavi"),
            ("Multicolor", "Multicolour", "Çok Renkli"),
        ],
    ),
    TEXTILES: (
        ("Material", "Fabric", "Kumaş"),
        [("Bumbac", "Cotton", "Pamuk"), ("In", "Linen", "Keten"), ("Poliester", "Polyester", "Polyester")],
    ),
    GENDER: (
        ("Gen", "Gender", "Cinsiyet"),
        [("Femei", "Women", "Kadın"), ("Bărbați", "Men", "Erkek"), ("Unisex", "Unisex", "Unisex")],
    ),
    PHONE: (("Model compatibil", "Compatible model", "Uyumlu Model"), _phones()),
    SHOE_SIZE: (("Număr", "Shoe size", "Numara"), _same(*map(str, range(35, 48)))),
    VOLUME: (("Volum", "Volume", "Hacim"), _same("250 ml", "330 ml", "500 ml", "750 ml", "1 L", "1,5 L", "2 L")),
    AGE: (("Vârstă", "Age", "Yaş"), _same("0-3", "3-6", "6-9", "9-12")),
    MATERIAL: (
        ("Material", "Material", "Materyal"),
        [("Ceramică", "Ceramic", "Seramik"), ("Sticlă", "Glass", "Cam"), ("Silicon", "Silicone", "Silikon")],
    ),
    ROAST: (
        ("Prăjire", "Roast", "Kavurma"),
        [("Deschisă", "Light", "Açık"), ("Medie", "Medium", "Orta"), ("Intensă", "Dark", "Koyu")],
    ),
    LENS: (
        ("Lentile", "Lens", "Cam"),
        [("Polarizate", "Polarised", "Polarize"), ("Heliomate", "Photochromic", "Fotokromik")],
    ),
    FEATURES: (
        ("Caracteristici", "Features", "Özellikler"),
        [
            ("Lavabil în mașina de vase", "Dishwasher safe", "Bulaşık makinesinde yıkanabilir"),
            ("Pentru microunde", "Microwave safe", "Mikrodalgada kullanılabilir"),
            ("Cadou", "Gift", "Hediyelik"),
        ],
    ),
    ORIGIN: (
        ("Țara de origine", "Country of origin", "Menşei"),
        [("România", "Romania", "Romanya"), ("Turcia", "Türkiye", "Türkiye"), ("China", "China", "Çin")],
    ),
}


def _uses(attribute, flags=""):
    """r required, c custom text, v varianter, s slicer, m several values."""
    return {
        "id": attribute,
        "required": "r" in flags,
        "allowCustom": "c" in flags,
        "varianter": "v" in flags,
        "slicer": "s" in flags,
        "allowMultipleAttributeValues": "m" in flags,
    }


CLOTHES = [_uses(COLOUR, "rcs"), _uses(WEB_COLOUR, "r"), _uses(GENDER, "r"), _uses(ORIGIN)]
# id, name, parent, attributes (None = not a leaf)
CATEGORIES = (
    (368, ("Accesorii", "Accessories", "Aksesuar"), None, None),
    (387, ("Ochelari", "Eyewear", "Gözlük"), 368, [_uses(SIZE, "rv"), _uses(COLOUR, "rcs"), _uses(LENS)]),
    (805, ("Huse telefon", "Phone cases", "Telefon Kılıfı"), 368,
     [_uses(PHONE, "rs"), _uses(COLOUR, "rcs"), _uses(MATERIAL), _uses(ORIGIN)]),
    (600, ("Îmbrăcăminte", "Clothing", "Giyim"), None, None),
    (604, ("Tricouri", "T-shirts", "Tişört"), 600, [_uses(SIZE, "rv"), *CLOTHES, _uses(TEXTILES)]),
    (711, ("Încălțăminte sport", "Sports shoes", "Spor Ayakkabı"), 600, [_uses(SHOE_SIZE, "rv"), *CLOTHES]),
    (900, ("Casă", "Home", "Ev"), None, None),
    (912, ("Căni", "Mugs", "Kupa"), 900,
     [_uses(MATERIAL, "r"), _uses(COLOUR, "rcs"), _uses(FEATURES, "m"), _uses(VOLUME, "v")]),
    (1201, ("Jucării", "Toys", "Oyuncak"), 900, [_uses(AGE, "r"), _uses(COLOUR, "cs"), _uses(ORIGIN)]),
    (1400, ("Alimente", "Food", "Gıda"), None, None),
    (1030, ("Cafea", "Coffee", "Kahve"), 1400, [_uses(ROAST, "r"), _uses(ORIGIN)]),
    (1415, ("Apă minerală", "Mineral water", "Maden Suyu"), 1400, [_uses(VOLUME, "rv"), _uses(ORIGIN)]),
)  # fmt: skip
# Values get their numbers once, in this order; the first ones are those of the document.
FIRST_VALUE = 6819


def numbered_values():
    """{attribute id: [(value id, names)]}"""
    numbers = count(FIRST_VALUE)
    return {
        attribute: [(next(numbers), names) for names in values] for attribute, (_name, values) in ATTRIBUTES.items()
    }
