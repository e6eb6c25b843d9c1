from odoo import models
from odoo.exceptions import AccessError


class MarketplaceActing(models.AbstractModel):
    """For models that only the engine writes, but on which people ask for something: retry, ignore, read again."""

    _name = "marketplace.acting"
    _description = "Marketplace Records People Act On"

    def _acting(self, group="marketplace_base.group_user"):
        """These records with the engine's rights, for a person who may work with marketplaces and may see them.

        :param group: who may; for what is done while packing also pickers
        :raise AccessError: for anybody else
        """
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._("Only marketplace users may do this. Ask a manager for the right."))
        self.check_access("read")
        return self.sudo()
