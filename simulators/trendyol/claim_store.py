"""Claims: a customer's return, one item for each piece, with its way through the decisions (api/trendyol.md §6.1 - §6.3)."""

import itertools
import uuid
from dataclasses import dataclass, field

from .const import HOUR
from .reasons import CUSTOMER_REASONS
from .times import after_business_days

CREATED, WAITING, FRAUD_CHECK, ACCEPTED = "Created", "WaitingInAction", "WaitingFraudCheck", "Accepted"
CANCELLED, REJECTED, UNRESOLVED, IN_ANALYSIS = "Cancelled", "Rejected", "Unresolved", "InAnalysis"
ENDS = (ACCEPTED, CANCELLED, REJECTED)
DISPUTED = (UNRESOLVED, IN_ANALYSIS)
TR_AUTO_ACCEPT = 48 * HOUR
RO_AUTO_ACCEPT_DAYS = 2
RETURN_ACCEPTED = "ReturnAccepted"
VIA_API = "SellerIntegrationApi"


@dataclass
class ClaimItem:
    """One returned piece. Times in epoch seconds; `history` of (at, old, new, by which program)."""

    id: str
    line: object
    unit: object
    reason: int
    customer_note: str = ""
    status: str = CREATED
    note: str = ""
    auto_accepted: bool = False
    accepted_by_seller: bool = False
    waiting_since: float | None = None
    history: list = field(default_factory=list)
    issue: dict | None = None
    files: list = field(default_factory=list)


@dataclass
class Parcel:
    """A parcel to the customer: goods of a confirmed rejection, or an exchange."""

    package_id: int
    tracking: int
    items: list
    dont_ship_back: bool
    sender_number: str | None = None
    provider: str | None = None


@dataclass
class Claim:
    """`package` = the delivered one; `return_package_id` the parcel coming back."""

    id: str
    package: object
    created: float
    modified: float
    return_package_id: int
    tracking: int
    carrier_name: str
    items: list
    rejected: Parcel | None = None
    replacement: Parcel | None = None

    def item(self, number):
        return next((item for item in self.items if item.id == number), None)


class ClaimBook:
    """All claims by id."""

    def __init__(self, account):
        self._account = account
        self._claims = {}
        self._numbers = itertools.count(1)

    def __iter__(self):
        return iter(self._claims.values())

    def __len__(self):
        return len(self._claims)

    def get(self, number):
        return self._claims.get(number)

    def item(self, number):
        """(claim, item) of an item id, or (None, None)."""
        found = ((claim, claim.item(number)) for claim in self if claim.item(number))
        return next(found, (None, None))

    def open_units(self, package):
        """Ids of pieces that are in a claim already, but for cancelled ones."""
        return {
            item.unit.id
            for claim in self
            if claim.package is package
            for item in claim.items
            if item.status != CANCELLED
        }

    def open(self, package, pieces, by):
        """A new claim for (line, unit, reason number, customer's note) pieces."""
        now, packages = self._account.clock.time(), self._account.packages
        items = [ClaimItem(self._uuid("item"), line, unit, reason, note or "") for line, unit, reason, note in pieces]
        claim = Claim(
            self._uuid("claim"),
            package,
            now,
            now,
            packages.next_id(),
            packages.next_tracking(package.carrier),
            package.carrier_name,
            items,
        )
        self._claims[claim.id] = claim
        for item in items:
            item.history.append((now, None, CREATED, by))
        return claim

    def _uuid(self, kind):
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind}-{self._account.seller_id}-{next(self._numbers)}"))

    # The way of an item

    def set_status(self, claim, item, status, by):
        now = self._account.clock.time()
        item.history.append((now, item.status, status, by))
        item.status, claim.modified = status, now
        if status == WAITING:
            item.waiting_since = now
            self._account.after(self.deadline(claim, now) - now, lambda: self._auto_accept(claim, item))
        elif status == ACCEPTED:
            self._refund(claim, item)

    def deadline(self, claim, since):
        """When a decision is taken for the seller: 48 hours, or two business days."""
        if claim.package.storefront == "TR":
            return since + TR_AUTO_ACCEPT
        return after_business_days(since, RO_AUTO_ACCEPT_DAYS)

    def _auto_accept(self, claim, item):
        if item.status == WAITING:
            item.auto_accepted = True
            self.set_status(claim, item, ACCEPTED, "AutoAccept")

    def receive(self, claim, by):
        """The parcel reached the seller: decide now."""
        for item in claim.items:
            if item.status == CREATED:
                self.set_status(claim, item, WAITING, by)

    def accept(self, claim, item, by):
        """By the seller; the refund may wait for a check of fraud."""
        seconds = self._account.settings.fraud_check_seconds
        item.accepted_by_seller = True
        if not seconds:
            self.set_status(claim, item, ACCEPTED, by)
            return
        self.set_status(claim, item, FRAUD_CHECK, by)
        self._account.after(seconds, lambda: self._checked(claim, item))

    def _checked(self, claim, item):
        if item.status == FRAUD_CHECK:
            self.set_status(claim, item, ACCEPTED, "FraudCheck")

    def confirm_rejection(self, claim, items, by):
        """Trendyol agrees with the seller: the pieces go back to the customer."""
        for item in items:
            self.set_status(claim, item, REJECTED, by)
        if claim.rejected:
            claim.rejected.items += [item.id for item in items]
            return
        claim.rejected = self._parcel(claim, items)

    def replace(self, claim):
        """The customer gets the same goods again."""
        claim.replacement = self._parcel(claim, claim.items)
        claim.modified = self._account.clock.time()

    def _parcel(self, claim, items):
        packages = self._account.packages
        return Parcel(
            packages.next_id(),
            packages.next_tracking(claim.package.carrier),
            [item.id for item in items],
            self._account.settings.dont_ship_back,
        )

    def rejected_parcel(self, package_id):
        found = (claim.rejected for claim in self if claim.rejected and claim.rejected.package_id == package_id)
        return next(found, None)

    def _refund(self, claim, item):
        """Money goes back; the package stays Delivered and shows the return."""
        package = claim.package
        self._account.ledger.refunded(package, item.line, item.unit)
        accepted = {
            row.unit.id for other in self if other.package is package for row in other.items if row.status == ACCEPTED
        }
        for line in package.lines:
            if {unit.id for unit in line.units} <= accepted:
                line.status = RETURN_ACCEPTED
        if all(line.status == RETURN_ACCEPTED for line in package.lines):
            package.return_status = RETURN_ACCEPTED
        self._account.packages.touch(package)


def reason_row(number):
    code, name = CUSTOMER_REASONS[number]
    return {"name": name, "externalReasonId": number, "code": code}
