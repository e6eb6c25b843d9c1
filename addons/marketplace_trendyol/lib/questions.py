"""Customers' questions at Trendyol: listed, read and answered (api/trendyol.md §6.6)."""

from datetime import timedelta

from odoo.addons.marketplace_base.lib.conversation import QuestionStatus
from odoo.addons.marketplace_base.lib.errors import AuthFailed, Rejected
from odoo.addons.marketplace_base.lib.provider import Scan
from odoo.addons.marketplace_base.lib.types import Outcome, Page, RawDocument, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_questions as facts
from .client import reading
from .fields import is_id, millis, records, whole
from .parse_question import parse_question, question_id

_ = Words("marketplace_trendyol")

FILTER, ONE = "qna/sellers/{S}/questions/filter", "qna/sellers/{{S}}/questions/{key}"
ANSWERS = "qna/sellers/{{S}}/questions/{key}/answers"
READ, ANSWER = "questions", "answers"


def scans(storefronts):
    """``open:RO`` and ``modified:RO`` for each: a storefront whose service fails does not hold up those before it."""
    return tuple(
        Scan(f"{name}:{code}", "question", windowed=name == "modified")
        for code in storefronts
        for name in ("open", "modified")
    )


class Questions:
    """The questions of one account, storefront by storefront.

    :param elsewhere: as of ``Packages``
    """

    def __init__(self, client, storefronts, now, elsewhere=()):
        self._client = client
        self._storefronts = (*storefronts, *elsewhere)
        self._now = now

    # ---- reading: a page is ``status:number`` of what is open, else a number ----

    def list(self, scan, since, until, page):
        client = self._client.at(scan.name.partition(":")[2])
        return self._modified(client, since, until, page) if scan.windowed else self._open(client, page)

    def _open(self, client, page):
        """What may still want an answer, or has one that is not shown yet, status by status."""
        status, number = (page or f"{facts.OPEN[0]}:0").split(":")
        now = self._now() + timedelta(milliseconds=1)  # what is smaller is cut off
        rows, more = self._rows(client, int(number), now - const.WINDOW, now, status=status)
        if more:
            return Page(rows, f"{status}:{int(number) + 1}")
        later = facts.OPEN[facts.OPEN.index(status) + 1 :]
        return Page(rows, f"{later[0]}:0" if later else None)

    def _modified(self, client, since, until, page):
        number = int(page or 0)
        rows, more = self._rows(client, number, since, until)
        return Page(rows, str(number + 1) if more else None)

    def _rows(self, client, number, since, until, **filters):
        params = {"page": number, "size": facts.PAGE, "startDate": millis(since), "endDate": millis(until)}
        order = {"orderByField": "LastModifiedDate", "orderByDirection": "ASC"}
        answer = _readable(lambda: client.read(FILTER, READ, **params, **order, **filters))
        with reading():
            rows = records(answer.get("content"), FILTER)
            more = bool(rows) and number + 1 < whole(answer, "totalPages", FILTER, 0)
            return [_document(row) for row in rows], more

    def fetch(self, key):
        found = _readable(lambda: self._read(key))
        return _document(found[0]) if found else None

    def _read(self, key):
        """A question and a client of its storefront; None where no storefront has it."""
        for code in self._storefronts if is_id(key) else ():
            client = self._client.at(code)
            try:
                row = client.read(ONE.format(key=key), READ, (key,))
            except Rejected as error:
                if not error.code.startswith(facts.NOT_HERE):
                    raise
                continue
            with reading():
                if question_id(row) != key:
                    raise ValueError(f"Question {key}: number {question_id(row)} came instead")
            return row, client
        return None

    # ---- answering ----

    def answer(self, answer):
        """Give an answer, judged by what Trendyol shows of the question now."""
        said = answer.text.strip()
        low, high = facts.ANSWER_LENGTH
        if not low <= len(said) <= high:
            return _refused(answer, _("Trendyol takes answers of %(low)d to %(high)d characters.", low=low, high=high))
        found = self._read(answer.key)
        if not found:
            return _refused(answer, _("Trendyol does not know the question %s.", answer.key))
        row, client = found
        if verdict := _verdict(row, answer, said):
            return verdict
        try:
            client.ask(
                "POST", ANSWERS.format(key=answer.key), bucket=ANSWER, changes=True, keys=(answer.key,),
                json={"text": said},
            )  # fmt: skip
        except Rejected as error:
            return self._arrived(answer, said) or Result(answer.key, Outcome.REFUSED, str(error), error.code)
        return Result(answer.key, Outcome.CONFIRMED)

    def _arrived(self, answer, said):
        """CONFIRMED when these words, refused now, are there: a call that had been broken off was still worked at."""
        found = self._read(answer.key)
        verdict = found and _verdict(found[0], answer, said)
        return verdict if verdict and verdict.outcome is Outcome.CONFIRMED else None


def _readable(read):
    """A key that may not read questions is told of, and is no reason to stop everything else that it may do.

    :raise Rejected: in the place of ``AuthFailed``
    """
    try:
        return read()
    except AuthFailed as error:
        raise Rejected(_("Trendyol does not show the customers' questions: %s", error)) from None


def _verdict(row, answer, said):
    """What is certain without asking Trendyol; None when the answer can be given."""
    try:
        data = parse_question(row)
    except ValueError as error:  # for good: it must not hold up what else is to be told
        return _refused(answer, _("Trendyol's answer cannot be read: %s", error))
    is_same = data.answer.split() == said.split()
    if data.status in (QuestionStatus.CHECKED, QuestionStatus.ANSWERED):
        if is_same:
            return Result(answer.key, Outcome.CONFIRMED, _("The question was answered like this already."))
        return _refused(answer, _("The question was answered already, with other words: %s", data.answer))
    if data.status is QuestionStatus.CLOSED:
        return _refused(answer, _("Trendyol takes no answer to this question any more: %s", data.status_label))
    if data.status is QuestionStatus.REFUSED and is_same:
        why = data.refused_why or _("no reason given")
        return _refused(answer, _("Trendyol did not show an answer with these very words: %s", why))
    return None


def _refused(answer, text):
    return Result(answer.key, Outcome.REFUSED, text)


def _document(row):
    """:raise ValueError: the question has no number"""
    return RawDocument("question", question_id(row), row)
