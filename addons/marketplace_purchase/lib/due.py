"""When orders to suppliers are due."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def due_day(now, hour, zone):
    """The day whose hour came last: today after the hour, yesterday before it; and that moment.

    :param now: naive UTC
    :param hour: 16.5 for half past four, in the company's time
    :return: a date, and the moment in naive UTC
    """
    local = now.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    hour, minute = divmod(round(hour * 60), 60)
    moment = datetime.combine(local.date(), time(hour, minute), local.tzinfo)
    if moment > local:
        moment = datetime.combine(local.date() - timedelta(days=1), time(hour, minute), local.tzinfo)
    return moment.date(), moment.astimezone(UTC).replace(tzinfo=None)
