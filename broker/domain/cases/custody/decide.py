"""The rules of custody (domain reference, section 2 'Paper path', and invariant 8).

All but taking are asked also after the end of a case: originals go back whatever became of it.
"""

from collections import Counter
from typing import assert_never

from broker.domain.cases.custody.commands import (
    ConfirmParcel,
    CustodyCommand,
    HandBackOriginals,
    ParcelCondition,
    RecallParcel,
    ReportParcelLost,
    SealParcel,
    ShipParcel,
    TakeOriginals,
)
from broker.domain.cases.custody.events import (
    CustodyEvent,
    OriginalsHandedBack,
    OriginalsTaken,
    ParcelArrived,
    ParcelLost,
    ParcelRecalled,
    ParcelSealed,
    ParcelShipped,
)
from broker.domain.cases.custody.state import ORIGINALS_MAX, PARCELS_MAX, ParcelStage, kept_by
from broker.domain.cases.hand_over import (
    is_handed_over,
    refuse_before_hand_over,
    refuse_unchecked,
)
from broker.domain.cases.state import Case, Decided, Returned, has_ended
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal


def decide_custody(  # noqa: PLR0911 - one branch a command
    command: CustodyCommand, state: Case
) -> CustodyEvent | Refusal:
    """Answer a command for originals."""
    match command:
        case TakeOriginals():
            return take_originals(command, state)
        case SealParcel():
            return seal_parcel(command, state)
        case ShipParcel():
            return ship_parcel(command, state)
        case ConfirmParcel():
            return confirm_parcel(command, state)
        case ReportParcelLost():
            return report_parcel_lost(command, state)
        case RecallParcel():
            return recall_parcel(command, state)
        case HandBackOriginals():
            return hand_back_originals(command, state)
        case _:
            assert_never(command)


def take_originals(command: TakeOriginals, state: Case) -> OriginalsTaken | Refusal:
    """Take originals while they can matter: at the handling side until the decision."""
    if command.side is Side.HANDLING:
        refusal = refuse_before_hand_over(state, command.side)
        if refusal is not None:
            return refusal
        if isinstance(state.handling, Decided | Returned):
            return Refusal(Reason.ALREADY_DECIDED)
    if not command.originals:
        return Refusal(Reason.ORIGINALS_MISSING)
    if len(state.custody.of(command.side).taken) + len(command.originals) > ORIGINALS_MAX:
        return Refusal(Reason.TOO_MANY_ORIGINALS)
    return OriginalsTaken(originals=command.originals)


def seal_parcel(command: SealParcel, state: Case) -> ParcelSealed | Refusal:
    """Seal only what this side answers for."""
    refusal = _refuse_sending(state, command.side) or _refuse_unless_kept(
        state, command.side, command.originals
    )
    if refusal is not None:
        return refusal
    number = len(state.custody.of(command.side).parcels) + 1
    if number > PARCELS_MAX:
        return Refusal(Reason.TOO_MANY_PARCELS)
    return ParcelSealed(parcel=number, originals=command.originals, seal_number=command.seal_number)


def ship_parcel(command: ShipParcel, state: Case) -> ParcelShipped | Refusal:
    """Ship a sealed parcel once."""
    refusal = _refuse_sending(state, command.side)
    if refusal is not None:
        return refusal
    parcel = state.custody.of(command.side).parcel(command.parcel)
    if parcel is None:
        return Refusal(Reason.PARCEL_UNKNOWN)
    if parcel.stage is ParcelStage.SHIPPED:
        return Refusal(Reason.PARCEL_SHIPPED)
    if parcel.stage is ParcelStage.RECALLED:
        return Refusal(Reason.PARCEL_CLOSED)
    return ParcelShipped(
        parcel=command.parcel, carrier=command.carrier, tracking_number=command.tracking_number
    )


def confirm_parcel(command: ConfirmParcel, state: Case) -> ParcelArrived | Refusal:
    """Confirm what was shipped here, once; whoever finds a seal damaged says what was found."""
    refusal = _refuse_closing(state, command.side, command.parcel)
    if refusal is not None:
        return refusal
    if command.condition is not ParcelCondition.INTACT and command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return ParcelArrived(parcel=command.parcel, condition=command.condition, sealed=command.sealed)


def report_parcel_lost(command: ReportParcelLost, state: Case) -> ParcelLost | Refusal:
    """Give up a parcel that was shipped here; only the addressee can, so nothing crosses."""
    refusal = _refuse_closing(state, command.side, command.parcel)
    if refusal is not None:
        return refusal
    if command.sealed is None:
        return Refusal(Reason.TEXT_MISSING)
    return ParcelLost(parcel=command.parcel, sealed=command.sealed)


def recall_parcel(command: RecallParcel, state: Case) -> ParcelRecalled | Refusal:
    """Take back what was not shipped, or what was shipped before a push that has not come.

    From the push on the other side may be confirming the parcel, so it alone can close it.
    """
    parcel = state.custody.of(command.side).parcel(command.parcel)
    if parcel is None:
        return Refusal(Reason.PARCEL_UNKNOWN)
    if parcel.stage is ParcelStage.RECALLED:
        return Refusal(Reason.PARCEL_CLOSED)
    if parcel.stage is ParcelStage.SHIPPED and is_handed_over(state, command.side):
        return Refusal(Reason.PARCEL_SHIPPED)
    return ParcelRecalled(parcel=command.parcel)


def hand_back_originals(command: HandBackOriginals, state: Case) -> OriginalsHandedBack | Refusal:
    """Give back what this side answers for, before or after the end."""
    refusal = _refuse_unless_kept(state, command.side, command.originals)
    if refusal is not None:
        return refusal
    return OriginalsHandedBack(originals=command.originals, manner=command.manner)


def _refuse_sending(state: Case, side: Side) -> Refusal | None:
    """Let the receiving side send what was checked, and no more after the end."""
    if side is Side.HANDLING:
        return refuse_before_hand_over(state, side)
    if has_ended(state):
        return Refusal(Reason.CASE_ENDED)
    return refuse_unchecked(state)


def _refuse_unless_kept(state: Case, side: Side, originals: tuple[str, ...]) -> Refusal | None:
    if not originals:
        return Refusal(Reason.ORIGINALS_MISSING)
    is_kept = Counter(originals) <= kept_by(state.custody, side)
    return None if is_kept else Refusal(Reason.ORIGINALS_NOT_KEPT)


def _refuse_closing(state: Case, side: Side, number: int) -> Refusal | None:
    refusal = refuse_before_hand_over(state, side)
    if refusal is not None:
        return refusal
    parcel = state.custody.of(side.other).parcel(number)
    if parcel is None:
        return Refusal(Reason.PARCEL_UNKNOWN)
    if parcel.stage is ParcelStage.SEALED:
        return Refusal(Reason.PARCEL_NOT_SHIPPED)
    if parcel.stage is ParcelStage.RECALLED or state.custody.of(side).has_closed(number):
        return Refusal(Reason.PARCEL_CLOSED)
    return None
