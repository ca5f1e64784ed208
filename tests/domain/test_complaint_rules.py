"""The rules of the complaint (投诉, 12345), each as a sentence."""

import pytest

from broker.domain.cases.causality import follows
from broker.domain.cases.commands import Command
from broker.domain.cases.complaints.commands import ComplaintEnd, Satisfaction
from broker.domain.cases.complaints.events import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintFollowedUp,
    ComplaintRegistered,
    ComplaintReopened,
    ComplaintTransferred,
    reader_concerned,
)
from broker.domain.cases.complaints.state import COMPLAINTS_MAX
from broker.domain.cases.duties import Duty, duties
from broker.domain.cases.state import Case, is_over
from broker.domain.cases.status import Act
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal
from broker.engine.draft import key_ids_for_peer
from tests.support.builders import HANGZHOU, PASS_FORM, PASS_IDENTITY, PUSH, SEALED, submit
from tests.support.complaints import (
    answer_complaint,
    close_complaint,
    complain,
    follow_up,
    pass_on,
    reopen,
)
from tests.support.situations import SITUATIONS
from tests.support.spec import History, fold, given, handling, played, receiving

R, H = Side.RECEIVING, Side.HANDLING
COLLECTED = played(submit())
PUSHED = played(submit(), PASS_FORM, PASS_IDENTITY, PUSH)
FINISHED = SITUATIONS["finished"]
UNHAPPY = follow_up(R, satisfaction=Satisfaction.DISSATISFIED, solved=False)


def told(*commands: Command, before: History = PUSHED) -> History:
    """Let commands of the complaints follow a history."""
    history = before
    for command in commands:
        history = (*history, *accepted(history, command))
    return history


def accepted(before: History, command: Command) -> History:
    """Require that a command is not refused; answer what it writes."""
    answer = given(before).when(command).answer
    assert not isinstance(answer, Refusal), answer
    return answer


def owed(history: History) -> tuple[Duty, ...]:
    """Answer the duties after a history."""
    state = fold(history)
    assert isinstance(state, Case)
    return duties(state)


@pytest.mark.parametrize("before", [PUSHED, FINISHED, SITUATIONS["withdrawn"]])
def test_a_case_may_be_complained_of_at_any_stage_and_after_its_end(before: History) -> None:
    for side in Side:
        for against in Side:
            accepted(before, complain(side, against))


def test_each_side_numbers_the_complaints_it_takes() -> None:
    (first, second) = told(complain(R, H), complain(R, R))[-2:]
    assert isinstance(first.event, ComplaintRegistered)
    assert isinstance(second.event, ComplaintRegistered)
    assert (first.event.complaint, second.event.complaint) == (1, 2)


def test_nobody_complains_of_a_body_that_has_not_got_the_case() -> None:
    given(COLLECTED).when(complain(R, H)).then_refused(Reason.NOT_PUSHED)
    given(COLLECTED).when(complain(H, R)).then_refused(Reason.NOT_PUSHED)
    accepted(COLLECTED, complain(R, R))
    given(SITUATIONS["voided"]).when(complain(R, H)).then_refused(Reason.CASE_ENDED)


def test_a_complaint_has_a_text_and_its_side() -> None:
    given(PUSHED).when(complain(R, H, sealed=None)).then_refused(Reason.TEXT_MISSING)
    given(PUSHED).when(complain(R, H), at=HANGZHOU).then_refused(Reason.WRONG_SIDE)


def test_a_work_order_of_the_hotline_is_taken_once() -> None:
    taken = told(complain(R, H, work_order="GD-1"))
    given(taken).when(complain(R, R, work_order="GD-1")).then_refused(Reason.COMPLAINT_KNOWN)
    accepted(taken, complain(R, R, work_order="GD-2"))


def test_a_side_takes_a_bounded_number_of_complaints() -> None:
    many = told(*[complain(R, H)] * COMPLAINTS_MAX)
    given(many).when(complain(R, H)).then_refused(Reason.TOO_MANY_COMPLAINTS)
    accepted(many, complain(H, H))


def test_only_the_body_addressed_answers_and_says_something() -> None:
    taken = told(complain(R, H))
    assert owed(taken) == (Duty(side=H, act=Act.ANSWER_COMPLAINT, of=R, number=1),)
    given(taken).when(answer_complaint(R, R)).then_refused(Reason.COMPLAINT_NOT_YOURS)
    given(taken).when(answer_complaint(H, R, 2)).then_refused(Reason.COMPLAINT_UNKNOWN)
    given(taken).when(answer_complaint(H, R, sealed=None)).then_refused(Reason.TEXT_MISSING)
    given(taken).when(answer_complaint(H, R)).then(
        handling(ComplaintAnswered(registrar=R, complaint=1, round=1, sealed=SEALED))
    )
    answered = told(complain(R, H), answer_complaint(H, R))
    given(answered).when(answer_complaint(H, R)).then_refused(Reason.COMPLAINT_ANSWERED)


