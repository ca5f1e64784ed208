"""One word for a case, and the side that owes the next act, in every situation."""

import pytest

from broker.domain.cases.state import Case, has_ended, is_over
from broker.domain.cases.status import (
    ACT_TEXTS,
    STATUS_TEXTS,
    Act,
    CaseStatus,
    Owed,
    is_open,
    owes,
    status,
)
from broker.domain.identifiers import Side
from tests.support.situations import SITUATIONS
from tests.support.spec import fold

R, H = Side.RECEIVING, Side.HANDLING

EXPECTED: dict[str, tuple[CaseStatus, Side | None, Act | None]] = {
    "collected": (CaseStatus.COLLECTED, R, Act.CHECK_FORM),
    "form_passed": (CaseStatus.COLLECTED, R, Act.CHECK_IDENTITY),
    "checked": (CaseStatus.COLLECTED, R, Act.PUSH),
    "withdrawn_early": (CaseStatus.WITHDRAWN, R, Act.NOTIFY_APPLICANT),
    "withdrawn_early_told": (CaseStatus.WITHDRAWN, None, None),
    "voided": (CaseStatus.VOIDED, R, Act.NOTIFY_APPLICANT),
    "voided_told": (CaseStatus.VOIDED, None, None),
    "pushed": (CaseStatus.PUSHED, H, Act.RECEIVE_PUSH),
    "received": (CaseStatus.RECEIVED, H, Act.EXAMINE),
    "supplement_pending": (CaseStatus.SUPPLEMENT_PENDING, R, Act.ANSWER_SUPPLEMENT),
    "supplement_answered": (CaseStatus.SUPPLEMENT_PENDING, H, Act.RECEIVE_SUPPLEMENT),
    "supplemented": (CaseStatus.RECEIVED, H, Act.EXAMINE),
    "not_accepted": (CaseStatus.NOT_ACCEPTED, R, Act.NOTIFY_APPLICANT),
    "not_accepted_told": (CaseStatus.NOT_ACCEPTED, None, None),
    "withdrawn": (CaseStatus.WITHDRAWN, R, Act.NOTIFY_APPLICANT),
    "withdrawn_told": (CaseStatus.WITHDRAWN, None, None),
    "accepted": (CaseStatus.ACCEPTED, H, Act.DECIDE),
    "terminated": (CaseStatus.TERMINATED, R, Act.NOTIFY_APPLICANT),
    "terminated_told": (CaseStatus.TERMINATED, None, None),
    "terminated_withdrawing": (CaseStatus.TERMINATED, R, Act.NOTIFY_APPLICANT),
    "terminated_answered": (CaseStatus.TERMINATED, R, Act.NOTIFY_APPLICANT),
    "in_procedure": (CaseStatus.SPECIAL_PROCEDURE, H, Act.END_PROCEDURE),
    "extended": (CaseStatus.ACCEPTED, H, Act.DECIDE),
    "granted": (CaseStatus.GRANTED, H, Act.RETURN_RESULT),
    "rejected": (CaseStatus.REJECTED, H, Act.RETURN_RESULT),
    "returned": (CaseStatus.RETURNED, R, Act.RECEIVE_RESULT),
    "result_held": (CaseStatus.RETURNED, R, Act.DELIVER_RESULT),
    "told": (CaseStatus.RETURNED, R, Act.DELIVER_RESULT),
    "delivered": (CaseStatus.DELIVERED, R, Act.NOTIFY_APPLICANT),
    "delivered_told": (CaseStatus.DELIVERED, R, Act.FINISH),
    "finished": (CaseStatus.FINISHED, None, None),
    "finished_rejected": (CaseStatus.FINISHED, None, None),
    "revoked": (CaseStatus.REVOKED, None, None),
    "cancelled": (CaseStatus.CANCELLED, None, None),
    "pushed_withdrawing": (CaseStatus.PUSHED, H, Act.RECEIVE_PUSH),
    "received_withdrawing": (CaseStatus.RECEIVED, H, Act.ANSWER_WITHDRAWAL),
    "pending_withdrawing": (CaseStatus.SUPPLEMENT_PENDING, H, Act.ANSWER_WITHDRAWAL),
    "accepted_withdrawing": (CaseStatus.ACCEPTED, H, Act.ANSWER_WITHDRAWAL),
    "not_accepted_withdrawing": (CaseStatus.NOT_ACCEPTED, R, Act.NOTIFY_APPLICANT),
    "granted_withdrawing": (CaseStatus.GRANTED, H, Act.RETURN_RESULT),
    "delivered_told_withdrawing": (CaseStatus.DELIVERED, H, Act.ANSWER_WITHDRAWAL),
}


def situation(name: str) -> Case:
    """Fold a situation of a submitted case."""
    state = fold(SITUATIONS[name])
    assert isinstance(state, Case)
    return state


@pytest.mark.parametrize("name", EXPECTED)
def test_status_and_next_act(name: str) -> None:
    word, side, act = EXPECTED[name]
    state = situation(name)
    assert status(state) is word
    expected = Owed(side=side, act=act) if side is not None and act is not None else None
    assert owes(state) == expected


def test_every_situation_is_expected() -> None:
    assert set(EXPECTED) == set(SITUATIONS) - {"unknown"}


def test_a_case_is_over_when_nobody_owes_anything() -> None:
    assert not is_over(fold(()))
    for name in EXPECTED:
        assert is_over(situation(name)) == (owes(situation(name)) is None), name


def test_a_told_applicant_still_waits_for_the_answer_to_a_withdrawal() -> None:
    history = SITUATIONS["not_accepted_withdrawing"] + SITUATIONS["not_accepted_told"][-1:]
    state = fold(history)
    assert isinstance(state, Case)
    assert owes(state) == Owed(side=H, act=Act.ANSWER_WITHDRAWAL)
    assert not is_over(state)


def test_every_status_and_act_has_a_chinese_word() -> None:
    assert set(STATUS_TEXTS) == set(CaseStatus)
    assert set(ACT_TEXTS) == set(Act)
    assert len(set(STATUS_TEXTS.values())) == len(STATUS_TEXTS)
    assert len(set(ACT_TEXTS.values())) == len(ACT_TEXTS)


def test_every_status_is_told_open_or_ended_as_the_state_is() -> None:
    states = [fold(history) for history in SITUATIONS.values()]
    cases = [state for state in states if isinstance(state, Case)]
    assert {status(state) for state in cases} == set(CaseStatus)
    for state in cases:
        assert is_open(status(state)) is not has_ended(state)
