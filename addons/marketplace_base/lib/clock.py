"""One clock for everything the engine writes, so that tests can move it."""

from datetime import UTC, datetime


def utcnow():
    """Now, in UTC, naive as Odoo's columns are, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None)
