"""Cases that fall due: at a given instant the form check is settled, as a stand-in for a limit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from broker.domain import aggregates
from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.events import Event, FormChecked
from broker.domain.cases.state import Case, CaseState, Collected
from broker.domain.identifiers import Instant, Side


@contextmanager
def falling_due(at: Instant) -> Iterator[None]:
    """Let every case that is only handed in settle its form check at an instant."""

    def next_due(state: CaseState, side: Side | None = None, /) -> Instant | None:
        if side is Side.HANDLING:
            return None
        if not isinstance(state, Case) or not isinstance(state.receiving, Collected):
            return None
        return None if state.receiving.form_passed else at

    def settle(state: CaseState, now: Instant) -> tuple[Written[Event], ...]:
        due = next_due(state)
        if due is None or now < due:
            return ()
        return (Written(Side.RECEIVING, FormChecked(passed=True, sealed=None)),)

    with patch.object(aggregates, "CASES", replace(CASES, settle=settle, next_due=next_due)):
        yield
