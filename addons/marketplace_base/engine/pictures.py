import base64
import logging
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextvars import copy_context

from odoo.fields import Datetime

from ..lib import pictures
from .collisions import COLLIDED
from .lane import Lane

_logger = logging.getLogger(__name__)

AT_ONCE = 4
PATIENCE = 0.5  # seconds of one step; what takes longer goes on while the runner does other work


class Pictures(Lane):
    """Fetches pictures, a few at a time, in threads that know no database. A bad one never stops a product (A6)."""

    name = "pictures"

    def __init__(self, runner):
        super().__init__(runner)
        self._pool = None
        self._asked = {}

    def due_in(self):
        return 0.0 if self._asked else None

    def close(self):
        """What did not arrive in time is asked for again by the next run, not only when its pause is over."""
        for url in self._asked.values():
            self.env["marketplace.picture"]._of_url(self.account, url).write({"retry_at": False})
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def step(self):
        waiting, room = self.env["marketplace.picture"], AT_ONCE - len(self._asked)
        if room:
            waiting = waiting._waiting(self.account, room, exclude=self._asked.values())
        known = self._known(waiting) if waiting else 0
        if waiting := waiting.exists().filtered(lambda picture: picture.state == "waiting"):
            self._ask(waiting)
        if not self._asked:
            return known
        done, _still = wait(self._asked, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        for future in done:
            self._take(future, self._asked.pop(future))
        self._show_progress(len(done) + known)
        return known + len(done)

    def _known(self, waiting):
        """What was fetched from the same address before need not travel again."""
        count = 0
        for picture in waiting:
            there = picture._already_there(self.account, picture.url)
            if there:
                of_url = picture._of_url(self.account, picture.url)
                count += len(of_url)
                of_url._fetched(there.image, there.checksum)
        if count:
            self.runner.commit(count)
        return count

    def _ask(self, waiting):
        """Note the attempt, commit, and only then ask."""
        self._pool = self._pool or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures")
        loopback = waiting._loopback_allowed()
        waiting._note_try()
        urls = [picture.url for picture in waiting if picture.state == "waiting"]
        self.runner.commit()
        for url in urls:
            self._asked[self._pool.submit(copy_context().run, pictures.fetch, url, loopback)] = url

    def _take(self, future, url):
        """Write down what became of an address."""
        try:
            found, error, for_good = future.result(), "", False
        except pictures.PictureError as why:
            found, error, for_good = None, str(why), why.for_good
        except Exception as why:
            _logger.warning("picture %s", url, exc_info=True)
            found, error, for_good = None, str(why) or type(why).__name__, True

        def write():
            of_url = self.env["marketplace.picture"]._of_url(self.account, url)
            if found:
                self._keep(of_url, found)
            else:
                of_url._not_fetched(error, for_good)

        self.runner.durably(write, 1)

    def _keep(self, of_url, found):
        body = base64.b64encode(found.body)
        for picture in of_url:
            try:
                with self.env.cr.savepoint():
                    picture._fetched(body, found.checksum)
            except COLLIDED:
                raise
            except Exception as why:  # whatever Odoo has against this picture
                _logger.warning("picture %s", picture.url, exc_info=True)
                picture._not_fetched(str(why) or type(why).__name__, for_good=True)

    def _show_progress(self, count):
        """A round lasts from the first picture asked for until none waits."""
        if not count:
            return
        flow = self.flow
        if not flow.started_at or flow.success_at and flow.success_at >= flow.started_at:
            flow.write({"started_at": Datetime.now(), "success_at": False, "done": 0})
        left = self.env["marketplace.picture"].search_count(
            [("account_id", "=", self.account.id), ("state", "=", "waiting")]
        )
        flow.write({"done": flow.done + count, "total": flow.done + count + left})
        if not left:
            flow._succeeded()
        self.runner.commit()
