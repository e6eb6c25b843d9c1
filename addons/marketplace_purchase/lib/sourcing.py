"""From whom to buy, how many, and which need is covered by what is on its way. Quantities are in the product's own unit."""

import math
from dataclasses import dataclass, field

_DUST = 1e-6  # quantities are floats; what is smaller than this is nothing


@dataclass(frozen=True, slots=True)
class Source:
    """A supplier's price. ``price`` is for one product unit in the company's currency; 0 when nobody entered one.

    ``minimum`` is the least he sells at this price, ``multiple`` the size of his packages (0: any quantity), ``delay`` days.
    """

    key: int
    price: float
    minimum: float = 0.0
    multiple: float = 0.0
    delay: int = 0
    sequence: int = 0

    def quantity(self, wanted):
        """How many have to be ordered here to get ``wanted``."""
        least = max(wanted, self.minimum)
        if self.multiple > 0:
            least = math.ceil(least / self.multiple - _DUST) * self.multiple
        return least


def choose(sources, wanted):
    """The source that costs least for ``wanted`` pieces, with all that has to be ordered along; then the quickest.

    One without a price is taken only when there is no other. None when there are no sources.
    """
    return min(
        sources,
        key=lambda source: (
            source.price <= 0,
            round(source.quantity(wanted) * source.price, 6),
            source.delay,
            source.sequence,
            source.key,
        ),
        default=None,
    )


@dataclass(slots=True)
class Cover:
    """How much of a need is on its way, and through which supplies."""

    quantity: float = 0.0
    supplies: list = field(default_factory=list)


def allocate(needs, supplies):
    """Share out what is on its way: the most urgent need takes what arrives first.

    :param needs: pairs (key, quantity), the most urgent first
    :param supplies: pairs (key, quantity), what arrives first before the others
    :return: a ``Cover`` for each need, by key
    """
    covers = {key: Cover() for key, _quantity in needs}
    left = [[key, quantity] for key, quantity in supplies if quantity > _DUST]
    for key, quantity in needs:
        cover, missing = covers[key], quantity
        while missing > _DUST and left:
            taken = min(missing, left[0][1])
            cover.quantity += taken
            cover.supplies.append(left[0][0])
            missing -= taken
            left[0][1] -= taken
            if left[0][1] <= _DUST:
                left.pop(0)
    return covers
