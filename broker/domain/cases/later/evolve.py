"""Fold later acts: a licence is revoked once and cancelled once."""

from typing import assert_never

from broker.domain.cases.later.events import (
    DecisionCorrected,
    DecisionRevoked,
    LaterEvent,
    LicenceCancelled,
)
from broker.domain.cases.later.state import LaterActs
from broker.domain.replacing import replace


def evolve_later(before: LaterActs, event: LaterEvent) -> LaterActs:
    """Fold an event of this track."""
    assert not before.cancelled
    match event:
        case DecisionRevoked():
            assert not before.revoked
            return replace(before, revoked=True)
        case LicenceCancelled():
            return replace(before, cancelled=True)
        case DecisionCorrected():
            assert not before.revoked
            return before
        case _:
            assert_never(event)
