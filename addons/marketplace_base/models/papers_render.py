import base64
import io

import lxml.html
from lxml.builder import E
from PIL import Image
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import models
from odoo.tools.barcode import check_barcode_encoding
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from odoo.addons.base.models.ir_actions_report import _wkhtml

_NAMES = {"ean13": "EAN13", "ean8": "EAN8", "code128": "Code128"}
_SMALL = "font: 2px/2px 'DejaVu Sans Mono', 'Liberation Mono', monospace; color: #fefefe; letter-spacing: 0"
SIGN = "[[{}]]"
"""Stands in the smallest print on the first page of each document, so that the pages tell whose they are."""


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _barcode_data(self, value):
        """A barcode as the address of a drawing that is in the paper itself: nothing has to be fetched to print it."""
        kind = next((kind for kind in ("ean13", "ean8") if check_barcode_encoding(value, kind)), "code128")
        options = {"width": 600, "height": 120, "humanReadable": False}
        drawing = createBarcodeDrawing(_NAMES[kind], value=value, **options).asString("svg")
        content = drawing if isinstance(drawing, bytes) else drawing.encode()
        return "data:image/svg+xml;base64," + base64.b64encode(content).decode()

    def _pages_of_each(self, report_ref, records):
        """The pages of a report for each of these records, out of one run of wkhtmltopdf: starting it costs more than a page.

        :return: record id -> list of PDF pages
        """
        if _wkhtml().is_patched_qt:
            report = self.with_context(report_pdf_no_attachment=True)
            streams = report._render_qweb_pdf_prepare_streams(report_ref, {"report_type": "pdf"}, records.ids)
            return {key: pages_of(stream["stream"].getvalue()) for key, stream in streams.items() if key}
        return self._pages_of_one_document(report_ref, records)

    def _pages_of_one_document(self, report_ref, records):
        """wkhtmltopdf without patched Qt takes one document, prints no headers and writes no outline to cut it by.

        So the documents are put into one, their headers with them.
        """
        report = self._get_report(report_ref)
        data = {"report_type": "pdf", "debug": False}
        html = self.with_context(debug=False)._render_qweb_html(report_ref, records.ids, data=data)[0]
        bodies, _ids, _header, _footer, options = report._prepare_html(_joined(html), report_model=report.model)
        content = self._run_wkhtmltopdf(bodies, report_ref=report_ref, specific_paperformat_args=options)
        found, current = {}, None
        for page in pages_of(content):
            text = "".join(page.extract_text().split())
            current = next((key for key in records.ids if SIGN.format(key) in text), current)
            found.setdefault(current, []).append(page)
        if set(found) != set(records.ids):
            raise ValueError(self.env._("The pages of %s cannot be told apart.", report.name))
        return found


def _joined(html):
    """The documents of a rendered report as a single one: each on its own page, with its header and its sign."""
    root = lxml.html.fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    documents = _of_class(root, "article")
    headers, footers = _of_class(root, "header"), _of_class(root, "footer")
    whole = E.div({"class": "article"})
    for number, document in enumerate(documents):
        document.classes.discard("article")
        sign = E.div(SIGN.format(document.get("data-oe-id")), style=_SMALL)
        parts = [sign, document]
        if len(headers) == len(documents):
            headers[number].classes.discard("header")
            parts.insert(1, headers[number])
        if len(footers) == len(documents):
            for page in footers[number].xpath(".//span[contains(@class, 'page')]/.."):
                page.drop_tree()
            footers[number].classes.discard("footer")
            parts.append(footers[number])
        whole.append(E.div(*parts, style="page-break-before: always" if number else ""))
    main = root.xpath("//main")[0]
    main[:] = [whole]
    return lxml.html.tostring(root, encoding="unicode")


def _of_class(root, name):
    return root.xpath(f"//div[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def pages_of(content):
    """The pages of a PDF.

    :raise PdfReadError: for what is none
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    return [reader.getPage(number) for number in range(reader.numPages)]


def pages_of_picture(content):
    """One page that is as large as the picture."""
    page = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").save(page, format="pdf", resolution=203)
    return pages_of(page.getvalue())


def joined_pdf(pages):
    """One PDF of these pages, each as large as it is."""
    writer = PdfFileWriter()
    for page in pages:
        writer.addPage(page)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()
