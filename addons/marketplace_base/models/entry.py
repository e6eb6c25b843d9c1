from odoo import api, fields, models


class MarketplaceEntry(models.Model):
    """A row of a platform's small dictionary as last read: VAT rate, courier account, handling time, address (A8)."""

    _name = "marketplace.entry"
    _description = "Marketplace Dictionary Entry"
    _order = "account_id, kind, name"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", related="account_id.company_id", store=True, index=True)
    kind = fields.Char(required=True, readonly=True)
    kind_label = fields.Char("List", compute="_compute_kind_label")
    external_id = fields.Char("Number", required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    value = fields.Float(digits=(16, 4), readonly=True)
    active = fields.Boolean(default=True, readonly=True)
    extra = fields.Json(readonly=True)
    read_at = fields.Datetime(readonly=True)

    _external = models.UniqueIndex("(account_id, kind, external_id)", "This entry is already there.")

    @api.model
    def _kind_labels(self):
        """What the lists are called on the screen. Extended by connectors that have others."""
        return {
            "vat": self.env._("VAT rates"),
            "handling_time": self.env._("Handling times"),
            "courier": self.env._("Courier accounts"),
            "address": self.env._("Addresses"),
            "brand": self.env._("Brands found"),
            "product_courier": self.env._("Couriers of products"),
            "refuse_reasons": self.env._("Reasons to refuse a return"),
        }

    @api.depends("kind")
    def _compute_kind_label(self):
        labels = self._kind_labels()
        for entry in self:
            entry.kind_label = labels.get(entry.kind, entry.kind)

    def _mirror(self, account, kind, entries):
        """The whole dictionary as read; what is gone from the platform is archived, never deleted."""
        kept = self._keep(account, kind, entries)
        gone = self.search([("account_id", "=", account.id), ("kind", "=", kind), ("id", "not in", kept.ids)])
        gone.write({"active": False})

    def _keep(self, account, kind, entries):
        """Upsert these entries, and leave all others alone. :return: their records, in the order given"""
        known = {
            entry.external_id: entry
            for entry in self.with_context(active_test=False).search(
                [("account_id", "=", account.id), ("kind", "=", kind)]
            )
        }
        now, kept = fields.Datetime.now(), self.browse()
        for entry in entries:
            vals = {
                "name": entry.name,
                "value": float(entry.value) if entry.value is not None else False,
                "active": entry.active,
                "extra": entry.extra,
                "read_at": now,
            }
            if record := known.get(entry.key):
                record.write(vals)
            else:
                record = self.create(vals | {"account_id": account.id, "kind": kind, "external_id": entry.key})
                known[entry.key] = record
            kept += record
        return kept