def test_a_misaddressed_complaint_is_transferred_once_and_then_answered() -> None:
    taken = told(complain(R, R))
    given(taken).when(pass_on(R, R, sealed=None)).then_refused(Reason.REASON_MISSING)
    given(taken).when(pass_on(H, R)).then_refused(Reason.COMPLAINT_NOT_YOURS)
    given(taken).when(pass_on(R, R)).then(
        receiving(ComplaintTransferred(registrar=R, complaint=1, sealed=SEALED))
    )
    passed = told(complain(R, R), pass_on(R, R))
    assert owed(passed) == (Duty(side=H, act=Act.ANSWER_COMPLAINT, of=R, number=1),)
    given(passed).when(pass_on(H, R)).then_refused(Reason.COMPLAINT_TRANSFERRED)
    given(passed).when(answer_complaint(R, R)).then_refused(Reason.COMPLAINT_NOT_YOURS)
    accepted(passed, answer_complaint(H, R))


def test_what_was_answered_is_not_transferred_any_more() -> None:
    answered = told(complain(R, H), answer_complaint(H, R))
    given(answered).when(pass_on(H, R)).then_refused(Reason.COMPLAINT_ANSWERED)
    again = told(complain(R, H), answer_complaint(H, R), UNHAPPY, reopen(R))
    given(again).when(pass_on(H, R)).then_refused(Reason.COMPLAINT_ANSWERED)


def test_before_the_push_there_is_nobody_to_transfer_to() -> None:
    taken = told(complain(R, R), before=COLLECTED)
    given(taken).when(pass_on(R, R)).then_refused(Reason.NOT_PUSHED)


def test_the_side_that_took_a_complaint_follows_each_answer_up_once() -> None:
    taken = told(complain(R, H))
    given(taken).when(follow_up(R)).then_refused(Reason.COMPLAINT_NOT_ANSWERED)
    answered = told(complain(R, H), answer_complaint(H, R))
    assert owed(answered) == (Duty(side=R, act=Act.FOLLOW_UP_COMPLAINT, of=R, number=1),)
    given(answered).when(follow_up(H)).then_refused(Reason.COMPLAINT_UNKNOWN)
    given(answered).when(follow_up(R)).then(
        receiving(
            ComplaintFollowedUp(
                complaint=1, body=H, satisfaction=Satisfaction.SATISFIED, solved=True, sealed=None
            )
        )
    )
    followed = told(complain(R, H), answer_complaint(H, R), follow_up(R))
    given(followed).when(follow_up(R)).then_refused(Reason.COMPLAINT_FOLLOWED_UP)
    assert owed(followed) == (Duty(side=R, act=Act.CLOSE_COMPLAINT, of=R, number=1),)


def test_a_disputed_answer_is_reopened_once() -> None:
    content = told(complain(R, H), answer_complaint(H, R), follow_up(R))
    given(content).when(reopen(R)).then_refused(Reason.COMPLAINT_NOT_DISPUTED)
    unhappy = told(complain(R, H), answer_complaint(H, R), UNHAPPY)
    given(unhappy).when(reopen(R, sealed=None)).then_refused(Reason.TEXT_MISSING)
    given(unhappy).when(reopen(R)).then(
        receiving(ComplaintReopened(complaint=1, body=H, sealed=SEALED))
    )
    again = told(complain(R, H), answer_complaint(H, R), UNHAPPY, reopen(R))
    assert owed(again) == (Duty(side=H, act=Act.ANSWER_COMPLAINT, of=R, number=1),)
    given(again).when(follow_up(R)).then_refused(Reason.COMPLAINT_NOT_ANSWERED)
    given(again).when(answer_complaint(H, R)).then(
        handling(ComplaintAnswered(registrar=R, complaint=1, round=2, sealed=SEALED))
    )
    twice = told(
        complain(R, H), answer_complaint(H, R), UNHAPPY, reopen(R), answer_complaint(H, R), UNHAPPY
    )
    given(twice).when(reopen(R)).then_refused(Reason.COMPLAINT_REOPENED)
    accepted(twice, close_complaint(R))


