"""Facts about customers' questions at Trendyol (``api/trendyol.md`` §6.6)."""

from odoo.addons.marketplace_base.lib.conversation import QuestionStatus
from odoo.addons.marketplace_base.lib.words import Words

# Marks the texts of the tables below for translation; they are said in the reader's language where they are used.
_ = Words("marketplace_trendyol")

WAITING, APPROVING, REJECTED = "WAITING_FOR_ANSWER", "WAITING_FOR_APPROVE", "REJECTED"
ANSWERED, REPORTED, UNANSWERED = "ANSWERED", "REPORTED", "UNANSWERED"
# What each means is not said (unverified): that REJECTED is the answer that was not shown, and REPORTED a question that
# somebody complained of, follows from the fields beside them.
STATUS = {
    WAITING: QuestionStatus.NEW,
    APPROVING: QuestionStatus.CHECKED,
    ANSWERED: QuestionStatus.ANSWERED,
    REJECTED: QuestionStatus.REFUSED,
    REPORTED: QuestionStatus.CLOSED,
    UNANSWERED: QuestionStatus.CLOSED,
}
LABELS = {
    WAITING: _("Waits for your answer"),
    APPROVING: _("Answered, being checked by Trendyol"),
    ANSWERED: _("Answered"),
    REJECTED: _("Trendyol did not show the answer"),
    REPORTED: _("Reported"),
    UNANSWERED: _("Closed without an answer"),
}
OPEN = (WAITING, REJECTED, APPROVING)
ANSWER_DAYS = 3  # business days until a question closes
ANSWER_LENGTH = (10, 2000)
PAGE = 50
# How a question that belongs to another storefront is refused: §3.3 tells it of packages (unverified for questions).
NOT_HERE = ("404", "400")
