"""Which office of the handling region has a case: routed once, transferred with a reason."""

from dataclasses import replace

import pytest

from broker.domain.cases.commands import Command
from broker.domain.cases.events import CaseAccepted
from broker.domain.cases.routing.events import CaseRouted, CaseTransferred
from broker.domain.cases.state import Case
from broker.domain.refusal import Reason
from tests.support.builders import (
    QINGYANG,
    ROUTE,
    SEALED,
    TRANSFER,
)
from tests.support.situations import GRANTED, RECEIVED, SUPPLEMENT_PENDING
from tests.support.spec import History, fold, given, handling

ROUTED = RECEIVED + handling(CaseRouted(office=ROUTE.office))


def office_of(history: History) -> str:
    """Fold a history and answer which office has the case."""
    state = fold(history)
    assert isinstance(state, Case)
    return state.office


def test_nobody_has_a_case_that_was_just_received() -> None:
    assert office_of(RECEIVED) == ""


def test_a_received_case_is_given_to_an_office() -> None:
    """办件调度."""
    given(RECEIVED).when(ROUTE).then(handling(CaseRouted(office=ROUTE.office)))
    assert office_of(ROUTED) == ROUTE.office


def test_a_case_that_waits_for_papers_is_routed_too() -> None:
    given(SUPPLEMENT_PENDING).when(ROUTE).then(handling(CaseRouted(office=ROUTE.office)))


def test_a_second_office_gets_it_by_a_transfer_only() -> None:
    given(ROUTED).when(ROUTE).then_refused(Reason.ALREADY_ROUTED)


def test_a_misrouted_case_goes_on_with_a_reason() -> None:
    moved = handling(CaseTransferred(office=TRANSFER.office, sealed=SEALED))
    given(ROUTED).when(TRANSFER).then(moved)
    assert office_of(ROUTED + moved) == TRANSFER.office


def test_a_transfer_needs_a_reason() -> None:
    given(ROUTED).when(replace(TRANSFER, sealed=None)).then_refused(Reason.REASON_MISSING)


def test_a_transfer_goes_to_another_office() -> None:
    given(ROUTED).when(replace(TRANSFER, office=ROUTE.office)).then_refused(Reason.SAME_OFFICE)


def test_what_no_office_has_cannot_be_passed_on() -> None:
    given(RECEIVED).when(TRANSFER).then_refused(Reason.NOT_ROUTED)


@pytest.mark.parametrize("command", [ROUTE, TRANSFER])
def test_only_the_handling_region_routes(command: Command) -> None:
    """Across regions nothing is transferred: the handling side declines [行政许可法 32]."""
    given(ROUTED).when(command, at=QINGYANG).then_refused(Reason.WRONG_SIDE)


def test_a_decision_stays_with_the_office_that_made_it() -> None:
    given(GRANTED).when(TRANSFER).then_refused(Reason.ALREADY_DECIDED)


def test_a_transfer_touches_no_clock() -> None:
    """What was received stays received: due dates are the same in either office."""
    before = fold(ROUTED + handling(CaseAccepted()))
    after = fold(
        ROUTED + handling(CaseAccepted(), CaseTransferred(office=TRANSFER.office, sealed=SEALED))
    )
    assert isinstance(before, Case)
    assert isinstance(after, Case)
    assert (after.limits, after.handling) == (before.limits, before.handling)
