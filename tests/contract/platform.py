"""What a platform shows of itself so that the contract can be tried on it: a simulator, and who buys there."""

from odoo.addons.marketplace_base.lib.provider import Notification, Provider
from odoo.addons.marketplace_base.lib.types import Address


class Platform:
    """A new platform fills this in; what belongs to verbs it lacks can be left out. ``control`` is its simulator's client.

    ``login`` names the credentials that open the door: with any of them wrong nothing may work.
    """

    provider: type[Provider]
    credentials: dict = {}
    login: tuple[str, ...] = ()
    options: dict = {}
    # Faults of the simulator beyond those that every platform knows.
    more_faults: tuple[str, ...] = ()
    # An order number of the right form that nobody has, and the same for a return.
    no_order = no_return = "999999999"
    # A reason for refusing a return, and for cancelling an order.
    refuse_reason = cancel_reason = ""

    def serve(self):
        """The simulator, ready to be entered; it has ``url`` and ``control``."""
        raise NotImplementedError

    def prepare(self, control):
        """Quick settings, after everything was forgotten: no call limits, nothing that takes long."""
        raise NotImplementedError

    def limit(self, control):
        """The platform's call limits hold."""
        control.settings(rate_limit_factor=1)

    def offers(self, control, count):
        """Make so many offers that can be sold, with stock, and return their keys."""
        raise NotImplementedError

    def held(self, control, key):
        """(stock, price) that the platform holds of an offer; the price in the VAT convention of the provider."""
        raise NotImplementedError

    def refuse(self, control, key):
        """From now on the platform refuses values of this offer, in a way that the provider cannot know."""
        raise NotImplementedError

    def place_order(self, control, offer, **wish):
        """Somebody buys two pieces. ``wish``: ``customer`` (person, company), ``discount`` (by the seller). Returns the key."""
        raise NotImplementedError

    def cancel_order(self, control, key):
        """The customer calls it off before it is taken over."""
        control.cancel_order(int(key))

    def deliver(self, control, key):
        """The order, taken over before, reaches its customer."""
        raise NotImplementedError

    def shipment(self, provider, order):
        """A parcel for this order, as a seller would fill it in."""
        raise NotImplementedError

    def shipments(self, control, key):
        """How many AWBs the platform made for an order."""
        raise NotImplementedError

    def papers(self, control, key):
        """How many papers of an order its customer sees."""
        raise NotImplementedError

    def ask_return(self, control, key):
        """The customer wants to give back what was delivered. Returns the key of the return."""
        raise NotImplementedError

    def receive_return(self, control, key):
        """The goods are back, so that the seller can decide."""
        raise NotImplementedError

    def ask(self, control, offer):
        """A customer asks something about an offer. Returns the key of the question."""
        raise NotImplementedError

    def told(self, key):
        """An authentic notification that something happened to this order."""
        raise NotImplementedError

    def forged(self, key):
        """Notifications that only look authentic; none where the platform signs nothing."""
        return []

    def product(self, provider):
        """A new product that lacks nothing."""
        raise NotImplementedError

    def approve(self, control, key):
        """Somebody at the platform looked at the product and let it pass."""
        control.validate_offer(key)


def notification(event, body=b"", headers=(), query=()):
    return Notification(event, "POST", dict(headers), dict(query), body)


HOME = Address("Demo Shop SRL", "0264000000", "Str. Fabricii 10", "Cluj-Napoca", "Cluj", "400620", "RO")
