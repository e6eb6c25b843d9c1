"""Orders as a platform's parser would hand them over, and the way they go into Odoo."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from odoo.fields import Datetime

from ..lib.types import Address, Customer, LineKind, OrderData, OrderLine, OrderStatus, Payment
from .common import MarketplaceCase

NOW = datetime(2026, 2, 10, 12, 22, 31, tzinfo=UTC)


def address(**vals):
    return replace(
        Address(
            name="Ana Pop",
            phone="0720000000",
            street="Str. Lungă 1",
            city="Cluj-Napoca",
            county="Cluj",
            zip="400001",
            country_code="RO",
        ),
        **vals,
    )


def line(key, price, quantity=1, rate="0.21", kind=LineKind.PRODUCT, **vals):
    vals = {"name": f"Line {key}", "ordered": Decimal(str(quantity))} | vals
    return OrderLine(
        key=str(key),
        kind=kind,
        quantity=Decimal(str(quantity)),
        unit_price=Decimal(str(price)),
        tax_rate=Decimal(rate),
        **vals,
    )


def goods(offer_key, price, quantity=1, **vals):
    """A product line; its key is that of the offer with an L before it."""
    return line(f"L{offer_key}", price, quantity, offer_key=str(offer_key), **vals)


def order(*lines, key="391982964", **vals):
    """An order of these lines, whose total is theirs unless another one is given."""
    vals = {
        "status": OrderStatus.NEW,
        "status_label": "New",
        "placed_at": NOW,
        "modified_at": NOW,
        "currency": "RON",
        "total": sum((item.total for item in lines), Decimal("0.00")),
        "customer": Customer(key="12556", name="Ana Pop", email="a1b2c3@shop.test", phone="0720000000"),
        "billing": address(),
        "delivery": address(),
        "payment": Payment("cod", "RAMBURS"),
        "delivery_method": "courier",
        "ship_by": NOW + timedelta(days=2),
    } | vals
    return OrderData(key=key, lines=tuple(lines), **vals)


COMPANY = Customer(
    key="777",
    name="Exemplu SRL",
    is_company=True,
    tax_number="RO31415920",
    register_number="J40/123/2020",
    is_vat_payer=True,
    email="x9y8@shop.test",
    phone="0730000000",
)


class OrderCase(MarketplaceCase):
    """An account with two linked offers: 1 (five in stock) and 2 (one in stock)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(su=True, context=dict(cls.env.context, tracking_disable=True))
        cls.account = cls.account.with_env(cls.env)
        cls.account.order_warehouse_id = cls.warehouse

    def setUp(self):
        super().setUp()
        self.boots = self.make_product("BOOTS", 5)
        self.hat = self.make_product("HAT", 1)
        self.make_offer("1", self.boots)
        self.make_offer("2", self.hat)

    def make_offer(self, key, product=None, account=None, **vals):
        return self.env["marketplace.offer"].create(
            {
                "account_id": (account or self.account).id,
                "external_id": key,
                "name": f"Offer {key}",
                "product_id": product.id if product else False,
            }
            | vals
        )

    def incoming(self, data, account=None):
        account = account or self.account
        known = self.env["marketplace.incoming"].search(
            [("account_id", "=", account.id), ("external_id", "=", data.key)]
        )
        return known or self.env["marketplace.incoming"].create(
            {
                "account_id": account.id,
                "kind": "order",
                "external_id": data.key,
                "payload": {"id": data.key},
                "notified_at": Datetime.now(),
            }
        )

    def apply(self, data, account=None):
        """What the engine does with an understood order; returns the marketplace order."""
        incoming = self.incoming(data, account)
        done, self.note = self.env["marketplace.order"]._apply(incoming, data)
        self.env.flush_all()
        self.assertEqual(bool(done), bool(incoming.order_id))
        return incoming.order_id

    def left_alone(self, data):
        """The engine leaves this order alone; returns why."""
        done, note = self.env["marketplace.order"]._apply(self.incoming(data), data)
        self.assertFalse(done)
        self.assertFalse(self.env["marketplace.order"].search([("external_id", "=", data.key)]))
        return note

    def free(self, product):
        return self.env["stock.quant"]._get_available_quantity(product, self.warehouse.lot_stock_id)

    def deliver(self, sale):
        for picking in sale.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")):
            picking.move_ids.picked = True
            picking.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def invoice(self, sale):
        invoice = sale._create_invoices()
        invoice.action_post()
        return invoice

    def everything(self, record):
        """What stands on an order and on all that hangs on it, to compare before and after."""
        sale = record.sale_order_id
        records = [record, record.line_ids, record.command_ids, sale, sale.order_line, sale.picking_ids]
        records += [
            sale.picking_ids.move_ids,
            sale.picking_ids.move_line_ids,
            sale.message_ids,
            sale.partner_id.child_ids,
        ]
        self.env.flush_all()
        return [(found._name, found.ids, found.mapped("write_date")) for found in records]
