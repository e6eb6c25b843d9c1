"""What customers ask at the platform that lives in memory."""

from dataclasses import replace
from datetime import UTC, datetime

from ..lib.conversation import QuestionStatus
from ..lib.provider import Scan
from ..lib.types import Outcome, Page, RawDocument, Result


class FakeConversation:
    """Questions by number; ``said``: every answer the platform took. Faults are those of ``FakeFulfilment``."""

    def __init__(self):
        super().__init__()
        self.questions = {}
        self.said = []
        self.unlisted = set()

    def ask(self, data):
        """A customer asks, or the platform shows the question anew."""
        revision = sum(document.payload["revision"] for document in self.questions.values()) + 1
        self.questions[data.key] = RawDocument("question", data.key, {"id": data.key, "revision": revision})
        self.parsed[f"question {data.key}"] = data

    def question(self, key):
        return self.parsed[f"question {key}"]

    def judge(self, key, status, why=""):
        """The platform's word on an answer."""
        self.ask(replace(self.question(key), status=status, refused_why=why))


class FakeConversationVerbs:
    """The verbs of the seam for it; mixed into ``FakeProvider``."""

    question_scans = (Scan("open", "question"),)
    answer_length = (10, 100)

    def fetch_questions(self, scan, since, until, page):
        return Page([d for key, d in self.platform.questions.items() if key not in self.platform.unlisted])

    def fetch_question(self, key):
        return self.platform.meet("fetch_question", lambda: self.platform.questions.get(key))

    def parse_question(self, payload):
        return self.platform.question(payload["id"])

    def answer_question(self, answer):
        """Whoever asks again is told what is there, as every connector has to."""

        def apply():
            data = self.platform.question(answer.key)
            if data.status in (QuestionStatus.CHECKED, QuestionStatus.ANSWERED):
                is_same = data.answer == answer.text
                return Result(answer.key, Outcome.CONFIRMED if is_same else Outcome.REFUSED, "answered already")
            self.platform.said.append(answer)
            self.platform.ask(
                replace(data, status=QuestionStatus.CHECKED, answer=answer.text, answered_at=datetime.now(UTC), answer_by=None)
            )  # fmt: skip
            return Result(answer.key, Outcome.CONFIRMED)

        return self.platform.meet("answer_question", apply)
