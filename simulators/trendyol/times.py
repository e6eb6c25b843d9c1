"""Times as Trendyol prints them: epoch milliseconds; days that count."""

from datetime import UTC, datetime, timedelta

from .const import DAY

SATURDAY = 5
WEDNESDAY = 2


def millis(seconds):
    return None if seconds is None else int(seconds * 1000)


def iso(seconds, zone="Z"):
    """2026-09-22T10:00:00.000+00:00"""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000") + zone


def after_business_days(seconds, days):
    """The same time of day, `days` working days later."""
    moment = datetime.fromtimestamp(seconds, UTC)
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < SATURDAY
    return moment.timestamp()


def next_wednesday(seconds):
    """The first Wednesday from then on, same time of day."""
    weekday = datetime.fromtimestamp(seconds, UTC).weekday()
    return seconds + (WEDNESDAY - weekday) % 7 * DAY
