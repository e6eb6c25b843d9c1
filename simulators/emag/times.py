"""Platform datetimes: naive `YYYY-MM-DD HH:MM:SS` in local time (api/emag.md §1.7)."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

DATETIME = "%Y-%m-%d %H:%M:%S"


class LocalTime:
    """Converts between epoch seconds and the platform's naive local datetimes."""

    def __init__(self, zone):
        self._zone = ZoneInfo(zone)

    def local(self, epoch):
        return datetime.fromtimestamp(epoch, self._zone).replace(tzinfo=None)

    def stamp(self, epoch):
        return self.local(epoch).strftime(DATETIME)

    def to_epoch(self, moment):
        return moment.replace(tzinfo=self._zone).timestamp()


def parse_datetime(text):
    """Naive local datetime; None when the text has another form."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text):
        return None
    try:
        return datetime.strptime(text, DATETIME)  # noqa: DTZ007 - naive, as the platform prints it
    except ValueError:
        return None


def parse_date(text):
    """date of `YYYY-MM-DD`; None when the text has another form."""
    moment = parse_datetime(f"{text} 00:00:00")
    return moment and moment.date()