def test_a_complaint_is_closed_once_it_was_answered_and_followed_up() -> None:
    taken = told(complain(R, H))
    given(taken).when(close_complaint(R)).then_refused(Reason.COMPLAINT_NOT_ANSWERED)
    answered = told(complain(R, H), answer_complaint(H, R))
    given(answered).when(close_complaint(R)).then_refused(Reason.COMPLAINT_NOT_FOLLOWED_UP)
    followed = told(complain(R, H), answer_complaint(H, R), follow_up(R))
    given(followed).when(close_complaint(R)).then(
        receiving(ComplaintClosed(complaint=1, body=H, end=ComplaintEnd.ANSWERED, sealed=None))
    )
    closed = told(complain(R, H), answer_complaint(H, R), follow_up(R), close_complaint(R))
    assert owed(closed) == ()
    for command in (answer_complaint(H, R), follow_up(R), reopen(R), close_complaint(R)):
        given(closed).when(command).then_refused(Reason.COMPLAINT_CLOSED)


def test_an_unreasonable_complaint_is_answered_and_closed_with_a_reason() -> None:
    unreasonable = close_complaint(R, end=ComplaintEnd.UNREASONABLE, sealed=SEALED)
    taken = told(complain(R, H))
    given(taken).when(unreasonable).then_refused(Reason.COMPLAINT_NOT_ANSWERED)
    answered = told(complain(R, H), answer_complaint(H, R))
    silent = close_complaint(R, end=ComplaintEnd.UNREASONABLE)
    given(answered).when(silent).then_refused(Reason.REASON_MISSING)
    accepted(answered, unreasonable)


def test_what_is_taken_back_needs_no_answer() -> None:
    accepted(told(complain(R, H)), close_complaint(R, end=ComplaintEnd.TAKEN_BACK))


def test_a_complaint_changes_nothing_in_the_case() -> None:
    """Neither its stage nor whether it is over waits for a complaint."""
    complained = told(complain(R, H), before=FINISHED)
    assert is_over(fold(complained))
    assert owed(complained) == (Duty(side=H, act=Act.ANSWER_COMPLAINT, of=R, number=1),)


def test_a_peer_may_only_say_of_a_complaint_what_it_can_know() -> None:
    (taken,) = told(complain(R, H))[-1:]
    (answered,) = handling(ComplaintAnswered(registrar=R, complaint=1, round=1, sealed=SEALED))
    (again,) = handling(ComplaintAnswered(registrar=R, complaint=1, round=2, sealed=SEALED))
    (passed,) = handling(ComplaintTransferred(registrar=R, complaint=1, sealed=SEALED))
    (asked,) = receiving(
        ComplaintFollowedUp(
            complaint=1, body=H, satisfaction=Satisfaction.SATISFIED, solved=True, sealed=None
        )
    )
    (closed,) = receiving(
        ComplaintClosed(complaint=1, body=H, end=ComplaintEnd.TAKEN_BACK, sealed=None)
    )
    assert follows(taken, fold(PUSHED))
    assert not follows(taken, fold(COLLECTED))
    for written in (answered, passed, asked, closed):
        assert not follows(written, fold(PUSHED))
    known = (*PUSHED, taken)
    assert follows(answered, fold(known))
    assert follows(passed, fold(known))
    assert follows(closed, fold(known))
    assert not follows(again, fold(known))
    assert not follows(asked, fold(known))
    assert follows(asked, fold((*known, answered)))
    assert follows(answered, fold((*known, closed)))  # It may have crossed the closing.


def test_the_words_are_for_the_body_concerned_alone() -> None:
    """个人信息保护法 6: what a complainant says of the receiving body stays there."""
    (here,) = told(complain(R, R))[-1:]
    (there,) = told(complain(R, H))[-1:]
    assert isinstance(here.event, ComplaintRegistered)
    assert isinstance(there.event, ComplaintRegistered)
    assert key_ids_for_peer(here.event, R) == []
    assert key_ids_for_peer(there.event, R) == [SEALED.key_id]
    passed = ComplaintTransferred(registrar=R, complaint=1, sealed=SEALED)
    assert key_ids_for_peer(passed, R) == [SEALED.key_id]
    own = ComplaintAnswered(registrar=H, complaint=1, round=1, sealed=SEALED)
    assert key_ids_for_peer(own, H) == []
    assert key_ids_for_peer(own, R) == [SEALED.key_id]
    for said in (
        ComplaintFollowedUp(
            complaint=1, body=R, satisfaction=Satisfaction.SATISFIED, solved=True, sealed=SEALED
        ),
        ComplaintReopened(complaint=1, body=R, sealed=SEALED),
        ComplaintClosed(complaint=1, body=R, end=ComplaintEnd.ANSWERED, sealed=SEALED),
    ):
        assert reader_concerned(said, R) is R
        assert key_ids_for_peer(said, R) == []
        assert key_ids_for_peer(said, H) == [SEALED.key_id]
