"""The customer record of an order: who buys, and the two addresses in it (api/emag.md §4.6)."""

from odoo.addons.marketplace_base.lib.types import Address, Customer

from . import const
from .fields import flag, identifier, text


def parse_customer(row, what, complete):
    """Who buys.

    :param complete: eMAG says that no detail is missing, so a name must be there
    """
    company = text(row, "company", what)
    person = text(row, "name", what) or text(row, "billing_name", what) or text(row, "shipping_contact", what)
    if complete and not (person or company):
        raise ValueError(f"{what}: name is missing")
    is_company = _is_company(row, person, company, what)
    return Customer(
        key=identifier(row, "id", what),
        name=company if is_company and company else person or company,
        is_company=is_company,
        tax_number=text(row, "code", what) if is_company else "",
        register_number=text(row, "registration_number", what) if is_company else "",
        is_vat_payer=is_company and flag(row, "is_vat_payer", what),
        bank=text(row, "bank", what) if is_company else "",
        iban=text(row, "iban", what) if is_company else "",
        email=text(row, "email", what),
        phone=text(row, "phone_1", what),
    )


def _is_company(row, person, company, what):
    """eMAG's own flag, or company data (§8.22): a code that is not a personal one, under a name of its own."""
    code = text(row, "code", what)
    has_data = code and not (code.isdecimal() and len(code) == 13) or text(row, "registration_number", what)
    return flag(row, "legal_entity", what) or bool(has_data and company and company != person)


def parse_address(row, prefix, site, what):
    """One of the two addresses of a customer record; ``prefix`` is billing or shipping."""

    def part(key):
        return text(row, f"{prefix}_{key}", what)

    return Address(
        name=part("name") or part("contact") or text(row, "name", what),
        phone=part("phone") or text(row, "phone_1", what),
        street=part("street"),
        city=part("city"),
        county=part("suburb"),
        zip=part("postal_code"),
        country_code=country_code(part("country"), site),
        locality_ref=identifier(row, f"{prefix}_locality_id", what),
    )


def country_code(written, site):
    """Two letters, or a name; nothing means the site's own country, an unknown name is left open."""
    if not written:
        return site.country
    return written.upper() if len(written) == 2 else const.COUNTRIES.get(written.lower(), "")
