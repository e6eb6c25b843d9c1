"""Reading the seller's own products: the approved ones, then those that are not (api/trendyol.md §2.9).

A page is ``a:page`` or ``t:token`` among the approved, ``u:page`` among the others.
"""

from dataclasses import replace
from urllib.parse import quote

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.types import Page

from . import const
from .client import reading
from .fields import flag, records, text, whole
from .parse import parse_approved, parse_unapproved

APPROVED = "product/sellers/{S}/products/approved"
UNAPPROVED = "product/sellers/{S}/products/unapproved"
# Of what is read of a product, what holds in one storefront only; besides stock and price.
OF_STOREFRONT = frozenset({"list_price", "on_sale", "commission_rate"})
BASE = "product/sellers/{{S}}/product/{barcode}"


class Offers:
    """The products of one account.

    :param client: in the storefront they belong to
    :param storefront: facts of the one they are sold in
    :param is_target: that is another one, with stocks and prices of its own: those that are read say nothing of it (§7.3)
    """

    def __init__(self, client, storefront, is_target=False):
        self._client = client
        self._storefront = storefront
        self._is_target = is_target

    def page(self, page):
        kind, _colon, where = (page or "a:0").partition(":")
        return self._unapproved(int(where)) if kind == "u" else self._approved(kind, where)

    def _approved(self, kind, where):
        place = {"nextPageToken": where} if kind == "t" else {"page": int(where)}
        answer = self._client.read(APPROVED, "read", size=const.PAGE_APPROVED, **place)
        with reading():
            rows = records(answer.get("content"), APPROVED)
            token = text(answer, "nextPageToken", APPROVED)
            pages = whole(answer, "totalPages", APPROVED, 0)
            offers = [offer for row in rows for offer in self._approved_of(row)]
        if kind == "a" and rows and int(where) + 1 < pages and (int(where) + 2) * const.PAGE_APPROVED <= const.REACH:
            following = f"a:{int(where) + 1}"
        elif rows and token and token != where and (kind == "t" or int(where) + 1 < pages):  # beyond 10,000
            following = f"t:{token}"
        else:
            following = "u:0"
        return Page(offers, following)

    def _unapproved(self, number):
        answer = self._client.read(UNAPPROVED, "read", size=const.PAGE_UNAPPROVED, page=number)
        with reading():
            rows = records(answer.get("content"), UNAPPROVED)
            more = rows and number + 1 < whole(answer, "totalPages", UNAPPROVED, 0)
            offers = [self._shown(parse_unapproved(row, self._storefront)) for row in rows]
        reachable = (number + 2) * const.PAGE_UNAPPROVED <= const.REACH
        return Page(offers, f"u:{number + 1}" if more and reachable else None)

    def one(self, barcode):
        """One product, wherever it stands; None when Trendyol does not know it."""
        path = BASE.format(barcode=quote(barcode, safe=""))
        try:
            state = self._client.read(path, "read", (barcode,))
        except Rejected as error:
            if error.code.startswith(("404", "400")):  # not there, or no barcode at all
                return None
            raise
        with reading():
            kinds = (APPROVED, UNAPPROVED) if flag(state, "approved", barcode) else (UNAPPROVED, APPROVED)
        for kind in kinds:
            if found := self._named(kind, barcode):
                return found
        return None

    def _named(self, path, barcode):
        answer = self._client.read(path, "read", (barcode,), barcode=barcode, page=0, size=const.BARCODES_PER_READ)
        with reading():
            rows = records(answer.get("content"), path)
            if path == APPROVED:
                offers = [offer for row in rows for offer in self._approved_of(row)]
            else:
                offers = [self._shown(parse_unapproved(row, self._storefront)) for row in rows]
        return next((offer for offer in offers if offer.key == barcode), None)

    def _approved_of(self, row):
        return [self._shown(offer) for offer in parse_approved(row, self._storefront)]

    def _shown(self, offer):
        """The offer, without what another storefront says of it."""
        if not self._is_target:
            return offer
        extra = {name: value for name, value in offer.extra.items() if name not in OF_STOREFRONT}
        return replace(offer, stock=None, price=None, extra=extra)

    def count(self):
        """How many there are, for the progress shown: a card of several variants counts once."""
        totals = []
        for path in (APPROVED, UNAPPROVED):
            answer = self._client.read(path, "read", page=0, size=1)
            with reading():
                totals.append(whole(answer, "totalElements", path, 0))
        return sum(totals)
