"""The rules of the dialogue between the two windows (domain reference, section 10)."""

import pytest

from broker.domain.cases.causality import follows
from broker.domain.cases.dialogue.commands import QuestionSubject
from broker.domain.cases.dialogue.events import QuestionAnswered, QuestionAsked, QuestionClosed
from broker.domain.cases.dialogue.state import QUESTIONS_MAX
from broker.domain.cases.duties import Duty, duties
from broker.domain.cases.state import Case
from broker.domain.cases.status import Act
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.support.builders import (
    HANGZHOU,
    ID_CARD_COPY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    SEALED,
    answer,
    ask,
    close,
    submit,
)
from tests.support.situations import CHECKED, RECEIVED, SITUATIONS
from tests.support.spec import History, fold, given, handling, played, receiving

R, H = Side.RECEIVING, Side.HANDLING
MATERIALS = QuestionSubject.MATERIALS
ASKED = QuestionAsked(question=1, subject=MATERIALS, sealed=SEALED)
ANSWERED = QuestionAnswered(question=1, materials=(ID_CARD_COPY,), sealed=SEALED)
CLOSED = QuestionClosed(question=1)


def duties_after(history: History) -> tuple[Duty, ...]:
    """Answer what is owed beside the next act."""
    state = fold(history)
    assert isinstance(state, Case)
    return duties(state)


def test_either_window_may_ask_the_other() -> None:
    given(RECEIVED).when(ask(R)).then(receiving(ASKED))
    given(RECEIVED).when(ask(H)).then(handling(ASKED))


def test_questions_begin_with_the_push_for_before_it_the_peer_has_no_key() -> None:
    given(CHECKED).when(ask(R)).then_refused(Reason.NOT_PUSHED)
    given(CHECKED).when(ask(H), at=HANGZHOU).then_refused(Reason.NOT_PUSHED)
    on_its_way = SITUATIONS["pushed"]
    given(on_its_way).when(ask(R)).then(receiving(ASKED))
    given(on_its_way).when(ask(H)).then_refused(Reason.PUSH_NOT_RECEIVED)


