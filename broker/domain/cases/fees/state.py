"""What is remembered of the fees: which were noticed, paid, waived; never an amount."""

from dataclasses import dataclass

from broker.domain.identifiers import Side
from broker.domain.replacing import replace

FEES_MAX = 20
"""Fees that may be noticed in one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesSide:
    """One side's part, folded from its own events: the handling side notices and waives."""

    noticed: int = 0
    waived: frozenset[int] = frozenset()
    paid: frozenset[int] = frozenset()


NO_FEE = FeesSide()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Both parts."""

    receiving: FeesSide = NO_FEE
    handling: FeesSide = NO_FEE

    def of(self, side: Side) -> FeesSide:
        """Answer the part of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def having(self, side: Side, part: FeesSide) -> "Fees":
        """Answer the fees with another part of a side."""
        if side is Side.RECEIVING:
            return replace(self, receiving=part)
        return replace(self, handling=part)

    def is_noticed(self, fee: int) -> bool:
        """Tell whether there is a fee of this number."""
        return 1 <= fee <= self.handling.noticed

    @property
    def settled(self) -> frozenset[int]:
        """Number the fees that were paid or waived."""
        return self.receiving.paid | self.handling.waived

    @property
    def unpaid(self) -> tuple[int, ...]:
        """Number the fees that still have to be paid."""
        return tuple(fee for fee in range(1, self.handling.noticed + 1) if fee not in self.settled)


NO_FEES = Fees()
