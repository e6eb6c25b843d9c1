"""Orders that are changed, and returns, with the faults every step has to survive."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo.fields import Datetime

from ..engine.commands import Commands
from ..lib.fulfilment import ReturnData, ReturnLine, ReturnStatus
from ..lib.types import OrderStatus
from .order_common import NOW, OrderCase, goods, order


class Crash(BaseException):
    """The process is gone."""


def asked_return(*lines, key="R7", **vals):
    """A return of these lines; of one piece of offer 1 by default."""
    vals = {
        "order_key": "391982964",
        "status": ReturnStatus.NEW,
        "status_label": "New",
        "asked_at": NOW + timedelta(days=5),
        "customer_name": "Ana Pop",
        "customer_phone": "0720000000",
        "currency": "RON",
    } | vals
    return ReturnData(key=key, lines=lines or (ReturnLine("10", "1", "Boots", Decimal(1), reason="Too small"),), **vals)


class ChangeCase(OrderCase):
    """An order of three boots at 10 and a hat at 5, taken over, in the hands of a marketplace user."""

    def setUp(self):
        super().setUp()
        self.data = order(goods("1", "10.00", 3, name="Boots"), goods("2", "5.00", name="Hat"))
        self.data = replace(self.data, status=OrderStatus.PROCESSING)
        self.record = self.apply(self.data)
        self.sale = self.record.sale_order_id
        self.picking = self.sale.picking_ids
        self.platform.parsed[self.data.key] = self.data

    def says(self, status=None, *lines, **vals):
        """The platform shows the order like this now."""
        lines = lines or self.data.lines
        total = sum((item.total for item in lines), Decimal(0))
        status = status or self.data.status
        self.data = replace(self.data, lines=lines, total=total, status=status, status_label=status.name, **vals)
        return self.apply(self.data)

    def changes(self):
        return self.record.command_ids.filtered(lambda c: c.kind == "change").sorted("id")

    def at_once(self, command):
        """Let an unclear command be looked at now instead of in a while."""
        command.retry_at = Datetime.now() - timedelta(seconds=1)

    def die_after_call(self):
        """The process dies after the platform did it and before its answer was written down."""
        died = False
        try:  # not assertRaises, which would undo what was committed before
            with patch.object(Commands, "_settle", side_effect=Crash):
                self.run_engine()
        except Crash:
            died = True
        self.assertTrue(died)
        self.env.invalidate_all()

    def awb(self, progress="created", **vals):
        """An AWB of the order that is made; handed over when the courier has scanned it."""
        vals = {
            "account_id": self.account.id,
            "order_id": self.record.id,
            "picking_id": self.picking.id,
            "state": "made",
            "ref": "R1",
            "number": "AWB000001",
            "progress": progress,
            "scanned_at": Datetime.now() if progress != "created" else False,
        } | vals
        return self.env["marketplace.shipment"].create(vals)

    def take_return(self, data):
        """What the engine does with an understood return; returns the return."""
        self.platform.add_return(data)
        incoming = self.env["marketplace.incoming"].search(
            [("account_id", "=", self.account.id), ("kind", "=", "return"), ("external_id", "=", data.key)]
        ) or self.env["marketplace.incoming"].create(
            {
                "account_id": self.account.id,
                "kind": "return",
                "external_id": data.key,
                "payload": {"id": data.key},
            }
        )
        self.env["marketplace.return"]._apply(incoming, data)
        self.env.flush_all()
        return incoming.return_id
