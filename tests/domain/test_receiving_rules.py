"""The rules of the receiving side, each as a sentence."""

from broker.domain.cases.events import (
    ApplicantNotified,
    CaseAmended,
    CaseFinished,
    CasePushed,
    CaseSubmitted,
    CaseVoided,
    CaseWithdrawn,
    FormChecked,
    IdentityChecked,
    MaterialsAdded,
    PushReceived,
    ResultDelivered,
    SupplementAnswered,
    SupplementReceived,
    WithdrawalRequested,
)
from broker.domain.cases.state import Case
from broker.domain.refusal import Reason
from tests.support.builders import (
    ADD_MATERIALS,
    ADD_NOTHING,
    AMEND,
    AMEND_TO_SOMEBODY_ELSE,
    ANSWER_SUPPLEMENT,
    ANSWER_WITH_NOTHING,
    CORRECTED,
    DELIVER,
    FAIL_FORM,
    FAIL_IDENTITY,
    FINISH,
    HANGZHOU,
    ID_CARD_COPY,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    REQUEST_SUPPLEMENT,
    SEALED,
    VOID,
    VOID_WITHOUT_REASON,
    WITHDRAW,
    WITHDRAW_WITHOUT_REASON,
    XIAN,
    submit,
)
from tests.support.situations import (
    CHECKED,
    COLLECTED,
    DELIVERED,
    DELIVERED_TOLD,
    GRANTED,
    NOT_ACCEPTED,
    RECEIVED,
    RESULT_HELD,
    SITUATIONS,
    SUPPLEMENT_PENDING,
)
from tests.support.spec import fold, given, handling, played, receiving

FORM_FAILED = receiving(FormChecked(passed=False, sealed=SEALED))
FORM_PASSED = receiving(FormChecked(passed=True, sealed=None))
IDENTITY_FAILED = receiving(IdentityChecked(method=FAIL_IDENTITY.method, passed=False))
ASKED = receiving(WithdrawalRequested(sealed=SEALED))
TOLD = receiving(ApplicantNotified(channel=NOTIFY.channel))


def test_the_window_that_takes_the_papers_is_the_receiving_region() -> None:
    command = submit(handling=HANGZHOU)
    event = CaseSubmitted(
        item_code=command.item_code,
        item_version=command.item_version,
        receiving_region=XIAN,
        handling_region=HANGZHOU,
        applicant_kind=command.applicant_kind,
        applicant_is_minor=command.applicant_is_minor,
        applicant_hash=command.applicant_hash,
        delivery_way=command.delivery_way,
        materials=command.materials,
        sealed=command.sealed,
    )
    given().when(command, at=XIAN).then(receiving(event))


def test_nothing_can_be_asked_of_a_case_nobody_handed_in() -> None:
    given().when(PUSH, at=QINGYANG).then_refused(Reason.CASE_UNKNOWN)


def test_a_case_is_handed_in_once() -> None:
    given(COLLECTED).when(submit()).then_refused(Reason.CASE_EXISTS)


def test_the_handling_region_cannot_do_the_receiving_windows_work() -> None:
    given(CHECKED).when(PUSH, at=HANGZHOU).then_refused(Reason.WRONG_SIDE)


def test_a_third_region_cannot_do_anything() -> None:
    given(CHECKED).when(PUSH, at=XIAN).then_refused(Reason.WRONG_SIDE)


def test_papers_may_be_added_until_the_push() -> None:
    given(CHECKED).when(ADD_MATERIALS).then(receiving(MaterialsAdded(materials=(ID_CARD_COPY,))))
    given(RECEIVED).when(ADD_MATERIALS).then_refused(Reason.ALREADY_PUSHED)


def test_adding_no_papers_is_no_act() -> None:
    given(COLLECTED).when(ADD_NOTHING).then_refused(Reason.MATERIALS_MISSING)


def test_a_failed_check_is_recorded_and_may_be_repeated() -> None:
    given(COLLECTED).when(FAIL_FORM).then(FORM_FAILED)
    given(COLLECTED, FORM_FAILED).when(PASS_FORM).then(FORM_PASSED)
    given(COLLECTED).when(FAIL_IDENTITY).then(IDENTITY_FAILED)


