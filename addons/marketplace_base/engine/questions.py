from datetime import timedelta

from .orders import Followed


class QuestionsIn(Followed):
    """Customers' questions in: who asks compares, and buys where the answer comes first."""

    name = "questions"
    kind = "question"
    every = timedelta(minutes=3)
    open_statuses = ("new", "refused", "checked")

    @property
    def is_able(self):
        return "fetch_questions" in self.provider.capabilities

    @property
    def scans(self):
        return self.provider.question_scans

    def _fetch_page(self, *window):
        return self.provider.fetch_questions(*window)

    def _fetch_one(self, key):
        return self.provider.fetch_question(key)

    def _missing(self, record):
        record._unknown()
