"""Days that count at Trendyol: Monday to Friday; its holidays are in no document."""

from datetime import timedelta

SATURDAY = 5


def after_business_days(moment, days):
    """The same time of day, ``days`` working days later. :raise OverflowError: no calendar reaches so far"""
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < SATURDAY
    return moment
