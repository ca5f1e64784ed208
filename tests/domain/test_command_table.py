"""Every command in every situation: one event, or one refusal with its reason."""

from typing import get_args

import pytest

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import COMMAND_SIDES, Command, side_of
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
    Event,
    FormChecked,
    IdentityChecked,
    MaterialsAdded,
    ResultDelivered,
    ResultReturned,
    SupplementAnswered,
    SupplementRequested,
    WithdrawalRequested,
)
from broker.domain.cases.fees.events import FeeNoticed
from broker.domain.cases.later.events import (
    DecisionCorrected,
    DecisionRevoked,
    LicenceCancelled,
)
from broker.domain.cases.limits.commands import LimitCommand
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.cases.proposals.events import DecisionProposed
from broker.domain.cases.ratings.events import CaseRated
from broker.domain.cases.state import Case
from broker.domain.cases.status import CaseStatus, status
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import (
    EITHER_SIDE_COMMANDS,
    FEE_AND_RATING_COMMANDS,
    GOOD_COMMANDS,
    HANGZHOU,
    NOON,
    QINGYANG,
)
from tests.support.complaints import COMPLAINT_COMMANDS
from tests.support.proposals import PROPOSAL_COMMANDS
from tests.support.situations import SITUATIONS
from tests.support.spec import fold, region_for

Expectation = dict[type[Event] | Reason, str]

ONE_OF_EACH = (*GOOD_COMMANDS, *FEE_AND_RATING_COMMANDS, *PROPOSAL_COMMANDS)
OF_EITHER_SIDE = (*EITHER_SIDE_COMMANDS, *COMPLAINT_COMMANDS)

HERE = "collected form_passed checked"
FINISHED = "finished finished_rejected revoked cancelled"
ENDED_EARLY = (
    "withdrawn_early withdrawn_early_told voided voided_told "
    "not_accepted not_accepted_told not_accepted_withdrawing "
    "terminated terminated_told terminated_withdrawing terminated_answered "
    "withdrawn withdrawn_told"
)
ENDED = f"{ENDED_EARLY} {FINISHED}"
UNDECIDED_THERE = (
    "pushed received supplement_pending supplement_answered supplemented accepted "
    "in_procedure extended pushed_withdrawing received_withdrawing pending_withdrawing "
    "accepted_withdrawing"
)
DECIDED_THERE = "granted rejected returned granted_withdrawing"
RESULT_HERE = "result_held told delivered delivered_told delivered_told_withdrawing"
AWAY = f"{UNDECIDED_THERE} {DECIDED_THERE} {RESULT_HERE}"
PUSH_TRAVELS = "pushed pushed_withdrawing"
EXAMINABLE = "received supplemented received_withdrawing"
PENDING = "supplement_pending supplement_answered pending_withdrawing"
OPEN_DECISION = "accepted extended accepted_withdrawing"
ACCEPTED = f"{OPEN_DECISION} in_procedure"
DECIDED = f"{DECIDED_THERE} {RESULT_HERE}"

BEFORE_PUSH_ONLY: Expectation = {Reason.ALREADY_PUSHED: AWAY}
NOT_THERE_YET: Expectation = {Reason.NOT_PUSHED: HERE, Reason.PUSH_NOT_RECEIVED: PUSH_TRAVELS}
NOT_BETWEEN: Expectation = {
    Reason.NOT_ACCEPTED_YET: f"{EXAMINABLE} {PENDING}",
    Reason.ALREADY_DECIDED: DECIDED,
    **NOT_THERE_YET,
}
"""Why nothing happens that stands between acceptance and decision."""
NOT_FINISHED: Expectation = {Reason.NOT_FINISHED: f"{HERE} {AWAY}", Reason.CASE_ENDED: ENDED_EARLY}

EVERYWHERE = f"{HERE} {AWAY} {ENDED}"
OUTLIVES_THE_END = ("NotifyApplicant", "RateCase", "RecordContact", "RectifyRating")

