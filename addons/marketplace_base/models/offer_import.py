from odoo import fields, models


class MarketplaceAccount(models.Model):
    """How the catalogue is imported."""

    _inherit = "marketplace.account"

    link_by_itself = fields.Boolean(
        "Link what is sure",
        default=True,
        help="An offer whose code equals that of exactly one product is linked at once. Otherwise it waits in the list of "
        "sure ones until somebody accepts it.",
    )
    overwrite_name = fields.Boolean("Names")
    overwrite_description = fields.Boolean("Descriptions")
    overwrite_pictures = fields.Boolean("Pictures")
    overwrite_characteristics = fields.Boolean("Characteristics")


class MarketplaceOffer(models.Model):
    """From offers to products: the second stage of the import."""

    _inherit = "marketplace.offer"

    link_state = fields.Selection(selection_add=[("sure", "Sure"), ("linked",)], ondelete={"sure": "set default"})
    import_state = fields.Selection(
        [("asked", "To create"), ("created", "Created from it"), ("failed", "Not created"), ("left", "Left out")],
        readonly=True,
    )
    import_error = fields.Text("Why it was not created", readonly=True)
    linked_by_import = fields.Boolean(readonly=True, help="Linked in bulk: may be undone in bulk.")
    created_at = fields.Datetime("Product created", readonly=True)
