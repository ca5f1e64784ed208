"""The rules of the handling side, and what it answers when the peer's events arrive."""

from broker.domain.cases.events import (
    CaseAccepted,
    CaseNotAccepted,
    CaseTerminated,
    CaseWithdrawn,
    DecisionMade,
    PushReceived,
    ResultReceived,
    ResultReturned,
    SupplementAnswered,
    SupplementReceived,
    SupplementRequested,
    WithdrawalDeclined,
    WithdrawalRequested,
)
from broker.domain.cases.state import Case, is_over
from broker.domain.refusal import Reason
from tests.support.builders import (
    ACCEPT,
    DECLINE,
    DECLINE_WITHOUT_REASON,
    GRANT,
    HANGZHOU,
    ID_CARD_COPY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    REJECT,
    REJECT_WITHOUT_REASON,
    REJECT_WITHOUT_RIGHTS,
    REQUEST_SUPPLEMENT,
    REQUEST_WITHOUT_LIST,
    REQUEST_WITHOUT_REASON,
    RETURN_RESULT,
    SEALED,
    TERMINATE,
    TERMINATE_WITHOUT_REASON,
    WITHDRAW,
    submit,
)
from tests.support.situations import (
    ACCEPTED,
    CHECKED,
    COLLECTED,
    GRANTED,
    NOT_ACCEPTED,
    RECEIVED,
    SITUATIONS,
    SUPPLEMENT_PENDING,
    TERMINATED,
)
from tests.support.spec import fold, given, handling, played, receiving

PUSHED = SITUATIONS["pushed"]
HAND_OVER = PUSHED[-1:]
SUPPLEMENTED = SITUATIONS["supplemented"]
ASKED = receiving(WithdrawalRequested(sealed=SEALED))
ANSWERED = receiving(SupplementAnswered(materials=(ID_CARD_COPY,), sealed=SEALED))
WITHDRAWN = handling(CaseWithdrawn(sealed=None))
DECLINED = handling(WithdrawalDeclined())


