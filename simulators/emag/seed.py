"""The sample dictionary: what the lookups of one platform answer (api/emag.md §2). Contents are invented."""

from .sample_categories import catalogue, categories
from .sample_places import PLACES

HANDLING_TIMES = [0, 1, 2, 3, 6, 9, 30, 60, 90]  # §2.3


def sample(country):
    """The parts of a Dictionary for one platform; category ids differ per platform (§1.1)."""
    return {
        "categories": categories(country.category_offset),
        "vat": [{"vat_id": vat_id, "vat_rate": rate} for vat_id, rate in country.vat],
        "handling_times": list(HANDLING_TIMES),
        "localities": [_locality(*place) for place in PLACES],
        "courier_accounts": _courier_accounts(country.locality_country),
        "addresses": _addresses(country.locality_country),
        "warehouses": [1],
        "catalogue": catalogue(country.category_offset),
    }


def _locality(emag_id, name, latin, county, county_latin, zipcode, country, county_code):
    return {
        "emag_id": emag_id,
        "name": name,
        "name_latin": latin,
        "region1": "",
        "region2": county,
        "region3": name,
        "region4": "",
        "region1_latin": "",
        "region2_latin": county_latin,
        "region3_latin": latin,
        "region4_latin": "",
        "geoid": 46183 + emag_id,
        "modified": f"2024-{1 + emag_id % 12:02}-01 10:00:00",
        "zipcode": zipcode,
        "country_code": country,
        "iso2": country + county_code,
    }


def _courier_accounts(country):
    rows = [
        (10667, "Sameday - orders and returns", 3, "SAMEDAY", [0, 2], 1, country),
        (10668, "Fan Courier - orders", 2, "FAN COURIER", [0], 1, country),
        (10669, "Sameday - returns", 1, "SAMEDAY", [0], 1, country),
        (10670, "Cargus - closed", 2, "CARGUS", [0, 6], 0, country),
        (10671, "Sameday - lockers only", 2, "SAMEDAY", [2], 1, country),
        (10672, "Own contract, not for marketplace orders", 4, "DPD", [0], 1, country),
        (10673, "Pickup abroad", 2, "DPD", [0, 8], 1, "HU" if country != "HU" else "RO"),
        (10674, "Cross-border", 2, "DPD", [0, 8], 1, country),
    ]
    return [
        {
            "account_id": number,
            "account_display_name": label,
            "courier_account_type": kind,
            "courier_name": courier,
            "courier_account_properties": properties,
            "created": "2023-05-04 09:12:33",
            "status": status,
            "pickup_country_code": pickup,
        }
        for number, label, kind, courier, properties, status, pickup in rows
    ]


def _addresses(country):
    home = next(place for place in PLACES if place[6] == country)
    rows = [("12302300000000000001", 2, True), ("12302300000000000002", 1, True), ("12302300000000000003", 3, False)]
    return [
        {
            "address_id": number,
            "country_id": 1,
            "country_code": country,
            "address_type_id": kind,
            "locality_id": home[0],
            "suburb": home[3],
            "city": home[1],
            "address": "Str. Fabricii 10",
            "zipcode": home[5],
            "quarter": "",
            "floor": "",
            "is_default": default,
        }
        for number, kind, default in rows
    ]
