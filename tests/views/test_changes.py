"""A journal record becomes changes in its own order."""

from hashlib import sha256

from broker.domain.cases.events import Event
from broker.domain.envelope import Meta
from broker.domain.identifiers import AggregateId, CommandId
from broker.views.changes import (
    Answer,
    Arrived,
    CommandAnswered,
    JournalRow,
    Origin,
    arrived,
    changes_of,
    position_of,
)
from broker.views.position import Place, Position
from tests.views.histories import MORNING, play

HISTORY = play("621000-case")
EVENTS = tuple(change.arrived for change in HISTORY[:2])
ANSWER = Answer(
    command_id=CommandId("c1"),
    kind="SubmitCase",
    case_id=AggregateId("621000-case"),
    outcome="events",
    refusal=None,
    set_aside=None,
    duplicate_of=None,
)
ROW = JournalRow(offset=7, epoch=2, chain=b"x" * 32, now=MORNING, answer=ANSWER, events=EVENTS)


def test_events_come_before_the_answer_that_they_are() -> None:
    *events, answered = changes_of(3, ROW)
    assert [each.place for each in events] == [Place(partition=3, offset=7, now=MORNING)] * 2
    assert answered == CommandAnswered(
        place=Place(partition=3, offset=7, now=MORNING),
        answer=ANSWER,
        event_ids=("621000-case.r1", "621000-case.r2"),
    )


def test_a_lead_only_moves_the_position() -> None:
    lead = JournalRow(offset=8, epoch=3, chain=b"x" * 32, now=MORNING, answer=None, events=())
    assert changes_of(3, lead) == []
    assert position_of(lead) == Position(offset=8, epoch=3, chain=b"x" * 32)


def test_an_event_is_known_by_the_hash_of_its_bytes() -> None:
    def decode(data: bytes) -> tuple[Meta, Event]:
        assert data == b"bytes"
        return EVENTS[0].meta, EVENTS[0].event

    made = arrived(b"bytes", Origin.PEER, decode)
    assert isinstance(made, Arrived)
    assert made.digest == sha256(b"bytes").digest()
    assert (made.meta, made.event) == (EVENTS[0].meta, EVENTS[0].event)
