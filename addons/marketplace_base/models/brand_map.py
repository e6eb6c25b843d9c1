from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL


class MarketplaceBrandMap(models.Model):
    """«Our brand is that one of the platform's list» (C9), where the platform wants its own number of it; remembered.

    The background work looks for a brand by its name when a product of it is to be published, and takes the only one that is
    called so. A person may look for other words, and choose among all that was ever found.
    """

    _name = "marketplace.brand.map"
    _description = "Brand Mapping"
    _order = "account_id, brand_id"
    _rec_name = "brand_id"

    account_id = fields.Many2one("marketplace.account", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(
        "res.company", related="account_id.company_id", store=True, index=True, precompute=True
    )
    brand_id = fields.Many2one("marketplace.brand", required=True, ondelete="cascade", index=True)
    asked = fields.Char(
        "Looked for",
        compute="_compute_asked",
        store=True,
        readonly=False,
        precompute=True,
        help="Words that are looked for in the platform's list of brands.",
    )
    entry_id = fields.Many2one(
        "marketplace.entry",
        "Brand at the platform",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('account_id', '=', account_id), ('kind', '=', 'brand')]",
    )
    entry_key = fields.Char("Number", related="entry_id.external_id")
    state = fields.Selection(
        [("wanted", "Is looked for"), ("open", "Choose one"), ("chosen", "Chosen")],
        default="wanted",
        required=True,
        readonly=True,
    )
    note = fields.Char("What was found", readonly=True)

    _once = models.UniqueIndex("(account_id, brand_id)", "This brand is mapped already for this account.")
    _wanted = models.Index("(account_id) WHERE state = 'wanted'")

    @api.depends("brand_id")
    def _compute_asked(self):
        for mapping in self:
            mapping.asked = mapping.asked or mapping.brand_id.name

    @api.constrains("entry_id", "account_id")
    def _check_entry(self):
        for mapping in self.filtered("entry_id"):
            if mapping.entry_id.kind != "brand" or mapping.entry_id.account_id != mapping.account_id:
                raise ValidationError(self.env._("«%s» is no brand of this account.", mapping.entry_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([vals | {"state": "chosen"} if vals.get("entry_id") else vals for vals in vals_list])

    def write(self, vals):
        """Whoever chooses has chosen."""
        if "entry_id" in vals and "state" not in vals:
            vals = vals | {"state": "chosen" if vals["entry_id"] else "open", "note": False}
        return super().write(vals)

    def action_look(self):
        """Look for these words in the platform's list, in the background."""
        if without := self.filtered(lambda mapping: not (mapping.asked or "").strip()):
            raise UserError(self.env._("Say what to look for: %s", without[0].display_name))
        self.write({"state": "wanted", "note": False})
        self.account_id.sudo()._wake()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ---- the runner's part ----

    @api.model
    def _next_wanted(self, account):
        """The next brand to look for: one that a person asked about, or that a product on its way needs."""
        mapping = self.search([("account_id", "=", account.id), ("state", "=", "wanted")], limit=1, order="id")
        if mapping:
            return mapping
        rows = self.env.execute_query(
            SQL(
                """SELECT t.marketplace_brand_id FROM marketplace_offer o
                     JOIN product_product p ON p.id = o.product_id
                     JOIN product_template t ON t.id = p.product_tmpl_id
                    WHERE o.account_id = %(account)s AND o.publish_state = 'queued' AND o.active
                      AND t.marketplace_brand_id IS NOT NULL AND NOT EXISTS (
                          SELECT 1 FROM marketplace_brand_map m
                           WHERE m.account_id = %(account)s AND m.brand_id = t.marketplace_brand_id)
                    LIMIT 1""",
                account=account.id,
            )
        )
        return self.create([{"account_id": account.id, "brand_id": brand_id} for (brand_id,) in rows])

    def _looked_for(self, found, why=""):
        """Keep what the platform's list has, and choose where there is no doubt.

        :param found: ``Entry`` of brands
        :param why: why nothing could be looked for
        """
        self.ensure_one()
        entries = self.env["marketplace.entry"]._keep(self.account_id, "brand", found)
        wanted = self.asked or self.brand_id.name
        alike = entries.filtered(lambda entry: _plain(entry.name) == _plain(wanted))
        exact = alike.filtered(lambda entry: entry.name == wanted)
        only = alike if len(alike) == 1 else exact if len(exact) == 1 else entries.browse()
        if only:
            self.write({"entry_id": only.id, "note": False})
            return
        if why or not entries:
            note = why or self.env._("The platform's list has no brand with «%s» in its name.", wanted)
        else:
            note = self.env._("Found: %s", ", ".join(entries[:10].mapped("name")))
        self.write({"state": "chosen" if self.entry_id else "open", "note": note})


class MarketplaceBrand(models.Model):
    _inherit = "marketplace.brand"

    map_ids = fields.One2many("marketplace.brand.map", "brand_id", "At the platforms")

    def _at(self, account):
        """What is decided about this brand on an account; empty where nothing is."""
        return self.sudo().map_ids.filtered(lambda mapping: mapping.account_id == account)

    def action_look(self):
        """Look for these brands in the lists of all platforms that number theirs."""
        accounts = self.env["marketplace.account"].search([("state", "in", ("reading", "live"))])
        accounts = accounts.filtered(lambda a: "find_brands" in a._get_provider_class().capabilities)
        if not accounts:
            raise UserError(self.env._("No connected platform wants its own brands: they go by their names."))
        maps = self.env["marketplace.brand.map"]
        for brand in self:
            for account in accounts.filtered(lambda a, brand=brand: a.company_id == brand.company_id):
                maps |= brand._at(account).sudo(False) or maps.create({"account_id": account.id, "brand_id": brand.id})
        return maps.filtered(lambda mapping: mapping.state != "chosen").action_look()


def _plain(name):
    return " ".join(name.split()).casefold()
