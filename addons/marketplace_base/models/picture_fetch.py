from datetime import timedelta

from odoo import api, models

from ..lib.clock import utcnow

TRIES = 5
FIRST_PAUSE = timedelta(minutes=1)
ALLOW_LOOPBACK = "marketplace_base.pictures_from_this_machine"


class MarketplacePicture(models.Model):
    """How a picture that waits to be fetched becomes one that is there."""

    _inherit = ["marketplace.picture", "marketplace.acting"]
    _name = "marketplace.picture"

    def action_retry(self):
        """Fetch again what failed."""
        failed = self._acting().filtered(lambda picture: picture.state != "done" and picture.url)
        failed.write({"state": "waiting", "tries": 0, "retry_at": False, "error": False})
        failed.account_id._wake()

    @api.model
    def _waiting(self, account, limit, exclude=()):
        """The next pictures to fetch, no two with the same address."""
        waiting = self.search(
            [
                ("account_id", "=", account.id),
                ("state", "=", "waiting"),
                ("url", "not in", list(exclude)),
                "|", ("retry_at", "=", False), ("retry_at", "<=", utcnow()),
            ],
            order="retry_at NULLS FIRST, id",
            limit=limit * 3,
        )  # fmt: skip
        result = {}
        for picture in waiting:
            result.setdefault(picture.url, picture)
        return self.browse(picture.id for picture in list(result.values())[:limit])

    def _note_try(self):
        """Written before the network is asked: an attempt that brings this process down counts too."""
        for picture in self:
            tries = picture.tries + 1
            picture.write(
                {"tries": tries, "retry_at": utcnow() + FIRST_PAUSE * 4 ** (tries - 1)}
                if tries <= TRIES
                else {"state": "failed", "error": picture.error or self.env._("The server never answered.")}
            )

    @api.model
    def _of_url(self, account, url):
        """All that wait for this address: it is fetched once."""
        return self.search([("account_id", "=", account.id), ("state", "=", "waiting"), ("url", "=", url)])

    @api.model
    def _already_there(self, account, url):
        """A picture fetched from this address before."""
        return self.search(
            [("company_id", "=", account.company_id.id), ("url", "=", url), ("state", "=", "done")], order="id", limit=1
        )

    def _not_fetched(self, text, for_good):
        for picture in self:
            final = for_good or picture.tries >= TRIES
            picture.write({"error": text, "state": "failed" if final else "waiting"})
            if final:
                picture._show_first()

    def _fetched(self, body, checksum):
        """The picture is here: keep it, once for each product; the first one becomes the product's own picture."""
        for picture in self:
            equal = picture.product_tmpl_id.marketplace_picture_ids.filtered(
                lambda other, p=picture: other != p and other.checksum == checksum and other.product_id == p.product_id
            )
            if equal:
                picture.unlink()
                continue
            picture.write(
                {
                    "image": body,
                    "checksum": checksum,
                    "state": "done",
                    "error": False,
                    "retry_at": False,
                }
            )
            picture._show_first()

    def _show_first(self):
        """Put the first picture of the product, or of its variant, in Odoo's own place, if nothing is there.

        What failed is no picture; while one that comes before still waits, its turn is waited for.
        """
        product = self.product_id or self.product_tmpl_id
        siblings = self.product_tmpl_id.marketplace_picture_ids.filtered(
            lambda other: other.product_id == self.product_id and other.state != "failed"
        )
        first = siblings.sorted(lambda picture: (picture.sequence, picture.id))[:1]
        if first.state != "done":
            return
        own = product.image_variant_1920 if self.product_id else product.image_1920
        if not own or first == self and self.account_id.overwrite_pictures:
            product.image_1920 = first.image

    @api.model
    def _loopback_allowed(self):
        return self.env["ir.config_parameter"].sudo().get_param(ALLOW_LOOPBACK) == "True"