TABLE: dict[str, Expectation] = {
    "AmendCase": {CaseAmended: HERE, **BEFORE_PUSH_ONLY},
    "VoidCase": {CaseVoided: HERE, **BEFORE_PUSH_ONLY},
    "AddMaterials": {MaterialsAdded: HERE, **BEFORE_PUSH_ONLY},
    "CheckForm": {FormChecked: HERE, **BEFORE_PUSH_ONLY},
    "CheckIdentity": {IdentityChecked: HERE, **BEFORE_PUSH_ONLY},
    "PushCase": {
        CasePushed: "checked",
        Reason.FORM_NOT_PASSED: "collected",
        Reason.IDENTITY_NOT_PASSED: "form_passed",
        **BEFORE_PUSH_ONLY,
    },
    "AnswerSupplement": {
        SupplementAnswered: "supplement_pending",
        Reason.WITHDRAWAL_PENDING: "pending_withdrawing",
        Reason.SUPPLEMENT_NOT_REQUESTED: f"{HERE} {PUSH_TRAVELS} {EXAMINABLE} supplement_answered "
        f"{ACCEPTED} {DECIDED}",
    },
    "WithdrawCase": {
        CaseWithdrawn: HERE,
        WithdrawalRequested: "pushed received supplement_pending supplement_answered supplemented "
        "accepted in_procedure extended",
        Reason.WITHDRAWAL_PENDING: "pushed_withdrawing received_withdrawing pending_withdrawing "
        "accepted_withdrawing",
        Reason.ALREADY_DECIDED: DECIDED,
    },
    "DeliverResult": {
        ResultDelivered: "result_held told",
        Reason.RESULT_NOT_RECEIVED: f"{HERE} {UNDECIDED_THERE} {DECIDED_THERE}",
        Reason.ALREADY_DELIVERED: "delivered delivered_told delivered_told_withdrawing",
    },
    "NotifyApplicant": {
        ApplicantNotified: "result_held delivered withdrawn withdrawn_early voided not_accepted "
        "not_accepted_withdrawing terminated terminated_withdrawing terminated_answered",
        Reason.RESULT_NOT_RECEIVED: f"{HERE} {UNDECIDED_THERE} {DECIDED_THERE}",
        Reason.ALREADY_NOTIFIED: "told delivered_told delivered_told_withdrawing withdrawn_told "
        "withdrawn_early_told voided_told not_accepted_told terminated_told",
        Reason.CASE_ENDED: FINISHED,
    },
    "FinishCase": {
        CaseFinished: "delivered_told",
        Reason.NOT_NOTIFIED: "delivered",
        Reason.NOT_DELIVERED: f"{HERE} {UNDECIDED_THERE} {DECIDED_THERE} result_held told",
        Reason.WITHDRAWAL_PENDING: "delivered_told_withdrawing",
    },
    "AcceptCase": {
        CaseAccepted: EXAMINABLE,
        Reason.SUPPLEMENT_PENDING: PENDING,
        Reason.ALREADY_ACCEPTED: ACCEPTED,
        Reason.ALREADY_DECIDED: DECIDED,
        **NOT_THERE_YET,
    },
    "DeclineCase": {
        CaseNotAccepted: EXAMINABLE,
        Reason.SUPPLEMENT_PENDING: PENDING,
        Reason.ALREADY_ACCEPTED: ACCEPTED,
        Reason.ALREADY_DECIDED: DECIDED,
        **NOT_THERE_YET,
    },
    "RequestSupplement": {
        SupplementRequested: "received received_withdrawing",
        Reason.SUPPLEMENT_ALREADY_REQUESTED: f"{PENDING} supplemented",
        Reason.ALREADY_ACCEPTED: ACCEPTED,
        Reason.ALREADY_DECIDED: DECIDED,
        **NOT_THERE_YET,
    },
    "DecideCase": {
        DecisionMade: OPEN_DECISION,
        Reason.PROCEDURE_OPEN: "in_procedure",
        Reason.NOT_ACCEPTED_YET: f"{EXAMINABLE} {PENDING}",
        Reason.ALREADY_DECIDED: DECIDED,
        **NOT_THERE_YET,
    },
    "ReturnResult": {
        ResultReturned: "granted rejected granted_withdrawing",
        Reason.NOT_DECIDED: f"{EXAMINABLE} {PENDING} {ACCEPTED}",
        Reason.ALREADY_RETURNED: f"returned {RESULT_HERE}",
        **NOT_THERE_YET,
    },
    "TerminateCase": {
        CaseTerminated: f"{EXAMINABLE} {PENDING} {ACCEPTED}",
        Reason.ALREADY_DECIDED: DECIDED,
        **NOT_THERE_YET,
    },
    "RevokeDecision": {
        DecisionRevoked: "finished",
        Reason.NOT_GRANTED: "finished_rejected",
        Reason.ALREADY_REVOKED: "revoked",
        Reason.ALREADY_CANCELLED: "cancelled",
        **NOT_FINISHED,
    },
    "CancelLicence": {
        LicenceCancelled: "finished revoked",
        Reason.NOT_GRANTED: "finished_rejected",
        Reason.ALREADY_CANCELLED: "cancelled",
        **NOT_FINISHED,
    },
    "CorrectDecision": {
        DecisionCorrected: "finished finished_rejected",
        Reason.ALREADY_REVOKED: "revoked",
        Reason.ALREADY_CANCELLED: "cancelled",
        **NOT_FINISHED,
    },
    "StartSpecialProcedure": {SpecialProcedureStarted: ACCEPTED, **NOT_BETWEEN},
    "EndSpecialProcedure": {
        SpecialProcedureEnded: "in_procedure",
        Reason.PROCEDURE_NOT_OPEN: OPEN_DECISION,
        **NOT_BETWEEN,
    },
    "GrantExtension": {
        ExtensionGranted: "accepted in_procedure accepted_withdrawing",
        Reason.ALREADY_EXTENDED: "extended",
        **NOT_BETWEEN,
    },
    "ProposeDecision": {
        DecisionProposed: OPEN_DECISION,
        Reason.PROCEDURE_OPEN: "in_procedure",
        **NOT_BETWEEN,
    },
    "ConfirmProposal": {Reason.NO_PROPOSAL: ACCEPTED, **NOT_BETWEEN},
    "SendBackProposal": {Reason.NO_PROPOSAL: ACCEPTED, **NOT_BETWEEN},
    "NoticeFee": {
        FeeNoticed: f"{ACCEPTED} granted rejected granted_withdrawing",
        Reason.NOT_ACCEPTED_YET: f"{EXAMINABLE} {PENDING}",
        Reason.ALREADY_RETURNED: f"returned {RESULT_HERE}",
        **NOT_THERE_YET,
    },
    "RecordPayment": {Reason.FEE_UNKNOWN: f"{HERE} {AWAY}"},
    "WaiveFee": {Reason.FEE_UNKNOWN: f"{HERE} {AWAY}"},
    "RateCase": {CaseRated: ENDED, Reason.CASE_NOT_ENDED: f"{HERE} {AWAY}"},
    "RecordContact": {Reason.NO_BAD_RATING: EVERYWHERE},
    "RectifyRating": {Reason.NO_BAD_RATING: EVERYWHERE},
}

