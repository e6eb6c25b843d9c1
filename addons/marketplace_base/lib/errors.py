"""The five things that can go wrong when talking to a platform, and nothing else.

Every provider turns every failure of a call into one of these; the engine reacts to the class alone.
Each message is written for the operator: it ends up on the record it belongs to.
"""


class MarketplaceError(Exception):
    """Base of the five; never raised itself."""


class Unavailable(MarketplaceError):
    """The platform cannot be reached or answers with its own failure. Nothing was changed: back off, keep what is wanted."""


class RateLimited(MarketplaceError):
    """The platform (or our own limiter) asks to wait. ``seconds`` says how long, ``bucket`` which group of calls."""

    def __init__(self, message, seconds, bucket="default"):
        super().__init__(message)
        self.seconds = seconds
        self.bucket = bucket


class AuthFailed(MarketplaceError):
    """Credentials, rights or the caller's address are refused. ``item`` names which: credentials, address, rights, storefront."""

    def __init__(self, message, item="credentials"):
        super().__init__(message)
        self.item = item


class Rejected(MarketplaceError):
    """The platform understood and said no; repeating the same request is useless. ``code`` is the platform's own code."""

    def __init__(self, message, code=""):
        super().__init__(message)
        self.code = code


class OutcomeUnknown(MarketplaceError):
    """The request left, the answer never came (or is unreadable): the platform may or may not have acted on it.

    A value is simply sent again, it is absolute. A command is read back first and never repeated blindly.
    """
