"""Trendyol's questions of customers, understood (api/trendyol.md §6.6)."""

from odoo.addons.marketplace_base.lib.conversation import QuestionData, QuestionStatus
from odoo.addons.marketplace_base.lib.words import Words

from . import const_questions as facts
from .days import after_business_days
from .fields import flag, identifier, moment, record, text

_ = Words("marketplace_trendyol")

OPEN = (QuestionStatus.NEW, QuestionStatus.REFUSED)


def question_id(row):
    key = identifier(row, "id", what="Question")
    if not key:
        raise ValueError("Question: id is missing")
    return key


def parse_question(row):
    """One question. :raise ValueError: something essential is missing or unreadable; the message names it"""
    row = record(row, "Question")
    key = question_id(row)
    what = f"Question {key}"
    word = text(row, "status", what)
    if word not in facts.STATUS:
        raise ValueError(f"{what}: the status {word!r} is not known")
    asked, asked_at = text(row, "text", what), moment(row, "creationDate", what)
    if not asked or not asked_at:
        raise ValueError(f"{what}: {'creationDate' if asked else 'text'} is missing")
    status = facts.STATUS[word]
    given = record(row.get("rejectedAnswer" if status is QuestionStatus.REFUSED else "answer"), f"{what}: answer")
    answered = moment(given, "creationDate", what)
    url = text(row, "webUrl", what)
    return QuestionData(
        key=key,
        status=status,
        status_label=_label(row, word, what),
        text=asked,
        asked_at=asked_at,
        # The variant is not told, only what groups them.
        family_key=text(row, "productMainId", what),
        product_name=text(row, "productName", what),
        customer_name=text(row, "userName", what),
        is_public=flag(row, "public", what, default=True),
        answer=text(given, "text", what),
        answered_at=answered,
        refused_why=_refused_why(row, given, what) if status is QuestionStatus.REFUSED else "",
        answer_by=_answer_by(asked_at, what) if status in OPEN else None,
        url=url if url.startswith(("https://", "http://")) else "",
        extra={"image": text(row, "imageUrl", what), "private": flag(given, "hasPrivateInfo", what)},
    )


def _label(row, word, what):
    reason = text(row, "reportReason", what) if word == facts.REPORTED else ""
    return ": ".join(filter(None, (_(facts.LABELS[word]), reason)))


def _refused_why(row, given, what):
    return text(given, "reason", what) or text(row, "reason", what)


def _answer_by(asked_at, what):
    try:
        return after_business_days(asked_at, facts.ANSWER_DAYS)
    except OverflowError:
        raise ValueError(f"{what}: creationDate is not a time") from None
