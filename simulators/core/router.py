"""Finds the function for a method and a path; exact and case-sensitive, no redirects."""

import re


class UnknownPath(LookupError):
    """No route has this path."""


class UnknownMethod(LookupError):
    """The path exists, but not for this method."""


class Router:
    """Routes are `(method, path, endpoint)`; a path may hold whole numbers, `/order/<id>/cancel`, and words, `<code:text>`."""

    def __init__(self, routes):
        self._fixed = {}
        self._patterns = []
        for method, path, endpoint in routes:
            if "<" in path:
                self._patterns.append((_pattern(path), method, endpoint))
            else:
                self._fixed.setdefault(path, {})[method] = endpoint

    def match(self, method, path):
        """(endpoint, {name: int or text}); raises UnknownPath or UnknownMethod."""
        found = self._fixed.get(path)
        if found is not None:
            if method not in found:
                raise UnknownMethod(path)
            return found[method], {}
        matches = [
            (match, verb, endpoint) for pattern, verb, endpoint in self._patterns if (match := pattern.fullmatch(path))
        ]
        for match, verb, endpoint in matches:
            if verb == method:
                return endpoint, dict(map(_value, match.groupdict().items()))
        raise UnknownMethod(path) if matches else UnknownPath(path)


# Group names of words end so, to tell them from whole numbers.
_TEXT = "__text"


def _pattern(path):
    words = re.sub(r"<(\w+):text>", rf"(?P<\1{_TEXT}>[^/]+)", path)
    return re.compile(re.sub(r"(?<!\?P)<(\w+)>", r"(?P<\1>[0-9]+)", words))


def _value(group):
    name, value = group
    return (name.removesuffix(_TEXT), value) if name.endswith(_TEXT) else (name, int(value))
