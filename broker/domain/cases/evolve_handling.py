"""Fold the handling side's facts (办理地)."""

from typing import assert_never

from broker.domain.cases.events import (
    ApplicantNotified,
    CaseAccepted,
    CaseAmended,
    CaseFinished,
    CaseNotAccepted,
    CasePushed,
    CaseSubmitted,
    CaseTerminated,
    CaseVoided,
    CaseWithdrawn,
    DecisionMade,
    FormChecked,
    IdentityChecked,
    MaterialsAdded,
    PushReceived,
    ResultDelivered,
    ResultReceived,
    ResultReturned,
    StageEvent,
    SupplementAnswered,
    SupplementReceived,
    SupplementRequested,
    WithdrawalDeclined,
    WithdrawalRequested,
)
from broker.domain.cases.stages import impossible, was
from broker.domain.cases.state import (
    Accepted,
    Decided,
    HandlingSide,
    NotAccepted,
    NotReceived,
    Received,
    Returned,
    SupplementPending,
    Terminated,
    Withdrawn,
)

JUST_RECEIVED = Received(supplement_used=False)
SUPPLEMENT_USED = Received(supplement_used=True)


def evolve_handling(  # noqa: C901, PLR0911, PLR0912 - one branch an event
    before: HandlingSide, event: StageEvent
) -> HandlingSide:
    """Fold an event of the handling side."""
    match event:
        case PushReceived():
            was(before, NotReceived)
            return JUST_RECEIVED
        case CaseAccepted():
            was(before, Received)
            return Accepted()
        case CaseNotAccepted():
            was(before, Received)
            return NotAccepted(withdrawal_declined=False)
        case SupplementRequested():
            assert not was(before, Received).supplement_used
            return SupplementPending()
        case SupplementReceived():
            was(before, SupplementPending)
            return SUPPLEMENT_USED
        case DecisionMade():
            was(before, Accepted)
            return Decided(result=event.result, withdrawal_declined=False)
        case ResultReturned():
            decided = was(before, Decided)
            return Returned(result=decided.result, withdrawal_declined=decided.withdrawal_declined)
        case CaseWithdrawn():
            assert isinstance(before, Received | SupplementPending | Accepted)
            return Withdrawn()
        case CaseTerminated():
            assert isinstance(before, Received | SupplementPending | Accepted)
            asked = isinstance(before, SupplementPending)
            return Terminated(supplement_pending=asked, withdrawal_declined=False)
        case WithdrawalDeclined():
            return _decline_withdrawal(before)
        case (
            CaseSubmitted()
            | CaseAmended()
            | CaseVoided()
            | MaterialsAdded()
            | FormChecked()
            | IdentityChecked()
            | CasePushed()
            | SupplementAnswered()
            | WithdrawalRequested()
            | ResultReceived()
            | ResultDelivered()
            | ApplicantNotified()
            | CaseFinished()
        ):
            raise impossible(before, event)
        case _:
            assert_never(event)


def _decline_withdrawal(before: HandlingSide) -> HandlingSide:
    if isinstance(before, Withdrawn):
        assert before.by_silence
        assert not before.withdrawal_declined
        return Withdrawn(by_silence=True, withdrawal_declined=True)
    assert isinstance(before, NotAccepted | Decided | Returned | Terminated)
    assert not before.withdrawal_declined
    match before:
        case NotAccepted():
            return NotAccepted(withdrawal_declined=True)
        case Decided():
            return Decided(result=before.result, withdrawal_declined=True)
        case Returned():
            return Returned(result=before.result, withdrawal_declined=True)
        case Terminated():
            return Terminated(
                supplement_pending=before.supplement_pending, withdrawal_declined=True
            )
        case _:
            assert_never(before)
