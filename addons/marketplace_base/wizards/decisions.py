import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..lib.clock import utcnow
from ..lib.codes import codes_of, match
from ..lib.sheet import MAX_BYTES, UnreadableSheet, build_sheet, read_sheet

COLUMNS = ("number", "name", "code", "ean", "platform_code", "list", "reason", "candidates", "decision", "product")
SHOWN = 200  # lines that could not be used, shown at once


class MarketplaceOffer(models.Model):
    _inherit = "marketplace.offer"

    def action_export_decisions(self):
        """The chosen offers as a spreadsheet in which a person writes what is to become of each."""
        if len(self.account_id) > 1:
            raise UserError(self.env._("Choose offers of one account: the numbers of two accounts may be the same."))
        wizard = self.env["marketplace.decisions"].create({"account_id": self.account_id.id})
        wizard._export(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/marketplace.decisions/{wizard.id}/file/{wizard.file_name}?download=true",
            "target": "download",
        }


class MarketplaceDecisions(models.TransientModel):
    """What is to become of offers, decided in a spreadsheet: link, create or leave."""

    _name = "marketplace.decisions"
    _description = "Decisions in a Spreadsheet"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    state = fields.Selection([("file", "File"), ("done", "Done")], default="file")
    used = fields.Integer("Decisions taken over", readonly=True)
    unused_text = fields.Text("Lines that could not be used", readonly=True)

    # ---- words ----

    @api.model
    def _titles(self):
        return dict(
            zip(
                COLUMNS,
                (
                    self.env._("Number"),
                    self.env._("Name"),
                    self.env._("Product code"),
                    self.env._("EAN"),
                    self.env._("Platform code"),
                    self.env._("List"),
                    self.env._("Reason"),
                    self.env._("Candidates"),
                    self.env._("Decision"),
                    self.env._("Link to product"),
                ),
                strict=True,
            )
        )

    @api.model
    def _decisions(self):
        return {"link": self.env._("link"), "create": self.env._("create"), "leave": self.env._("leave")}

    @api.model
    def _in_all_languages(self, words):
        """``{word in lower case: key}`` of the words in every installed language, and of the keys themselves."""
        result = {}
        for lang, _name in self.env["res.lang"].get_installed():
            for key, word in getattr(self.with_context(lang=lang), words)().items():
                result[word.casefold()] = key
                result[key] = key
        return result

    # ---- out ----

    def _export(self, offers):
        lists = dict(self.env["marketplace.offer"]._fields["link_state"]._description_selection(self.env))
        rows = [
            (
                offer.external_id,
                offer.name,
                offer.sku,
                offer.barcodes,
                offer.platform_code,
                lists[offer.link_state],
                offer.link_reason,
                ", ".join(product.default_code or product.barcode or product.name for product in offer.candidate_ids),
                "",
                offer.product_id.default_code,
            )
            for offer in offers
        ]
        choices = {COLUMNS.index("decision"): list(self._decisions().values())}
        self.write(
            {
                "file": base64.b64encode(build_sheet(list(self._titles().values()), rows, choices)),
                "file_name": f"{self.env._('decisions')}.xlsx",
            }
        )

    # ---- in ----

    def action_import(self):
        """Take over every decision that is clear, in the background; and list the lines that are not."""
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("marketplace_base.group_user"):
            raise UserError(self.env._("Only marketplace users may do this. Ask a manager for the right."))
        self.account_id.check_access("read")
        self.account_id._require_live()
        rows = self._read_rows()
        requests, unused = self._judge(rows)
        self._record(requests)
        shown = [self.env._("Line %(line)s: %(why)s", line=line, why=why) for line, why in sorted(unused)[:SHOWN]]
        if len(unused) > SHOWN:
            shown.append(self.env._("… and %s more.", len(unused) - SHOWN))
        self.write({"state": "done", "used": len(requests), "unused_text": "\n".join(shown), "file": False})
        action = self.env["ir.actions.act_window"]._for_xml_id("marketplace_base.action_decisions")
        return action | {"res_id": self.id}

    def _read_rows(self):
        """``[(line number, {column: text})]`` of the lines that hold a decision.

        :raise UserError: the file is no such spreadsheet
        """
        if not self.file:
            raise UserError(self.env._("Choose a file."))
        if len(self.file) > MAX_BYTES * 4 // 3 + 4:
            raise UserError(self.env._("The file is larger than 10 MB."))
        try:
            with self.account_id._speaking():
                table = read_sheet(base64.b64decode(self.file))
        except UnreadableSheet as error:
            raise UserError(str(error)) from error
        titles = self._in_all_languages("_titles")
        columns = [titles.get(title.casefold()) for title in (table[0] if table else [])]
        missing = [self._titles()[name] for name in ("number", "decision", "product") if name not in columns]
        if missing:
            raise UserError(self.env._("These columns are missing in the first line: %s.", ", ".join(missing)))
        rows = []
        for line, cells in enumerate(table[1:], start=2):
            row = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
            if row.get("decision"):
                rows.append((line, row))
        return rows

    def _judge(self, rows):
        """Which decisions are clear, as (kind, offer id, product id), and which lines are not, as (line, why)."""
        numbers = list({row["number"] for _line, row in rows if row.get("number")})
        offers = {
            offer.external_id: offer
            for offer in self.env["marketplace.offer"].search(
                [("account_id", "=", self.account_id.id), ("external_id", "in", numbers)]
            )
        }
        index = self.env["marketplace.offer"]._index_of(
            self.account_id.company_id.id, [_codes(row["product"]) for _line, row in rows if row.get("product")]
        )
        words = self._in_all_languages("_decisions")
        requests, unused, seen, taken = [], [], set(), self._products_taken()
        for line, row in rows:
            offer = offers.get(row.get("number"))
            kind, product_id, why = self._judge_line(row, offer, words, index, taken)
            if not why and offer.id in seen:
                why = self.env._("The offer stands in an earlier line too.")
            if why:
                unused.append((line, why))
                continue
            seen.add(offer.id)
            if product_id:
                taken[product_id] = offer.external_id
            requests.append((kind, offer.id, product_id or None))
        return requests, unused

    def _judge_line(self, row, offer, words, index, taken):
        """:return: (kind of change, product id, why it cannot be used)"""
        decision = words.get(row["decision"].casefold())
        if not decision:
            return None, None, self.env._("“%s” is no decision.", row["decision"])
        if not offer:
            return (
                None,
                None,
                self.env._(
                    "%(account)s has no offer %(number)s.",
                    account=self.account_id.name,
                    number=row.get("number") or "—",
                ),
            )
        if offer.product_id:
            return None, None, self.env._("The offer is linked to %s already.", offer.product_id.display_name)
        if decision == "leave":
            return "leave", None, ""
        if decision == "create":
            may = offer._may_be_created()
            return "create", None, "" if may else self.env._("The offer is neither new nor doubtful.")
        product_id, why = self._product_of(row, offer, index)
        if product_id in taken:
            why = self.env._("The product is linked to offer %s.", taken[product_id])
        return "accept", product_id, why

    def _product_of(self, row, offer, index):
        """The product to link to: that of the code written, else the only candidate."""
        if code := row.get("product"):
            hit = match(_codes(code), index)
            if not hit:
                return None, self.env._("No product has the code %s.", code)
            if len(hit[2]) > 1:
                return None, self.env._("Several products have the code %s.", code)
            return hit[2][0], ""
        if len(offer.candidate_ids) != 1:
            return None, self.env._("Write the code of the product to link to.")
        return offer.candidate_ids.id, ""

    def _products_taken(self):
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT product_id, external_id FROM marketplace_offer
                        WHERE account_id = %s AND product_id IS NOT NULL AND active""",
                    self.account_id.id,
                )
            )
        )

    def _record(self, requests):
        """All requests in one statement: all of them are there, or none."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO marketplace_change (account_id, kind, offer_id, product_id, due_at)
                   SELECT %s, r.kind, r.offer_id, r.product_id, %s
                     FROM unnest(%s::varchar[], %s::int[], %s::int[]) AS r(kind, offer_id, product_id)""",
                self.account_id.id,
                utcnow(),
                [kind for kind, _offer, _product in requests],
                [offer for _kind, offer, _product in requests],
                [product for _kind, _offer, product in requests],
            )
        )
        self.account_id._wake()


def _codes(text):
    return codes_of(text, [text], text)
