import io
from unittest import SkipTest

from odoo.fields import Command
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models.ir_actions_report import _wkhtml

from .order_common import OrderCase, goods, order


def needs_printer():
    """Skip where nothing can print; a CI run has to be able to."""
    if _wkhtml().state == "install":
        raise SkipTest("wkhtmltopdf is not installed")


def label(text):
    """A label as a courier gives it: one A6 page with a text on it."""
    stream = f"BT /F1 14 Tf 20 300 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % len(content)
    return content + b"xref\n0 6\n0000000000 65535 f \n" + table + end


class PrintCase(OrderCase):
    """Orders of a Romanian company, ready to be packed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        needs_printer()
        cls.env.company.partner_id.write(
            {
                "name": "Magazinul Țării SRL",
                "vat": False,
                "company_registry": "J40/1/2020",
                "street": "Șoseaua Ștefan cel Mare 1",
                "city": "București",
                "zip": "020121",
            }
        )

    def setUp(self):
        super().setUp()
        self.boots.write({"marketplace_warranty": 24, "barcode": "5941234567899", "name": "Bocanci călduroși"})

    def take(self, key, *lines):
        """An order of these lines, or of one pair of boots, whose AWB is there."""
        record = self.apply(order(*(lines or [goods("1", 10)]), key=key))
        shipment = self.env["marketplace.shipment"].create(
            {"account_id": self.account.id, "order_id": record.id, "state": "made", "number": f"AWB{key}"}
        )
        self.put_labels(shipment, (f"{key}.pdf", label(f"AWB of {key}")))
        return record

    def put_labels(self, shipment, *labels):
        """The labels, as (name, content), that were kept of an AWB."""
        shipment.label_ids = [
            Command.clear(),
            *(
                Command.create({"name": name, "raw": content, "mimetype": kind, "description": "A6"})
                for name, content, *rest in labels
                for kind in (rest or ["application/pdf"])
            ),
        ]

    def texts(self, pdf):
        """The text of each page."""
        reader = PdfFileReader(io.BytesIO(pdf))
        return [" ".join(reader.getPage(number).extract_text().split()) for number in range(reader.numPages)]
