from .orders import OrdersIn


class QuestionsIn(OrdersIn):
    """Customers' questions in."""

    name = "questions"
    kind = "question"

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

    def step(self):
        if not self.account.order_enabled or not self.is_able or self.flow._is_resting:
            return 0
        return self._polled()