LATER = {"RevokeDecision", "CancelLicence", "CorrectDecision"}
"""Commands that are there for a case that has ended."""


def expected(command: Command, situation: str) -> type[Event] | Reason:
    """Look up the one expectation of a command in a situation."""
    kind = type(command).__name__
    if kind == "SubmitCase":
        return CaseSubmitted if situation == "unknown" else Reason.CASE_EXISTS
    if situation == "unknown":
        return Reason.CASE_UNKNOWN
    found = [answer for answer, where in TABLE[kind].items() if situation in where.split()]
    if situation in ENDED.split() and kind not in {*OUTLIVES_THE_END, *LATER}:
        found.append(Reason.CASE_ENDED)
    (answer,) = found
    return answer


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("command", ONE_OF_EACH, ids=lambda command: type(command).__name__)
def test_every_command_in_every_situation(command: Command, situation: str) -> None:
    state = fold(SITUATIONS[situation])
    answer = CASES.decide(command, region_for(state, command), state, NOON)
    match expected(command, situation):
        case Reason() as reason:
            assert answer == Refusal(reason)
        case kind:
            assert not isinstance(answer, Refusal)
            (written,) = answer
            assert written.side is side_of(command)
            assert type(written.event) is kind
            CASES.evolve(state, Written(written.side, written.event))


def test_the_table_knows_every_command() -> None:
    tabled = {type(command) for command in ONE_OF_EACH}
    assert {*TABLE, "SubmitCase"} == {kind.__name__ for kind in tabled}
    tracks = {type(command) for command in OF_EITHER_SIDE} | set(get_args(LimitCommand))
    assert tabled | tracks == set(COMMAND_SIDES)


@pytest.mark.parametrize("command", OF_EITHER_SIDE, ids=lambda command: type(command).__name__)
def test_a_command_of_either_side_goes_to_the_side_it_names(command: Command) -> None:
    assert COMMAND_SIDES[type(command)] is None
    other = region_for(fold(SITUATIONS["accepted"]), command)
    answer = CASES.decide(command, other, fold(SITUATIONS["accepted"]), NOON)
    assert answer != Refusal(Reason.WRONG_SIDE)
    elsewhere = HANGZHOU if other == QINGYANG else QINGYANG
    refused = CASES.decide(command, elsewhere, fold(SITUATIONS["accepted"]), NOON)
    assert refused == Refusal(Reason.WRONG_SIDE)


def test_the_situations_reach_every_status() -> None:
    states = [fold(history) for history in SITUATIONS.values()]
    assert {status(state) for state in states if isinstance(state, Case)} == set(CaseStatus)
