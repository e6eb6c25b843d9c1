"""Questions of customers (api/trendyol.md §6.6)."""

import itertools
import re
from dataclasses import dataclass, field

from .answers import Answer, Page, Refusal
from .const import DAY, MAX_WINDOW, QUESTION_STATUSES
from .query import json_object
from .times import after_business_days, millis

WAITING, APPROVING, ANSWERED, REPORTED, REJECTED, UNANSWERED = QUESTION_STATUSES
BUSINESS_DAYS = 3
DEFAULT_SIZE, MAX_SIZE = 20, 50
LENGTHS = (10, 2000)
CONTACTS = re.compile(r"\S+@\S+\.\S+|https?://|www\.|\+?[0-9][0-9 .()-]{7,}[0-9]", re.IGNORECASE)
BANNED = ("whatsapp", "instagram", "facebook", "telegram")
FIELDS = {"LastModifiedDate": "modified", "CreatedDate": "created"}


@dataclass
class Question:
    """Times in epoch seconds; `answers` are dictionaries as printed."""

    id: int
    text: str
    product: object
    storefront: str
    created: float
    modified: float
    customer_id: int
    user: str = "A** P**"
    status: str = WAITING
    answer: dict | None = None
    rejected_answer: dict | None = None
    rejected_at: float | None = None
    reason: str | None = None
    history: list = field(default_factory=list)


class QuestionBook:
    """All questions by id."""

    def __init__(self, account):
        self._account = account
        self._questions = {}
        self._ids = itertools.count(5_500_001)
        self._answers = itertools.count(6_600_001)

    def __iter__(self):
        return iter(self._questions.values())

    def __len__(self):
        return len(self._questions)

    def get(self, number):
        return self._questions.get(number)

    def ask(self, product, text, storefront, customer_id=90_000_001):
        """Closes unanswered after three business days."""
        now = self._account.clock.time()
        question = Question(next(self._ids), text, product, storefront, now, now, customer_id)
        self._questions[question.id] = question
        self._account.after(after_business_days(now, BUSINESS_DAYS) - now, lambda: self._close(question))
        return question

    def _set(self, question, status):
        question.status, question.modified = status, self._account.clock.time()
        question.history.append(status)

    def _close(self, question):
        if question.status in (WAITING, REJECTED):
            self._set(question, UNANSWERED)

    def answer(self, question, text):
        """Trendyol reads the answer before it is public."""
        now = self._account.clock.time()
        number = next(self._answers)
        question.answer = {
            "id": number,
            "text": text,
            "creationDate": millis(now),
            "hasPrivateInfo": False,
            "reason": None,
        }
        self._set(question, APPROVING)
        if seconds := self._account.settings.answer_approval_seconds:
            self._account.after(seconds, lambda: self.publish(question, number))
        return number

    def publish(self, question, number=None):
        if question.status == APPROVING and number in (None, question.answer["id"]):
            self._set(question, ANSWERED)

    def reject(self, question, reason):
        """The answer was refused: another may be given."""
        answer = {key: value for key, value in question.answer.items() if key != "hasPrivateInfo"}
        question.rejected_answer = {**answer, "reason": reason}
        question.answer, question.reason, question.rejected_at = None, reason, self._account.clock.time()
        self._set(question, REJECTED)


def read_questions(context):
    query = context.query
    size, page = query.number("size", DEFAULT_SIZE, low=1, high=MAX_SIZE), query.number("page", 0)
    status, barcode = query.choice("status", QUESTION_STATUSES), query.text("barcode")
    attribute = FIELDS[query.choice("orderByField", FIELDS, "LastModifiedDate")]
    descending = query.choice("orderByDirection", ("ASC", "DESC"), "DESC") == "DESC"
    start, end = query.window("startDate", "endDate", context.now, 7 * DAY, MAX_WINDOW, cut=True)
    found = [
        question
        for question in context.account.questions
        if question.storefront == context.storefront.code
        and start <= getattr(question, attribute) <= end
        and status in (None, question.status)
        and barcode in (None, question.product.barcode)
    ]
    found.sort(key=lambda question: (getattr(question, attribute), question.id), reverse=descending)
    rows = [question_row(question) for question in found[page * size : (page + 1) * size]]
    context.call.items = len(rows)
    return Page(rows, len(found), page, size).answer()


def read_question(context, question_id):
    return Answer(question_row(_find(context, question_id)))


def answer(context, question_id):
    """10 to 2000 characters, no contact data; only while the question is open."""
    question, text = _find(context, question_id), json_object(context.body).get("text")
    if not isinstance(text, str) or not LENGTHS[0] <= len(text) <= LENGTHS[1]:
        raise Refusal("invalid.answer", "text must have 10 to 2000 characters")
    if CONTACTS.search(text) or any(word in text.lower() for word in BANNED):
        raise Refusal("forbidden.answer", "text has contact data or forbidden words")
    if question.status not in (WAITING, REJECTED):
        raise Refusal("wrong.status", f"Not possible for a question in status {question.status}")
    return Answer({"answerId": context.account.questions.answer(question, text)})


def _find(context, number):
    question = context.account.questions.get(number)
    if question is None or question.storefront != context.storefront.code:
        raise Refusal("question.not.found", "Question was not found", 404)
    return question


def question_row(question):
    product, answered = question.product, question.status == ANSWERED
    return {
        "id": question.id,
        "text": question.text,
        "customerId": question.customer_id,
        "userName": question.user,
        "showUserName": True,
        "status": question.status,
        "creationDate": millis(question.created),
        "public": True,
        "productName": product.title,
        "productMainId": product.main_id,
        "imageUrl": product.images[0] if product.images else None,
        "webUrl": f"https://www.trendyol.com/p/{product.main_id}-p-{product.content_id}",
        "answeredDateMessage": "answered" if answered else None,
        "answer": question.answer,
        "rejectedAnswer": question.rejected_answer,
        "rejectedDate": millis(question.rejected_at),
        "reason": question.reason,
        "reportReason": None,
        "reportedDate": None,
    }
