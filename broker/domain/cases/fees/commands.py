"""What may be asked about the fees of a case (收费)."""

from dataclasses import dataclass

from broker.domain.envelope import Material, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFee:
    """Tell what has to be paid, and on what basis (缴费通知)."""

    amount_fen: int
    """In fen (分), a hundredth of a yuan."""
    due_on: str | None
    """The last day to pay, YYYY-MM-DD; nothing where the item names none."""
    sealed: Sealed
    """What is charged for, and the basis of the charge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment:
    """Record that a fee was paid, with the proof (缴费)."""

    fee: int
    """Number of the fee in the case, from 1."""
    materials: tuple[Material, ...]
    """The proof of payment; at least one."""
    sealed: Sealed
    """The number of the payment in the payment system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveFee:
    """Do without a fee that was noticed (减免)."""

    fee: int
    """Number of the fee in the case, from 1."""
    sealed: Sealed | None
    """Why; required."""


FeeCommand = NoticeFee | RecordPayment | WaiveFee
