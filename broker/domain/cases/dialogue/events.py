"""What the windows of a case have said to each other."""

from dataclasses import dataclass

from broker.domain.cases.dialogue.commands import QuestionSubject
from broker.domain.envelope import Material, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A window asked the other side's; each side numbers its own questions from 1."""

    question: int
    subject: QuestionSubject
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered:
    """A window answered a question of the other side."""

    question: int
    materials: tuple[Material, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosed:
    """The side that asked closed its question."""

    question: int


DialogueEvent = QuestionAsked | QuestionAnswered | QuestionClosed
