"""Control routes for claims and questions: ask as a customer, decide as Trendyol, inspect."""

from simulators.core.control import ControlError
from simulators.core.control_routes import ControlRoutes

from .claim_actions import CUSTOMER_REASONS
from .claim_reading import claim_row
from .claim_store import ACCEPTED, CANCELLED, CREATED, DISPUTED, REJECTED, UNRESOLVED, WAITING
from .const import DELIVERED
from .questions import question_row
from .times import iso

TRENDYOL = "Trendyol"
CUSTOMER = "Customer"
DEFAULT_REASON = 401


class ClaimControl(ControlRoutes):
    """Answers are claims as getClaims prints them, plus what the seller said and until when he may decide."""

    def ask(self, body, query):
        """{"package_id", "lines": [{"lineId" or "barcode", "quantity", "reason", "note"}], "received": false}."""
        body = body or {}
        package = self._account.packages.get(body.get("package_id"))
        if package is None or package.status != DELIVERED:
            raise ControlError(409, "a delivered package expected")
        wanted = body.get("lines") or [{"lineId": package.lines[0].id}]
        taken, pieces = self._account.claims.open_units(package), []
        for row in wanted:
            pieces += self._pieces(package, row, taken)
        claim = self._account.claims.open(package, pieces, CUSTOMER)
        if body.get("received"):
            self._account.claims.receive(claim, TRENDYOL)
        return self._describe(claim)

    def _pieces(self, package, row, taken):
        reason, quantity = row.get("reason", DEFAULT_REASON), row.get("quantity", 1)
        if reason not in CUSTOMER_REASONS:
            raise ControlError(400, f"unknown reason {reason}")
        free = [
            (line, unit, reason, row.get("note", ""))
            for line in package.lines
            if line.id == row.get("lineId") or line.product.barcode == row.get("barcode")
            for unit in line.units
            if unit.id not in taken
        ][:quantity]
        if not free or len(free) < quantity:
            raise ControlError(409, f"not so many pieces left: {row}")
        taken |= {unit.id for _line, unit, _reason, _note in free}
        return free

    def read_all(self, body, query):
        """Newest first; ?limit=."""
        return [
            self._describe(claim) for claim in list(self._account.claims)[::-1][: query.get("limit", 100, type=int)]
        ]

    def read_one(self, body, query, claim_id):
        return self._describe(self._find(claim_id))

    def receive(self, body, query, claim_id):
        """The parcel reached the seller: WaitingInAction."""
        claim = self._find(claim_id)
        self._account.claims.receive(claim, TRENDYOL)
        return self._describe(claim)

    def decide(self, body, query, claim_id):
        """Trendyol decides about disputed items: {"status": "Rejected" or "Accepted"}; or InAnalysis to Unresolved."""
        claim, status = self._find(claim_id), (body or {}).get("status", REJECTED)
        items = [item for item in claim.items if item.status in DISPUTED]
        if status not in (REJECTED, ACCEPTED, UNRESOLVED) or not items:
            raise ControlError(409, "disputed items, and Rejected, Accepted or Unresolved expected")
        if status == REJECTED:
            self._account.claims.confirm_rejection(claim, items, TRENDYOL)
        else:
            for item in items:
                self._account.claims.set_status(claim, item, status, TRENDYOL)
        return self._describe(claim)

    def cancel(self, body, query, claim_id):
        """By the customer, before a decision."""
        claim = self._find(claim_id)
        items = [item for item in claim.items if item.status in (CREATED, WAITING)]
        if not items:
            raise ControlError(409, "nothing left to cancel")
        for item in items:
            self._account.claims.set_status(claim, item, CANCELLED, CUSTOMER)
        return self._describe(claim)

    def replace(self, body, query, claim_id):
        """The customer gets the same goods again instead of money."""
        claim = self._find(claim_id)
        self._account.claims.replace(claim)
        return self._describe(claim)

    def _find(self, claim_id):
        claim = self._account.claims.get(claim_id)
        if claim is None:
            raise ControlError(404, f"no claim {claim_id}")
        return claim

    def _describe(self, claim):
        waiting = [item.waiting_since for item in claim.items if item.status == WAITING]
        deadline = min((self._account.claims.deadline(claim, since) for since in waiting), default=None)
        said = {item.id: {"issue": item.issue, "files": item.files} for item in claim.items if item.issue}
        return {
            **claim_row(self._account, claim),
            "id": claim.id,
            "statuses": [item.status for item in claim.items],
            "decide_until": deadline and iso(deadline),
            "said": said,
        }

    # Questions

    def ask_question(self, body, query):
        """{"barcode", "text", "storefront"}."""
        body = body or {}
        product = self._account.products.get(body.get("barcode"))
        if product is None or not body.get("text"):
            raise ControlError(400, "barcode and text expected")
        code = body.get("storefront", self._account.origin)
        return question_row(self._account.questions.ask(product, body["text"], code))

    def read_questions(self, body, query):
        return [question_row(question) for question in self._account.questions]

    def judge_answer(self, body, query, question_id):
        """{} publishes the answer, {"reject": reason} refuses it."""
        question = self._account.questions.get(question_id)
        if question is None or question.answer is None:
            raise ControlError(409, "an answered question expected")
        if reason := (body or {}).get("reject"):
            self._account.questions.reject(question, reason)
        else:
            self._account.questions.publish(question)
        return question_row(question)
