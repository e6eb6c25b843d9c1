"""A platform's dictionary and the content of products, in the trade's own words. Pure, like ``types``."""

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum


@dataclass(frozen=True, slots=True)
class CategoryData:
    """A category of the platform's tree. ``allowed``: this seller may publish in it."""

    key: str
    name: str
    parent_key: str = ""
    allowed: bool = True
    needs_barcode: bool = False
    needs_warranty: bool = False


class CharacteristicKind(Enum):
    """What a characteristic's value looks like."""

    TEXT = "text"
    NUMBER = "number"
    MEASURE = "measure"  # a number with its unit
    BOOLEAN = "boolean"
    SIZE = "size"
    RESOLUTION = "resolution"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class ValueData:
    """An allowed value of a characteristic. Where the platform numbers none, the key is the text itself."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class CharacteristicData:
    """One characteristic of a category. ``open_values``: values outside the list are taken; ``tags``: sent once per tag."""

    key: str
    name: str
    kind: CharacteristicKind = CharacteristicKind.TEXT
    required: bool = False
    multiple: bool = False
    open_values: bool = False
    position: int = 0
    tags: tuple[str, ...] = ()
    values: tuple[ValueData, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyType:
    """A way of grouping variants: the characteristics that tell its members apart."""

    key: str
    name: str
    characteristic_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryDetail:
    """A category with its characteristics and one page of their values; ``next`` asks for the following page."""

    category: CategoryData
    characteristics: tuple[CharacteristicData, ...] = ()
    families: tuple[FamilyType, ...] = ()
    next: str | None = None


@dataclass(frozen=True, slots=True)
class CharacteristicValue:
    """What a product says for one characteristic (``key``, the platform's) under one tag."""

    key: str
    value: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A maker or a responsible person in the EU, as product safety law (GPSR) asks for it."""

    name: str
    address: str
    email: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a platform shows of a product besides stock and price. Texts as sent; ``description`` is HTML, not to be trusted.

    ``pictures`` are addresses, the main one first. ``warranty`` is in months, ``handling_days`` until shipping. Empty
    or ``None`` where the platform did not say. ``parties_known``: makers and responsible persons were really read.
    """

    brand: str = ""
    category_key: str = ""
    description: str = ""
    url: str = ""
    pictures: tuple[str, ...] = ()
    characteristics: tuple[CharacteristicValue, ...] = ()
    family_key: str = ""
    family_name: str = ""
    warranty: int | None = None
    handling_days: int | None = None
    safety: str = ""
    makers: tuple[Party, ...] = ()
    responsibles: tuple[Party, ...] = ()
    parties_known: bool = False


class Review(Enum):
    """How far the platform is with a product's documentation."""

    DRAFT = "draft"  # the platform lacks something
    REVIEW = "review"  # somebody there looks at it
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture the platform is to fetch: a public address, and its size as far as it is known (bytes, pixels)."""

    url: str
    size: int = 0
    width: int = 0
    height: int = 0
    kind: str = ""  # MIME type


@dataclass(frozen=True, slots=True)
class ProductData:
    """A product as it is to be published. ``key`` is the offer's number at the platform, chosen before sending.

    Prices are in the account's currency and the provider's VAT convention. ``platform_code`` joins an existing product of
    the platform instead of making one. ``tax_rate`` is a fraction. ``on_sale``: False for one that the seller has withdrawn;
    sending its documentation again is not to put it back. ``brand_key``: the platform's number of the brand, where brands
    are chosen from its list (``Provider.find_brands``).
    """

    key: str
    sku: str
    name: str
    brand: str = ""
    description: str = ""
    category_key: str = ""
    platform_code: str = ""
    barcodes: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    characteristics: tuple[CharacteristicValue, ...] = ()
    family_key: str = ""
    family_name: str = ""
    family_type_key: str = ""
    warranty: int | None = None
    handling_days: int | None = None
    quantity: int = 0
    price: Decimal | None = None
    price_low: Decimal | None = None
    price_high: Decimal | None = None
    tax_rate: Decimal | None = None
    safety: str = ""
    makers: tuple[Party, ...] = ()
    responsibles: tuple[Party, ...] = ()
    on_sale: bool = True
    brand_key: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a product lacks before it may be published. ``field`` says where it is mended: name, description, brand,
    barcode, category, characteristic, picture, price, vat, warranty, handling, maker, responsible, sku.

    ``key`` is the characteristic's, where it is one.
    """

    field: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A product that the platform's catalogue has already, found by its barcode."""

    barcode: str
    platform_code: str
    name: str = ""
    brand: str = ""
    category_key: str = ""
    url: str = ""
    picture: str = ""
    allowed: bool = True
    has_offer: bool = False


def content_to_json(content):
    """``Content`` as dictionaries and lists, ready to be stored; quicker than ``asdict`` by far, which copies every text."""
    vals = {name: getattr(content, name) for name in _PLAIN}
    vals["pictures"] = list(content.pictures)
    vals["characteristics"] = [
        {"key": item.key, "value": item.value, "tag": item.tag} for item in content.characteristics
    ]
    for name in PARTIES:
        vals[name] = [
            {"name": party.name, "address": party.address, "email": party.email} for party in getattr(content, name)
        ]
    return vals


def content_from_json(vals):
    """What ``content_to_json`` made; nothing stored reads as ``Content()``."""
    vals = dict(vals or {})
    vals["pictures"] = tuple(vals.get("pictures", ()))
    vals["characteristics"] = tuple(CharacteristicValue(**item) for item in vals.get("characteristics", ()))
    for name in PARTIES:
        vals[name] = tuple(Party(**item) for item in vals.get(name, ()))
    return Content(**vals)


PARTIES = ("makers", "responsibles")
_PLAIN = [item.name for item in fields(Content) if item.name not in ("pictures", "characteristics", *PARTIES)]
