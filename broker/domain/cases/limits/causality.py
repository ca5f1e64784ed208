"""The border's question about limits: can what the peer wrote be read at all?"""

from datetime import date

from broker.domain.cases.limits.events import (
    CardWithdrawn,
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    LimitEvent,
    SignalRaised,
    TermsApplied,
)
from broker.domain.cases.limits.terms import read_terms
from broker.domain.items.check_times import check_bounds
from broker.domain.items.faults import Unreadable
from broker.domain.items.json_rows import JsonInvalid


def limits_follow(event: LimitEvent) -> bool:
    """Tell whether terms and dates have their written form; the fold relies on it."""
    match event:
        case TermsApplied():
            return event.item_number >= 1 and _is_readable(event.terms)
        case CaseDeemedAccepted():
            return _is_date(event.accepted_on) and _is_date(event.due_on)
        case CaseDeemedWithdrawn():
            return _is_date(event.due_on)
        case SignalRaised():
            return _is_date(event.raised_on) and (event.due_on is None or _is_date(event.due_on))
        case CardWithdrawn():
            return True


def _is_readable(terms: str) -> bool:
    try:
        times = read_terms(terms)
    except (Unreadable, JsonInvalid, AssertionError):
        return False
    return not any(check_bounds(times))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
