import re
from pathlib import Path

import polib

from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader, code_translations

from ..lib.words import Words

LANGUAGE = "ro"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+#0]*[\d.]*[a-zA-Z%]")


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    """Every text of our addons has a Romanian one; the exported templates are up to date."""

    def our_addons(self):
        """The installed addons that lie in the same folder as this one."""
        folder = Path(get_module_path("marketplace_base")).parent
        installed = self.env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
        return [name for name in installed if Path(get_module_path(name) or "/").parent == folder]

    def file(self, addon, name):
        return polib.pofile(str(Path(get_module_path(addon)) / "i18n" / name))

    def test_no_text_lacks_its_romanian(self):
        for addon in self.our_addons():
            texts = {row[4] for row in TranslationModuleReader(self.env.cr, modules=[addon], lang=None)}
            translated = {
                entry.msgid for entry in self.file(addon, f"{LANGUAGE}.po") if entry.msgstr and not entry.fuzzy
            }
            self.assertEqual(sorted(texts - translated), [], addon)
            template = {entry.msgid for entry in self.file(addon, f"{addon}.pot")}
            self.assertEqual(sorted(texts ^ template), [], f"{addon}.pot is not the export of today")

    def test_translations_keep_the_placeholders(self):
        for addon in self.our_addons():
            for entry in self.file(addon, f"{LANGUAGE}.po"):
                if "odoo-python" in entry.comment:
                    found = [sorted(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgstr)]
                    self.assertEqual(*found, f"{addon}: {entry.msgid}")

    def test_the_connectors_pure_texts_are_found_at_run_time(self):
        known = code_translations.get_python_translations("marketplace_base", "ro_RO")
        self.assertEqual(known["the answer was cut off"], "răspunsul a fost întrerupt")
        account = self.env["marketplace.account"].with_context(lang="ro_RO")
        say = Words("marketplace_base")
        with account._speaking():
            self.assertEqual(say("the platform failed (HTTP %s)", 500), "platforma a avut o eroare (HTTP 500)")
