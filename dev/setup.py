"""Everything a bare machine needs before the first database: Odoo, Python packages, PostgreSQL, browser, PDF writer.

Each step looks whether its result is there, so an interrupted set-up continues and a finished one costs nothing.
"""

import sys
import threading

from dev import odoo_tree, postgres, programs, say, venv


def run():
    """Bring the machine to the state the other commands need. Raises the first Failure of any step."""
    if sys.version_info < (3, 11):
        raise say.Failure(
            f"Python {sys.version.split()[0]} is too old for Odoo 19", "Run the command with Python 3.11 or later."
        )
    with say.lock("setup"):
        _together(odoo_tree.fetch, venv.install, _programs)
        venv.link_odoo()


def _programs():
    """One after the other: they share apt."""
    if not postgres.given():
        programs.install(programs.POSTGRES)
    programs.install(programs.WKHTMLTOPDF)
    programs.install(programs.CHROMIUM)


def _together(*steps):
    """Run steps side by side: one waits for the network while another computes."""
    failures = []

    def attempt(one):
        try:
            one()
        except say.Failure as failure:
            failures.append(failure)

    threads = [threading.Thread(target=attempt, args=[one], daemon=True) for one in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
