"""The connection test: what works, what does not, and what to do about it (api/emag.md §1.2, §2). Promise A2."""

from odoo.addons.marketplace_base.lib.errors import AuthFailed, RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.types import Check
from odoo.addons.marketplace_base.lib.words import Words

from . import const, parse

_ = Words("marketplace_emag")

LISTS = (
    # item, what an empty list means, whether the connector can live without it
    ("vat", _("eMAG lists no VAT rate for this account."), False),
    ("handling_time", _("eMAG lists no handling time for this account."), False),
    ("courier", _("No courier account is active at eMAG: AWBs through eMAG will not be possible."), True),
)
READINGS = (
    # item, resource, filters: the two things this connector lives by
    ("offers", "product_offer", {}),
    ("orders", "order", {"status": const.ORDER_NEW, "type": const.BY_SELLER}),
)


def run_checks(client, site):
    """One line per item; without access the other lines would all say the same.

    :raise Unavailable: eMAG cannot be reached, or asks to wait: the test says nothing about the account
    """
    try:
        access = list(_access(client, site))
        if not all(line.ok for line in access):
            return access
        return [
            *access,
            *(_readable(client, site, *reading) for reading in READINGS),
            *(_listed(client, site, *listed) for listed in LISTS),
        ]
    except RateLimited as error:
        raise Unavailable(_("%(why)s; try again in %(seconds)d seconds", why=error, seconds=error.seconds)) from error


def _access(client, site):
    """Any answered call proves credentials and address together."""
    try:
        client.read("vat")
    except AuthFailed as error:
        if error.item != "address":
            yield Check("credentials", False, str(error), _rights(site))
            return
        remedy = _(
            "In %(site)s, page «%(page)s», add this address to those that may use the API.",
            site=site.seller_page,
            page=const.ADDRESS_PAGE,
        )
        yield Check("address", False, str(error), remedy)
    except Rejected as error:
        yield Check("credentials", False, str(error), _("Leave the address field empty to use eMAG's own address."))
    else:
        yield Check("credentials", True, _("Connected to %s.", site.label))
        yield Check("address", True)


def _readable(client, site, item, resource, filters):
    try:
        client.read(resource, **filters, currentPage=1, itemsPerPage=1)
    except (AuthFailed, Rejected) as error:
        return Check(item, False, str(error), _rights(site))
    return Check(item, True)


def _listed(client, site, kind, nothing, optional):
    resource, read = parse.DICTIONARIES[kind]
    try:
        names = [entry.name for entry in map(read, client.read(resource)) if entry.active]
    except (AuthFailed, Rejected) as error:
        return Check(kind, False, str(error), _rights(site))
    except ValueError as error:
        return Check(kind, False, str(error), _("Report this line to the makers of the connector."))
    if names:
        return Check(kind, True, ", ".join(names))
    return Check(kind, optional, _(nothing), _("Complete the account in %s.", site.seller_page))


def _rights(site):
    return _(
        "Check the user name and password, and that the account is one of %(label)s; in %(site)s, page «%(page)s», the user"
        " needs the right to use the API.",
        label=site.label,
        site=site.seller_page,
        page=const.RIGHTS_PAGE,
    )
