"""Finds the function for a method and a path; exact and case-sensitive, no redirects."""

import re


class UnknownPath(LookupError):
    """No route has this path."""


class UnknownMethod(LookupError):
    """The path exists, but not for this method."""


class Router:
    """Routes are `(method, path, endpoint)`; a path may hold whole numbers: `/order/<id>/cancel`."""

    def __init__(self, routes):
        self._fixed = {}
        self._patterns = []
        for method, path, endpoint in routes:
            if "<" in path:
                pattern = re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[0-9]+)", path))
                self._patterns.append((pattern, method, endpoint))
            else:
                self._fixed.setdefault(path, {})[method] = endpoint

    def match(self, method, path):
        """(endpoint, {name: int}); raises UnknownPath or UnknownMethod."""
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
                return endpoint, {name: int(value) for name, value in match.groupdict().items()}
        raise UnknownMethod(path) if matches else UnknownPath(path)
