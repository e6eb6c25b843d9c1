"""How much two products look like one: their names compared, and the findings added up to a score."""

from collections import Counter, defaultdict
from math import ceil

from .romania import plain

# Names that share at least this part of their words are worth a look.
ALIKE = 0.75
# A name that more products have than this says nothing about any of them.
CROWD = 50
_SIZES = frozenset(["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"])
# What each finding alone is worth; several are added up as independent hints are.
WORTH = {"barcode": 0.95, "code": 0.9, "catalogue": 0.9, "across": 0.85, "picture": 0.55, "name": 0.7}


def words(name):
    """The words that tell a product from others, without case, diacritics and signs."""
    return frozenset(plain(name).split())


def likeness(one, other):
    """The part of all words of two names that both have: 0 to 1. Names that differ in a number or a size are not alike.

    ``"Cămașă albă 42"`` and ``"camasa alba 43"`` are two products, however much of their names is equal.
    """
    return _shared(words(one), words(other))


def _shared(one, other):
    if not one or not other or _figures(one) != _figures(other):
        return 0.0
    return len(one & other) / len(one | other)


def _figures(name):
    return frozenset(word for word in name if word in _SIZES or any(sign.isdigit() for sign in word))


def pairs_by_name(names, least=ALIKE):
    """Yield ``(one, other, likeness)`` for all products whose names are alike enough, the lower number first.

    :param names: pairs of a product's number and its name

    Words are put in order of rarity. Names that share enough of them share one among their first few: only products that
    meet in such a word are compared, so that the cost grows with the names that are alike and not with all pairs.
    """
    known = {product: bag for product, name in names if (bag := words(name))}
    frequency = Counter(word for bag in known.values() for word in bag)
    blocks = defaultdict(list)
    for product in sorted(known):
        bag = known[product]
        ordered = sorted(bag, key=lambda word: (frequency[word], word))
        figures = _figures(bag)
        for word in ordered[: len(bag) - ceil(least * len(bag)) + 1]:
            blocks[word, figures].append(product)
    found = set()
    for block in blocks.values():
        if len(block) > CROWD:
            continue
        for position, one in enumerate(block):
            bag = known[one]
            for other in block[position + 1 :]:
                shared, whole = len(bag & known[other]), len(bag | known[other])
                if shared >= least * whole and (one, other) not in found:
                    found.add((one, other))
                    yield one, other, shared / whole


def score(findings):
    """0 to 100 for what was found about a pair: ``{kind: weight}``, the weight 1 or, for names, how alike they are."""
    doubt = 1.0
    for kind, weight in findings.items():
        doubt *= 1 - WORTH[kind] * weight
    return round((1 - doubt) * 100)
