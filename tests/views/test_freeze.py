"""What is frozen comes back equal, through JSON."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.cases.state import Case
from broker.views.absorb import absorb
from broker.views.case import CaseView, TimelineEntry
from broker.views.changes import Answer, CommandAnswered, EventRecorded
from broker.views.freeze import freeze, thaw
from tests.views.histories import histories


@given(histories)
def test_views_and_entries_come_back_equal(history: tuple[EventRecorded, ...]) -> None:
    absorbed = absorb({}, history)
    for view in absorbed.views.values():
        assert thaw(CaseView, json.loads(json.dumps(freeze(CaseView, view)))) == view
    for entry in absorbed.entries:
        assert thaw(TimelineEntry, json.loads(json.dumps(freeze(TimelineEntry, entry)))) == entry


@given(st.builds(CommandAnswered))
def test_outcomes_come_back_equal(answered: CommandAnswered) -> None:
    written = json.dumps(freeze(CommandAnswered, answered))
    assert thaw(CommandAnswered, json.loads(written)) == answered


@given(st.builds(Case))
def test_every_state_comes_back_equal(state: Case) -> None:
    assert thaw(Case, json.loads(json.dumps(freeze(Case, state)))) == state


@dataclass(frozen=True)
class Odd:
    """Holds something without a written form."""

    size: float


def test_a_type_without_written_form_is_named() -> None:
    with pytest.raises(TypeError, match="float"):
        freeze(Odd, Odd(size=0.5))


def test_a_set_is_written_in_one_order() -> None:
    assert freeze(frozenset[str], frozenset({"乙", "甲"})) == ["乙", "甲"]


def test_none_is_written_as_none() -> None:
    assert freeze(Answer | None, None) is None  # type: ignore[arg-type]
