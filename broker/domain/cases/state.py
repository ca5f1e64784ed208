"""What is remembered of a case: two sides, each folded from its own events alone.

Nothing here depends on the order in which the two sides' events meet, so both regions, and every
replay, come to the same state (design section 3). Sealed fields and materials are not remembered.
"""

from dataclasses import dataclass

from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.complaints.state import NO_COMPLAINTS, Complaints
from broker.domain.cases.custody.state import NO_CUSTODY, Custody, is_settled
from broker.domain.cases.dialogue.state import NO_DIALOGUE, Dialogue
from broker.domain.cases.fees.state import NO_FEES, Fees
from broker.domain.cases.later.state import NO_LATER_ACTS, LaterActs
from broker.domain.cases.limits.state import NO_LIMITS, Limits
from broker.domain.cases.procedures.state import NO_PROCEDURES, Procedures
from broker.domain.cases.proposals.state import NO_PROPOSALS, Proposals
from broker.domain.cases.ratings.state import NO_RATINGS, Ratings
from broker.domain.identifiers import RegionCode, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSubmitted:
    """No event yet."""


# The receiving side (收件地).


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The papers are taken (收件); the latest check of each kind counts."""

    form_passed: bool
    identity_passed: bool
    applicant_hash: str
    """Whose case it is: an amendment may correct the person, not exchange it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnEarly:
    """Withdrawn before the push, so the handling side never had it."""

    notified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided:
    """Taken back by the window before the push (作废), so the handling side never had it."""

    notified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """Handed over (移交); the result is not here yet."""

    supplement_answered: bool
    withdrawal_requested: bool
    notified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultHeld:
    """The result reached the receiving side."""

    withdrawal_requested: bool
    notified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The applicant holds the result (送达)."""

    withdrawal_requested: bool
    notified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The case is closed (办结)."""


ReceivingSide = Collected | WithdrawnEarly | Voided | Pushed | ResultHeld | Delivered | Finished


# The handling side (办理地).


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReceived:
    """The hand-over has not arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The case waits to be examined (待受理)."""

    supplement_used: bool
    """The one supplement list was sent and answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementPending:
    """The supplement list was sent, its answer has not arrived (待补正)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Accepted for decision (已受理)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccepted:
    """Not taken in (不予受理): an end."""

    withdrawal_declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Granted or rejected; the result is still here."""

    result: DecisionResult
    withdrawal_declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The result was sent to the receiving side (结果回传)."""

    result: DecisionResult
    withdrawal_declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Withdrawn after the push (撤回), at the applicant's wish or by silence: an end."""

    by_silence: bool = False
    """Deemed withdrawn, so an answer or a request may still be on its way."""
    withdrawal_declined: bool = False
    """It came after the end by silence, so it had no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminated:
    """Ended because it cannot go on (终止): an end."""

    supplement_pending: bool
    """The list was sent, so an answer may still be on its way."""
    withdrawal_declined: bool


HandlingSide = (
    NotReceived
    | Received
    | SupplementPending
    | Accepted
    | NotAccepted
    | Decided
    | Returned
    | Withdrawn
    | Terminated
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A submitted case: whose it is, how far each side has come, and its tracks beside that."""

    receiving_region: RegionCode
    handling_region: RegionCode
    receiving: ReceivingSide
    handling: HandlingSide
    item_code: str = ""
    procedures: Procedures = NO_PROCEDURES
    """A track of the handling side, as the next three."""
    proposals: Proposals = NO_PROPOSALS
    limits: Limits = NO_LIMITS
    later: LaterActs = NO_LATER_ACTS
    fees: Fees = NO_FEES
    ratings: Ratings = NO_RATINGS
    complaints: Complaints = NO_COMPLAINTS
    dialogue: Dialogue = NO_DIALOGUE
    custody: Custody = NO_CUSTODY


CaseState = NotSubmitted | Case

INITIAL: CaseState = NotSubmitted()


def region_of(state: CaseState, side: Side) -> RegionCode | None:
    """Name the region that owns a side, None before the first event."""
    if isinstance(state, NotSubmitted):
        return None
    return state.receiving_region if side is Side.RECEIVING else state.handling_region


def in_special_procedure(state: Case) -> bool:
    """Tell whether the decision waits for a special procedure (行政许可法 art. 45)."""
    return isinstance(state.handling, Accepted) and bool(state.procedures.open_numbers)


def has_ended(state: Case) -> bool:
    """Tell whether the matter is closed, though the applicant may still have to be told."""
    return isinstance(state.receiving, Finished) or ended_without_result(state)


def ended_without_result(state: Case) -> bool:
    """Tell whether the case was withdrawn, voided, not taken in or terminated."""
    return isinstance(state.receiving, WithdrawnEarly | Voided) or isinstance(
        state.handling, NotAccepted | Withdrawn | Terminated
    )


def was_handed_over(state: Case) -> bool:
    """Tell whether the handling side was ever given the case, as far as known here."""
    return not isinstance(state.receiving, Collected | WithdrawnEarly | Voided)


def is_notified(state: Case) -> bool:
    """Tell whether the applicant was told the outcome."""
    match state.receiving:
        case WithdrawnEarly() | Voided() | Pushed() | ResultHeld() | Delivered():
            return state.receiving.notified
        case Finished():
            return True
        case Collected():
            return False


def withdrawal_pending(state: Case) -> bool:
    """Tell whether a withdrawal was requested and, as far as known here, not answered."""
    match state.receiving:
        case Pushed() | ResultHeld() | Delivered():
            return state.receiving.withdrawal_requested and not _withdrawal_answered(state)
        case Collected() | WithdrawnEarly() | Voided() | Finished():
            return False


def _withdrawal_answered(state: Case) -> bool:
    match state.handling:
        case Withdrawn():
            return not state.handling.by_silence or state.handling.withdrawal_declined
        case NotAccepted() | Decided() | Returned() | Terminated():
            return state.handling.withdrawal_declined
        case NotReceived() | Received() | SupplementPending() | Accepted():
            return False


def is_over(state: CaseState) -> bool:
    """Tell whether no further act is expected of anyone, so that memory may let go of the case.

    Once over, a case stays over: a rating, a complaint and what they oblige to may follow at any
    time, from the history, and a reader that let go of the case agrees with the writer that brought
    it back.
    """
    if isinstance(state, NotSubmitted):
        return False
    is_closed = is_notified(state) and has_ended(state) and not withdrawal_pending(state)
    return is_closed and is_settled(state.custody)
