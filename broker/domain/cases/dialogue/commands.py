"""What the windows of a case may say to each other; either side may, so each names its side."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import Side


class QuestionSubject(StrEnum):
    """What a question is about, so that it can be counted; what it says is sealed."""

    MATERIALS = "materials"
    APPLICANT = "applicant"
    CONDITIONS = "conditions"
    PROGRESS = "progress"
    RESULT = "result"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """Ask the window of the other side, which owes an answer from then on (询问)."""

    side: Side
    """The side that asks."""
    subject: QuestionSubject
    sealed: Sealed | None
    """The question; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """Answer a question of the other side's window (答复)."""

    side: Side
    """The side that answers."""
    question: int
    """Number of the question among those of the side that asked."""
    materials: tuple[Material, ...]
    sealed: Sealed | None
    """The answer; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseQuestion:
    """Close an own question: the answer will do, or none is needed any more."""

    side: Side
    """The side that asked."""
    question: int
    """Number of the question among those of the side that asked."""


DialogueCommand = AskQuestion | AnswerQuestion | CloseQuestion
