"""Return reasons: last-level ids and whether observations must go with them (api/emag.md §6.6)."""

FREE, OPTIONAL, MANDATORY = 0, 1, 2


def _rules():
    """{id: rule}. Only the last level of each branch: higher levels are never sent."""
    free = (
        *(98, 99, 120, 121, 168, 169, 170, 197, 198, 199, 187, 188),
        *(122, 123, 124, 125, 126, 166, 180, 181, 204, 205, 183, 184),
        *(57, 58, 59, *range(60, 67), *range(68, 73), *range(74, 89)),
        *(128, 129, 130, 131, 132, 133, 93, 94, 96, 134, 135, 175),
    )
    optional = (
        *(43, 44, 45, 50, 51, 52, 55, 185),
        # working product: not satisfied
        *range(100, 107), *range(136, 144), *range(157, 162), 173, 174, *range(176, 180), 190, 200, 201, 210, 211,
        *range(214, 223),
        # working product: incomplete
        *range(112, 118), *range(144, 150), 162, 163, 189, *range(191, 197), *range(206, 210), 212, 213,
        # working product: not as described
        150, 151, *range(153, 156), 202, 203,
    )  # fmt: skip
    mandatory = (111, 118, 152, 172, 171, 127, 67, 73, 89, 92, 95, 39, 97)
    return {
        **dict.fromkeys(free, FREE),
        **dict.fromkeys(optional, OPTIONAL),
        **dict.fromkeys(mandatory, MANDATORY),
    }


RETURN_REASONS = _rules()


def problem(reason, observations):
    """What is missing for this reason; None when it may stand."""
    if reason not in RETURN_REASONS:
        return "return reason"
    if RETURN_REASONS[reason] == MANDATORY and not (isinstance(observations, str) and observations.strip()):
        return "observations"
    return None
