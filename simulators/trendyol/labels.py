"""Labels: a PDF to download for international packages, ZPL for Turkish ones (api/trendyol.md §3.12).

What stands on a label and where is design. Names are printed in Latin letters without diacritics, as label printers do.
"""

import re
import unicodedata
from io import BytesIO

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A6
from reportlab.pdfgen.canvas import Canvas

from simulators.core.money import to_decimal

from .answers import Answer, Refusal
from .const import DEAD, INVOICED, PICKING, TR_LABEL_CARRIERS
from .query import json_object, whole

FILES = "/labels/"
FORMATS = ("ZPL",)
WIDTH, HEIGHT = A6
MARGIN = 14
LETTERS = 46  # of one line of text


# International (PDF)


def query_label(context):
    """The address of a PDF, from Picking on, where Trendyol pays the carrier."""
    package = _package(context, context.query.number("id"))
    if context.account.is_turkish or package.payer == "seller" or package.status in ("Awaiting", "Created", *DEAD):
        raise Refusal("label.not.found", "Label is not available", 404)
    address = f"{context.request.host_url.rstrip('/')}{FILES}{package.tracking}.pdf"
    life = context.settings.label_url_seconds
    url = f"{address}?until={int(context.now + life)}" if life else address
    return Answer({"data": [{"format": "PDF", "label": url}]})


def file(account, path, until):
    """The PDF behind such an address; None when there is none, or no longer."""
    found = re.fullmatch(rf"{FILES}([0-9]+)\.pdf", path)
    package = found and account.packages.by_tracking(int(found[1]))
    if not package or (until and account.clock.time() > (whole(until) or 0)):
        return None
    return pdf(package)


def _package(context, tracking):
    package = None if tracking is None else context.account.packages.by_tracking(tracking)
    if package is None or not context.account.packages.is_visible(package):
        raise Refusal("invalid.tracking.number", "cargoTrackingNumber is wrong")
    if package.storefront != context.storefront.code:
        raise Refusal("storefront.mismatch", "Storefront of the package does not match storeFrontCode")
    return package


# Türkiye (ZPL): asked for, then read


def ask_label(context, tracking):
    package, body = _package(context, tracking), json_object(context.body)
    if body.get("format") not in FORMATS:
        raise Refusal("invalid.request", "format must be ZPL")
    boxes = 1 if body.get("boxQuantity") is None else whole(body["boxQuantity"])
    height = body.get("volumetricHeight")
    if boxes is None or boxes < 1 or (height is not None and not (to_decimal(height) or 0) > 0):
        raise Refusal("invalid.request", "boxQuantity or volumetricHeight is wrong")
    if package.carrier not in TR_LABEL_CARRIERS or package.payer == "seller":
        raise Refusal("label.not.supported", "No common label for this carrier")
    if package.status not in (PICKING, INVOICED):
        raise Refusal("wrong.status", f"Not possible for a package in status {package.status}")
    if (package.micro or package.is_4p) and package.invoice_status != INVOICED:
        raise Refusal("invoice.missing", "The invoice of the package is not accepted yet")
    package.label_requested = {"boxes": boxes}
    package.label_ready = context.now + context.settings.label_seconds
    return Answer()


def read_label(context, tracking):
    package = _package(context, tracking)
    if package.label_ready is None or context.now < package.label_ready:
        raise Refusal("label.not.found", "Label is not available", 404)
    count = package.label_requested["boxes"]
    rows = [{"label": zpl(package, number, count), "format": "ZPL"} for number in range(1, count + 1)]
    return Answer({"data": rows})


# Drawing


def lines_of(package, box, boxes):
    """(text, is it large) from top to bottom, below the barcode."""
    who = package.customer
    places = f"{who['postalCode']} {who['city']} {who['county']}"
    return [
        (f"{package.carrier_name}   parcel {box}/{boxes}", True),
        (f"Order {package.order_number}   package {package.id}", False),
        ("TO", False),
        (f"{who['firstName']} {who['lastName']}", True),
        (who["street"], False),
        (f"{places}, {who['country']}", False),
        (f"Tel. {who['phone'] or '-'}", False),
        *((f"{line.quantity} x {line.product.barcode}", False) for line in package.lines[:6]),
    ]


def plain(text):
    """The text in Latin letters without diacritics; what has no Latin form becomes a question mark."""
    folded = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign)).encode("ascii", "replace").decode()


def pdf(package):
    """One A6 page for each box."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A6, pageCompression=0, invariant=1)
    canvas.setTitle(f"Label {package.tracking}")
    canvas.setAuthor("Trendyol simulator")
    for box in range(1, package.boxes + 1):
        _draw(canvas, package, lines_of(package, box, package.boxes))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas, package, lines):
    canvas.rect(MARGIN / 2, MARGIN / 2, WIDTH - MARGIN, HEIGHT - MARGIN)
    barcode = Code128(str(package.tracking), barHeight=60, barWidth=1.0, quiet=False)
    canvas.saveState()
    canvas.translate(MARGIN, HEIGHT - MARGIN - 66)
    canvas.scale((WIDTH - 2 * MARGIN) / barcode.width, 1)
    barcode.drawOn(canvas, 0, 0)
    canvas.restoreState()
    canvas.setFont("Courier-Bold", 11)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - MARGIN - 80, str(package.tracking))
    top = HEIGHT - MARGIN - 92
    for text, is_large in lines:
        canvas.setFont("Helvetica-Bold" if is_large else "Helvetica", 11 if is_large else 9)
        for part in _wrapped(plain(text)):
            top -= 15 if is_large else 12
            canvas.drawString(MARGIN, top, part)


def _wrapped(text):
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if len(longer) <= LETTERS or not rows[-1]:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows[:3]


def zpl(package, box, boxes):
    """At 8 dots per mm."""
    code = package.tracking
    fields = [f"^FO40,40^BY3^BCN,160,N,N,N^FD{code}^FS", f"^FO40,215^A0N,32,32^FD{code}^FS"]
    top = 270
    for text, is_large in lines_of(package, box, boxes):
        size = 36 if is_large else 26
        fields.append(f"^FO40,{top}^A0N,{size},{size}^FD{plain(text).replace('^', ' ').replace('~', ' ')}^FS")
        top += size + 12
    return "\n".join(("^XA", "^CI28", "^PW840", "^LL1184", *fields, "^XZ", ""))
