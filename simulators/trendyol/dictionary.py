"""The platform's own catalogue data for one storefront: categories, attributes, values, brands (api/trendyol.md §2)."""

from dataclasses import dataclass, field
from functools import cache

from .const import TURKEY
from .sample_categories import ATTRIBUTES, CATEGORIES, numbered_values

LANGUAGES = ("ro", "en", "tr")
# Trees and values of Türkiye have numbers of their own; attributes are known by the same ones everywhere.
TURKISH_OFFSET = 50_000
KNOWN_BRANDS = (
    "Demo",
    "Atelier Carpați",
    "Brand A",
    "BrandX",
    "Casa Verde",
    "Dacia Wear",
    "Iulia Home",
    "Mavi Deniz",
    "Pegas",
    "Sarmis",
    "Țesătura",
    "Vatra",
    "Zetea Coffee",
)
GENERATED_BRANDS = 2400
FIRST_BRAND = 38  # so that Brand A has number 40


def named(names, language):
    """The text of (ro, en, tr) names; languages without a text get the English one."""
    return names[LANGUAGES.index(language if language in LANGUAGES else "en")]


@dataclass
class Category:
    """`uses` = attributes with their flags; None for a category with children."""

    id: int
    names: tuple
    parent: int | None
    uses: list | None
    children: list = field(default_factory=list)

    @property
    def is_leaf(self):
        return self.uses is not None

    def use(self, attribute_id):
        return next((row for row in self.uses if row["id"] == attribute_id), None)


@cache
def of_storefront(code):
    """Dictionaries do not change, so that all sellers share them."""
    return Dictionary(code == TURKEY)


class Dictionary:
    """What the storefronts of a region know. `brands` maps id to name, `values` attribute id to {value id: names}."""

    def __init__(self, is_turkish):
        offset = TURKISH_OFFSET if is_turkish else 0
        self.offset = offset
        self.categories = {
            number + offset: Category(number + offset, names, parent and parent + offset, uses)
            for number, names, parent, uses in CATEGORIES
        }
        for category in self.categories.values():
            if category.parent:
                self.categories[category.parent].children.append(category)
        self.values = {
            attribute: {number + offset: names for number, names in rows}
            for attribute, rows in numbered_values().items()
        }
        names = [*KNOWN_BRANDS, *(f"Marca {number:04}" for number in range(1, GENERATED_BRANDS + 1))]
        self.brands = dict(enumerate(names, FIRST_BRAND))

    def attribute_name(self, attribute_id, language):
        return named(ATTRIBUTES[attribute_id][0], language)

    def value_name(self, attribute_id, value_id, language):
        return named(self.values[attribute_id][value_id], language)

    def roots(self):
        return [category for category in self.categories.values() if category.parent is None]

    def value_id(self, attribute_id, text):
        """Number of a value by one of its names, for the sample data."""
        return next(number for number, names in self.values[attribute_id].items() if text in names)
