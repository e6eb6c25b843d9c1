"""What customers ask about a product at the platform, and what the seller answers, in the trade's own words.

Timestamps are aware and in UTC, texts are plain and stripped.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class QuestionStatus(Enum):
    """The life of a question, common to all platforms."""

    NEW = "new"  # waits for our answer
    CHECKED = "checked"  # answered; the platform looks the answer over before it shows it
    ANSWERED = "answered"
    REFUSED = "refused"  # the platform did not show our answer: another one may be given
    CLOSED = "closed"  # nobody answers any more: too late, reported, withdrawn


@dataclass(frozen=True, slots=True)
class QuestionData:
    """A customer's question, understood. ``answer_by``: until when it can be answered.

    ``offer_key`` / ``family_key`` name what it is about, the offer where the platform tells it, else the family of its
    variants. ``refused_why``: what the platform did not like about our answer. ``is_public``: everybody reads it.
    """

    key: str
    status: QuestionStatus
    status_label: str
    text: str
    asked_at: datetime
    offer_key: str = ""
    family_key: str = ""
    product_name: str = ""
    customer_name: str = ""
    is_public: bool = True
    answer: str = ""
    answered_at: datetime | None = None
    refused_why: str = ""
    answer_by: datetime | None = None
    url: str = ""
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """What the seller answers to the question ``key``."""

    key: str
    text: str
