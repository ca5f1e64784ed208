"""What may be asked about limits: a look at what is due, and the withdrawal of a card."""

from dataclasses import dataclass

from broker.domain.envelope import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDeadline:
    """Settle what is due, and nothing else: only the broker's own timers ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCard:
    """Withdraw a signal on appeal (撤销督办信号); both stay in the history."""

    number: int
    """The number that the signal was given."""
    sealed: Sealed | None
    """Why the appeal is right; required."""


LimitCommand = CheckDeadline | WithdrawCard
