"""Fold what a side said into its part of the dialogue."""

from typing import assert_never

from broker.domain.cases.dialogue.events import (
    DialogueEvent,
    QuestionAnswered,
    QuestionAsked,
    QuestionClosed,
)
from broker.domain.cases.dialogue.state import DialogueSide
from broker.domain.replacing import replace


def evolve_dialogue(before: DialogueSide, event: DialogueEvent) -> DialogueSide:
    """Fold an event of the side; the other side is not looked at."""
    match event:
        case QuestionAsked():
            assert event.question == before.asked + 1
            return replace(before, asked=event.question)
        case QuestionAnswered():
            assert event.question not in before.answered
            return replace(before, answered=before.answered | {event.question})
        case QuestionClosed():
            assert 1 <= event.question <= before.asked
            assert event.question not in before.closed
            return replace(before, closed=before.closed | {event.question})
        case _:
            assert_never(event)
