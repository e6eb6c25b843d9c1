"""What an offer says of its product besides stock and price, and how far eMAG is with it (api/emag.md §3.2-§3.4)."""

from odoo.addons.marketplace_base.lib.catalogue import CharacteristicValue, Content, Party, Review

from . import const
from .fields import identifier, own_id, record, records, text, whole


def parse_content(row, what):
    """:raise ValueError: the documentation is not readable; the message names the field"""
    makers, responsibles = (_parties(row.get(key), f"{what}: {key}") for key in ("manufacturer", "eu_representative"))
    family = record(row.get("family"), f"{what}: family")
    family_key = identifier(family, "id", f"{what}, family")
    lead = records(row.get("handling_time"), f"{what}: handling_time")
    return Content(
        brand=text(row, "brand_name", what) or text(row, "brand", what),
        category_key=identifier(row, "category_id", what),
        description=text(row, "description", what),
        url=text(row, "url", what),
        pictures=_pictures(row, what),
        characteristics=_characteristics(row, what),
        family_key=family_key,
        family_name=text(family, "name", f"{what}, family") if family_key else "",
        warranty=whole(row, "warranty", what),
        handling_days=whole(lead[0], "value", what) if lead else None,
        safety=text(row, "safety_information", what),
        makers=makers or (),
        responsibles=responsibles or (),
        parties_known=makers is not None and responsibles is not None,
    )


def parse_leftovers(row, what):
    """What nothing but eMAG's own screens ask for; JSON-ready."""
    return {
        "vat": identifier(row, "vat_id", what),
        "estimated_stock": whole(row, "estimated_stock", what),
        "competitors": whole(row, "number_of_offers", what),
        "rank": whole(row, "buy_button_rank", what),
        "best_price": text(row, "best_offer_sale_price", what),
    }


def has_parties(row):
    """Whether there are makers or responsible persons; lists of offers say no more than that (§3.3)."""
    return any(row.get(key) not in const.NO_PARTIES for key in ("manufacturer", "eu_representative"))


def _pictures(row, what):
    """The main one first, each once."""
    images = records(row.get("images"), f"{what}: images")
    images = sorted(images, key=lambda image: whole(image, "display_type", what, 0) != const.MAIN_PICTURE)
    return tuple(dict.fromkeys(url for url in (text(image, "url", what) for image in images) if url))


def _characteristics(row, what):
    rows = records(row.get("characteristics"), f"{what}: characteristics")
    return tuple(
        CharacteristicValue(own_id(item, f"{what}, characteristic"), text(item, "value", what), text(item, "tag", what))
        for item in rows
    )


def _parties(value, what):
    """``None`` where a list of offers only says whether there are any (§3.3)."""
    if value is None or isinstance(value, bool | int | str):
        return None
    return tuple(
        Party(*(text(party, key, what) for key in ("name", "address", "email"))) for party in records(value, what)
    )


_GRAVITY = (Review.REFUSED, Review.DRAFT, Review.REVIEW, Review.APPROVED)


def parse_review(row, what):
    """The state of the documentation, the worse of its own and its translation's (§3.4).

    Where eMAG says nothing, a part number key means approved: there is none before (§3.3).
    """
    found = set()
    for key in ("validation_status", "translation_validation_status"):
        for state in records(row.get(key), f"{what}: {key}"):
            value = whole(state, "value", what)
            if value is not None:
                found.add(const.REVIEWS.get(value, Review.REVIEW))
    if not found:
        return Review.APPROVED if text(row, "part_number_key", what) else Review.REVIEW
    return min(found, key=_GRAVITY.index)
