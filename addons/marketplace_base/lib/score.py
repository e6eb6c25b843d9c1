"""What a marketplace judges a seller by, in shares of a hundred."""


def share(good, total):
    """``good`` of ``total`` in percent; None when there is nothing to judge."""
    return 100.0 * good / total if total else None


def forecast(good, total, pending):
    """The share if all that is still ``pending`` fails: it counts then, and not as good."""
    return share(good, total + pending)


def is_missed(value, target, least):
    """Whether a share misses its target. A target of 0 is none.

    :param least: True when the target is the least that is wanted, False when it is the most that is allowed
    """
    if not target or value is None:
        return False
    return value < target if least else value > target
