"""Who buys, and the two addresses of a package (api/trendyol.md §3.3, §7.4)."""

from odoo.addons.marketplace_base.lib.types import Address, Customer

from . import const
from .fields import flag, identifier, record, text, word

ANONYMOUS = frozenset({"11111111111", "22222222222"})  # §3.3: stands for «no number» in Türkiye


def parse_customer(row, what):
    """Who is invoiced: a company where the package says so, else the person. :raise ValueError: a field is not readable"""
    billing = record(row.get("invoiceAddress"), f"{what}: invoiceAddress")
    person = _name(billing, what) or " ".join(
        part for part in (text(row, f"customer{part}Name", what) for part in ("First", "Last")) if part
    )
    company = text(billing, "company", what)
    is_company = flag(row, "commercial", what)
    return Customer(
        key=identifier(row, "customerId", what=what),
        name=(company or person) if is_company else (person or company),
        is_company=is_company,
        tax_number=_number(row, billing, "taxNumber", what) if is_company else "",
        email=text(row, "customerEmail", what),
        phone=text(record(row.get("shipmentAddress"), what), "phone", what) or text(billing, "phone", what),
    )


def identity_number(row, storefront, what):
    """The personal number where an invoice has to carry it (Türkiye). No invoice asks for a Romanian CNP: it is not kept."""
    number = word(row, "identityNumber", what)
    is_due = number and number not in ANONYMOUS and storefront == const.TURKEY
    return {"identity_number": number} if is_due else {}


def without_personal_number(row):
    """A package as it is kept."""
    country = row.get("orderCountryCode") or const.TURKEY
    return row if country == const.TURKEY or "identityNumber" not in row else row | {"identityNumber": None}


def _number(row, billing, key, what):
    number = word(billing, key, what) or word(row, key, what)
    return "" if number in ANONYMOUS else number


def parse_address(row, what, country):
    """One of the two addresses.

    The county stands in ``countyName`` in Romania and its neighbours, elsewhere the district tells more than nothing;
    ``fullAddress`` only where the street is missing, because the city is appended to it.

    :param country: two letters, where the address does not say
    """
    lines = record(row.get("addressLines"), f"{what}: addressLines")
    streets = [text(row, "address1", what) or text(lines, "addressLine1", what),
               text(row, "address2", what) or text(lines, "addressLine2", what)]  # fmt: skip
    city = text(row, "city", what)
    county = text(row, "countyName", what) or text(row, "stateName", what) or text(row, "district", what)
    return Address(
        name=_name(row, what) or text(row, "company", what),
        phone=text(row, "phone", what),
        street=", ".join(part for part in streets if part) or text(row, "fullAddress", what),
        city=city,
        county=county,
        zip=text(row, "postalCode", what),
        country_code=text(row, "countryCode", what).upper()[:2] or country,
    )


def _name(row, what):
    names = (text(row, key, what) for key in ("firstName", "lastName"))
    return text(row, "fullName", what) or " ".join(name for name in names if name)
