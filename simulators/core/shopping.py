"""Shoppers of all platforms."""


class Impossible(Exception):
    """The order cannot be placed; `status` 400 = bad request, 409 = not enough stock."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
