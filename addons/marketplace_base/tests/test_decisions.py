import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.sheet import build_sheet, read_sheet
from ..wizards.decisions import COLUMNS
from .test_import import ImportCase


@tagged("post_install", "-at_install")
class TestDecisions(ImportCase):
    """Decisions travel through a spreadsheet (first import, second stage)."""

    def export(self, offers):
        action = offers.action_export_decisions()
        wizard = self.env["marketplace.decisions"].browse(int(action["url"].split("/")[4]))
        return read_sheet(base64.b64decode(wizard.file))

    def take_over(self, table):
        wizard = self.env["marketplace.decisions"].create(
            {"account_id": self.account.id, "file": base64.b64encode(build_sheet(table[0], table[1:]))}
        )
        wizard.action_import()
        self.run_engine()
        return wizard

    def decide(self, table, **decisions):
        """Write ``number=(decision, product code)`` into the rows of ``table``."""
        for row in table[1:]:
            row.extend([""] * (len(COLUMNS) - len(row)))
            row[-2:] = decisions.get(f"n{row[0]}", ("", ""))
        return table

    def test_decisions_go_out_and_come_back(self):
        product = self.make_product("OURS")
        self.make_product("TWIN")
        self.make_product("TWIN")
        offers = self.add_offer("1", "N-1") | self.add_offer("2", "N-2") | self.add_offer("3", "N-3")
        offers |= self.add_offer("4", "TWIN") | self.add_offer("5", "N-5")
        table = self.export(offers)
        self.assertEqual(table[4][COLUMNS.index("candidates")], "TWIN, TWIN")
        self.assertIn("several", table[4][COLUMNS.index("reason")])
        wizard = self.take_over(
            self.decide(table, n1=("link", "ours"), n2=("Create", ""), n3=("leave", ""), n4=("link", ""))
        )
        self.assertEqual(wizard.used, 3)
        self.assertIn("Line 5", wizard.unused_text)
        self.assertEqual(offers[0].product_id, product)
        self.assertEqual(offers.mapped("import_state"), [False, "created", "left", False, False])
        offers[0].action_undo_import()
        self.run_engine()
        self.assertFalse(offers[0].product_id)

    def test_every_line_that_cannot_be_used_is_named(self):
        self.make_product("TWIN")
        self.make_product("TWIN")
        taken = self.make_product("TAKEN")
        offers = self.add_offer("1", "TAKEN")
        for number in "2345678":
            offers |= self.add_offer(number, f"N-{number}")
        self.assertEqual(offers[0].product_id, taken)
        table = self.decide(
            self.export(offers),
            n1=("create", ""),
            n2=("link", "TAKEN"),
            n3=("link", "TWIN"),
            n4=("link", "nowhere"),
            n5=("maybe", ""),
            n6=("link", ""),
            n7=("create", ""),
        )
        table += [["99", *[""] * 7, "create", ""], ["7", *[""] * 7, "leave", ""]]
        wizard = self.take_over(table)
        self.assertEqual(wizard.used, 1)
        lines = wizard.unused_text.splitlines()
        words = ("already", "offer 1", "Several", "nowhere", "maybe", "Write the code", "no offer 99", "earlier line")
        self.assertEqual(len(lines), len(words))
        for line, word in zip(lines, words, strict=True):
            self.assertIn(word, line)

    def test_no_cell_becomes_a_formula(self):
        self.platform.add_offer("1", name='=HYPERLINK("http://evil","x")', sku="+1")
        self.account.action_read_again()
        self.run_engine()
        table = self.export(self.offer("1"))
        self.assertEqual(table[1][1:3], ['=HYPERLINK("http://evil","x")', "+1"])

    def test_what_is_no_spreadsheet_changes_nothing(self):
        self.add_offer("1", "N-1")
        for body in (b"", b"hello", b"PK\x03\x04broken", build_sheet(["A", "B"], [["1", "create"]])):
            wizard = self.env["marketplace.decisions"].create(
                {"account_id": self.account.id, "file": base64.b64encode(body)}
            )
            with self.assertRaises(UserError):
                wizard.action_import()

    def test_titles_and_decisions_in_every_language(self):
        offer = self.add_offer("1", "N-1")
        titles = self.env["marketplace.decisions"].with_context(lang="ro_RO")._titles()
        words = self.env["marketplace.decisions"].with_context(lang="ro_RO")._decisions()
        self.take_over([list(titles.values()), ["1", *[""] * 7, words["create"], ""]])
        self.assertEqual(offer.import_state, "created")
