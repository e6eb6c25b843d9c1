"""The papers of many orders: all at once, and each paper of each order by itself as Odoo's own print buttons do it."""

import base64
import io

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from .meter import measure


def prepare(registry, account_id):
    """Invoice every order that was taken, give its products a warranty and put a label of an AWB beside it.

    :return: the orders' ids
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        orders = env["marketplace.order"].search([("account_id", "=", account_id)], order="id")
        orders.sale_order_id.order_line.product_id.marketplace_warranty = 24
        label = _label()
        for order in orders:
            order._invoice()
            env["marketplace.shipment"].create(
                {
                    "account_id": account_id,
                    "order_id": order.id,
                    "state": "made",
                    "number": f"BENCH{order.external_id}",
                    "label_ids": [
                        Command.create(
                            {"name": "label.pdf", "raw": label, "mimetype": "application/pdf", "description": "A6"}
                        )
                    ],
                }
            )
        cr.commit()
        return orders.ids


def _label():
    writer, content = PdfFileWriter(), io.BytesIO()
    writer.addBlankPage(298, 420)
    writer.write(content)
    return content.getvalue()


def together(registry, order_ids):
    """One click on all of them; return its cost and the pages."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        orders = env["marketplace.order"].browse(order_ids)
        with measure(registry) as cost:
            env["marketplace.papers"]._print_all(orders)
        wizard = env["marketplace.papers"].search([], order="id desc", limit=1)
        assert not wizard.missing_ids, wizard.missing_ids.mapped("reason")
        pages = PdfFileReader(io.BytesIO(base64.b64decode(wizard.pdf))).numPages
        return cost.as_dict() | {"pages": pages}


def apart(registry, order_ids):
    """Each paper of each order by itself; return its cost and the pages."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        pages = 0
        with measure(registry) as cost:
            for order in env["marketplace.order"].browse(order_ids):
                sale = order.sale_order_id
                for report, records in (
                    ("account.account_invoices", sale.invoice_ids),
                    ("marketplace_base.action_report_warranty", sale),
                    ("marketplace_base.action_report_picklist", sale.picking_ids),
                ):
                    streams = env["ir.actions.report"]._render_qweb_pdf_prepare_streams(report, {}, records.ids)
                    pages += sum(PdfFileReader(stream["stream"]).numPages for stream in streams.values())
                pages += sum(PdfFileReader(io.BytesIO(content)).numPages for _name, content, _kind in order._labels())
        return cost.as_dict() | {"pages": pages}
