"""Papers of an order, for the customer to see at eMAG (api/emag.md §4.10). Promises G10, G11, G14."""

from odoo.addons.marketplace_base.lib.errors import Rejected
from odoo.addons.marketplace_base.lib.fulfilment import DocumentKind
from odoo.addons.marketplace_base.lib.types import Outcome, Result
from odoo.addons.marketplace_base.lib.words import Words

from . import const
from . import const_fulfilment as facts
from .client import reading
from .fields import identifier, is_id, records, text, whole

_ = Words("marketplace_emag")


class Attachments:
    """The papers of one account's orders."""

    def __init__(self, client):
        self._client = client

    def attach(self, document):
        """Give eMAG the address of the file, which it fetches by itself. A second time would show the paper twice."""
        if refusal := _refusal(document):
            return Result(document.key, Outcome.REFUSED, refusal)
        keys = (document.order_key, document.key)
        try:
            self._client.ask("order/attachments/save", [attachment(document)], changes=True, keys=keys)
        except Rejected as error:
            if facts.UNREACHABLE in str(error).lower():
                words = _(
                    "eMAG could not fetch the file: this server must be reachable from the internet. eMAG says: %s"
                )
                return Result(document.key, Outcome.REFUSED, words % error, facts.UNREACHABLE)
            return Result(document.key, Outcome.REFUSED, str(error), error.code)
        return Result(document.key, Outcome.CONFIRMED)

    def find(self, document):
        """The paper among those that the order shows, by its address, or by its kind and name."""
        if _refusal(document):
            return None
        row = self._client.read_one("order", "id", int(document.order_key), type=_fulfilment(document))
        if not row:
            return None
        with reading():
            shown = records(_holder(row, document).get("attachments"), "attachments")
            if any(_same(paper, attachment(document)) for paper in shown):
                return Result(document.key, Outcome.CONFIRMED, _("The order shows it already."))
        return None


def attachment(document):
    """One item of ``order/attachments/save``. A warranty belongs to an order line, everything else to the order."""
    item = {
        "order_type": _fulfilment(document),
        "name": document_name(document),
        "url": document.url,
        "type": facts.DOCUMENT_TYPES[document.kind],
        "force_download": 0,
    }
    if document.kind is DocumentKind.WARRANTY:
        return {"order_product_id": int(document.line_key), **item}
    return {"order_id": int(document.order_key), **item}


def document_name(document):
    """What the customer reads: with its number, which also tells two papers of one kind apart, and as long as eMAG takes."""
    name = " ".join(document.name.split())
    number = " ".join(document.number.split())
    if number and number not in name:
        name = f"{name[: max(facts.DOCUMENT_NAME_MAX - len(number) - 1, 0)]} {number}".strip()
    return name[: facts.DOCUMENT_NAME_MAX].strip() or document.kind.value


def _refusal(document):
    if not is_id(document.order_key):
        return _("%s is not an order number at eMAG.", document.order_key)
    if document.kind is DocumentKind.WARRANTY and not is_id(document.line_key):
        return _("eMAG wants to know which product of the order the warranty is for.")
    if not 1 <= len(document.url) <= facts.DOCUMENT_URL_MAX:
        return _("The address of the file has to have 1 to %s characters.", facts.DOCUMENT_URL_MAX)
    return ""


def _fulfilment(document):
    return const.BY_EMAG if document.by_platform else const.BY_SELLER


def _holder(row, document):
    """What carries the paper: the order, or the line a warranty is for; nothing where that line is gone."""
    if document.kind is not DocumentKind.WARRANTY:
        return row
    lines = records(row.get("products"), "products")
    return next((line for line in lines if identifier(line, "id", "line") == document.line_key), {})


def _same(paper, wanted):
    """By its address. Where eMAG shows a copy of its own, kind and name have to do; another file of our own server is another
    paper, such as the invoice before it was corrected.
    """
    shown = text(paper, "url", "attachment")
    if shown.split("/")[:3] == wanted["url"].split("/")[:3]:
        return shown == wanted["url"]
    kind = whole(paper, "type", "attachment", facts.INVOICE)
    return kind == wanted["type"] and text(paper, "name", "attachment") == wanted["name"]
