from odoo import models


class MarketplaceCommanded(models.AbstractModel):
    """A record that has things done once at the platform, each through a ``marketplace.command``.

    The engine asks these in the order they stand here; only ``_command_call`` and the two lookups may use the network.
    """

    _name = "marketplace.commanded"
    _description = "Marketplace Records With Commands"

    def _command_before(self, provider, command):
        """What has to be known before the call, to find out later whether an unclear one was applied. JSON-ready; durable."""
        return {}

    def _command_call(self, provider, command):
        """Make the call; returns a ``Result`` or raises one of the five errors."""
        raise NotImplementedError(command.kind)

    def _command_lookup(self, provider, command):
        """After an unclear call that cannot simply be repeated: a ``Result``, or None when it was certainly not applied."""
        raise NotImplementedError(command.kind)

    def _command_done(self, command, result):
        """The platform confirmed it: what follows in Odoo. Called again after a collision with another transaction."""

    def _command_refused(self, command, result):
        """The platform said no."""

    def _command_unclear(self, command, result):
        """Nobody knows yet whether the platform did it."""

    def _command_dropped(self, command):
        """A person gave it up before it was done."""
