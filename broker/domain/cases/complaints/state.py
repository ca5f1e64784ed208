"""What is remembered of the complaints: who has each, how far it is; never a word."""

from collections.abc import Iterator
from dataclasses import dataclass

from broker.domain.identifiers import Side
from broker.domain.replacing import replace

COMPLAINTS_MAX = 20
"""Complaints that one side may take on one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A complaint as its side took it."""

    against: Side
    work_order: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintKey:
    """A complaint of the case: the side that took it and its number there."""

    registrar: Side
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintsSide:
    """One side's part, folded from its own events alone."""

    registered: tuple[Registration, ...] = ()
    reopened: frozenset[int] = frozenset()
    """Numbers of own complaints, as in the next three."""
    disputed: frozenset[int] = frozenset()
    """The first answer did not satisfy, or settle the matter."""
    followed_up: frozenset[int] = frozenset()
    """The latest answer was followed up."""
    closed: frozenset[int] = frozenset()
    passed_on: frozenset[ComplaintKey] = frozenset()
    answered: frozenset[ComplaintKey] = frozenset()
    answered_again: frozenset[ComplaintKey] = frozenset()


UNTROUBLED = ComplaintsSide()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """Both parts."""

    receiving: ComplaintsSide = UNTROUBLED
    handling: ComplaintsSide = UNTROUBLED

    def of(self, side: Side) -> ComplaintsSide:
        """Answer the part of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def having(self, side: Side, part: ComplaintsSide) -> "Complaints":
        """Answer the complaints with another part of a side."""
        if side is Side.RECEIVING:
            return replace(self, receiving=part)
        return replace(self, handling=part)

    def all(self) -> Iterator[ComplaintKey]:
        """Name every complaint, those of the receiving side first."""
        for side in Side:
            for number in range(1, len(self.of(side).registered) + 1):
                yield ComplaintKey(registrar=side, number=number)

    def holder(self, key: ComplaintKey) -> Side | None:
        """Name the body that is to answer, None for a complaint that there is not."""
        registered = self.of(key.registrar).registered
        if not 1 <= key.number <= len(registered):
            return None
        against = registered[key.number - 1].against
        return against.other if key in self.of(against).passed_on else against

    def was_passed_on(self, key: ComplaintKey) -> bool:
        """Tell whether the body addressed gave it to the other."""
        return any(key in self.of(side).passed_on for side in Side)

    def is_closed(self, key: ComplaintKey) -> bool:
        """Tell whether nothing more is owed, as far as known here."""
        return key.number in self.of(key.registrar).closed

    def is_reopened(self, key: ComplaintKey) -> bool:
        """Tell whether a second answer is wanted."""
        return key.number in self.of(key.registrar).reopened

    def is_answered(self, key: ComplaintKey) -> bool:
        """Tell whether the answer that is wanted now is there."""
        if self.is_reopened(key):
            return any(key in self.of(side).answered_again for side in Side)
        return any(key in self.of(side).answered for side in Side)

    def is_followed_up(self, key: ComplaintKey) -> bool:
        """Tell whether the complainant was asked about the latest answer."""
        return key.number in self.of(key.registrar).followed_up


NO_COMPLAINTS = Complaints()
