"""Categories with characteristics of every type, and a few catalogue products. All invented.

Only the shapes come from api/emag.md §2.1; ids and names do not exist at eMAG, apart from those the document prints.
"""

from .sample_parts import category, characteristic, family_type
from .sample_shop import shop_categories

SIZE, COLOR = 6506, 5401


def categories(offset):
    """Sample categories; ids differ per platform by `offset` (§1.1)."""
    return [_shifted(row, offset) for row in [*_categories(), *shop_categories()]]


def _shifted(row, offset):
    parent = row["parent_id"]
    return {**row, "id": row["id"] + offset, "parent_id": parent and parent + offset}


def _categories():
    color = characteristic(COLOR, "Color", "Culoare", 11, ["Black", "Blue", "Green", "Red", "White"], mandatory=1)
    shoe_sizes = [f"{size} EU" for size in range(36, 48)]
    clothing_sizes = ["S", "M", "L", "XL", "2XL"]
    both_tags = ["original", "converted"]
    resolutions = ["1920 x 1080", "2560 x 1440", "3840 x 2160"]
    diagonals = ["24 inch", "27 inch", "32 inch"]
    yes_no = ["Yes", "No", "N/A"]
    phones = [
        f"{maker} {series}{number}"
        for maker in ("Alfa", "Beta", "Gama")
        for series in "ABCDE"
        for number in range(1, 41)
    ]
    return [
        category(2700, None, "Fashion", "Modă", allowed=0),
        category(300, None, "IT and phones", "IT și telefoane", allowed=0),
        category(400, None, "Home and supermarket", "Casă și supermarket", allowed=0),
        category(
            2735, 2700, "Men trainers", "Pantofi sport bărbați",
            [
                color,
                characteristic(SIZE, "Size", "Mărime", 60, shoe_sizes, mandatory=1, tags=both_tags),
                characteristic(5402, "Upper material", "Material exterior", 11, ["Leather", "Mesh", "Textile"], new=1),
                characteristic(5403, "Waterproof", "Impermeabil", 20, yes_no),
            ],
            [family_type(95, "Size", SIZE)],
            ean=1,
        ),
        category(
            2736, 2700, "T-shirts", "Tricouri",
            [
                color,
                characteristic(SIZE, "Size", "Mărime", 60, clothing_sizes, mandatory=1, tags=both_tags),
                characteristic(5410, "Cotton share (%)", "Procent bumbac (%)", 1, new=1),
            ],
            [family_type(96, "Color and size", COLOR, SIZE)],
        ),
        category(
            310, 300, "Monitors", "Monitoare",
            [
                characteristic(6001, "Resolution", "Rezoluție", 30, resolutions, mandatory=1),
                characteristic(6002, "Diagonal", "Diagonală", 2, diagonals, mandatory=1, new=1),
                characteristic(6003, "Refresh rate", "Rată de refresh", 2, ["60 Hz", "75 Hz", "144 Hz"]),
                characteristic(6004, "Curved", "Curbat", 20, yes_no),
            ],
            ean=1,
            warranty=1,
        ),
        category(
            320, 300, "Phone cases", "Huse telefon",
            [
                characteristic(6010, "Compatible model", "Model compatibil", 11, phones, mandatory=1),
                characteristic(6011, "Material", "Material", 11, ["Leather", "Plastic", "Silicone"], new=1),
            ],
        ),
        category(
            410, 400, "Storage boxes", "Cutii depozitare",
            [
                characteristic(6020, "Dimensions", "Dimensiuni", 40, new=1, mandatory=1, is_filter=0),
                characteristic(6021, "Number of pieces", "Număr de piese", 1, ["1", "2", "3", "5", "10"], new=1),
            ],
        ),
        category(
            420, 400, "Coffee", "Cafea",
            [
                characteristic(6030, "Net weight", "Cantitate netă", 2, ["250 g", "500 g", "1 kg"], mandatory=1),
                characteristic(6031, "Roast", "Prăjire", 11, ["Light", "Medium", "Dark"]),
            ],
            ean=1,
        ),
        category(
            430, 400, "Mineral water", "Apă minerală",
            [
                characteristic(6040, "Volume", "Volum", 2, ["500 ml", "1 l", "2 l"], mandatory=1),
                characteristic(6041, "Carbonated", "Carbogazoasă", 20, yes_no, mandatory=1),
            ],
            ean=1,
        ),
        category(990, 400, "Medical devices", "Dispozitive medicale", allowed=0, ean=1),
    ]  # fmt: skip


def catalogue(offset):
    """Products eMAG knows already: attach targets by PNK or EAN (§3.2, §3.9)."""
    rows = [
        ("DRX42KBBM", "5901234123457", "Runner X trainers, white, 43 EU", "RunnerX", 2735, "COLD"),
        ("D5DD9BBBM", "4006381333931", "Office monitor 27 inch", "Vizion", 310, "HOT"),
        ("DK7T3MBBM", "5449000000996", "Espresso beans 1 kg", "Aroma", 420, None),
    ]
    return [
        {
            "part_number_key": pnk,
            "eans": [ean],
            "name": name,
            "brand": brand,
            "category_id": number + offset,
            "hotness": hotness,
        }
        for pnk, ean, name, brand, number, hotness in rows
    ]
