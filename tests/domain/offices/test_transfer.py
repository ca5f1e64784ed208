"""A misrouted case goes on inside its region, and no clock notices."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.clocks.beijing import DAY, midnight
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.offices.handled import Handled
from broker.domain.offices.office import Office
from broker.domain.offices.registry import Registry
from broker.domain.offices.transfer import (
    TRANSFER_TEXTS,
    NotTransferred,
    Standing,
    Transfer,
    TransferAnswer,
    TransferFault,
    transfer,
)
from tests.domain.offices.support import (
    BUREAU,
    CARD,
    CITY_BUREAU,
    DIRECTORY,
    DISABLED,
    GIVEN,
    HALL,
    OFFICES,
    PENSION,
    REGION,
    STATION,
    TODAY,
    TOWN_OFFICE,
    XIFENG,
    registry_of,
)

RECEIVED = Instant(midnight(TODAY) - 3 * DAY)
NOW = Instant(midnight(TODAY) + 1)
MISROUTED = Standing(item=CARD, place=XIFENG, office=TOWN_OFFICE, received_at=RECEIVED)


def sent(
    case: Standing, to: Office, *, at: Instant = NOW, registry: Registry = REGION
) -> TransferAnswer:
    return transfer(case, to=to, at=at, registry=registry, directory=DIRECTORY)


def fault(answer: TransferAnswer) -> TransferFault | None:
    return answer.fault if isinstance(answer, NotTransferred) else None


def test_a_transfer_does_not_touch_the_clock() -> None:
    """The applicant is not to blame for the region's own mistake (plan 8)."""
    accepted = replace(MISROUTED, accepted_at=Instant(RECEIVED + DAY))
    assert sent(accepted, BUREAU) == Transfer(
        from_office=TOWN_OFFICE,
        to_office=BUREAU,
        transferred_at=NOW,
        received_at=RECEIVED,
        accepted_at=Instant(RECEIVED + DAY),
    )


def test_a_case_may_go_to_a_hall_that_acts_for_the_competent_office() -> None:
    assert isinstance(sent(MISROUTED, HALL), Transfer)


def test_a_case_goes_only_to_the_competent_office() -> None:
    answer = sent(MISROUTED, CITY_BUREAU)
    assert isinstance(answer, NotTransferred)
    assert answer.fault is TransferFault.NOT_COMPETENT
    assert answer.text == "对方不是主管部门，应移送：rs部门"
    assert fault(sent(MISROUTED, STATION)) is TransferFault.NOT_COMPETENT


@pytest.mark.parametrize("office", [BUREAU, HALL])
def test_a_case_that_lies_rightly_stays(office: Office) -> None:
    """At the competent office, or in the hall where its delegated window serves."""
    rightly = replace(MISROUTED, office=office)
    assert fault(sent(rightly, CITY_BUREAU)) is TransferFault.RIGHTLY_PLACED


def test_an_expired_delegation_makes_a_case_go_on() -> None:
    in_hall = replace(MISROUTED, office=HALL)
    last = Instant(midnight(GIVEN.until_on) + DAY - 1)
    assert fault(sent(in_hall, BUREAU, at=last)) is TransferFault.RIGHTLY_PLACED
    assert isinstance(sent(in_hall, BUREAU, at=Instant(last + 1)), Transfer)
    later = replace(MISROUTED, received_at=RECEIVED)
    assert fault(sent(later, HALL, at=Instant(last + 1))) is TransferFault.NOT_COMPETENT


def test_a_hall_acts_only_for_what_it_was_given_and_while_it_is_there() -> None:
    other = replace(GIVEN, handles=Handled(codes=frozenset({PENSION.code})))
    registry = registry_of(HALL, replace(BUREAU, delegations=(other,)))
    assert isinstance(sent(replace(MISROUTED, office=HALL), BUREAU, registry=registry), Transfer)
    closed = replace(HALL, effective=replace(HALL.effective, until_on=date(2026, 6, 9)))
    assert isinstance(sent(replace(MISROUTED, office=closed), BUREAU), Transfer)


def test_nothing_is_transferred_to_another_region() -> None:
    """行政许可法 32(1)(2): not accepted, and the competent authority named."""
    away = replace(BUREAU, region=RegionCode("330100"))
    assert fault(sent(MISROUTED, away)) is TransferFault.OTHER_REGION


def test_a_decided_or_ended_case_stays() -> None:
    decided = replace(MISROUTED, is_decided=True)
    assert fault(sent(decided, BUREAU)) is TransferFault.ALREADY_DECIDED
    assert fault(sent(replace(decided, is_over=True), BUREAU)) is TransferFault.CASE_OVER


def test_a_case_is_not_transferred_before_it_came() -> None:
    """Invariant 3: receipt before what follows."""
    assert isinstance(sent(MISROUTED, BUREAU, at=RECEIVED), Transfer)
    early = sent(MISROUTED, BUREAU, at=Instant(RECEIVED - 1))
    assert fault(early) is TransferFault.BEFORE_RECEIPT


def test_where_nobody_is_competent_the_problem_is_passed_on() -> None:
    answer = sent(replace(MISROUTED, item=DISABLED), BUREAU)
    assert isinstance(answer, NotTransferred)
    assert answer.fault is TransferFault.NOT_ROUTED
    assert answer.text == "无法确定主管部门：没有对此事项有权的部门：621002"


def test_the_competence_of_the_day_of_the_transfer_counts() -> None:
    """Offices are reorganised while cases lie: the case follows its item."""
    heir = replace(
        BUREAU, code="heir", name="新部门", effective=replace(BUREAU.effective, from_on=TODAY)
    )
    ended = replace(BUREAU.effective, until_on=date(2026, 6, 9))
    registry = registry_of(HALL, replace(BUREAU, effective=ended), heir)
    answer = sent(replace(MISROUTED, office=BUREAU), heir, registry=registry)
    assert isinstance(answer, Transfer)


def test_every_fault_is_said_in_chinese() -> None:
    assert set(TRANSFER_TEXTS) == set(TransferFault)


@given(
    start=st.sampled_from(OFFICES),
    targets=st.lists(st.sampled_from(OFFICES), max_size=6),
    item=st.sampled_from([CARD, DISABLED]),
)
def test_a_case_never_wanders_and_its_receipt_never_moves(
    start: Office, targets: list[Office], item: object
) -> None:
    """However often it is tried: one transfer at most, the instants as they were."""
    case, moves = replace(MISROUTED, office=start, item=item), 0  # type: ignore[arg-type]
    for number, target in enumerate(targets):
        answer = sent(case, target, at=Instant(NOW + number))
        if isinstance(answer, Transfer):
            moves += 1
            assert (answer.received_at, answer.accepted_at) == (RECEIVED, None)
            case = replace(case, office=answer.to_office, received_at=answer.received_at)
    assert moves <= 1