def test_only_the_handling_side_accepts_declines_and_decides() -> None:
    given(RECEIVED).when(ACCEPT, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(RECEIVED).when(DECLINE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(RECEIVED).when(REQUEST_SUPPLEMENT, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(ACCEPTED).when(GRANT, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(GRANTED).when(RETURN_RESULT, at=QINGYANG).then_refused(Reason.WRONG_SIDE)


def test_what_was_not_handed_over_cannot_be_accepted() -> None:
    given(COLLECTED).when(ACCEPT).then_refused(Reason.NOT_PUSHED)
    given(PUSHED).when(ACCEPT).then_refused(Reason.PUSH_NOT_RECEIVED)


def test_a_hand_over_that_arrives_is_received() -> None:
    given(CHECKED).when_arrives(HAND_OVER, at=HANGZHOU).then(handling(PushReceived()))


def test_the_sender_does_not_receive_its_own_hand_over() -> None:
    given(CHECKED).when_arrives(HAND_OVER, at=QINGYANG).then_nothing()


def test_collected_is_not_accepted() -> None:
    given(RECEIVED).when(GRANT).then_refused(Reason.NOT_ACCEPTED_YET)
    given(RECEIVED).when(ACCEPT).then(handling(CaseAccepted()))
    given(ACCEPTED).when(ACCEPT).then_refused(Reason.ALREADY_ACCEPTED)


def test_no_acceptance_and_no_refusal_to_accept_while_papers_are_awaited() -> None:
    given(SUPPLEMENT_PENDING).when(ACCEPT).then_refused(Reason.SUPPLEMENT_PENDING)
    given(SUPPLEMENT_PENDING).when(DECLINE).then_refused(Reason.SUPPLEMENT_PENDING)
    given(SUPPLEMENTED).when(ACCEPT).then(handling(CaseAccepted()))


def test_declining_needs_a_reason() -> None:
    given(RECEIVED).when(DECLINE_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(RECEIVED).when(DECLINE).then(handling(CaseNotAccepted(sealed=SEALED)))


def test_what_is_missing_is_asked_for_once_and_completely() -> None:
    asked = handling(SupplementRequested(titles=("户口簿",), sealed=SEALED))
    given(RECEIVED).when(REQUEST_SUPPLEMENT).then(asked)
    for history in (SUPPLEMENT_PENDING, SUPPLEMENTED):
        given(history).when(REQUEST_SUPPLEMENT).then_refused(Reason.SUPPLEMENT_ALREADY_REQUESTED)
    given(RECEIVED).when(REQUEST_WITHOUT_LIST).then_refused(Reason.MATERIALS_MISSING)
    given(RECEIVED).when(REQUEST_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)


def test_an_answer_that_arrives_is_received() -> None:
    given(SUPPLEMENT_PENDING).when_arrives(ANSWERED, at=HANGZHOU).then(
        handling(SupplementReceived())
    )


def test_a_grant_needs_no_reasons() -> None:
    granted = DecisionMade(
        result=GRANT.result, rights_notice_given=False, documents=(ID_CARD_COPY,), sealed=None
    )
    given(ACCEPTED).when(GRANT).then(handling(granted))


def test_a_rejection_says_why_and_what_the_applicant_may_do() -> None:
    rejected = DecisionMade(
        result=REJECT.result, rights_notice_given=True, documents=(), sealed=SEALED
    )
    given(ACCEPTED).when(REJECT_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(ACCEPTED).when(REJECT_WITHOUT_RIGHTS).then_refused(Reason.RIGHTS_NOTICE_MISSING)
    given(ACCEPTED).when(REJECT).then(handling(rejected))


def test_a_decision_is_made_once() -> None:
    given(GRANTED).when(REJECT).then_refused(Reason.ALREADY_DECIDED)


def test_only_a_decision_is_returned_and_once() -> None:
    given(ACCEPTED).when(RETURN_RESULT).then_refused(Reason.NOT_DECIDED)
    given(GRANTED).when(RETURN_RESULT).then(handling(ResultReturned()))
    given(SITUATIONS["returned"]).when(RETURN_RESULT).then_refused(Reason.ALREADY_RETURNED)


def test_a_result_that_arrives_is_received() -> None:
    given(GRANTED).when_arrives(handling(ResultReturned()), at=QINGYANG).then(
        receiving(ResultReceived())
    )


def test_a_withdrawal_before_the_decision_ends_the_case() -> None:
    for history in (RECEIVED, SUPPLEMENT_PENDING, ACCEPTED):
        given(history).when_arrives(ASKED, at=HANGZHOU).then(WITHDRAWN)


def test_a_withdrawal_after_the_decision_has_no_effect() -> None:
    for name in ("granted", "rejected", "returned"):
        given(SITUATIONS[name]).when_arrives(ASKED, at=HANGZHOU).then(DECLINED)


def test_a_withdrawal_of_what_was_not_taken_in_has_no_effect() -> None:
    given(NOT_ACCEPTED).when_arrives(ASKED, at=HANGZHOU).then(DECLINED)


def test_the_handling_sides_log_settles_the_race_of_withdrawal_and_decision() -> None:
    decided_first = handling(
        DecisionMade(result=GRANT.result, rights_notice_given=False, documents=(), sealed=None)
    )
    given(ACCEPTED, decided_first).when_arrives(ASKED, at=HANGZHOU).then(DECLINED)
    given(ACCEPTED, ASKED, WITHDRAWN).when(GRANT).then_refused(Reason.CASE_ENDED)


def test_a_push_and_a_withdrawal_in_one_batch_are_answered_in_order() -> None:
    given(CHECKED).when_arrives(HAND_OVER + ASKED, at=HANGZHOU).then(
        handling(PushReceived()), WITHDRAWN
    )


def test_a_case_of_one_region_is_withdrawn_at_once() -> None:
    accepted_here = played(submit(handling=QINGYANG), PASS_FORM, PASS_IDENTITY, PUSH, ACCEPT)
    given(accepted_here).when(WITHDRAW).then(ASKED, WITHDRAWN)


def test_a_case_that_cannot_go_on_is_terminated_before_the_decision() -> None:
    ended = handling(CaseTerminated(ground=TERMINATE.ground, sealed=SEALED))
    for history in (RECEIVED, SUPPLEMENT_PENDING, ACCEPTED, SITUATIONS["in_procedure"]):
        given(history).when(TERMINATE).then(ended)
    given(COLLECTED).when(TERMINATE).then_refused(Reason.NOT_PUSHED)
    given(PUSHED).when(TERMINATE).then_refused(Reason.PUSH_NOT_RECEIVED)
    given(GRANTED).when(TERMINATE).then_refused(Reason.ALREADY_DECIDED)


def test_a_termination_always_needs_a_reason_and_is_the_handling_sides() -> None:
    given(ACCEPTED).when(TERMINATE_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(ACCEPTED).when(TERMINATE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)


def test_nothing_but_the_notice_follows_a_termination() -> None:
    for command in (ACCEPT, GRANT, RETURN_RESULT, TERMINATE, WITHDRAW):
        given(TERMINATED).when(command).then_refused(Reason.CASE_ENDED)
    state = fold(SITUATIONS["terminated_told"])
    assert isinstance(state, Case)
    assert is_over(state)


def test_a_withdrawal_that_crossed_a_termination_has_no_effect() -> None:
    given(TERMINATED).when_arrives(ASKED, at=HANGZHOU).then(DECLINED)


def test_a_withdrawal_that_came_first_is_not_terminated() -> None:
    given(ACCEPTED, ASKED, WITHDRAWN).when(TERMINATE).then_refused(Reason.CASE_ENDED)


def test_an_answer_that_crossed_a_termination_changes_nothing() -> None:
    ended = handling(CaseTerminated(ground=TERMINATE.ground, sealed=SEALED))
    given(SUPPLEMENT_PENDING, ended).when_arrives(ANSWERED, at=HANGZHOU).then_nothing()
