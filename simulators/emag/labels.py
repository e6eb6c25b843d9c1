"""Labels of AWBs: PDF in three page sizes and the text of label printers (api/emag.md §5.5, §5.6).

What stands on a label and where is design. Names are printed in Latin letters without diacritics, as label printers do.
"""

import unicodedata
from io import BytesIO
from operator import itemgetter

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4, A5, A6
from reportlab.pdfgen.canvas import Canvas

from simulators.core.money import CENT, round_half_up

from .bodies import to_int

SIZES = {"A4": A4, "A5": A5, "A6": A6}
WIDTH, HEIGHT = A6  # the drawing is made for A6 and grows with the page: all three have the same proportions
MARGIN = 14
LINE = 11
SERVICES = {
    "saturday_delivery": "Saturday",
    "sameday_delivery": "same day",
    "unboxing": "open on delivery",
    "pickup_and_return": "return parcel",
    "dropoff_locker": "drop-off",
    "is_oversize": "oversize",
}
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъьюя"
LATIN = "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya"
BULGARIAN = str.maketrans(dict(zip(CYRILLIC, LATIN.split(), strict=True)))


def pdf(account, awb, emag_id, size):
    """One page for each piece the id stands for."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=SIZES[size], pageCompression=0, invariant=1)
    canvas.setTitle(f"AWB {awb.number}")
    canvas.setAuthor("eMAG simulator")
    for piece in awb.pieces_of(emag_id):
        canvas.scale(SIZES[size][0] / WIDTH, SIZES[size][1] / HEIGHT)
        _draw(canvas, awb, piece, _lines(account, awb, piece))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def zpl(account, awb, emag_id):
    """One label for each piece the id stands for, at 8 dots per mm."""
    return [_zpl(awb, piece, _lines(account, awb, piece)) for piece in awb.pieces_of(emag_id)]


def _lines(account, awb, piece):
    """(text, is it large) from top to bottom, below the barcode."""
    order = account.orders.get(awb.order_id)
    services = [text for key, text in SERVICES.items() if to_int(awb.request.get(key))]
    cod = f"COD: {round_half_up(awb.cod, CENT)} {order.currency}" if awb.cod else "COD: -"
    where = f"LOCKER: {order.locker['locker_name']}" if order.locker and awb.rma_id is None else "HOME DELIVERY"
    title = f"Order {awb.order_id}" if awb.rma_id is None else f"Return {awb.rma_id} of order {awb.order_id}"
    return [
        (f"AWB {awb.number}   Parcel {piece}/{awb.pieces}", True),
        (f"{awb.courier_account['courier_name']}   {title}", False),
        ("", False),
        ("FROM", False),
        *_party(awb.sender),
        ("", False),
        ("TO", False),
        *_party(awb.receiver),
        ("", False),
        (where, True),
        (cod, True),
        ("", False),
        (f"Weight: {awb.weight} kg   Services: {', '.join(services) or '-'}", False),
        (f"Note: {plain(awb.request.get('observation') or '-')}", False),
    ]


def _party(party):
    contact = "" if party["contact"] == party["name"] else f", {plain(party['contact'])}"
    return [
        (plain(party["name"]) + contact, True),
        (plain(party["street"]), False),
        (plain(f"{party['zipcode']} {party['city']}, {party['county']}"), False),
        (f"Tel. {party['phone']}", False),
    ]


def plain(text):
    """The text in Latin letters without diacritics; what has no Latin form becomes a question mark."""
    latin = "".join(
        letter.translate(BULGARIAN) if letter.islower() else letter.lower().translate(BULGARIAN).capitalize()
        for letter in text
    )
    bare = (sign for sign in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(sign))
    return "".join(bare).encode("ascii", "replace").decode()


def _draw(canvas, awb, piece, lines):
    canvas.rect(MARGIN / 2, MARGIN / 2, WIDTH - MARGIN, HEIGHT - MARGIN)
    code = awb.barcode(piece)
    barcode = Code128(code, barHeight=50, barWidth=1.0, quiet=False)
    scale = (WIDTH - 2 * MARGIN) / barcode.width
    canvas.saveState()
    canvas.translate(MARGIN, HEIGHT - MARGIN - 55)
    canvas.scale(scale, 1)
    barcode.drawOn(canvas, 0, 0)
    canvas.restoreState()
    canvas.setFont("Courier-Bold", 10)
    canvas.drawCentredString(WIDTH / 2, HEIGHT - MARGIN - 66, code)
    top = HEIGHT - MARGIN - 70
    for text, is_large in lines:
        for part in _wrapped(canvas, text, is_large):
            top -= LINE + 2 * is_large
            canvas.drawString(MARGIN, top, part)


def _wrapped(canvas, text, is_large):
    """The text in lines that fit the width, at most three; sets the font."""
    font, size = ("Helvetica-Bold", 11) if is_large else ("Helvetica", 9)
    canvas.setFont(font, size)
    rows = [""]
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if canvas.stringWidth(longer, font, size) <= WIDTH - 2 * MARGIN or not rows[-1]:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows[:3]


def _zpl(awb, piece, lines):
    code = awb.barcode(piece)
    fields = [f"^FO40,40^BY3^BCN,160,N,N,N^FD{code}^FS", f"^FO40,215^A0N,32,32^FD{code}^FS"]
    top = 270
    for text, is_large in filter(itemgetter(0), lines):
        size = 36 if is_large else 26
        fields.append(f"^FO40,{top}^A0N,{size},{size}^FD{text.replace('^', ' ').replace('~', ' ')}^FS")
        top += size + 12
    return "\n".join(("^XA", "^CI28", "^PW840", "^LL1184", *fields, "^XZ", ""))
