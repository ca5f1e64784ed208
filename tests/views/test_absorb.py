"""A batch of changes: of each command one outcome is left."""

from dataclasses import replace

import pytest

from broker.domain.identifiers import AggregateId, CommandId
from broker.schemas.records import Outcome
from broker.views.absorb import absorb
from broker.views.changes import SET_ASIDE, Answer, CommandAnswered
from broker.views.position import Place
from tests.views.histories import MORNING


def answered(outcome: str, offset: int) -> CommandAnswered:
    """Make an outcome of the one command."""
    return CommandAnswered(
        place=Place(partition=0, offset=offset, now=MORNING),
        answer=Answer(
            command_id=CommandId("c1"),
            kind="CheckForm",
            case_id=AggregateId("621000-a"),
            outcome=outcome,
            refusal=None,
            set_aside=None,
            duplicate_of=None,
        ),
        event_ids=(),
    )


def test_the_journal_and_the_views_call_it_the_same() -> None:
    assert Outcome.SET_ASIDE.value == SET_ASIDE


@pytest.mark.parametrize(
    ("outcomes", "left"),
    [
        (["events", "duplicate"], 0),
        (["refusal", "set_aside", "events"], 0),
        (["set_aside"], 0),
        (["set_aside", "set_aside"], 0),
        (["set_aside", "events", "duplicate", "set_aside"], 1),
        (["set_aside", "set_aside", "refusal", "events"], 2),
    ],
)
def test_the_first_outcome_is_left_unless_it_was_set_aside(outcomes: list[str], left: int) -> None:
    changes = [answered(outcome, offset) for offset, outcome in enumerate(outcomes)]
    assert absorb({}, changes).answers == (changes[left],)


def test_commands_are_kept_apart() -> None:
    one = answered("set_aside", 0)
    other = replace(one, answer=replace(one.answer, command_id=CommandId("c2"), outcome="events"))
    assert absorb({}, [one, other]).answers == (one, other)
