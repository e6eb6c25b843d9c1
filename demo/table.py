"""What the terminal shows: one live table in plain ANSI; or a line now and then where there is no terminal."""

import sys
import time

from demo.ledger import percentiles

UP, CLEAR = "\x1b[{}F", "\x1b[J"
BOLD, DIM, RED, GREEN, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[0m"
LINE_EVERY = 15  # seconds between two lines where there is no terminal


class Table:
    """Draws itself over its previous drawing.

    :param heading: lines that stay, such as the address and the login
    :param places: the platforms, each with rows of its own
    """

    def __init__(self, ledger, places, heading, out=sys.stdout):
        self._ledger = ledger
        self._places = places
        self._heading = heading
        self._out = out
        self._drawn = 0
        self._line_due = 0.0

    def show(self, status, problems):
        """:param status: what is going on, in words; ``problems``: texts that need a person"""
        if self._out.isatty():
            lines = self._lines(status, problems)
            back = UP.format(self._drawn) if self._drawn else ""
            self._out.write(back + CLEAR + "\n".join(lines) + "\n")
            self._drawn = len(lines)
        elif time.monotonic() >= self._line_due:
            self._line_due = time.monotonic() + LINE_EVERY
            self._out.write(f"    {self._short(status, problems)}\n")
        self._out.flush()

    def _figures(self, place):
        orders, changes = self._ledger.orders_at(place), self._ledger.changes_at(place)
        wanted = [order for order in orders if order.imported_at or not order.cancelled_at]
        return (
            ("orders", "placed", "imported", len(wanted), [o.seconds for o in wanted if o.seconds is not None], 0),
            (
                "changes", "made", "confirmed", len(changes), [c.seconds for c in changes if c.seconds is not None],
                sum(change.nothing_to_send for change in changes),
            ),
        )  # fmt: skip

    def _lines(self, status, problems):
        passed = int(time.time() - self._ledger.started_at)
        lines = [f"{BOLD}{line}{PLAIN}" for line in self._heading]
        lines.append(f"{DIM}{passed // 60:02}:{passed % 60:02}{PLAIN}  {status}")
        for place in self._places:
            lines.append(f"{DIM}{place.label:32}{'open':>8}{'p50':>10}{'p95':>10}{'max':>10}{PLAIN}")
            lines += [_row(*figures) for figures in self._figures(place)]
        lines.append(f"{RED if problems else DIM}problems  {len(problems):>4}{PLAIN}")
        lines += [f"  {problem[:110]}" for problem in problems[:5]]
        return lines

    def _short(self, status, problems):
        parts = [status]
        for place in self._places:
            said = []
            for name, _begun, ended, count, seconds, silent in self._figures(place):
                middle = f" (p50 {percentiles(seconds)['p50']} s)" if seconds else ""
                said.append(f"{count} {name}, {len(seconds) + silent} {ended}{middle}")
            parts.append(f"{place.label} {', '.join(said)}")
        return "; ".join([*parts, f"{len(problems)} problems"])


def _row(name, begun, ended, count, seconds, silent):
    done = len(seconds) + silent
    left = count - done
    figures = "".join(f"{'–' if figure is None else f'{figure} s':>10}" for figure in percentiles(seconds).values())
    return f"{name:10}{count:>4} {begun:5}{done:>5} {ended:9}{PLAIN if left else GREEN}{left:>4}{PLAIN}{figures}"
