"""A short fault run: processes killed, paused, added and removed, Kafka killed, nothing lost."""

from random import Random  # noqa: TID251  # always seeded

import pytest

from broker.operations.faults.schedule import (
    PAUSE_SECONDS_MIN,
    FaultKind,
    plan_faults,
)
from broker.operations.workload import Storyteller, plant_persons
from tests.integration.conftest import RATE, SECONDS, Hurt
from tests.support.builders import HANGZHOU, QINGYANG

SESSION_SECONDS = 6


@pytest.mark.integration
@pytest.mark.timeout(300)
def test_nothing_is_lost_or_doubled_under_faults(fault_run: Hurt) -> None:
    report = fault_run.report
    assert report.findings == (), report.sentence()
    assert set(report.struck) == set(FaultKind)
    assert report.offered == SECONDS * RATE
    assert report.done > report.offered / 2
    assert "lost 0 doubled 0 invented 0 illegal 0" in report.sentence()


def test_a_seed_draws_the_same_faults_again() -> None:
    drawn = plan_faults(seeded(7), 60, frozenset(FaultKind))
    assert drawn == plan_faults(seeded(7), 60, frozenset(FaultKind))
    assert drawn != plan_faults(seeded(8), 60, frozenset(FaultKind))


@pytest.mark.parametrize("seconds", [5, 25, 60])
def test_every_kind_strikes_within_the_time(seconds: int) -> None:
    drawn = plan_faults(seeded(1), seconds, frozenset(FaultKind))
    assert {fault.kind for fault in drawn} == set(FaultKind)
    assert all(fault.at_seconds <= seconds for fault in drawn)


def test_a_pause_outlasts_the_session() -> None:
    assert PAUSE_SECONDS_MIN > SESSION_SECONDS


def test_stories_begin_with_a_hand_in_and_meet_both_kinds_of_case() -> None:
    random = seeded(2)
    teller = Storyteller(random, (QINGYANG, HANGZHOU), plant_persons(random, 3))
    stories = [teller.tell() for _ in range(200)]
    assert all(story.acts[0].asks[0].kind == "SubmitCase" for story in stories)
    assert {story.receiving == story.handling for story in stories} == {True, False}
    assert any(len(act.asks) > 1 for story in stories for act in story.acts)


def seeded(seed: int) -> Random:
    """Begin a sequence that can be repeated."""
    return Random(seed)  # noqa: S311  # to be repeated, not to be secret
