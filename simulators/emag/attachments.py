"""order/attachments/save and /read (api/emag.md §4.10)."""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from . import downloads
from .bodies import int_filter, to_int
from .const import ATTACHMENT_TYPES, BY_EMAG, BY_SELLER, INVOICE, WARRANTY
from .documentation import is_web_url
from .envelope import Answer, Refusal


@dataclass
class Upload:
    """One accepted attachment as the control API shows it: `file` tells what was downloaded, None when nothing was."""

    entry: dict
    line_id: int | None
    at: float
    file: downloads.Download | None

    def as_dict(self):
        file = self.file and {**asdict(self.file), "is_pdf": self.file.is_pdf}
        return {**self.entry, "order_product_id": self.line_id, "at": self.at, "file": file}


def save_attachments(context):
    """eMAG downloads each URL before it accepts the entry; the download happens outside the lock."""
    items = context.body.entities(single_allowed=True)
    context.call.items = len(items)
    settings = context.settings
    urls = {item["url"] for item in items if is_web_url(item.get("url"))} if settings.fetch_attachments else set()
    files = {url: downloads.fetch(url) for url in urls}
    with context.lock:
        messages = [error for item in items for error in _save(context, item, files)]
    if messages:
        return Answer(messages=messages, is_error=True)
    return Answer([None] * len(items))


def _save(context, item, files):
    kind = to_int(item.get("type", INVOICE))
    errors = _field_errors(context.settings, item, kind)
    if errors:
        return errors
    order, line = _target(context.account, item, kind)
    if order is None:
        return ["The order or the order line was not found"]
    if to_int(item["order_type"]) != order.type:
        return [f"Invalid order_type {item['order_type']} for order {order.id}"]
    if line and kind == WARRANTY and any(entry["type"] == WARRANTY for entry in line.attachments):
        return [f"A warranty is already attached to order line {line.id}"]
    file = files.get(item["url"])
    if file is None and context.settings.fetch_attachments:
        return [f"Attachment url {item['url']} is unreachable"]
    entry = {
        "name": item.get("name") or "Attachment",
        "url": item["url"],
        "type": kind,
        "force_download": to_int(item.get("force_download", 0)),
        "visibility": 1,
        "order_id": order.id,
    }
    (line.attachments if line else order.attachments).append(entry)
    context.account.uploads.append(Upload(entry, line and line.id, context.account.clock.time(), file))
    context.account.orders.touch(order)
    return []


def _field_errors(settings, item, kind):
    errors = []
    if to_int(item.get("order_type")) not in (BY_EMAG, BY_SELLER):
        errors.append("The order_type field is mandatory and must be 2 or 3")
    if kind not in ATTACHMENT_TYPES:
        errors.append(f"Invalid attachment type: {item.get('type')}")
    key = "order_product_id" if kind == WARRANTY else "order_id"
    if to_int(item.get(key)) is None:
        errors.append(f"The {key} field is mandatory")
    name = item.get("name")
    if name is not None and (not isinstance(name, str) or not 1 <= len(name) <= 60):
        errors.append("The name field must have between 1 and 60 characters")
    if to_int(item.get("force_download", 0)) not in (0, 1):
        errors.append("The force_download field must be 0 or 1")
    url = item.get("url")
    if not is_web_url(url):
        errors.append("The url field is mandatory and must have between 1 and 1024 characters")
    elif settings.attachment_url_ends_with_pdf and not urlsplit(url).path.lower().endswith(".pdf"):
        errors.append(f"Attachment url {url} is not a pdf")
    return errors


def _target(account, item, kind):
    """(order, line): warranties go to a line, everything else to the order."""
    if kind != WARRANTY:
        return account.orders.get(to_int(item["order_id"])), None
    line_id = to_int(item["order_product_id"])
    for order in account.orders:
        if line := order.line(line_id):
            return order, line
    return None, None


def read_attachments(context):
    """Body {"order_id": .., "order_type": 3} at top level [4.5]; lists the order's attachments."""
    filters = context.filters(("order_id", "order_type"))
    order_id, kind = int_filter(filters, "order_id"), int_filter(filters, "order_type", (BY_EMAG, BY_SELLER))
    if order_id is None:
        raise Refusal("The order_id field is mandatory")
    order = context.account.orders.get(order_id)
    if order is None or (kind is not None and kind != order.type):
        raise Refusal(f"Order {order_id} was not found")
    context.call.items = len(order.attachments)
    return Answer(list(order.attachments))
