"""Fold the receiving side's facts (收件地)."""

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
    Collected,
    Delivered,
    Finished,
    Pushed,
    ReceivingSide,
    ResultHeld,
    Voided,
    WithdrawnEarly,
)

JUST_PUSHED = Pushed(supplement_answered=False, withdrawal_requested=False, notified=False)


def evolve_receiving(  # noqa: C901, PLR0911, PLR0912 - one branch an event
    before: ReceivingSide, event: StageEvent
) -> ReceivingSide:
    """Fold an event of the receiving side."""
    match event:
        case MaterialsAdded():
            return was(before, Collected)
        case CaseAmended():
            return _pass_form(was(before, Collected), passed=False)
        case FormChecked():
            return _pass_form(was(before, Collected), passed=event.passed)
        case IdentityChecked():
            return _pass_identity(was(before, Collected), passed=event.passed)
        case CaseVoided():
            was(before, Collected)
            return Voided(notified=False)
        case CasePushed():
            return _push(was(before, Collected))
        case CaseWithdrawn():
            was(before, Collected)
            return WithdrawnEarly(notified=False)
        case SupplementAnswered():
            return _answer_supplement(was(before, Pushed))
        case WithdrawalRequested():
            return _request_withdrawal(was(before, Pushed))
        case ResultReceived():
            return _receive_result(was(before, Pushed))
        case ResultDelivered():
            held = was(before, ResultHeld)
            return Delivered(withdrawal_requested=held.withdrawal_requested, notified=held.notified)
        case ApplicantNotified():
            return _notify(before)
        case CaseFinished():
            assert was(before, Delivered).notified
            return Finished()
        case CaseSubmitted():
            raise impossible(before, event)
        case (
            PushReceived()
            | CaseAccepted()
            | CaseNotAccepted()
            | SupplementRequested()
            | SupplementReceived()
            | DecisionMade()
            | ResultReturned()
            | WithdrawalDeclined()
            | CaseTerminated()
        ):
            raise impossible(before, event)
        case _:
            assert_never(event)


def _pass_form(before: Collected, *, passed: bool) -> Collected:
    """Note the form check; an amendment undoes it, for another text was checked."""
    return Collected(
        form_passed=passed,
        identity_passed=before.identity_passed,
        applicant_hash=before.applicant_hash,
    )


def _pass_identity(before: Collected, *, passed: bool) -> Collected:
    return Collected(
        form_passed=before.form_passed,
        identity_passed=passed,
        applicant_hash=before.applicant_hash,
    )


def _push(before: Collected) -> Pushed:
    assert before.form_passed
    assert before.identity_passed
    return JUST_PUSHED


def _answer_supplement(before: Pushed) -> Pushed:
    assert not before.supplement_answered
    assert not before.withdrawal_requested
    assert not before.notified
    return Pushed(supplement_answered=True, withdrawal_requested=False, notified=False)


def _request_withdrawal(before: Pushed) -> Pushed:
    assert not before.withdrawal_requested
    assert not before.notified
    return Pushed(
        supplement_answered=before.supplement_answered, withdrawal_requested=True, notified=False
    )


def _receive_result(before: Pushed) -> ResultHeld:
    assert not before.notified
    return ResultHeld(withdrawal_requested=before.withdrawal_requested, notified=False)


def _notify(before: ReceivingSide) -> ReceivingSide:
    assert not isinstance(before, Collected | Finished)
    assert not before.notified
    match before:
        case WithdrawnEarly():
            return WithdrawnEarly(notified=True)
        case Voided():
            return Voided(notified=True)
        case Pushed():
            return Pushed(
                supplement_answered=before.supplement_answered,
                withdrawal_requested=before.withdrawal_requested,
                notified=True,
            )
        case ResultHeld():
            return ResultHeld(withdrawal_requested=before.withdrawal_requested, notified=True)
        case Delivered():
            return Delivered(withdrawal_requested=before.withdrawal_requested, notified=True)
        case _:
            assert_never(before)
