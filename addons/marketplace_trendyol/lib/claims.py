"""Returns at Trendyol: listed, read, approved and contested (api/trendyol.md §6.1-§6.4)."""

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import ReturnStatus
from odoo.addons.marketplace_base.lib.types import Entry, Outcome, Page, RawDocument, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import flag, identifier, millis, moment, records, text, whole
from .parse_return import claim_id, item_states, return_status

_ = Words("marketplace_trendyol")

CLAIMS = "order/sellers/{S}/claims"
APPROVE, CONTEST = "order/sellers/{{S}}/claims/{key}/items/approve", "order/sellers/{{S}}/claims/{key}/issue"
REASONS = "order/claim-issue-reasons"
OPEN = ("WaitingInAction", "Created", "InAnalysis", "Unresolved")
IMAGE = {b"\xff\xd8": ("jpg", "image/jpeg"), b"\x89P": ("png", "image/png"), b"%P": ("pdf", "application/pdf")}


class RefuseReasons:
    """Usual reasons by their number, in the language spoken; the live list is a dictionary of the account."""

    def __get__(self, instance, owner):
        return {str(number): _(words) for number, words in facts.REFUSE_REASONS.items()}


class Claims:
    """The returns of one account, storefront by storefront.

    :param elsewhere: as of ``Packages``
    """

    def __init__(self, client, storefronts, elsewhere=()):
        self._client = client
        self._storefronts = storefronts
        self._elsewhere = elsewhere

    # ---- reading: a page is ``storefront:state:number`` ----

    def list_open(self, page):
        """What is not decided, state by state."""
        code, state, number = (page or f"{self._storefronts[0]}:{OPEN[0]}:0").split(":")
        rows, more = self._rows(code, int(number), claimItemStatus=state)
        if more:
            return Page(rows, f"{code}:{state}:{int(number) + 1}")
        later = OPEN[OPEN.index(state) + 1 :]
        return Page(rows, f"{code}:{later[0]}:0" if later else self._after(code, f"{OPEN[0]}:0"))

    def list_asked(self, since, until, page):
        """What was asked for in a span of time, whatever became of it: there is no filter for changes."""
        code, number = (page or f"{self._storefronts[0]}:0").split(":")
        rows, more = self._rows(code, int(number), startDate=millis(since), endDate=millis(until))
        return Page(rows, f"{code}:{int(number) + 1}" if more else self._after(code, "0"))

    def _after(self, code, start):
        rest = self._storefronts[self._storefronts.index(code) + 1 :]
        return f"{rest[0]}:{start}" if rest else None

    def _rows(self, code, number, **filters):
        answer = self._client.at(code).read(CLAIMS, "claims", page=number, size=const.PAGE_CLAIMS, **filters)
        with reading():
            rows = records(answer.get("content"), CLAIMS)
            more = bool(rows) and number + 1 < whole(answer, "totalPages", CLAIMS, 0)
            return [_document(row) for row in rows], more

    def fetch(self, key):
        found = self.read(key)
        with reading():
            return _document(found[0]) if found else None

    def read(self, key):
        """A return and a client of its storefront. A filter that is ignored gives others: those are no answer."""
        for code in (*self._storefronts, *self._elsewhere):
            client = self._client.at(code)
            answer = client.read(CLAIMS, "claims", (key,), claimIds=key, page=0, size=1)
            with reading():
                rows = records(answer.get("content"), CLAIMS)
                if row := next((row for row in rows if claim_id(row) == key), None):
                    return row, client
        return None

    def reasons(self):
        """Why a return may be contested, as entries of a dictionary; the names are Turkish (§6.4)."""
        answer = self._client.get(REASONS, "claims")
        with reading():
            return [
                Entry("refuse_reasons", key, str(_(facts.REFUSE_REASONS[int(key)]) if int(key) in facts.REFUSE_REASONS
                      else text(row, "name", REASONS) or key), active=flag(row, "active", REASONS, default=True))
                for row in records(answer, REASONS) if (key := identifier(row, "id", what=REASONS))
            ]  # fmt: skip

    # ---- answering ----

    def answer(self, answer):
        """Bring the return to a state, judged by what Trendyol shows of it now."""
        found = self.read(answer.key)
        if not found:
            return Result(answer.key, Outcome.REFUSED, _("Trendyol does not know the return %s.", answer.key))
        row, client = found
        with reading():
            states = item_states(row, "Return")
        waiting = [key for key, state in states.items() if state == facts.TO_DECIDE]
        if not waiting and is_like(return_status(states), answer.status):
            return Result(answer.key, Outcome.CONFIRMED, _("The return was like this already."))
        if answer.status is ReturnStatus.APPROVED or answer.status is ReturnStatus.RECEIVED and waiting:
            return Result(answer.key, Outcome.CONFIRMED, _("Trendyol knows it: the goods have arrived."))
        if refusal := _refusal(answer, waiting, client.storefront):
            return Result(answer.key, Outcome.REFUSED, refusal)
        try:
            if answer.status is ReturnStatus.CLOSED:
                self._approve(client, answer.key, waiting)
            else:
                self._contest(client, answer, waiting)
        except Rejected as error:
            return Result(answer.key, Outcome.REFUSED, str(error), error.code)
        return Result(answer.key, Outcome.CONFIRMED)

    def _approve(self, client, key, waiting):
        body = {"claimLineItemIdList": waiting, "params": {}}
        client.ask("PUT", APPROVE.format(key=key), bucket="decisions", changes=True, keys=(key,), json=body)

    def _contest(self, client, answer, waiting):
        params = {
            "claimIssueReasonId": answer.reason,
            "claimItemIdList": ",".join(waiting),
            "description": (answer.note or _(facts.REFUSE_REASONS.get(int(answer.reason), "")) or "-")[
                : facts.DESCRIPTION_MAX
            ],
        }
        # multipart in any case, which requests makes only where there is a part
        files = [("files", _file(name, content)) for name, content in answer.files] or [("files", ("", b""))]
        client.ask(
            "POST", CONTEST.format(key=answer.key), bucket="decisions", changes=True, keys=(answer.key,), params=params,
            files=files,
        )  # fmt: skip


