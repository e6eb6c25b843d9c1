"""Reading a seller's packages, in all the storefronts they come from (api/trendyol.md §3.1, §3.2, §7.3).

The stream is the way to scan. Where it is refused, or a cursor of it has run out, the list takes over. A page is named
``storefront:kind:where``, with kind ``s`` (stream: a cursor) or ``l`` (list: page, and the time it begins at).
"""

from datetime import timedelta

from odoo.addons.marketplace_base.lib.errors import Rejected, Unavailable
from odoo.addons.marketplace_base.lib.types import Page, RawDocument

from . import const
from .client import reading
from .fields import flag, millis, moment, records, text, whole
from .parse_customer import without_personal_number
from .parse_order import package_id

STREAM = "order/sellers/{S}/orders/stream"
LIST = "order/sellers/{S}/v2/orders"
STREAM_HISTORY = timedelta(days=89)
FRESH = timedelta(seconds=30)  # so long a package just read is taken for what it is, where a mistake would be refused
LOOKS_BACK = 3  # windows, when a package is not among those of the last week


class Packages:
    """The packages of one account.

    :param storefronts: codes, the seller's own first
    :param now: as ``Connection.now``
    :param elsewhere: codes of those that another account of this seller reads: its packages are left to it, though some that
        were taken over before it was there may still be worked here
    """

    def __init__(self, client, storefronts, now, elsewhere=()):
        self._client = client
        self._storefronts = storefronts
        self._elsewhere = elsewhere
        self._now = now
        self._just_read = {}

    def is_ours(self, row):
        """Whether no other account reads the country where the customer bought; a list may show all countries (§7.3)."""
        return country_of(row) not in self._elsewhere

    # ---- scanning ----

    def scan(self, since, until, page):
        """What changed in a span of time, storefront by storefront."""
        until = until or self._now()
        code, kind, where = (page or f"{self._storefronts[0]}:s:").split(":", 2)
        if kind == "s":
            try:
                return self._stream(code, since, until, where)
            except (Rejected, Unavailable):  # gone, failing, or the cursor ran out: the list has it all from the start
                where = "0:"
        return self._list(code, since, until, where)

    def _stream(self, code, since, until, cursor):
        start = max(since, self._now() - STREAM_HISTORY)
        if start >= until:
            return self._page([], self._after(code))
        answer = self._client.at(code).read(
            STREAM, "stream", size=const.PAGE_ORDERS, lastModifiedStartDate=millis(start),
            lastModifiedEndDate=millis(until), nextCursor=cursor or None,
        )  # fmt: skip
        with reading():
            rows = records(answer.get("content"), STREAM)
            following = text(answer, "nextCursor", STREAM) if flag(answer, "hasMore", STREAM) else ""
        more = following and following != cursor
        return self._page(rows, f"{code}:s:{following}" if more else self._after(code))

    def _list(self, code, since, until, where):
        number, _colon, begin = where.partition(":")
        number, start = int(number), millis(max(since, self._now() - const.HISTORY))
        start = max(start, int(begin or 0))
        if start >= millis(until):
            return self._page([], self._after(code))
        answer = self._client.at(code).read(
            LIST, "packages", startDate=start, endDate=millis(until), page=number, size=const.PAGE_ORDERS,
            orderByField="PackageLastModifiedDate", orderByDirection="ASC",
        )  # fmt: skip
        with reading():
            rows = records(answer.get("content"), LIST)
            pages = whole(answer, "totalPages", LIST, 0)
            last = max((whole(row, "lastModifiedDate", LIST, 0) for row in rows), default=0)
        if not rows or number + 1 >= pages:
            return self._page(rows, self._after(code))
        if (
            number + 2
        ) * const.PAGE_ORDERS > const.REACH and last > start:  # further pages are out of reach: begin anew
            return self._page(rows, f"{code}:l:0:{last}")
        return self._page(rows, f"{code}:l:{number + 1}:{begin}")

    def _after(self, code):
        """The first page of the next storefront, or None."""
        rest = self._storefronts[self._storefronts.index(code) + 1 :] if code in self._storefronts else ()
        return f"{rest[0]}:s:" if rest else None

    def _page(self, rows, following):
        with reading():
            ours = [row for row in rows if self.is_ours(row)]
            return Page([document_of(row) for row in self.remembered(ours)], following)

    def remembered(self, rows):
        """Packages that are taken in now, and acted on next."""
        self._just_read |= {package_id(row): (row, self._now()) for row in rows}
        return rows

    def just_read(self, key):
        """As ``read``, for a package that was read a moment ago: its service takes few calls (§1.4). Once; None otherwise."""
        row, at = self._just_read.pop(key, (None, None))
        if row is None or at < self._now() - FRESH:
            return None
        return row, self._client.at(self._home(row, self._storefronts[0]))

    # ---- one package ----

    def read(self, key):
        """One package and a client of its storefront: ``(row, client)``, or None. Without a time only the last week is seen."""
        for code in (*self._storefronts, *self._elsewhere):
            client = self._client.at(code)
            for window in self._windows():
                if row := self._one(client, key, **window):
                    return row, client.at(self._home(row, code))
        return None

    def client_of(self, key):
        """A client of the storefront a package belongs to; nothing is asked where there is only one."""
        found = self.read(key) if len(self._storefronts) > 1 or self._elsewhere else None
        return found[1] if found else self._client.at(self._storefronts[0])

    def _windows(self):
        yield {}
        end = self._now()
        for _look in range(LOOKS_BACK):
            start = max(end - const.WINDOW, self._now() - const.HISTORY)
            yield {"startDate": millis(start), "endDate": millis(end)}
            end = start

    def _one(self, client, key, **window):
        answer = client.read(LIST, "packages", (key,), shipmentPackageIds=key, page=0, size=1, **window)
        with reading():
            rows = records(answer.get("content"), LIST)
            return next((row for row in rows if package_id(row) == key), None)

    def read_several(self, keys):
        """Packages of the last week by their numbers, in as few calls as there are storefronts; others are left out."""
        found = {}
        for code in self._storefronts:
            if left := [key for key in keys if key not in found]:
                answer = self._client.at(code).read(
                    LIST, "packages", tuple(left), shipmentPackageIds=",".join(left), page=0, size=len(left)
                )
                with reading():
                    found |= {package_id(row): row for row in records(answer.get("content"), LIST)}
        return self.remembered([found[key] for key in keys if key in found])

    def siblings(self, client, number):
        """All packages of one order number."""
        answer = client.read(LIST, "packages", (number,), orderNumber=number, page=0, size=const.PAGE_ORDERS)
        with reading():
            return records(answer.get("content"), LIST)

    def _home(self, row, code):
        """Actions are called in the storefront where the customer bought (§7.3)."""
        country = country_of(row)
        return country if country in (*self._storefronts, *self._elsewhere) else code


def country_of(row):
    """Where the customer bought; empty where that is not said."""
    address = row.get("shipmentAddress")
    for country in (row.get("orderCountryCode"), address.get("countryCode") if isinstance(address, dict) else None):
        if country and isinstance(country, str):
            return country.upper()
    return ""


def document_of(row):
    """:raise ValueError: the package has no number"""
    key = package_id(row)
    try:
        modified_at = moment(row, "lastModifiedDate", f"Package {key}")
    except ValueError:  # the document itself will say so when it is read
        modified_at = None
    return RawDocument("order", key, without_personal_number(row), modified_at)
