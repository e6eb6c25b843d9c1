"""Medians, spreads and ratios of paired measurements."""

import random
from statistics import median, quantiles

RESAMPLES = 2_000


def summary(values):
    """Median and the middle half of some measurements, as a dict for the report."""
    low, _middle, high = quantiles(values, n=4) if len(values) > 1 else values * 3
    return {"median": median(values), "q1": low, "q3": high, "n": len(values)}


def percentile(values, share):
    """The value below which ``share`` percent of the measurements lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def ratio(ours, base):
    """Ratio of the medians of two lists measured in pairs, with the interval that holds 95 % of its resamplings.

    The pairs are drawn together, so that what slowed both sides down at one moment of a shared machine cancels out.
    """
    pairs = list(zip(ours, base, strict=True))
    source = random.Random(len(pairs))  # noqa: S311 - resampling, no secret
    found = sorted(_of_medians(source.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES))
    return {
        "ratio": _of_medians(pairs),
        "low": found[int(RESAMPLES * 0.025)],
        "high": found[int(RESAMPLES * 0.975)],
        "pairs": len(pairs),
    }


def _of_medians(pairs):
    return median(one for one, _base in pairs) / median(base for _one, base in pairs)
