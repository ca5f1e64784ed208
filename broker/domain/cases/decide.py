"""Answer a command with an event or a refusal: who is asked, then one small function a command."""

from typing import assert_never

from broker.domain.aggregate import Written
from broker.domain.cases.commands import (
    AcceptCase,
    AddMaterials,
    AmendCase,
    AnswerSupplement,
    CheckForm,
    CheckIdentity,
    Command,
    DecideCase,
    DeclineCase,
    DeliverResult,
    FinishCase,
    NotifyApplicant,
    PushCase,
    RequestSupplement,
    ReturnResult,
    SubmitCase,
    TerminateCase,
    TrackCommand,
    VoidCase,
    WithdrawCase,
    side_of,
)
from broker.domain.cases.complaints.commands import ComplaintCommand
from broker.domain.cases.complaints.decide import decide_complaints
from broker.domain.cases.custody.commands import CustodyCommand, TakeOriginals
from broker.domain.cases.custody.decide import decide_custody
from broker.domain.cases.decide_handling import (
    accept_case,
    decide_case,
    decline_case,
    request_supplement,
    return_result,
    terminate_case,
)
from broker.domain.cases.decide_receiving import (
    add_materials,
    amend_case,
    answer_supplement,
    check_form,
    check_identity,
    deliver_result,
    finish_case,
    notify_applicant,
    push_case,
    submit_case,
    void_case,
    withdraw_case,
)
from broker.domain.cases.dialogue.commands import DialogueCommand
from broker.domain.cases.dialogue.decide import decide_dialogue
from broker.domain.cases.events import Event
from broker.domain.cases.fees.commands import FeeCommand
from broker.domain.cases.fees.decide import decide_fees
from broker.domain.cases.later.commands import LaterCommand
from broker.domain.cases.later.decide import decide_later
from broker.domain.cases.limits.commands import CheckDeadline, WithdrawCard
from broker.domain.cases.limits.decide import check_deadline, withdraw_card
from broker.domain.cases.procedures.commands import ProcedureCommand
from broker.domain.cases.procedures.decide import decide_procedure
from broker.domain.cases.proposals.commands import ProposalCommand
from broker.domain.cases.proposals.decide import decide_proposals
from broker.domain.cases.ratings.commands import RatingCommand
from broker.domain.cases.ratings.decide import decide_ratings
from broker.domain.cases.state import Case, CaseState, NotSubmitted, has_ended, region_of
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.refusal import Reason, Refusal

StageCommandOnCase = (
    AmendCase
    | VoidCase
    | AddMaterials
    | CheckForm
    | CheckIdentity
    | PushCase
    | AnswerSupplement
    | WithdrawCase
    | DeliverResult
    | NotifyApplicant
    | FinishCase
    | AcceptCase
    | DeclineCase
    | RequestSupplement
    | DecideCase
    | ReturnResult
    | TerminateCase
)
"""Every command of the stages but the one that begins a case."""

CommandOnCase = StageCommandOnCase | TrackCommand


def decide(
    command: Command, region: RegionCode, state: CaseState, now: Instant
) -> tuple[Written[Event], ...] | Refusal:
    """Answer a command given in `region`; the event belongs to the side the command addresses."""
    if isinstance(command, CheckDeadline) and not isinstance(state, NotSubmitted):
        return check_deadline()
    answer = _gate(command, region, state)
    if isinstance(answer, Refusal):
        return answer
    return (Written(side_of(command), answer),)


def _gate(command: Command, region: RegionCode, state: CaseState) -> Event | Refusal:
    if isinstance(state, NotSubmitted):
        if isinstance(command, SubmitCase):
            return submit_case(command, region)
        return Refusal(Reason.CASE_UNKNOWN)
    if isinstance(command, SubmitCase):
        return Refusal(Reason.CASE_EXISTS)
    if region_of(state, side_of(command)) != region:
        return Refusal(Reason.WRONG_SIDE)
    if has_ended(state) and not _outlives_the_end(command):
        return Refusal(Reason.CASE_ENDED)
    return _answer(command, state)


def _outlives_the_end(command: Command) -> bool:
    """Tell what is still to be done: telling, rating, complaining, giving originals back, later."""
    if isinstance(command, TakeOriginals):
        return False
    return isinstance(
        command,
        NotifyApplicant
        | CustodyCommand
        | RatingCommand
        | ComplaintCommand
        | LaterCommand
        | WithdrawCard,
    )


def _answer(  # noqa: C901, PLR0911, PLR0912 - one line a track
    command: CommandOnCase, state: Case
) -> Event | Refusal:
    if isinstance(command, DialogueCommand):
        return decide_dialogue(command, state)
    if isinstance(command, CustodyCommand):
        return decide_custody(command, state)
    if isinstance(command, FeeCommand):
        return decide_fees(command, state)
    if isinstance(command, RatingCommand):
        return decide_ratings(command, state)
    if isinstance(command, ComplaintCommand):
        return decide_complaints(command, state)
    if isinstance(command, ProcedureCommand):
        return decide_procedure(command, state)
    if isinstance(command, ProposalCommand):
        return decide_proposals(command, state)
    if isinstance(command, LaterCommand):
        return decide_later(command, state)
    if isinstance(command, WithdrawCard):
        return withdraw_card(command, state.limits)
    assert not isinstance(command, CheckDeadline)
    return _answer_stage(command, state)


def _answer_stage(  # noqa: C901, PLR0911, PLR0912 - one branch a command
    command: StageCommandOnCase, state: Case
) -> Event | Refusal:
    match command:
        case AmendCase():
            return amend_case(command, state)
        case VoidCase():
            return void_case(command, state)
        case AddMaterials():
            return add_materials(command, state)
        case CheckForm():
            return check_form(command, state)
        case CheckIdentity():
            return check_identity(command, state)
        case PushCase():
            return push_case(state)
        case AnswerSupplement():
            return answer_supplement(command, state)
        case WithdrawCase():
            return withdraw_case(command, state)
        case DeliverResult():
            return deliver_result(command, state)
        case NotifyApplicant():
            return notify_applicant(command, state)
        case FinishCase():
            return finish_case(state)
        case AcceptCase():
            return accept_case(state)
        case DeclineCase():
            return decline_case(command, state)
        case RequestSupplement():
            return request_supplement(command, state)
        case DecideCase():
            return decide_case(command, state)
        case ReturnResult():
            return return_result(state)
        case TerminateCase():
            return terminate_case(command, state)
        case _:
            assert_never(command)
