"""Returns at eMAG: listed, read and answered (api/emag.md §6)."""

import copy

from odoo.addons.marketplace_base.lib.errors import RateLimited, Rejected, Unavailable
from odoo.addons.marketplace_base.lib.fulfilment import ReturnStatus
from odoo.addons.marketplace_base.lib.types import Outcome, Page, RawDocument, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import identifier, is_id, records, text, whole, window

_ = Words("marketplace_emag")


class Returns:
    """The returns of one account."""

    def __init__(self, client, site):
        self._client = client
        self._site = site

    # ---- reading ----

    def list_open(self, page):
        """What waits for somebody: status by status, for eMAG lists one at a time (§6.2). A page is ``status:number``."""
        status, _colon, number = (page or f"{facts.RETURN_OPEN[0]}:1").partition(":")
        rows = self._rows(int(number), request_status=int(status))
        following = f"{status}:{int(number) + 1}"
        if len(rows) < const.PAGE_SIZE:
            later = facts.RETURN_OPEN[facts.RETURN_OPEN.index(int(status)) + 1 :]
            following = f"{later[0]}:1" if later else None
        return Page(self._documents(rows), following)

    def list_asked(self, since, until, page):
        """What was asked for in a span of time, whatever became of it: there is no filter for changes (§6.2, §8.24)."""
        start, end = window(since, until, self._site.time_zone, self._site.clock_doubt)
        number = int(page or 1)
        rows = self._rows(number, date_start=start, date_end=end)
        return Page(self._documents(rows), str(number + 1) if len(rows) >= const.PAGE_SIZE else None)

    def fetch(self, key):
        row = self._read(key)
        return self._documents([row])[0] if row else None

    def _rows(self, number, **filters):
        return self._client.read("rma", **filters, currentPage=number, itemsPerPage=const.PAGE_SIZE)

    def _documents(self, rows):
        """eMAG does not say when a return changed."""
        with reading():
            keys = [identifier(row, "emag_id", "Return") for row in rows]
            if not all(keys):
                raise ValueError("Return: emag_id is missing")
        return [RawDocument("return", key, row) for key, row in zip(keys, rows, strict=True)]

    def _read(self, key):
        return self._client.read_one("rma", "emag_id", int(key)) if is_id(key) else None

    # ---- answering ----

    def answer(self, answer):
        """Bring the return to a status, judged by what eMAG shows of it now."""
        row = self._read(answer.key)
        if row is None:
            return Result(answer.key, Outcome.REFUSED, _("eMAG does not know the return %s.", answer.key))
        with reading():
            status = whole(row, "request_status", "Return")
            wanted = facts.RETURN_ANSWERS[answer.status]
            if status == wanted:
                return Result(answer.key, Outcome.CONFIRMED, _("The return was like this already."))
            if refusal := _refusal(row, status, wanted):
                return Result(answer.key, Outcome.REFUSED, refusal)
            echo = answered(row, answer)
        try:
            self._client.ask("rma/save", echo, changes=True, keys=(answer.key,))
        except Rejected as error:
            return Result(answer.key, Outcome.REFUSED, str(error), error.code)
        return self._proved(answer, wanted)

    def _proved(self, answer, wanted):
        """The body of a success is not published (§6.5): what the return shows afterwards is the proof."""
        try:
            row = self._read(answer.key)
            with reading():
                if row and whole(row, "request_status", "Return") == wanted:
                    return Result(answer.key, Outcome.CONFIRMED)
        except (Unavailable, RateLimited) as error:
            return Result(answer.key, Outcome.UNKNOWN, _("eMAG took the answer; reading it back failed: %s", error))
        return Result(answer.key, Outcome.UNKNOWN, _("eMAG took the answer, but does not show it."))


def _refusal(row, status, wanted):
    """Why eMAG would refuse this step (§6.3)."""
    if whole(row, "type", "Return", const.BY_SELLER) == const.BY_EMAG:
        return _("eMAG handles this return itself.")
    if status not in facts.RETURN_MOVES:
        raise ValueError(f"Return: request_status {status!r} is not known")
    if wanted in facts.RETURN_MOVES[status]:
        return ""
    if status == facts.RETURN_INCOMPLETE:
        return _("The customer has not completed this return yet.")
    if wanted == facts.RETURN_REFUSED and status in (facts.RETURN_NEW, facts.RETURN_APPROVED):
        return _("eMAG lets a return be refused only once the goods are received; before, it can be cancelled.")
    return _(
        "At eMAG the return is «%(current)s»; from there it cannot become «%(wanted)s».",
        current=_(facts.RETURN_LABELS[status]),
        wanted=_(facts.RETURN_LABELS[wanted]),
    )


def answered(row, answer):
    """All fields as read, with the answer. The numbers of eMAG's reasons to refuse are not published (§6.6): words go
    behind the customer's own, in ``observations``.

    :raise ValueError: not readable
    """
    echo = copy.deepcopy(row)
    echo["request_status"] = facts.RETURN_ANSWERS[answer.status]
    words = [answer.note.strip()]
    if answer.status is ReturnStatus.REFUSED:
        reason = answer.reason.strip()
        if is_id(reason):
            for product in records(echo.get("products"), "Return: products"):
                product["reject_reason"] = int(reason)
        else:
            words.insert(0, reason)
    said = [word for word in (text(row, "observations", "Return"), *words) if word]
    if len(said) > 1 or any(words):
        echo["observations"] = " | ".join(dict.fromkeys(said))
    return echo
