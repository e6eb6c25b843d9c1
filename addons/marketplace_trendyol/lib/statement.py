"""Reading what Trendyol writes into the seller's current account (api/trendyol.md §6.7, §7.1).

An answer names the types of its rows in the storefront's language, so each type is asked for by itself. What is not documented
for a storefront, and what is rare, is first asked for together: mostly there is nothing of it, and outside Türkiye the
question itself may be refused. Then only what is documented is read. Where it is not refused it has to be read: prices are then
written without their discounts, which stand on lines of their own.

A page is named ``storefront:service:type:number``; the type ``*`` stands for that first question.
"""

from dataclasses import replace
from decimal import Decimal

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.statement import EntryKind
from odoo.addons.marketplace_base.lib.types import Page
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_finance as facts
from .client import reading
from .fields import millis, records, whole
from .parse_statement import NOTHING, parse_line, parse_parcel

_ = Words("marketplace_trendyol")

ALL = "*"
NOT_FOUND = "404"


class Statement:
    """The current account, storefront by storefront.

    :param storefronts: codes, the seller's own first
    """

    def __init__(self, client, storefronts):
        self._client = client
        self._storefronts = storefronts
        self._untold = set()  # (storefront, service, type) refused during this run: not asked for in every window again

    def page(self, since, until, page):
        """See ``Provider.fetch_statement``."""
        code, service, name, number = (page or self._first(self._storefronts[0])).split(":")
        if code not in self._storefronts:  # it was given up meanwhile: from the start
            return Page([], self._first(self._storefronts[0]))
        window = {"startDate": millis(since), "endDate": millis(until)}
        if name == ALL:
            return Page([], self._after_all(code, service, window))
        return self._lines(code, service, name, int(number), window)

    # ---- the order in which everything is asked for ----

    def _first(self, code):
        return f"{code}:{facts.SETTLEMENTS}:{facts.DOCUMENTED[0]}:0"

    def _steps(self, service):
        """The types of a service in the order they are asked for, and where the question for all the rest stands."""
        names = list(facts.ENTRIES[service])
        known = [name for name in facts.DOCUMENTED if name in names]
        return [*known, ALL, *(name for name in names if name not in known)]

    def _after(self, code, service, name):
        """The page that follows a type."""
        steps = self._steps(service)
        rest = [step for step in steps[steps.index(name) + 1 :] if (code, service, step) not in self._untold]
        return f"{code}:{service}:{rest[0]}:0" if rest else self._next_service(code, service)

    def _next_service(self, code, service):
        if service == facts.SETTLEMENTS:
            return f"{code}:{facts.OTHERS}:{ALL}:0"
        rest = self._storefronts[self._storefronts.index(code) + 1 :]
        return self._first(rest[0]) if rest else None

    def _after_all(self, code, service, window):
        """Where to go on: with each of the other types if any of them has a row, else behind them."""
        steps = self._steps(service)
        rest = steps[steps.index(ALL) + 1 :]
        try:
            answer = self._ask(code, service, {"transactionTypes": ",".join(rest)}, 0, window)
        except Rejected:
            if code == const.TURKEY or service == facts.OTHERS:  # some spelling is another one here: each by itself
                return self._after(code, service, ALL)
            self._untold |= {(code, service, name) for name in (ALL, *rest)}
            return self._next_service(code, service)
        with reading():
            found = whole(answer, "totalElements", service, 0) or records(answer.get("content"), service)
        return self._after(code, service, ALL) if found else self._next_service(code, service)

    # ---- one page of one type ----

    def _lines(self, code, service, name, number, window):
        kind = facts.type_of(service, name)
        following = self._after(code, service, kind)
        try:
            answer = self._ask(code, service, {"transactionType": name}, number, window)
        except Rejected as error:
            if kind in facts.DOCUMENTED:
                raise
            return self._refused(code, service, name, following, error)
        with reading():
            rows, more = _content(answer, name, number, facts.PAGE)
        following = f"{code}:{service}:{name}:{number + 1}" if more else following
        found = [self._line(row, service, kind, code) for row in rows]
        lines, notes = zip(*found, strict=True) if found else ((), ())
        return Page([line for group in lines for line in group], following, notes=tuple(filter(None, notes)))

    def _line(self, row, service, kind, code):
        """What one row stands for: its line, those of its parcels, and what could not be read of it, in words."""
        try:
            line = parse_line(row, service, kind, code)
        except ValueError as error:  # this one only; the others are to be had
            return [], _("A line cannot be read: %s", error)
        if line.kind is not EntryKind.TRANSPORT or kind != facts.INVOICES:
            return [line], ""
        parcels, note = self._parcels(code, line)
        return [_less(line, parcels), *parcels], note

    def _refused(self, code, service, name, following, error):
        """Another spelling may do; else this type is not to be had here, which is said."""
        kind = facts.type_of(service, name)
        spellings = facts.spellings_of(service, kind)
        if later := spellings[spellings.index(name) + 1 :]:
            return Page([], f"{code}:{service}:{later[0]}:0")
        self._untold.add((code, service, kind))
        label = _(facts.ENTRIES[service][kind].label)
        note = _("%(shop)s does not show lines of the kind “%(kind)s” (%(name)s): %(said)s",
                 shop=const.STOREFRONTS[code].label, kind=label, name=name, said=error)  # fmt: skip
        return Page([], following, notes=(note,))

    def _ask(self, code, service, types, number, window):
        path = facts.PATH.format(service=service)
        return self._client.at(code).read(path, "finance", page=number, size=facts.PAGE, **types, **window)

    # ---- the parcels of an invoice of transport ----

    def _parcels(self, code, invoice):
        """The lines of its parcels, and why there are none. An invoice may be there before its details."""
        serial, found, number, more = invoice.invoice_number, [], 0, True
        while more:
            try:
                answer = self._client.at(code).read(
                    facts.CARGO_ITEMS.format(serial=serial), "finance", (serial,), page=number, size=facts.CARGO_PAGE
                )
            except Rejected as error:
                gone = error.code.startswith(NOT_FOUND)
                return [], "" if gone else _("The parcels of invoice %(serial)s: %(said)s", serial=serial, said=error)
            with reading():
                rows, more = _content(answer, facts.CARGO_ITEMS, number, facts.CARGO_PAGE)
            try:
                found += [parse_parcel(row, invoice, f"Invoice {serial}") for row in rows]
            except ValueError as error:  # the invoice itself is not doubted
                return [], _("The parcels of invoice %(serial)s: %(said)s", serial=serial, said=error)
            number += 1
        return found, ""


def _less(invoice, parcels):
    """The invoice without what its parcels say: nothing of it is counted twice, and nothing that they leave out is lost."""
    said = sum((line.debit - line.credit for line in parcels), Decimal(0))
    rest = invoice.debit - invoice.credit - said
    total = str(invoice.debit - invoice.credit)
    return replace(
        invoice,
        debit=max(rest, NOTHING),
        credit=max(-rest, NOTHING),
        revenue=-rest or NOTHING,
        extra=invoice.extra | {"invoice_total": total},
    )


def _content(answer, what, number, size):
    """The rows of a page, and whether there are more.

    :raise ValueError: the page is missing though others are announced: what is not shown must not count as not there
    """
    rows = records(answer.get("content"), what)
    if not rows and whole(answer, "totalElements", what, 0) > number * size:
        raise ValueError(f"{what}: page {number} is empty, though it is announced")
    return rows, number + 1 < whole(answer, "totalPages", what, 0)
