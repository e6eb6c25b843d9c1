from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

from ..lib.errors import OutcomeUnknown, Rejected
from ..lib.fulfilment import Parcel, Progress, ShipmentState
from ..lib.replication import retry_after

PDF = "application/pdf"


class MarketplaceShipment(models.Model):
    """Labels: fetched right after the AWB was made, kept, and printed as often as somebody wants."""

    _inherit = "marketplace.shipment"

    has_label = fields.Boolean("Label", compute="_compute_has_label")

    @api.depends("label_ids")
    def _compute_has_label(self):
        for shipment in self:
            shipment.has_label = bool(shipment.sudo().label_ids)

    # ---- what is kept ----

    def _labels_as(self, form=None):
        """The labels kept in a format; in any, the usual one first, when none is asked for."""
        self.ensure_one()
        labels = self.sudo().label_ids.sorted("id")
        usual = form or self.account_id._label_format()
        fitting = labels.filtered(lambda label: label.description == usual)
        if form or fitting:
            return fitting
        return labels.filtered(lambda label: label.description == labels[:1].description)

    def _printed(self, form=None):
        """All labels of these as one file: content, mimetype and name."""
        labels = [label for shipment in self for label in shipment._labels_as(form)]
        pdfs = [label.raw for label in labels if label.mimetype == PDF]
        if pdfs:
            name = self[:1].display_name if len(self) == 1 else self.env._("labels")
            return pdfs[0] if len(pdfs) == 1 else merge_pdf(pdfs), PDF, f"{name}.pdf"
        content = b"\n".join(label.raw for label in labels)
        return content, "application/octet-stream", f"{self[:1].display_name}.zpl"

    # ---- fetching them, in the background ----

    @api.model
    def _fetch_label_next(self, account, provider):
        """Fetch the labels of one AWB that waits for them. :return: how many AWBs were looked at"""
        shipment = self.search(
            [
                ("account_id", "=", account.id),
                ("label_wanted", "!=", False),
                ("state", "=", "made"),
                ("label_at", "<=", fields.Datetime.now()),
            ],
            order="label_at, id",
            limit=1,
        )
        if not shipment:
            return 0
        try:
            labels = provider.fetch_labels(shipment._state(), shipment.label_wanted)
        except (Rejected, OutcomeUnknown, ValueError) as error:
            # about this one only; very young AWBs have no label yet
            tries = shipment.label_tries + 1
            retry_at = fields.Datetime.now() + retry_after(tries)
            shipment.write({"label_error": str(error), "label_tries": tries, "label_at": retry_at})
        else:
            shipment._keep_labels(labels, shipment.label_wanted)
        return 1

    @api.model
    def _next_label_in(self, account):
        """Seconds until a label is to be fetched again; None when none waits."""
        waiting = self.search(
            [("account_id", "=", account.id), ("label_wanted", "!=", False), ("state", "=", "made")],
            order="label_at",
            limit=1,
        )
        return max((waiting.label_at - fields.Datetime.now()).total_seconds(), 0.0) if waiting else None

    def _keep_labels(self, labels, form):
        """Keep freshly fetched labels instead of older ones of that format."""
        number = self.number or self.ref
        old = self.label_ids.filtered(lambda label: label.description == form)
        self.label_ids = [
            *(fields.Command.unlink(label.id) for label in old),
            *(
                fields.Command.create(
                    {
                        "name": f"{number} {position} {form}{'.pdf' if label.mimetype == PDF else '.zpl'}",
                        "raw": label.content,
                        "mimetype": label.mimetype,
                        "description": form,
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
                for position, label in enumerate(labels, 1)
            ),
        ]
        old.unlink()
        self.write({"label_wanted": False, "label_error": False, "label_tries": 0})

    def _state(self):
        """This AWB in the seam's words, as far as it is known here."""
        return ShipmentState(
            ref=self.ref or "",
            number=self.number or "",
            order_key=self.order_id.external_id,
            return_key=self.direction == "back" and self.return_id.external_id or "",
            parcels=tuple(
                Parcel(key=parcel.external_id or "", barcode=parcel.barcode or "")
                for parcel in self.parcel_ids.sorted("id")
                if parcel.external_id or parcel.barcode
            ),
            courier_name=self.courier_name or "",
            progress=Progress(self.progress) if self.progress else None,
        )

    # ---- printing ----

    def action_print_labels(self):
        """Open the labels of these in one file; what has none in this format is fetched, and told."""
        shipments = self._acting()
        form = self.env.context.get("label_format")
        ready = shipments.filtered(lambda s: s._labels_as(form))
        missing = (shipments - ready).filtered(lambda s: s.state == "made" and s.ref)
        missing._want_label(form)
        if not ready and not missing:
            words = [s.error for s in shipments if s.error]
            raise UserError("\n".join(words) or self.env._("There is no AWB yet; its label comes with it."))
        url = f"/marketplace/labels/{','.join(map(str, ready.ids))}"
        opened = {"type": "ir.actions.act_url", "url": f"{url}?form={form}" if form else url, "target": "new"}
        absent = shipments - ready
        return absent._told_missing(ready and opened) if absent else opened

    def _want_label(self, form=None):
        """Let the background work fetch the label in this format soon."""
        for shipment in self:
            wanted = form or shipment.account_id._label_format()
            shipment.write({"label_wanted": wanted, "label_at": fields.Datetime.now(), "label_tries": 0})
        self.account_id._wake()

    def _told_missing(self, following):
        """A message naming what has no label yet; what follows it is opened all the same."""
        names = ", ".join(shipment.display_name for shipment in self)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The label comes in a moment: %s. Print again then.", names),
                "next": following or {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
