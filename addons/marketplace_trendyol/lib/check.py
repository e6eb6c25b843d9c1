"""The connection test: what works, what does not, and what to do about it (api/trendyol.md §1.2, §8.1-§8.4). Promise A2.

The addresses are never asked for here: that service once took a single call an hour.
"""

from odoo.addons.marketplace_base.lib.errors import AuthFailed, RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.types import Check
from odoo.addons.marketplace_base.lib.words import Words

from . import const

_ = Words("marketplace_trendyol")

OFFERS = "product/sellers/{S}/products/approved/inventory-and-price"
ORDERS = "order/sellers/{S}/v2/orders"


def run_checks(client, seller_page, targets=()):
    """One line per item; without access the other lines would all say the same.

    :param targets: further storefronts whose orders are read
    :raise Unavailable: Trendyol cannot be reached, or asks to wait: the test says nothing about the account
    """
    try:
        access = _tried("credentials", client, OFFERS, "read", seller_page)
        if not access.ok:
            return [access]
        lines = [Check("credentials", True, _("Connected to %s.", const.STOREFRONTS[client.storefront].label))]
        lines += [Check("offers", True), _tried("orders", client, ORDERS, "packages", seller_page)]
        for code in targets:
            line = _tried(f"orders {code}", client.at(code), ORDERS, "packages", seller_page)
            lines.append(line if not line.ok else Check(line.item, True, const.STOREFRONTS[code].label))
        return lines
    except RateLimited as error:
        raise Unavailable(_("%(why)s; try again in %(seconds)d seconds", why=error, seconds=error.seconds)) from error


def _tried(item, client, path, bucket, seller_page):
    try:
        client.read(path, bucket, page=0, size=1)
    except AuthFailed as error:
        if error.item == "address":
            remedy = _(
                "Compare the seller id. If it is right, ask Trendyol to let this server's address in; the test environment wants"
                " every address announced."
            )
            return Check("address", False, str(error), remedy)
        return Check(item, False, str(error), _keys(seller_page))
    except Rejected as error:
        return Check(item, False, str(error), _keys(seller_page))
    return Check(item, True)


def _keys(seller_page):
    return _(
        "In %(site)s, page «%(page)s», compare the seller id, the API key and the secret; the storefront has to be the"
        " country you sell from.",
        site=seller_page,
        page=const.KEYS_PAGE,
    )
