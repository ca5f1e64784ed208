"""Legal time: the dates of +08:00, everywhere in China (domain section 1)."""

from datetime import UTC, date, datetime, timedelta, timezone

from broker.domain.identifiers import Instant

BEIJING = timezone(timedelta(hours=8))
MINUTE = 60_000
"""Milliseconds of a minute."""
DAY = 24 * 60 * MINUTE
MIDNIGHT_MINUTE = 24 * 60
"""The minute of the day at which a limit ends, unless the item rule names a closing time (K2)."""
_BEFORE_EPOCH = date(1970, 1, 1).toordinal()
_AHEAD_OF_UTC = 8 * 60 * MINUTE


def instant_of(moment: datetime) -> Instant:
    """Put an aware datetime on the log's scale."""
    assert moment.tzinfo is not None
    return Instant((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


def beijing_time(at: Instant) -> datetime:
    """Answer an instant as people in China read it."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(BEIJING)


def legal_day(at: Instant) -> date:
    """Answer the +08:00 date of an instant, whatever day it is in UTC (K1)."""
    return date.fromordinal((at + _AHEAD_OF_UTC) // DAY + _BEFORE_EPOCH)


def midnight(day: date) -> Instant:
    """Answer the first instant of a legal day."""
    return Instant((day.toordinal() - _BEFORE_EPOCH) * DAY - _AHEAD_OF_UTC)


def deadline(due_on: date, *, closing_minute: int = MIDNIGHT_MINUTE) -> Instant:
    """Answer the first instant that is late: 24:00 of due_on [民法典 203] (K2)."""
    return Instant(midnight(due_on) + closing_minute * MINUTE)
