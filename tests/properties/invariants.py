"""Invariants of the domain reference (section 3), judged on a log alone, without the fold.

1 and 12 need more than a case; 8 stands in test_tracks_replicas.py, 7 and 9 come with their
features. Here: 2, 3, 4, 5, 6.
"""

from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.custody.events import (
    OriginalsHandedBack,
    OriginalsTaken,
    ParcelArrived,
    ParcelLost,
    ParcelRecalled,
    ParcelSealed,
    ParcelShipped,
)
from broker.domain.cases.dialogue.events import QuestionAnswered, QuestionAsked, QuestionClosed
from broker.domain.cases.events import (
    EVENT_SIDES,
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
    Event,
    FormChecked,
    IdentityChecked,
    MaterialsAdded,
    PushReceived,
    ResultDelivered,
    ResultReceived,
    ResultReturned,
    SupplementAnswered,
    SupplementReceived,
    SupplementRequested,
    WithdrawalDeclined,
    WithdrawalRequested,
)
from broker.domain.cases.later.events import (
    DecisionCorrected,
    DecisionRevoked,
    LicenceCancelled,
)
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.cases.routing.events import CaseRouted, CaseTransferred
from broker.domain.identifiers import Side
from tests.support.spec import History

NEEDS: dict[type[Event], tuple[type[Event], ...]] = {
    CaseAmended: (CaseSubmitted,),
    CaseVoided: (CaseSubmitted,),
    MaterialsAdded: (CaseSubmitted,),
    FormChecked: (CaseSubmitted,),
    IdentityChecked: (CaseSubmitted,),
    CasePushed: (FormChecked, IdentityChecked),
    PushReceived: (CasePushed,),
    CaseAccepted: (PushReceived,),
    CaseNotAccepted: (PushReceived,),
    SupplementRequested: (PushReceived,),
    SupplementAnswered: (SupplementRequested,),
    SupplementReceived: (SupplementAnswered,),
    WithdrawalRequested: (CasePushed,),
    DecisionMade: (CaseAccepted,),
    CaseTerminated: (PushReceived,),
    ResultReturned: (DecisionMade,),
    ResultReceived: (ResultReturned,),
    ResultDelivered: (ResultReceived,),
    CaseFinished: (ResultDelivered, ApplicantNotified),
    WithdrawalDeclined: (WithdrawalRequested,),
    SpecialProcedureStarted: (CaseAccepted,),
    SpecialProcedureEnded: (SpecialProcedureStarted,),
    ExtensionGranted: (CaseAccepted,),
    CaseRouted: (PushReceived,),
    CaseTransferred: (CaseRouted,),
    DecisionRevoked: (CaseFinished,),
    LicenceCancelled: (CaseFinished,),
    DecisionCorrected: (CaseFinished,),
    QuestionAsked: (CasePushed,),
    QuestionAnswered: (QuestionAsked,),
    QuestionClosed: (QuestionAsked,),
    OriginalsTaken: (CaseSubmitted,),
    ParcelSealed: (FormChecked, IdentityChecked, OriginalsTaken),
    ParcelShipped: (ParcelSealed,),
    ParcelArrived: (PushReceived, ParcelShipped),
    ParcelLost: (PushReceived, ParcelShipped),
    ParcelRecalled: (ParcelSealed,),
    OriginalsHandedBack: (OriginalsTaken,),
}
"""What must stand before a fact in the log of either region (invariants 3 and 6)."""

TO_THE_APPLICANT = {
    ParcelSealed,
    ParcelShipped,
    ParcelArrived,
    ParcelLost,
    ParcelRecalled,
    OriginalsHandedBack,
}
"""What brings originals back, whatever became of the case (invariant 8)."""

REPEATABLE = {
    CaseAmended,
    MaterialsAdded,
    FormChecked,
    IdentityChecked,
    SpecialProcedureStarted,
    SpecialProcedureEnded,
    DecisionCorrected,
    CaseTransferred,
    QuestionAsked,
    QuestionAnswered,
    QuestionClosed,
    OriginalsTaken,
    *TO_THE_APPLICANT,
}

ENDS = {CaseNotAccepted, CaseVoided, CaseWithdrawn, CaseTerminated, CaseFinished}
AFTER_END = {
    ApplicantNotified,
    WithdrawalDeclined,
    DecisionRevoked,
    LicenceCancelled,
    DecisionCorrected,
    *TO_THE_APPLICANT,
}
"""Telling the applicant, the answer to a withdrawal that crossed the end, and later acts."""

BETWEEN = {SpecialProcedureStarted, SpecialProcedureEnded, ExtensionGranted}
"""What stands between acceptance and decision."""


def check_history(history: History, *, region_of_log: Side) -> None:
    """Judge the log of one region."""
    seen: list[type[Event]] = []
    for written in history:
        kind = type(written.event)
        assert written.side in EVENT_SIDES[kind], kind
        assert set(NEEDS.get(kind, ())) <= set(seen), kind
        if ENDS & set(seen) and written.side is region_of_log:
            # What crossed the end on its way may still arrive, but is not written any more.
            assert kind in AFTER_END, kind
        assert kind in REPEATABLE or kind not in seen, kind
        check_content(written.event)
        if kind in {*BETWEEN, CaseRouted, CaseTransferred}:
            assert DecisionMade not in seen
        if kind is DecisionMade:
            # While a procedure is open nothing is decided; each is ended once (K5).
            assert seen.count(SpecialProcedureStarted) == seen.count(SpecialProcedureEnded)
        seen.append(kind)
    assert len(ENDS & set(seen)) <= 1


def check_content(event: Event) -> None:
    """Judge one fact: reasons and the notice of rights (invariant 2)."""
    match event:
        case DecisionMade(result=DecisionResult.REJECTED):
            assert event.sealed is not None
            assert event.rights_notice_given
        case CaseNotAccepted() | CaseVoided() | CaseTerminated() | WithdrawalRequested():
            assert event.sealed is not None
        case SupplementRequested():
            assert event.titles
        case _:
            pass
