"""The rules of the rating (好差评), each as a sentence (国办发〔2019〕51号)."""

import pytest

from broker.domain.cases.causality import follows
from broker.domain.cases.commands import Command
from broker.domain.cases.duties import Duty, duties
from broker.domain.cases.ratings.commands import RateCase, RatingLevel
from broker.domain.cases.ratings.events import (
    CaseRated,
    RatingContacted,
    RatingRectified,
    body_concerned,
)
from broker.domain.cases.state import Case, is_over
from broker.domain.cases.status import Act, owes
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.support.builders import (
    CONTACT_HERE,
    CONTACT_THERE,
    FINISH,
    HANGZHOU,
    QINGYANG,
    RATE_HERE,
    RATE_HERE_BADLY,
    RATE_THERE,
    RATE_THERE_BADLY,
    RECTIFY_HERE,
    RECTIFY_THERE,
    RECTIFY_WITHOUT_WORDS,
    SEALED,
)
from tests.support.situations import DELIVERED_TOLD, NOT_ACCEPTED, SITUATIONS
from tests.support.spec import History, fold, given, handling, receiving

FINISHED = SITUATIONS["finished"]
WITHDRAWN = SITUATIONS["withdrawn"]


def rated(command: RateCase) -> History:
    """Write the rating a command asks for."""
    return receiving(CaseRated(rated=command.rated, level=command.level, sealed=command.sealed))


CONTACTED_HERE = receiving(RatingContacted(sealed=SEALED))
CONTACTED_THERE = handling(RatingContacted(sealed=None))
RECTIFIED_HERE = receiving(RatingRectified(sealed=SEALED))
RECTIFIED_THERE = handling(RatingRectified(sealed=SEALED))


@pytest.mark.parametrize("ended", [FINISHED, WITHDRAWN, NOT_ACCEPTED], ids=["f", "w", "n"])
def test_a_case_is_rated_from_its_end_on_however_it_ended(ended: History) -> None:
    given(ended).when(RATE_HERE).then(rated(RATE_HERE))
    given(ended).when(RATE_THERE).then(rated(RATE_THERE))


def test_nothing_is_rated_while_the_case_goes_on() -> None:
    given(DELIVERED_TOLD).when(RATE_HERE).then_refused(Reason.CASE_NOT_ENDED)


def test_each_of_the_two_bodies_is_rated_once_invariant_12() -> None:
    given(FINISHED, rated(RATE_HERE)).when(RATE_HERE_BADLY).then_refused(Reason.ALREADY_RATED)
    given(FINISHED, rated(RATE_HERE)).when(RATE_THERE).then(rated(RATE_THERE))
    both = (FINISHED, rated(RATE_HERE), rated(RATE_THERE))
    given(*both).when(RATE_THERE).then_refused(Reason.ALREADY_RATED)


def test_a_body_that_never_had_the_case_is_not_rated() -> None:
    for name in ("withdrawn_early", "voided"):
        given(SITUATIONS[name]).when(RATE_THERE).then_refused(Reason.NOT_PUSHED)
        given(SITUATIONS[name]).when(RATE_HERE).then(rated(RATE_HERE))


def test_the_side_that_meets_the_applicant_records_the_rating() -> None:
    given(FINISHED).when(RATE_THERE, at=HANGZHOU).then_refused(Reason.WRONG_SIDE)


def test_nobody_is_forced_to_rate_for_no_step_waits_for_it() -> None:
    given(DELIVERED_TOLD).when(FINISH)
    state = fold(FINISHED)
    assert isinstance(state, Case)
    assert owes(state) is None
    assert duties(state) == ()


@pytest.mark.parametrize("level", RatingLevel)
def test_the_two_worst_of_five_levels_oblige_the_rated_body(level: RatingLevel) -> None:
    rating = receiving(CaseRated(rated=Side.HANDLING, level=level, sealed=None))
    state = fold(FINISHED + rating)
    assert isinstance(state, Case)
    is_bad = level in {RatingLevel.DISSATISFIED, RatingLevel.VERY_DISSATISFIED}
    call = Duty(side=Side.HANDLING, act=Act.CONTACT_APPLICANT, of=Side.HANDLING, number=1)
    assert duties(state) == ((call,) if is_bad else ())


def test_the_rated_body_calls_and_then_puts_right() -> None:
    """上海市优化营商环境条例 30 (contact); practice (rectification)."""
    bad = (FINISHED, rated(RATE_THERE_BADLY))
    given(*bad).when(RECTIFY_THERE).then_refused(Reason.NOT_CONTACTED)
    given(*bad).when(CONTACT_THERE).then(CONTACTED_THERE)
    given(*bad, CONTACTED_THERE).when(CONTACT_THERE).then_refused(Reason.ALREADY_CONTACTED)
    given(*bad, CONTACTED_THERE).when(RECTIFY_THERE).then(RECTIFIED_THERE)
    done = (*bad, CONTACTED_THERE, RECTIFIED_THERE)
    given(*done).when(RECTIFY_THERE).then_refused(Reason.ALREADY_RECTIFIED)


def test_each_body_answers_for_its_own_bad_rating() -> None:
    bad = (FINISHED, rated(RATE_HERE_BADLY), rated(RATE_THERE))
    given(*bad).when(CONTACT_THERE).then_refused(Reason.NO_BAD_RATING)
    given(*bad).when(CONTACT_HERE, at=HANGZHOU).then_refused(Reason.WRONG_SIDE)
    given(*bad).when(CONTACT_THERE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(*bad).when(CONTACT_HERE).then(CONTACTED_HERE)


@pytest.mark.parametrize("command", [CONTACT_HERE, RECTIFY_HERE], ids=["contact", "rectify"])
def test_there_is_nothing_to_do_about_a_good_rating(command: Command) -> None:
    given(FINISHED).when(command).then_refused(Reason.NO_BAD_RATING)
    given(FINISHED, rated(RATE_HERE)).when(command).then_refused(Reason.NO_BAD_RATING)


def test_what_was_put_right_is_said() -> None:
    bad = (FINISHED, rated(RATE_HERE_BADLY), CONTACTED_HERE)
    given(*bad).when(RECTIFY_WITHOUT_WORDS).then_refused(Reason.REASON_MISSING)
    given(*bad).when(RECTIFY_HERE).then(RECTIFIED_HERE)


def test_what_is_owed_after_a_bad_rating_leaves_the_case_over() -> None:
    for rating in (RATE_HERE_BADLY, RATE_THERE_BADLY):
        assert is_over(fold(FINISHED + rated(rating)))


def test_a_peer_may_only_say_of_a_rating_what_it_can_know() -> None:
    (rating,) = rated(RATE_THERE_BADLY)
    (contact,) = CONTACTED_THERE
    assert follows(rating, fold(FINISHED))
    assert not follows(rating, fold(DELIVERED_TOLD))
    assert not follows(rating, fold(SITUATIONS["voided"]))
    assert follows(contact, fold((*FINISHED, rating)))
    assert not follows(contact, fold(FINISHED))


def test_words_about_a_body_concern_that_body() -> None:
    """个人信息保护法 6: the words of a rating travel only to the body they are about."""
    (here,), (there,) = rated(RATE_HERE), rated(RATE_THERE)
    assert isinstance(here.event, CaseRated)
    assert isinstance(there.event, CaseRated)
    assert body_concerned(here.event, Side.RECEIVING) is Side.RECEIVING
    assert body_concerned(there.event, Side.RECEIVING) is Side.HANDLING
    assert body_concerned(RatingContacted(sealed=None), Side.HANDLING) is Side.HANDLING
