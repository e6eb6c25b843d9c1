"""The connection test: what works, what does not, and what to do about it (api/trendyol.md §1.1-§1.3, §8.1-§8.4). Promise A2.

The addresses are never asked for here: that service once took a single call an hour.
"""

from odoo.addons.marketplace_base.lib.errors import AuthFailed, RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.types import Check
from odoo.addons.marketplace_base.lib.words import Words

from . import const

_ = Words("marketplace_trendyol")

OFFERS = "product/sellers/{S}/products/approved/inventory-and-price"
ORDERS = "order/sellers/{S}/v2/orders"


class Checks:
    """One test of one account.

    :param client: in the storefront whose orders are read
    :param products: the same seller in the storefront that the products belong to
    :param is_stage: Trendyol's test environment
    """

    def __init__(self, client, products, is_stage=False):
        self._client = client
        self._products = products
        self._is_stage = is_stage
        self._foreign = set()  # what the key does not open
        self._page = const.SELLER_PAGES[const.STAGE if is_stage else const.PRODUCTION]

    def run(self, targets=()):
        """One line per item; without access the other lines would all say the same.

        :param targets: further storefronts whose orders are read
        :raise Unavailable: Trendyol cannot be reached, or asks to wait: the test says nothing about the account
        """
        try:
            offers = self._tried("offers", self._products, OFFERS, "read")
            if not offers.ok and offers.item != "offers":
                return [offers]
            orders = self._tried("orders", self._client, ORDERS, "packages")
            if self._foreign >= {"offers", "orders"}:  # a known key that opens nothing
                return [Check("seller", False, offers.text, _("Compare the seller id with that in %s.", self._where()))]
            label = const.STOREFRONTS[self._client.storefront].label
            lines = [Check("credentials", True, _("Connected to %s.", label)), offers, orders]
            for code in targets:
                line = self._tried(f"orders {code}", self._client.at(code), ORDERS, "packages")
                lines.append(line if not line.ok else Check(line.item, True, const.STOREFRONTS[code].label))
            return lines
        except RateLimited as error:
            said = _("%(why)s; try again in %(seconds)d seconds", why=error, seconds=error.seconds)
            raise Unavailable(said) from error
        except Unavailable as error:
            if not self._is_stage:
                raise
            return [Check("address", False, str(error), _stage_remedy())]

    def _tried(self, item, client, path, bucket):
        try:
            client.read(path, bucket, page=0, size=1)
        except AuthFailed as error:
            return self._refused(item, client, error)
        except Rejected as error:
            # order services name no reason (§1.6); at home the same question is answered
            is_abroad = client.storefront != self._products.storefront
            return Check(item, False, str(error), _storefront_remedy(client) if is_abroad else self._keys())
        return Check(item, True)

    def _refused(self, item, client, error):
        if error.item == "address":
            return Check("address", False, str(error), _stage_remedy() if self._is_stage else _address_remedy())
        if error.item == "storefront":
            return Check(item if item != "offers" else "storefront", False, str(error), _storefront_remedy(client))
        if error.item == "rights" or item != "offers":  # the first reading has proved the key
            if error.item == "rights":
                self._foreign.add(item)
            remedy = _(
                "Compare the seller id; if it is right, have Trendyol give the key the right to this, or make a new key in %s.",
                self._where(),
            )
            return Check(item, False, str(error), remedy)
        return Check("credentials", False, str(error), self._keys())

    def _keys(self):
        return _("Compare the seller id, the API key and the secret with those in %s.", self._where())

    def _where(self):
        return _("%(site)s, page «%(page)s»", site=self._page, page=const.KEYS_PAGE)


def _storefront_remedy(client):
    label = const.STOREFRONTS[client.storefront].label
    return _("Choose the country you sell from, or have %s opened for you in Trendyol's seller panel.", label)


def _address_remedy():
    return _("Compare the seller id. If it is right, ask Trendyol to let this server's address in.")


def _stage_remedy():
    return _(
        "Trendyol's test environment lets in only servers whose address it was told: have this server's address announced there,"
        " or connect the live environment."
    )
