"""Names of one thing on two sides: «Pantofi Sport Bărbați» and «pantofi sport (barbati)» are one name. Pure."""

from difflib import SequenceMatcher

from .romania import plain


def folded(text):
    """A name without accents, case and signs, its words one space apart; empty for none."""
    return plain(str(text or ""))


def likeness(one, other):
    """From 0 (nothing in common) to 1 (equal when folded): the share of words in common, endings forgiven."""
    one, other = folded(one), folded(other)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    words, others = one.split(), other.split()
    best = [max(_same_word(word, o) for o in others) for word in words]
    back = [max(_same_word(o, word) for word in words) for o in others]
    return min(0.99, (sum(best) + sum(back)) / (len(best) + len(back)))


def _same_word(one, other):
    """Words of different beginnings are different words, however many letters they share."""
    if one == other:
        return 1.0
    if one[:3] != other[:3]:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= 0.7 else 0.0


def most_alike(name, others, least=0.5, limit=5):
    """The keys of ``others`` (``{key: name}``) whose names are most like ``name``, the best first."""
    scored = sorted(((likeness(name, other), key) for key, other in others.items()), key=lambda pair: -pair[0])
    return [key for score, key in scored if score >= least][:limit]


def equal_name(name, others):
    """The one key of ``others`` (``{key: name}``) whose folded name equals that of ``name``; None when none or several do."""
    wanted = folded(name)
    found = [key for key, other in others.items() if wanted and folded(other) == wanted]
    return found[0] if len(found) == 1 else None
