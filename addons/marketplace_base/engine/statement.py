from .lane import Lane


class Statement(Lane):
    """The platform's current account in, once a day."""

    name = "statement"

    def step(self):
        return 0
