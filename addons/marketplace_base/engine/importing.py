from contextlib import contextmanager

from odoo.fields import Datetime
from odoo.tools import SQL

from .lane import Lane

BATCH = 20  # offers between two commits
BUSY = 1.0  # seconds to wait while another account of the company makes products
LOCK = 0x6D6B7470  # an arbitrary number, so that these locks are nobody else's


class Products(Lane):
    """Makes products of offers, and takes them back, a few per commit; see ``marketplace.offer._import_products``.

    Two accounts of one company may offer the same article. So that it becomes one product, only one account of a company
    makes products at a time, and looks at the company's codes in a snapshot that is younger than the lock.
    """

    name = "products"

    def __init__(self, runner):
        super().__init__(runner)
        self._busy = False

    def due_in(self):
        return BUSY if self._busy else None

    def step(self):
        if not self.env["marketplace.offer"]._import_todo_of(self.account, 1)[0]:
            return 0
        with self._alone() as alone:
            self._busy = not alone
            return self._batch() if alone else 0

    def _batch(self):
        offers, state = self.env["marketplace.offer"]._import_todo_of(self.account, BATCH)
        if not offers:
            return 0
        flow = self.flow
        if not flow.started_at or flow.success_at and flow.success_at >= flow.started_at:
            flow.write({"started_at": Datetime.now(), "success_at": False, "done": 0})
        if state == "asked":
            offers._import_products()
        else:
            offers._undo_products()
        left, done = self.env["marketplace.offer"]._import_left(self.account), flow.done + len(offers)
        flow.write({"done": done, "total": done + left})
        if not left:
            flow._succeeded()
        self.runner.commit(len(offers))
        return len(offers)

    @contextmanager
    def _alone(self):
        """Hold the company's lock across commits; whatever ends this process gives it back."""
        key = SQL("%s, %s", LOCK, self.account.company_id.id)
        [[alone]] = self.env.execute_query(SQL("SELECT pg_try_advisory_lock(%s)", key))
        if not alone:
            yield False
            return
        try:
            self.runner.commit()
            yield True
        except BaseException:
            self.env.cr.rollback()
            raise
        finally:
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", key))
