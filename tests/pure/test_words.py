"""Texts of the pure code: English by themselves, in the reader's language while somebody speaks it."""

from odoo.addons.marketplace_base.lib.words import Words, speaking

_ = Words("marketplace_some")
ROMANIAN = {
    "Connected to %s.": "Conectat la %s.",
    "%(many)s of %(all)s": "%(many)s din %(all)s",
    "100 % sure": "100 % sigur",
}


def romanian(addon, text):
    assert addon == "marketplace_some"
    return ROMANIAN.get(text, text)


def test_nobody_speaking_texts_are_english():
    assert _("Connected to %s.", "eMAG") == "Connected to eMAG."
    assert _("%(many)s of %(all)s", many=1, all=2) == "1 of 2"
    assert _("100 % sure") == "100 % sure"


def test_texts_are_said_in_the_language_spoken_and_only_there():
    with speaking(romanian):
        assert _("Connected to %s.", "eMAG") == "Conectat la eMAG."
        assert _("%(many)s of %(all)s", many=1, all=2) == "1 din 2"
        assert _("100 % sure") == "100 % sigur"
        assert _("not translated") == "not translated"
    assert _("Connected to %s.", "eMAG") == "Connected to eMAG."