def test_nobody_asks_in_the_name_of_the_other_side() -> None:
    given(RECEIVED).when(ask(H), at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(RECEIVED).when(ask(R), at=HANGZHOU).then_refused(Reason.WRONG_SIDE)


def test_in_a_case_of_one_region_the_command_says_which_window_asks() -> None:
    history = played(submit(handling=QINGYANG), PASS_FORM, PASS_IDENTITY, PUSH)
    given(history).when(ask(R), at=QINGYANG).then(receiving(ASKED))
    given(history).when(ask(H), at=QINGYANG).then(handling(ASKED))


def test_each_side_numbers_its_own_questions() -> None:
    second = QuestionAsked(question=2, subject=MATERIALS, sealed=SEALED)
    given(RECEIVED, receiving(ASKED)).when(ask(R)).then(receiving(second))
    given(RECEIVED, receiving(ASKED)).when(ask(H)).then(handling(ASKED))


def test_a_question_and_an_answer_say_something() -> None:
    given(RECEIVED).when(ask(R, sealed=None)).then_refused(Reason.TEXT_MISSING)
    asked = given(RECEIVED, receiving(ASKED))
    asked.when(answer(H, sealed=None)).then_refused(Reason.TEXT_MISSING)


def test_a_side_asks_only_so_often() -> None:
    many = [
        QuestionAsked(question=number, subject=MATERIALS, sealed=SEALED)
        for number in range(1, QUESTIONS_MAX + 1)
    ]
    given(RECEIVED, receiving(*many)).when(ask(R)).then_refused(Reason.TOO_MANY_QUESTIONS)
    given(RECEIVED, receiving(*many)).when(ask(H)).then(handling(ASKED))


def test_the_other_side_answers_once() -> None:
    asked = given(RECEIVED, receiving(ASKED))
    asked.when(answer(H)).then(handling(ANSWERED))
    asked.when(answer(R)).then_refused(Reason.QUESTION_UNKNOWN)
    asked.when(answer(H, 2)).then_refused(Reason.QUESTION_UNKNOWN)
    asked.when(answer(H, 0)).then_refused(Reason.QUESTION_UNKNOWN)
    answered = given(RECEIVED, receiving(ASKED), handling(ANSWERED))
    answered.when(answer(H)).then_refused(Reason.QUESTION_ANSWERED)


def test_only_the_side_that_asked_closes_and_once() -> None:
    asked = given(RECEIVED, receiving(ASKED))
    asked.when(close(R)).then(receiving(CLOSED))
    asked.when(close(H)).then_refused(Reason.QUESTION_UNKNOWN)
    asked.when(close(R, 2)).then_refused(Reason.QUESTION_UNKNOWN)
    closed = given(RECEIVED, receiving(ASKED, CLOSED))
    closed.when(close(R)).then_refused(Reason.QUESTION_CLOSED)
    closed.when(answer(H)).then_refused(Reason.QUESTION_CLOSED)


def test_an_answer_may_be_closed_too() -> None:
    given(RECEIVED, receiving(ASKED), handling(ANSWERED)).when(close(R)).then(receiving(CLOSED))


@pytest.mark.parametrize("name", ["finished", "not_accepted", "withdrawn", "withdrawn_early"])
def test_the_end_of_a_case_ends_its_dialogue(name: str) -> None:
    for command in (ask(R), answer(R), close(R)):
        given(SITUATIONS[name]).when(command).then_refused(Reason.CASE_ENDED)


def test_the_side_that_was_asked_owes_the_answer() -> None:
    owed = Duty(side=H, act=Act.ANSWER_QUESTION, of=R, number=1)
    assert duties_after(RECEIVED) == ()
    assert duties_after(RECEIVED + receiving(ASKED)) == (owed,)
    assert duties_after(RECEIVED + receiving(ASKED) + handling(ANSWERED)) == ()
    assert duties_after(RECEIVED + receiving(ASKED, CLOSED)) == ()
    other = Duty(side=R, act=Act.ANSWER_QUESTION, of=H, number=1)
    assert duties_after(RECEIVED + receiving(ASKED) + handling(ASKED)) == (owed, other)


def test_nobody_owes_an_answer_after_the_end() -> None:
    before, end = SITUATIONS["received"], SITUATIONS["not_accepted"][len(RECEIVED) :]
    assert duties_after(before + receiving(ASKED) + end) == ()


IMPOSSIBLE: dict[str, History] = {
    "a number left out": RECEIVED
    + receiving(QuestionAsked(question=2, subject=MATERIALS, sealed=SEALED)),
    "a number twice": RECEIVED + receiving(ASKED, ASKED),
    "answered twice": RECEIVED + receiving(ASKED) + handling(ANSWERED, ANSWERED),
    "closed before it was asked": RECEIVED + receiving(CLOSED),
    "closed twice": RECEIVED + receiving(ASKED, CLOSED, CLOSED),
}


@pytest.mark.parametrize("history", IMPOSSIBLE.values(), ids=list(IMPOSSIBLE))
def test_an_impossible_word_stops_the_fold(history: History) -> None:
    with pytest.raises(AssertionError):
        fold(history)


UNHEARD: dict[str, tuple[History, History]] = {
    "asked before the push": (CHECKED, receiving(ASKED)),
    "asked before the push arrived": (SITUATIONS["pushed"], handling(ASKED)),
    "answered what nobody asked": (RECEIVED, handling(ANSWERED)),
    "answered an own question": (RECEIVED + handling(ASKED), handling(ANSWERED)),
}


@pytest.mark.parametrize(("history", "word"), UNHEARD.values(), ids=list(UNHEARD))
def test_a_peer_speaks_only_of_what_it_heard(history: History, word: History) -> None:
    assert not follows(word[0], fold(history))


@pytest.mark.parametrize("name", ["finished", "not_accepted_told", "withdrawn_told"])
def test_a_word_that_crossed_the_end_is_taken(name: str) -> None:
    assert follows(handling(ASKED)[0], fold(SITUATIONS[name]))
    asked = SITUATIONS[name] + receiving(ASKED)
    assert follows(handling(ANSWERED)[0], fold(asked))
