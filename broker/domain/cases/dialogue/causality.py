"""What a peer may have said, given what it has heard from us."""

from typing import assert_never

from broker.domain.cases.dialogue.events import (
    DialogueEvent,
    QuestionAnswered,
    QuestionAsked,
    QuestionClosed,
)
from broker.domain.cases.hand_over import is_handed_over
from broker.domain.cases.state import Case
from broker.domain.identifiers import Side


def dialogue_follows(event: DialogueEvent, side: Side, state: Case) -> bool:
    """Tell whether a peer's word can follow; our end may have crossed it on its way."""
    match event:
        case QuestionAsked() | QuestionClosed():
            return is_handed_over(state, side)
        case QuestionAnswered():
            return 1 <= event.question <= state.dialogue.of(side.other).asked
        case _:
            assert_never(event)
