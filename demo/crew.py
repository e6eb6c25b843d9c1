"""Threads that act: people and shoppers at their pace, and the first trouble any of them has."""

import threading
import time


class Crew:
    """Everybody who acts at the same time. ``over`` ends all of them."""

    def __init__(self):
        self.over = threading.Event()
        self._threads = []
        self._troubles = []

    def repeat(self, name, act, *, every, times=None):
        """Have ``act()`` called every so many seconds (at once when it fell behind), ``times`` times or until over."""

        def work():
            due = time.monotonic()
            done = 0
            while done != times and not self.over.wait(max(0.0, due - time.monotonic())):
                act()
                done += 1
                due += every

        self._start(name, work)

    def follow(self, name, plan):
        """Have each action of ``plan``, a list of (second, action), called at its second."""
        begun = time.monotonic()

        def work():
            for second, action in sorted(plan, key=lambda entry: entry[0]):
                if self.over.wait(max(0.0, begun + second - time.monotonic())):
                    return
                action()

        self._start(name, work)

    def _start(self, name, work):
        def run():
            try:
                work()
            except Exception as trouble:  # noqa: BLE001 - raised in the main thread by ``check``
                self._troubles.append(trouble)

        self._threads.append(threading.Thread(target=run, name=name, daemon=True))
        self._threads[-1].start()

    @property
    def is_busy(self):
        return any(thread.is_alive() for thread in self._threads)

    def check(self):
        """Raise what somebody stumbled over."""
        if self._troubles:
            raise self._troubles[0]

    def end(self):
        """Have everybody finish what they are at."""
        self.over.set()
        for thread in self._threads:
            thread.join()
