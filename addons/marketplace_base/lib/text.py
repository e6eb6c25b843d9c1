"""Texts from outside, made fit for PostgreSQL."""

import dataclasses


def without_nul(value):
    """The same value without NUL and half characters (lone surrogates) in its texts, which PostgreSQL refuses.

    JSON and dataclasses are walked through.
    """
    if isinstance(value, str):
        if value.isascii() and "\x00" not in value:
            return value
        return value.replace("\x00", "").encode("utf-8", "ignore").decode()
    if isinstance(value, dict):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)([without_nul(item) for item in value])
    if dataclasses.is_dataclass(value):
        old = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        new = {name: without_nul(item) for name, item in old.items()}
        return value if new == old else dataclasses.replace(value, **new)
    return value
