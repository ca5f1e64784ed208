"""The engine and the clocks: what is due comes first, in one log, and timers leave no trace."""

from dataclasses import replace
from itertools import count

import pytest

from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.cases.limits.events import CaseDeemedAccepted, TermsApplied
from broker.domain.cases.limits.terms import read_terms
from broker.domain.envelope import Role
from broker.domain.identifiers import Instant
from broker.engine.freeze import freeze_fold, thaw_fold
from broker.schemas.codec import decode_event, encode_intake
from broker.schemas.records import Decision, NewRecord, Outcome
from tests.domain.items.support import FULL
from tests.engine.support import Desk, a_submission, batch_of, decisions, partition_of
from tests.support.builders import (
    ACCEPT,
    CASE_ID,
    DECLINE,
    HANGZHOU,
    NOON,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    an_actor,
    submit,
)
from tests.support.dated import UNKNOWN_CODE
from tests.support.items import item_id, publish

CHECKS = (PASS_FORM, PASS_IDENTITY, PUSH)
AT_HOME = replace(submit(handling=QINGYANG), item_code=UNKNOWN_CODE)
ABROAD = replace(submit(), item_code=UNKNOWN_CODE)


def look(desk: Desk, at: Instant, *, role: Role = Role.SYSTEM, name: str = "timer") -> Decision:
    """Let a timer come, or somebody in its place."""
    body = a_submission(name, CheckDeadline(), region=desk.region)
    actor = an_actor(region=desk.region, role=role)
    acted = replace(body, meta=replace(body.meta, actor=actor))
    return desk.take(NewRecord(CASE_ID.encode(), encode_intake(acted)), at=at)


def facts(decision: Decision) -> list[object]:
    """Read the events of a Decision."""
    return [decode_event(event.event)[1] for event in decision.events]


@pytest.fixture
def here() -> Desk:
    """Give the desk of a case that is in one region."""
    desk = Desk(partition=partition_of())
    desk.ask_all((AT_HOME, *CHECKS))
    return desk


def due_at(desk: Desk) -> Instant:
    """Answer when the case of all tests is due."""
    due = desk.fold.standing(CASE_ID).next_due(desk.region)
    assert due is not None
    return due


def test_what_is_due_is_written_before_the_command_is_looked_at(here: Desk) -> None:
    body = a_submission("late", ACCEPT)
    late = here.take(NewRecord(CASE_ID.encode(), encode_intake(body)), at=due_at(here))
    assert [type(fact) for fact in facts(late)] == [CaseDeemedAccepted]
    assert (late.outcome, late.refusal) == (Outcome.REFUSAL, "already_accepted")


def test_a_timer_settles_what_is_due_and_its_id_is_not_kept_e7(here: Desk) -> None:
    due, answered = due_at(here), dict(here.fold.standing(CASE_ID).answered)
    assert look(here, Instant(due - 1)).events == ()
    (fact,) = facts(look(here, due))
    assert isinstance(fact, CaseDeemedAccepted)
    assert look(here, due).events == ()
    assert here.fold.standing(CASE_ID).answered == answered
    assert here.again().standing(CASE_ID).answered == answered


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_nobody_else_plays_the_timer(here: Desk, role: Role) -> None:
    asked = look(here, NOON, role=role, name="person")
    assert asked.refusal == "role_not_allowed"


def test_an_unreachable_peer_stops_no_clock_and_each_log_settles_its_own_side() -> None:
    here = Desk(partition=partition_of())
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    here.ask_all((ABROAD, *CHECKS))
    there.hear(batch_of(decisions(here), source=here, target=there))
    here.hear(batch_of(decisions(there), source=there, target=here))
    due = due_at(there)
    assert here.fold.standing(CASE_ID).next_due(QINGYANG) is None
    assert look(here, due).events == ()
    assert [type(fact) for fact in facts(look(there, due))] == [CaseDeemedAccepted]
    sent = batch_of(decisions(there)[1:], source=there, target=here, first=2)
    here.hear(sent)
    assert here.fold.standing(CASE_ID).state == there.fold.standing(CASE_ID).state


def test_a_reader_and_a_snapshot_know_the_same_due_instants(here: Desk) -> None:
    thawed = thaw_fold(freeze_fold(here.fold))
    for fold in (here.again(), thawed):
        assert fold.standing(CASE_ID) == here.fold.standing(CASE_ID)
        assert fold.standing(CASE_ID).next_due(QINGYANG) == due_at(here)


def test_a_case_takes_the_terms_that_its_own_log_has_heard_of() -> None:
    code = next(
        code
        for code in (f"地方-{number}" for number in count())
        if partition_of(item_id(code=code)) == partition_of()
    )
    desk = Desk(partition=partition_of())
    item = a_submission("p1", publish(code=code), case_id=item_id(code=code))
    operator = replace(item.meta, actor=an_actor(role=Role.OPERATOR))
    key = item_id(code=code).encode()
    desk.take(NewRecord(key, encode_intake(replace(item, meta=operator))))
    desk.ask_all((replace(AT_HOME, item_code=code), *CHECKS[:-1]))
    pushed = desk.ask("push", PUSH)
    applied = facts(pushed)[-1]
    assert isinstance(applied, TermsApplied)
    assert (applied.item_number, read_terms(applied.terms)) == (1, FULL.times)
    assert freeze_fold(desk.again()) == freeze_fold(desk.fold)


def test_deciding_again_gives_the_same_bytes(here: Desk) -> None:
    due = due_at(here)
    body = NewRecord(CASE_ID.encode(), encode_intake(a_submission("late", DECLINE)))
    decision = here.take(body, at=due)
    again = Desk(partition=here.partition)
    repeated = [
        again.take(NewRecord(record.key, record.value, record.headers), at=record.timestamp)
        for record in here.intake
    ]
    assert repeated[-1] == decision
