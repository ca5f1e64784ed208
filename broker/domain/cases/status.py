"""A case in one word, and who owes the next act: pure readings of both sides."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from broker.domain.cases.commands import DecisionResult
from broker.domain.cases.custody.state import Kept, OnTheWay, Packed, Place, places
from broker.domain.cases.state import (
    Accepted,
    Case,
    Collected,
    Decided,
    Delivered,
    Finished,
    NotAccepted,
    NotReceived,
    Pushed,
    Received,
    ResultHeld,
    Returned,
    SupplementPending,
    Terminated,
    Voided,
    Withdrawn,
    WithdrawnEarly,
    ended_without_result,
    has_ended,
    in_special_procedure,
    is_notified,
    withdrawal_pending,
)
from broker.domain.identifiers import Side


class CaseStatus(StrEnum):
    """The states of the domain reference, section 3, on the common path."""

    COLLECTED = "collected"
    PUSHED = "pushed"
    RECEIVED = "received"
    SUPPLEMENT_PENDING = "supplement_pending"
    ACCEPTED = "accepted"
    SPECIAL_PROCEDURE = "special_procedure"
    NOT_ACCEPTED = "not_accepted"
    GRANTED = "granted"
    REJECTED = "rejected"
    RETURNED = "returned"
    DELIVERED = "delivered"
    FINISHED = "finished"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    VOIDED = "voided"


class Act(StrEnum):
    """What somebody owes next; the `receive_` acts and `answer_withdrawal` need no person."""

    CHECK_FORM = "check_form"
    CHECK_IDENTITY = "check_identity"
    PUSH = "push"
    RECEIVE_PUSH = "receive_push"
    EXAMINE = "examine"
    ANSWER_SUPPLEMENT = "answer_supplement"
    RECEIVE_SUPPLEMENT = "receive_supplement"
    END_PROCEDURE = "end_procedure"
    DECIDE = "decide"
    RETURN_RESULT = "return_result"
    RECEIVE_RESULT = "receive_result"
    DELIVER_RESULT = "deliver_result"
    NOTIFY_APPLICANT = "notify_applicant"
    FINISH = "finish"
    ANSWER_WITHDRAWAL = "answer_withdrawal"
    COLLECT_FEE = "collect_fee"
    CONTACT_APPLICANT = "contact_applicant"
    RECTIFY = "rectify"
    ANSWER_COMPLAINT = "answer_complaint"
    FOLLOW_UP_COMPLAINT = "follow_up_complaint"
    CLOSE_COMPLAINT = "close_complaint"
    ANSWER_QUESTION = "answer_question"
    SHIP_PARCEL = "ship_parcel"
    RECALL_PARCEL = "recall_parcel"
    CONFIRM_PARCEL = "confirm_parcel"
    RETURN_ORIGINALS = "return_originals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """The next act and the side that owes it."""

    side: Side
    act: Act


STATUS_TEXTS: dict[CaseStatus, str] = {
    CaseStatus.COLLECTED: "已收件",
    CaseStatus.PUSHED: "已移交",
    CaseStatus.RECEIVED: "待受理",
    CaseStatus.SUPPLEMENT_PENDING: "待补正",
    CaseStatus.ACCEPTED: "已受理",
    CaseStatus.SPECIAL_PROCEDURE: "特别程序",
    CaseStatus.NOT_ACCEPTED: "不予受理",
    CaseStatus.GRANTED: "准予许可",
    CaseStatus.REJECTED: "不予许可",
    CaseStatus.RETURNED: "结果已回传",
    CaseStatus.DELIVERED: "已送达",
    CaseStatus.FINISHED: "已办结",
    CaseStatus.REVOKED: "已撤销",
    CaseStatus.CANCELLED: "已注销",
    CaseStatus.WITHDRAWN: "已撤回",
    CaseStatus.TERMINATED: "已终止",
    CaseStatus.VOIDED: "已作废",
}

ACT_TEXTS: dict[Act, str] = {
    Act.CHECK_FORM: "形式审查",
    Act.CHECK_IDENTITY: "身份核验",
    Act.PUSH: "移交办理地",
    Act.RECEIVE_PUSH: "等待移交到达",
    Act.EXAMINE: "审查是否受理",
    Act.ANSWER_SUPPLEMENT: "补正材料",
    Act.RECEIVE_SUPPLEMENT: "等待补正材料到达",
    Act.END_PROCEDURE: "完成特别程序",
    Act.DECIDE: "作出决定",
    Act.RETURN_RESULT: "回传结果",
    Act.RECEIVE_RESULT: "等待结果到达",
    Act.DELIVER_RESULT: "送达结果",
    Act.NOTIFY_APPLICANT: "告知申请人",
    Act.FINISH: "办结",
    Act.ANSWER_WITHDRAWAL: "答复撤回申请",
    Act.COLLECT_FEE: "收取费用",
    Act.CONTACT_APPLICANT: "差评回访",
    Act.RECTIFY: "差评整改",
    Act.ANSWER_COMPLAINT: "答复投诉",
    Act.FOLLOW_UP_COMPLAINT: "回访投诉人",
    Act.CLOSE_COMPLAINT: "办结投诉",
    Act.ANSWER_QUESTION: "答复对方窗口询问",
    Act.SHIP_PARCEL: "寄出原件邮包",
    Act.RECALL_PARCEL: "取回原件邮包",
    Act.CONFIRM_PARCEL: "签收原件邮包",
    Act.RETURN_ORIGINALS: "退还原件",
}


def is_open(word: CaseStatus) -> bool:
    """Tell by its word whether a case has not ended yet; `has_ended` says the same of the state."""
    match word:
        case (
            CaseStatus.COLLECTED
            | CaseStatus.PUSHED
            | CaseStatus.RECEIVED
            | CaseStatus.SUPPLEMENT_PENDING
            | CaseStatus.ACCEPTED
            | CaseStatus.SPECIAL_PROCEDURE
            | CaseStatus.GRANTED
            | CaseStatus.REJECTED
            | CaseStatus.RETURNED
            | CaseStatus.DELIVERED
        ):
            return True
        case (
            CaseStatus.NOT_ACCEPTED
            | CaseStatus.FINISHED
            | CaseStatus.REVOKED
            | CaseStatus.CANCELLED
            | CaseStatus.WITHDRAWN
            | CaseStatus.TERMINATED
            | CaseStatus.VOIDED
        ):
            return False
        case _:
            assert_never(word)


DECIDED_STATUS = {
    DecisionResult.GRANTED: CaseStatus.GRANTED,
    DecisionResult.REJECTED: CaseStatus.REJECTED,
}


def status(state: Case) -> CaseStatus:  # noqa: PLR0911 - one branch a stage
    """Say in one word how far the case is."""
    match state.receiving:
        case Collected():
            return CaseStatus.COLLECTED
        case WithdrawnEarly():
            return CaseStatus.WITHDRAWN
        case Voided():
            return CaseStatus.VOIDED
        case Pushed():
            return _status_at_handling(state)
        case ResultHeld():
            return CaseStatus.RETURNED
        case Delivered():
            return CaseStatus.DELIVERED
        case Finished():
            return _status_after_finish(state)
        case _:
            assert_never(state.receiving)


def _status_after_finish(state: Case) -> CaseStatus:
    """Say what became of the licence; a correction changes nothing of that."""
    if state.later.cancelled:
        return CaseStatus.CANCELLED
    return CaseStatus.REVOKED if state.later.revoked else CaseStatus.FINISHED


def _status_at_handling(state: Case) -> CaseStatus:  # noqa: C901, PLR0911, PLR0912 - one branch a stage
    match state.handling:
        case NotReceived():
            return CaseStatus.PUSHED
        case Received():
            return CaseStatus.RECEIVED
        case SupplementPending():
            return CaseStatus.SUPPLEMENT_PENDING
        case Accepted() if in_special_procedure(state):
            return CaseStatus.SPECIAL_PROCEDURE
        case Accepted():
            return CaseStatus.ACCEPTED
        case NotAccepted():
            return CaseStatus.NOT_ACCEPTED
        case Decided():
            return DECIDED_STATUS[state.handling.result]
        case Returned():
            return CaseStatus.RETURNED
        case Withdrawn():
            return CaseStatus.WITHDRAWN
        case Terminated():
            return CaseStatus.TERMINATED
        case _:
            assert_never(state.handling)


def owes(state: Case) -> Owed | None:
    """Name the side that owes the next act, None when the case is over."""
    if isinstance(state.receiving, Finished):
        return None
    if ended_without_result(state):
        return _owes_after_end(state)
    match state.receiving:
        case Collected():
            return Owed(side=Side.RECEIVING, act=_next_before_push(state.receiving))
        case Pushed():
            return _owes_at_handling(state, state.receiving)
        case ResultHeld():
            return Owed(side=Side.RECEIVING, act=Act.DELIVER_RESULT)
        case Delivered():
            return _owes_after_end(state) or Owed(side=Side.RECEIVING, act=Act.FINISH)
        case WithdrawnEarly() | Voided():
            raise AssertionError("ended without a result")
        case _:
            assert_never(state.receiving)


def _owes_after_end(state: Case) -> Owed | None:
    if not is_notified(state):
        return Owed(side=Side.RECEIVING, act=Act.NOTIFY_APPLICANT)
    if withdrawal_pending(state):
        return Owed(side=Side.HANDLING, act=Act.ANSWER_WITHDRAWAL)
    out = next(places(state.custody), None)
    return None if out is None else owed_for(state, out)


def owed_for(state: Case, place: Place) -> Owed:
    """Name the act that brings originals nearer to the applicant."""
    match place:
        case Kept():
            return Owed(side=place.side, act=Act.RETURN_ORIGINALS)
        case Packed():
            is_useless = place.side is Side.RECEIVING and has_ended(state)
            act = Act.RECALL_PARCEL if is_useless else Act.SHIP_PARCEL
            return Owed(side=place.side, act=act)
        case OnTheWay() if isinstance(state.receiving, WithdrawnEarly | Voided):
            return Owed(side=place.sender, act=Act.RECALL_PARCEL)
        case OnTheWay():
            return Owed(side=place.sender.other, act=Act.CONFIRM_PARCEL)
        case _:
            assert_never(place)


def _next_before_push(receiving: Collected) -> Act:
    if not receiving.form_passed:
        return Act.CHECK_FORM
    if not receiving.identity_passed:
        return Act.CHECK_IDENTITY
    return Act.PUSH


def _owes_at_handling(  # noqa: C901, PLR0911, PLR0912 - one branch a stage
    state: Case, receiving: Pushed
) -> Owed:
    match state.handling:
        case Decided():
            return Owed(side=Side.HANDLING, act=Act.RETURN_RESULT)
        case Returned():
            return Owed(side=Side.RECEIVING, act=Act.RECEIVE_RESULT)
        case NotReceived():
            return Owed(side=Side.HANDLING, act=Act.RECEIVE_PUSH)
        case Received() | SupplementPending() | Accepted() if receiving.withdrawal_requested:
            return Owed(side=Side.HANDLING, act=Act.ANSWER_WITHDRAWAL)
        case Received():
            return Owed(side=Side.HANDLING, act=Act.EXAMINE)
        case SupplementPending() if receiving.supplement_answered:
            return Owed(side=Side.HANDLING, act=Act.RECEIVE_SUPPLEMENT)
        case SupplementPending():
            return Owed(side=Side.RECEIVING, act=Act.ANSWER_SUPPLEMENT)
        case Accepted() if in_special_procedure(state):
            return Owed(side=Side.HANDLING, act=Act.END_PROCEDURE)
        case Accepted():
            return Owed(side=Side.HANDLING, act=Act.DECIDE)
        case NotAccepted() | Withdrawn() | Terminated():
            raise AssertionError("ended without a result")
        case _:
            assert_never(state.handling)
