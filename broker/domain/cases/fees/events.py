"""What has happened about the fees of a case."""

from dataclasses import dataclass

from broker.domain.envelope import Material, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeNoticed:
    """The handling side told what has to be paid; it numbers its notices from 1 (缴费通知)."""

    fee: int
    amount_fen: int
    due_on: str | None
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeePaid:
    """A fee was paid; the proof is among the materials (缴费)."""

    fee: int
    materials: tuple[Material, ...]
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeWaived:
    """The handling side did without a fee (减免); one paid meanwhile is paid back outside."""

    fee: int
    sealed: Sealed


FeeEvent = FeeNoticed | FeePaid | FeeWaived
