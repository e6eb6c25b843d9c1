"""Texts for the operator, said in the operator's language. Pure: nobody speaking, they are English, as they are written.

Each addon's texts are its own: ``_ = Words("marketplace_emag")``, then ``_("Connected to %s.", site)``. The name ``_`` is what
Odoo's export of translations looks for.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_translate = ContextVar("translate", default=None)


class Words:
    """Says the texts of one addon.

    :param addon: its technical name
    """

    def __init__(self, addon):
        self._addon = addon

    def __call__(self, text, *args, **named):
        """``text`` in the language spoken here, with its placeholders filled in."""
        translate = _translate.get()
        if translate:
            text = translate(self._addon, text)
        return text % (args or named) if args or named else text


@contextmanager
def speaking(translate):
    """Within this block texts are said as ``translate(addon, text)`` returns them."""
    token = _translate.set(translate)
    try:
        yield
    finally:
        _translate.reset(token)
