"""What is remembered of a dialogue: which questions were asked, answered, closed; never a text."""

from collections.abc import Iterator
from dataclasses import dataclass

from broker.domain.identifiers import Side
from broker.domain.replacing import replace

QUESTIONS_MAX = 50
"""Questions that one side may ask in one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueSide:
    """One side's part, folded from its own events alone."""

    asked: int = 0
    closed: frozenset[int] = frozenset()
    """Numbers of own questions."""
    answered: frozenset[int] = frozenset()
    """Numbers of the other side's questions."""


SILENT = DialogueSide()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Both parts."""

    receiving: DialogueSide = SILENT
    handling: DialogueSide = SILENT

    def of(self, side: Side) -> DialogueSide:
        """Answer the part of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def having(self, side: Side, part: DialogueSide) -> "Dialogue":
        """Answer the dialogue with another part of a side."""
        if side is Side.RECEIVING:
            return replace(self, receiving=part)
        return replace(self, handling=part)


NO_DIALOGUE = Dialogue()


def open_questions(dialogue: Dialogue, asker: Side) -> Iterator[int]:
    """Number the questions of a side that wait for an answer."""
    own, other = dialogue.of(asker), dialogue.of(asker.other)
    for question in range(1, own.asked + 1):
        if question not in own.closed and question not in other.answered:
            yield question