def test_only_what_passed_both_checks_is_pushed() -> None:
    given(COLLECTED).when(PUSH).then_refused(Reason.FORM_NOT_PASSED)
    given(played(submit(), PASS_FORM)).when(PUSH).then_refused(Reason.IDENTITY_NOT_PASSED)
    given(played(submit(), PASS_IDENTITY)).when(PUSH).then_refused(Reason.FORM_NOT_PASSED)
    given(CHECKED).when(PUSH).then(receiving(CasePushed()))


def test_the_latest_check_counts() -> None:
    given(CHECKED, FORM_FAILED).when(PUSH).then_refused(Reason.FORM_NOT_PASSED)
    given(CHECKED, IDENTITY_FAILED).when(PUSH).then_refused(Reason.IDENTITY_NOT_PASSED)
    given(CHECKED, FORM_FAILED, FORM_PASSED).when(PUSH).then(receiving(CasePushed()))


def test_what_was_typed_wrong_is_corrected_before_the_push_only() -> None:
    amended = CaseAmended(delivery_way=AMEND.delivery_way, sealed=CORRECTED)
    given(COLLECTED).when(AMEND).then(receiving(amended))
    given(COLLECTED, receiving(amended)).when(AMEND).then(receiving(amended))
    given(RECEIVED).when(AMEND).then_refused(Reason.ALREADY_PUSHED)
    given(SITUATIONS["voided"]).when(AMEND).then_refused(Reason.CASE_ENDED)


def test_an_amendment_never_makes_it_another_applicants_case() -> None:
    given(COLLECTED).when(AMEND_TO_SOMEBODY_ELSE).then_refused(Reason.APPLICANT_CHANGED)
    given(CHECKED).when(AMEND_TO_SOMEBODY_ELSE).then_refused(Reason.APPLICANT_CHANGED)


def test_a_corrected_form_is_checked_again_but_the_person_is_not() -> None:
    amended = played(submit(), PASS_FORM, PASS_IDENTITY, AMEND)
    given(amended).when(PUSH).then_refused(Reason.FORM_NOT_PASSED)
    given(amended, FORM_PASSED).when(PUSH).then(receiving(CasePushed()))


def test_a_mistaken_hand_in_is_voided_before_the_push_only() -> None:
    given(CHECKED).when(VOID).then(receiving(CaseVoided(sealed=SEALED)))
    given(RECEIVED).when(VOID).then_refused(Reason.ALREADY_PUSHED)
    given(SITUATIONS["withdrawn_early"]).when(VOID).then_refused(Reason.CASE_ENDED)


def test_voiding_needs_a_reason_invariant_2() -> None:
    given(COLLECTED).when(VOID_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)


def test_who_holds_the_receipt_of_a_voided_case_is_told() -> None:
    voided = SITUATIONS["voided"]
    given(voided).when(PUSH).then_refused(Reason.CASE_ENDED)
    given(voided).when(NOTIFY).then(TOLD)
    given(voided, TOLD).when(NOTIFY).then_refused(Reason.ALREADY_NOTIFIED)


def test_before_the_push_a_withdrawal_ends_the_case_here() -> None:
    given(CHECKED).when(WITHDRAW).then(receiving(CaseWithdrawn(sealed=SEALED)))
    withdrawn = SITUATIONS["withdrawn_early"]
    given(withdrawn).when(PUSH).then_refused(Reason.CASE_ENDED)


def test_after_the_push_a_withdrawal_is_only_a_request() -> None:
    given(RECEIVED).when(WITHDRAW).then(ASKED)


