"""The rules of the dialogue (domain reference, section 10: sides talk by phone).

The case has not ended when these are asked (decide.py): its end ends the dialogue too.
"""

from typing import assert_never

from broker.domain.cases.dialogue.commands import (
    AnswerQuestion,
    AskQuestion,
    CloseQuestion,
    DialogueCommand,
)
from broker.domain.cases.dialogue.events import (
    DialogueEvent,
    QuestionAnswered,
    QuestionAsked,
    QuestionClosed,
)
from broker.domain.cases.dialogue.state import QUESTIONS_MAX
from broker.domain.cases.hand_over import refuse_before_hand_over
from broker.domain.cases.state import Case
from broker.domain.refusal import Reason, Refusal


def decide_dialogue(command: DialogueCommand, state: Case) -> DialogueEvent | Refusal:
    """Answer a command of the dialogue."""
    match command:
        case AskQuestion():
            return ask_question(command, state)
        case AnswerQuestion():
            return answer_question(command, state)
        case CloseQuestion():
            return close_question(command, state)
        case _:
            assert_never(command)


def ask_question(command: AskQuestion, state: Case) -> QuestionAsked | Refusal:
    """Ask from the push on, for before it the peer could not read the question."""
    refusal = refuse_before_hand_over(state, command.side)
    if refusal is not None:
        return refusal
    asked = state.dialogue.of(command.side).asked
    if asked >= QUESTIONS_MAX:
        return Refusal(Reason.TOO_MANY_QUESTIONS)
    if command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return QuestionAsked(question=asked + 1, subject=command.subject, sealed=command.sealed)


def answer_question(command: AnswerQuestion, state: Case) -> QuestionAnswered | Refusal:
    """Answer once what the other side asked and has not closed."""
    own, asker = state.dialogue.of(command.side), state.dialogue.of(command.side.other)
    if not 1 <= command.question <= asker.asked:
        return Refusal(Reason.QUESTION_UNKNOWN)
    if command.question in own.answered:
        return Refusal(Reason.QUESTION_ANSWERED)
    if command.question in asker.closed:
        return Refusal(Reason.QUESTION_CLOSED)
    if command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return QuestionAnswered(
        question=command.question, materials=command.materials, sealed=command.sealed
    )


def close_question(command: CloseQuestion, state: Case) -> QuestionClosed | Refusal:
    """Close an own question once, whether it was answered or not."""
    own = state.dialogue.of(command.side)
    if not 1 <= command.question <= own.asked:
        return Refusal(Reason.QUESTION_UNKNOWN)
    if command.question in own.closed:
        return Refusal(Reason.QUESTION_CLOSED)
    return QuestionClosed(question=command.question)
