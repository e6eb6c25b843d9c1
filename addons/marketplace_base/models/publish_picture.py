import io
import logging

from PIL import Image, UnidentifiedImageError

from odoo import models
from odoo.tools import consteq, image, misc

from ..lib.catalogue import Picture

_logger = logging.getLogger(__name__)

SERVED = {"image/jpeg", "image/png"}  # as they are; anything else is served as JPEG
LONGEST_SIDE = 6_000  # pixels
LARGEST = 8 * 1024 * 1024  # bytes
HELD_BY = ("marketplace.picture", "product.product", "product.template")
_SCOPE = "marketplace-picture"


class IrAttachment(models.Model):
    """A product's picture at an address that anybody who was told it may fetch, without a session.

    The address holds a token made of the picture's checksum and the secret of the database: it cannot be guessed, and another
    picture has another address, so that platforms fetch it anew.
    """

    _inherit = "ir.attachment"

    def _marketplace_token(self):
        self.ensure_one()
        return misc.hmac(self.env(su=True), _SCOPE, (self.id, self.checksum or ""))[:40]

    def _marketplace_address(self):
        return f"{self.get_base_url()}/marketplace/picture/{self.id}/{self._marketplace_token()}.jpg"

    def _marketplace_served(self, token):
        """This picture's bytes and MIME type for whoever knows the token; None for anybody else, and for anything else."""
        if not self.exists() or not consteq(self._marketplace_token().encode(), token.encode()):
            return None
        kind = self.mimetype or ""
        if self.res_model not in HELD_BY or not self.res_field or not kind.startswith("image/") or "svg" in kind:
            return None
        raw = self.raw
        if self._marketplace_fits(raw):
            return raw, self.mimetype
        try:
            picture = image.ImageProcess(raw)
            picture.resize(LONGEST_SIDE, LONGEST_SIDE)
            return picture.image_quality(quality=90, output_format="JPEG"), "image/jpeg"
        except (ValueError, OSError) as error:
            _logger.info("picture %s cannot be served: %s", self.id, error)
            return None

    def _marketplace_fits(self, raw):
        width, height = _size(raw)
        return self.mimetype in SERVED and len(raw) <= LARGEST and 0 < max(width, height) <= LONGEST_SIDE

    def _marketplace_picture(self):
        """The picture as a platform will find it."""
        raw = self.raw or b""
        width, height = _size(raw)
        if self._marketplace_fits(raw):
            return Picture(self._marketplace_address(), len(raw), width, height, self.mimetype)
        if not width:
            return Picture(self._marketplace_address(), len(raw), 0, 0, self.mimetype or "")
        scale = min(1, LONGEST_SIDE / max(width, height))
        return Picture(self._marketplace_address(), 0, int(width * scale), int(height * scale), "image/jpeg")


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _marketplace_attachments(self):
        """The attachments that hold this product's pictures, the main one first, equal ones once."""
        self.ensure_one()
        template = self.product_tmpl_id
        further = template.marketplace_picture_ids.filtered(
            lambda p: p.state == "done" and p.product_id.id in (False, self.id)
        )
        main = [("product.product", "image_variant_1920", self.ids), ("product.template", "image_1920", template.ids)]
        found = self.env["ir.attachment"]
        for model, field, ids in [*main, ("marketplace.picture", "image", further.ids)]:
            held = (
                self.env["ir.attachment"]
                .sudo()
                .search([("res_model", "=", model), ("res_field", "=", field), ("res_id", "in", ids)])
            )
            by_record = {attachment.res_id: attachment for attachment in held}
            found += found.browse(by_record[number].id for number in ids if number in by_record)
        once = {}
        for attachment in found.sudo():
            once.setdefault(attachment.checksum, attachment)
        return self.env["ir.attachment"].sudo().browse(attachment.id for attachment in once.values())

    def _marketplace_pictures(self):
        return tuple(attachment._marketplace_picture() for attachment in self._marketplace_attachments())


def _size(raw):
    """Width and height in pixels, from the head of the file; (0, 0) when it is no picture."""
    try:
        with Image.open(io.BytesIO(raw)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError):
        return 0, 0