def test_a_withdrawal_needs_the_applicants_reason() -> None:
    given(CHECKED).when(WITHDRAW_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(RECEIVED).when(WITHDRAW_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)


def test_a_withdrawal_is_asked_for_once() -> None:
    given(RECEIVED, ASKED).when(WITHDRAW).then_refused(Reason.WITHDRAWAL_PENDING)


def test_a_known_decision_closes_the_way_to_withdraw() -> None:
    given(GRANTED).when(WITHDRAW).then_refused(Reason.ALREADY_DECIDED)
    given(DELIVERED).when(WITHDRAW).then_refused(Reason.ALREADY_DECIDED)


def test_only_what_was_asked_for_is_answered_and_once() -> None:
    answered = receiving(SupplementAnswered(materials=(ID_CARD_COPY,), sealed=SEALED))
    given(RECEIVED).when(ANSWER_SUPPLEMENT).then_refused(Reason.SUPPLEMENT_NOT_REQUESTED)
    given(SUPPLEMENT_PENDING).when(ANSWER_SUPPLEMENT).then(answered)
    given(SUPPLEMENT_PENDING, answered).when(ANSWER_SUPPLEMENT).then_refused(
        Reason.SUPPLEMENT_NOT_REQUESTED
    )


def test_an_answer_holds_papers_or_words() -> None:
    given(SUPPLEMENT_PENDING).when(ANSWER_WITH_NOTHING).then_refused(Reason.MATERIALS_MISSING)


def test_who_is_withdrawing_answers_no_supplement() -> None:
    given(SUPPLEMENT_PENDING, ASKED).when(ANSWER_SUPPLEMENT).then_refused(Reason.WITHDRAWAL_PENDING)


def test_only_a_result_that_arrived_is_delivered_and_once() -> None:
    given(SITUATIONS["returned"]).when(DELIVER).then_refused(Reason.RESULT_NOT_RECEIVED)
    given(RESULT_HELD).when(DELIVER).then(receiving(ResultDelivered(way=DELIVER.way)))
    given(DELIVERED).when(DELIVER).then_refused(Reason.ALREADY_DELIVERED)


def test_the_applicant_is_told_an_outcome_and_once() -> None:
    given(GRANTED).when(NOTIFY).then_refused(Reason.RESULT_NOT_RECEIVED)
    given(RESULT_HELD).when(NOTIFY).then(TOLD)
    given(RESULT_HELD, TOLD).when(NOTIFY).then_refused(Reason.ALREADY_NOTIFIED)


def test_finishing_needs_delivery_and_notice() -> None:
    given(RESULT_HELD, TOLD).when(FINISH).then_refused(Reason.NOT_DELIVERED)
    given(DELIVERED).when(FINISH).then_refused(Reason.NOT_NOTIFIED)
    given(DELIVERED_TOLD).when(FINISH).then(receiving(CaseFinished()))


def test_a_question_on_its_way_is_answered_before_the_case_is_finished() -> None:
    withdrawing = SITUATIONS["delivered_told_withdrawing"]
    given(withdrawing).when(FINISH).then_refused(Reason.WITHDRAWAL_PENDING)


def test_a_result_that_is_here_is_delivered_though_a_withdrawal_was_asked_for() -> None:
    withdrawing = RECEIVED + ASKED + RESULT_HELD[len(RECEIVED) :]
    given(withdrawing).when(DELIVER).then(receiving(ResultDelivered(way=DELIVER.way)))


def test_after_an_end_the_applicant_is_told_and_nothing_else() -> None:
    given(NOT_ACCEPTED).when(ADD_MATERIALS).then_refused(Reason.CASE_ENDED)
    given(NOT_ACCEPTED).when(WITHDRAW).then_refused(Reason.CASE_ENDED)
    given(NOT_ACCEPTED).when(NOTIFY).then(TOLD)
    given(NOT_ACCEPTED, TOLD).when(NOTIFY).then_refused(Reason.ALREADY_NOTIFIED)
    given(SITUATIONS["withdrawn"]).when(NOTIFY).then(TOLD)
    given(SITUATIONS["finished"]).when(NOTIFY).then_refused(Reason.CASE_ENDED)


def test_both_sides_in_one_region_need_no_link() -> None:
    checked = played(submit(handling=QINGYANG), PASS_FORM, PASS_IDENTITY)
    given(checked).when(PUSH).then(receiving(CasePushed()), handling(PushReceived()))
    state = fold(checked)
    assert isinstance(state, Case)
    assert state.receiving_region == state.handling_region == QINGYANG


def test_an_answer_in_one_region_arrives_at_once() -> None:
    pending = played(submit(handling=QINGYANG), PASS_FORM, PASS_IDENTITY, PUSH, REQUEST_SUPPLEMENT)
    answered = SupplementAnswered(materials=(ID_CARD_COPY,), sealed=SEALED)
    given(pending).when(ANSWER_SUPPLEMENT).then(receiving(answered), handling(SupplementReceived()))
