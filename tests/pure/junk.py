"""What a platform's JSON may turn into on a bad day, for hypothesis."""

import contextlib
import copy

from hypothesis import strategies as st

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["", "0", "-1", "1e400", "NaN", "2026-02-30 25:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59"]
    )
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)


def _places(value, path=()):
    """The path of everything inside a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


@st.composite
def spoiled(draw, good):
    """``good`` with one to three of its values replaced by something else, or missing."""
    spoilt = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from([place for place in _places(spoilt) if place]))
        inside = spoilt
        for key in path:
            inside = inside[key]
        if draw(st.booleans()):
            inside[last] = draw(values)
        else:
            del inside[last]
        if not spoilt:
            break
    return spoilt


def swept(good):
    """``good`` once without each of its values, and with something else in its place: what dice may never hit."""
    for path in filter(None, list(_places(good))):
        for value in (..., None, "", "junk", -1, 1e400, True, [], {}, [None], {"x": None}):
            spoilt = copy.deepcopy(good)
            inside = spoilt
            for key in path[:-1]:
                inside = inside[key]
            if value is ...:
                del inside[path[-1]]
            else:
                inside[path[-1]] = value
            yield spoilt


def understood(read, *arguments):
    """What ``read`` makes of its arguments; None where it refuses them with ``ValueError``, the only error allowed."""
    with contextlib.suppress(ValueError):
        return read(*arguments)
    return None
