from dataclasses import asdict
from datetime import timedelta

from odoo import api, fields, models

from .order_apply import differing, naive
from .order_change import OPEN


class MarketplaceReturn(models.Model):
    """A return request as the platform shows it becomes, and stays, a return here."""

    _inherit = "marketplace.return"

    @api.model
    def _apply(self, incoming, data):
        """Work an understood return into Odoo. :return: as ``marketplace.order._apply``"""
        account = incoming.account_id
        found = self.search([("account_id", "=", account.id), ("external_id", "=", data.key)])
        vals = self._mirrored(account, data)
        if not found:
            found = self.create(vals | {"account_id": account.id, "external_id": data.key})
        elif vals := differing(found, found._followed(vals)):
            found.write(vals)
        found._mirror_lines(data)
        found._link_awbs(data)
        found._complain()
        if incoming.return_id != found:
            incoming.return_id = found
        return True, found.problem

    @api.model
    def _mirrored(self, account, data):
        """What this record repeats of the platform's return."""
        order = self.env["marketplace.order"].search(
            [("account_id", "in", (account | account._siblings()).ids), ("external_id", "=", data.order_key)], limit=1
        )
        days = account._get_provider_class().answer_days
        answer_by = data.answer_by or (data.asked_at + timedelta(days=days) if days is not None else None)
        return {
            "order_id": order.id,
            "order_key": data.order_key or False,
            "status": data.status.value,
            "status_label": data.status_label or False,
            "wish": data.wish or False,
            "carrier": data.carrier or False,
            "by_platform": data.by_platform,
            "customer_name": data.customer_name or False,
            "customer_phone": data.customer_phone or False,
            "iban": data.iban or False,
            "note": data.note or False,
            "asked_at": naive(data.asked_at),
            "answer_by": naive(answer_by),
            "close_by": naive(data.close_by),
            "pickup_place": {name: value for name, value in asdict(data.pickup).items() if value} or False,
            "extra": data.extra or False,
        }

    def _followed(self, vals):
        """Without the steps back: what we asked for and is not told yet, and goods that are here, count for more."""
        if self.command_ids.filtered(lambda c: c.state in OPEN):
            return {name: value for name, value in vals.items() if name != "status"}
        if self.received_at and vals["status"] in ("new", "approved"):
            return vals | {"status": "received"}
        return vals

    def _mirror_lines(self, data):
        """Bring the lines up to date; one the platform no longer shows goes, unless its goods are here."""
        rows = self.line_ids.grouped("external_id")
        for line in data.lines:
            row = rows.pop(line.key, self.line_ids.browse())
            vals = {
                "name": line.name or line.offer_key or line.key,
                "quantity": float(line.quantity),
                "reason": line.reason or False,
                "note": line.note or False,
                "offer_key": line.offer_key or False,
            }
            if not row:
                row = self.line_ids.create(vals | {"return_id": self.id, "external_id": line.key})
            elif vals := differing(row, vals):
                row.write(vals)
            row._find()
        for row in rows.values():
            if row.external_id and not row.received:
                row.unlink()

    def _link_awbs(self, data):
        """The parcels the platform had made for it; they are followed like those to the customer."""
        if not self.order_id:
            return
        known = self.env["marketplace.shipment"].search(
            [("account_id", "=", self.account_id.id), ("ref", "in", data.awb_refs)]
        )
        for ref in data.awb_refs:
            shipment = known.filtered(lambda s, ref=ref: s.ref == ref)
            if not shipment:
                shipment.create(
                    {
                        "account_id": self.account_id.id,
                        "order_id": self.order_id.id,
                        "return_id": self.id,
                        "direction": "back",
                        "state": "made",
                        "ref": ref,
                        "follow_at": fields.Datetime.now(),
                    }
                )
            elif shipment.return_id != self:
                shipment.return_id = self

    def _complain(self):
        """Show what a person has to look at before the goods can be taken in."""
        unknown = self.line_ids.filtered(lambda line: not line.product_id)
        complaints = [
            self.env._(
                "%s is not linked to a product: link its offer, or say which product it is when it is received.",
                line.name,
            )
            for line in unknown
            if self.status in ("new", "approved") and not self.by_platform
        ]
        if self.credit_error:
            complaints.append(self.env._("No credit note was made: %s", self.credit_error))
        text = "\n".join(complaints + self._refused_answers()) or False
        if self.problem != text:
            self.problem = text

    def action_retry(self):
        """Look for the products again; tell the platform again what it refused."""
        for record in self._acting():
            record.line_ids._find()
            record.credit_error = False
            record.command_ids.filtered(lambda c: c.state == "refused").action_retry()
            record._complain()


class MarketplaceReturnLine(models.Model):
    _inherit = "marketplace.return.line"

    def _find(self):
        """The order line these goods were delivered by, and their product."""
        for line in self.filtered("offer_key"):
            sold = line.return_id.order_id.line_ids.filtered(
                lambda row, key=line.offer_key: row.kind == "product" and row.offer_id.external_id == key
            )[:1]
            offer = self.env["marketplace.offer"].search(
                [("account_id", "=", line.return_id.account_id.id), ("external_id", "=", line.offer_key)]
            )
            vals = {
                "order_line_id": sold.id,
                "product_id": (sold.product_id or line.product_id or offer.product_id).id,
            }
            if vals := differing(line, vals):
                line.write(vals)


class MarketplaceOrder(models.Model):
    _inherit = "marketplace.order"

    def _import(self, incoming, data):
        order = super()._import(incoming, data)
        returns = self.env["marketplace.return"].search(
            [("account_id", "=", order.account_id.id), ("order_key", "=", data.key), ("order_id", "=", False)]
        )
        returns.order_id = order
        returns.line_ids._find()
        return order