def is_like(status, wanted):
    """Whether a return is where it is wanted, or further: goods that are refunded have arrived."""
    if wanted is ReturnStatus.APPROVED:
        return status is not ReturnStatus.CANCELLED
    if wanted is ReturnStatus.RECEIVED:
        return status in (ReturnStatus.RECEIVED, ReturnStatus.CLOSED, ReturnStatus.REFUSED)
    return status is wanted


def _refusal(answer, waiting, storefront):
    """Why Trendyol would refuse this answer (§6.2, §6.3)."""
    if answer.status is ReturnStatus.RECEIVED:
        return _("Trendyol's courier tells it when the goods arrive.")
    if answer.status not in (ReturnStatus.CLOSED, ReturnStatus.REFUSED):
        return _("Only the customer or Trendyol can call a return off.")
    if not waiting:
        return _("Trendyol lets a return be decided only once the goods have arrived, and once.")
    if answer.status is ReturnStatus.CLOSED:
        return ""
    if storefront == "DE":
        return _("In Germany every return has to be accepted.")
    if not (answer.reason.isascii() and answer.reason.isdigit() and len(answer.reason) < 10):
        return _("Trendyol wants one of its reasons for contesting a return.")
    if answer.reason not in facts.WITHOUT_FILE and not answer.files:
        return _("Trendyol wants a picture or a file that shows why the return is contested.")
    return ""


def _file(name, content):
    ending, kind = IMAGE.get(content[:2], ("bin", "application/octet-stream"))
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.rpartition(".")[0] or name)
    return f"{plain or 'file'}.{ending}", content, kind


def _document(row):
    """:raise ValueError: the return has no number"""
    key = claim_id(row)
    try:
        modified_at = moment(row, "lastModifiedDate", f"Return {key}")
    except ValueError:  # the document itself will say so when it is read
        modified_at = None
    return RawDocument("return", key, row, modified_at)
