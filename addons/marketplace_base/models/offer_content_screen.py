from urllib.parse import urlsplit

from lxml import html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html_sanitize

from ..lib.catalogue import content_from_json


class MarketplaceOffer(models.Model):
    """The content of an offer as people read it. Nothing here makes the reader's browser call another server."""

    _inherit = "marketplace.offer"

    content_description = fields.Html("Description", compute="_compute_content_texts", sanitize=False)
    content_characteristics = fields.Html("Characteristics", compute="_compute_content_texts", sanitize=False)
    content_pictures = fields.Html("Pictures", compute="_compute_content_texts", sanitize=False)
    content_safety = fields.Html("Product safety", compute="_compute_content_texts", sanitize=False)
    content_family = fields.Char("Family", compute="_compute_content_texts")
    content_warranty = fields.Char("Warranty", compute="_compute_content_texts")
    content_handling = fields.Char("Days until shipping", compute="_compute_content_texts")
    content_url = fields.Char("Page", compute="_compute_content_texts")

    @api.depends("content", "category_id", "parties_at", "has_parties")
    def _compute_content_texts(self):
        names = self._names_of_characteristics()
        for offer in self:
            content = content_from_json(offer.content)
            offer.content_description = readable_html(content.description)
            offer.content_characteristics = _table(
                (names.get((offer.category_id.id, item.key), item.key), item.value, item.tag)
                for item in content.characteristics
            )
            offer.content_pictures = Markup("<br/>").join(map(_link, content.pictures))
            offer.content_safety = offer._safety_text(content)
            offer.content_family = content.family_name or content.family_key
            offer.content_warranty = "" if content.warranty is None else self.env._("%s months", content.warranty)
            offer.content_handling = "" if content.handling_days is None else str(content.handling_days)
            offer.content_url = content.url

    def _names_of_characteristics(self):
        """``{(category id, number): name}`` from the mirror of the platform's dictionary."""
        rows = (
            self.env["marketplace.characteristic"]
            .with_context(active_test=False)
            .search_fetch([("category_id", "in", self.category_id.ids)], ["category_id", "external_id", "name"])
        )
        return {(row.category_id.id, row.external_id): row.name for row in rows}

    def _safety_text(self, content):
        if self.has_parties and not content.parties_known:
            return self.env._("Makers and responsible persons are not read yet.")
        return _table(
            [(self.env._("Warnings"), content.safety, "")] * bool(content.safety)
            + [(self.env._("Maker"), _party(party), "") for party in content.makers]
            + [(self.env._("Responsible person in the EU"), _party(party), "") for party in content.responsibles]
        )


def _party(party):
    return ", ".join(filter(None, (party.name, party.address, party.email)))


def _table(rows):
    cells = Markup("").join(
        Markup("<tr><th>%s</th><td>%s%s</td></tr>") % (name, value, f" ({tag})" if tag else "")
        for name, value, tag in rows
    )
    return cells and Markup("<table class='table table-sm'>%s</table>") % cells


def _link(address):
    """A web address to click on; anything else is only shown."""
    if urlsplit_scheme(address) not in ("http", "https"):
        return Markup("%s") % address
    return Markup('<a href="%s" target="_blank" rel="noreferrer noopener">%s</a>') % (address, address)


def urlsplit_scheme(address):
    try:
        return urlsplit(address).scheme
    except ValueError:  # such as an unclosed bracket in place of a host
        return ""


def readable_html(text):
    """A platform's HTML made harmless: no scripts, styles or frames, and pictures as links instead of loaded from strangers."""
    clean = html_sanitize(text or "", strip_style=True, strip_classes=True)
    if not clean or "<img" not in clean:
        return clean
    root = html.fromstring(f"<div>{clean}</div>")
    for picture in list(root.iter("img")):
        link = html.fragment_fromstring(str(_link(picture.get("src") or "")) or "<span/>", create_parent="span")
        link.tail = picture.tail
        picture.getparent().replace(picture, link)
    return Markup(html.tostring(root, encoding="unicode"))  # noqa: S704 sanitised above
