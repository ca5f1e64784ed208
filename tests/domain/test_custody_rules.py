"""The custody of originals (domain reference, section 2 'Paper path', and invariant 8)."""

import pytest

from broker.domain.cases.causality import follows
from broker.domain.cases.commands import Command
from broker.domain.cases.custody.commands import HandBackManner, ParcelCondition
from broker.domain.cases.custody.events import (
    OriginalsHandedBack,
    OriginalsTaken,
    ParcelArrived,
    ParcelLost,
    ParcelRecalled,
    ParcelSealed,
    ParcelShipped,
)
from broker.domain.cases.custody.state import (
    ORIGINALS_MAX,
    PARCELS_MAX,
    Kept,
    OnTheWay,
    Packed,
    Place,
    places,
)
from broker.domain.cases.duties import Duty, duties
from broker.domain.cases.events import CaseFinished
from broker.domain.cases.state import Case, is_over
from broker.domain.cases.status import Act, Owed, owes
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.support.builders import (
    ACCEPT,
    DECLINE,
    DELIVER,
    FAIL_FORM,
    FINISH,
    GRANT,
    HANGZHOU,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    RETURN_RESULT,
    SEALED,
    WITHDRAW,
    confirm,
    confirm_damaged,
    hand_back,
    pack,
    recall,
    report_lost,
    ship,
    submit,
    take,
)
from tests.support.situations import CHECKED, COLLECTED, RECEIVED, SITUATIONS
from tests.support.spec import History, fold, given, handling, played, receiving

R, H = Side.RECEIVING, Side.HANDLING
BOOK, CERTIFICATE = "户口簿", "结婚证"
HERE: tuple[Command, ...] = (submit(), PASS_FORM, PASS_IDENTITY)
TAKEN = (*HERE, take(R, BOOK))
SEALED_HERE = (*TAKEN, pack(R, BOOK))
UNDER_WAY = (*SEALED_HERE, ship(R))
PUSHED = (*UNDER_WAY, PUSH)
THERE = (*PUSHED, confirm(H))
RETURNING = (*THERE, pack(H, BOOK), ship(H))
HOME = (*RETURNING, confirm(R))
DONE = (ACCEPT, GRANT, RETURN_RESULT, DELIVER, NOTIFY)
SHIPPED = ParcelShipped(parcel=1, carrier="EMS", tracking_number="EB123456789CN")
ARRIVED = ParcelArrived(parcel=1, condition=ParcelCondition.INTACT, sealed=None)
SEALED_BOOK = ParcelSealed(parcel=1, originals=(BOOK,), seal_number="F-0017")
BACK = OriginalsHandedBack(originals=(BOOK,), manner=HandBackManner.IN_PERSON)


def case_after(*commands: Command) -> Case:
    """Answer the case after commands that must all succeed."""
    state = fold(played(*commands))
    assert isinstance(state, Case)
    return state


def places_after(*commands: Command) -> tuple[Place, ...]:
    """Tell where the originals are then."""
    return tuple(places(case_after(*commands).custody))


def test_an_original_is_at_every_moment_with_a_side_or_between_two() -> None:
    book = (BOOK,)
    assert places_after(*HERE) == ()
    assert places_after(*TAKEN) == (Kept(side=R, originals=book),)
    assert places_after(*SEALED_HERE) == (Packed(side=R, parcel=1, originals=book),)
    assert places_after(*PUSHED) == (OnTheWay(sender=R, parcel=1, originals=book),)
    assert places_after(*THERE) == (Kept(side=H, originals=book),)
    assert places_after(*RETURNING) == (OnTheWay(sender=H, parcel=1, originals=book),)
    assert places_after(*HOME) == (Kept(side=R, originals=book),)
    assert places_after(*HOME, hand_back(R, BOOK)) == ()


def test_two_originals_of_one_name_are_two() -> None:
    taken = (*HERE, take(R, BOOK, BOOK), pack(R, BOOK))
    assert places_after(*taken) == (
        Kept(side=R, originals=(BOOK,)),
        Packed(side=R, parcel=1, originals=(BOOK,)),
    )
    given(played(*taken)).when(pack(R, BOOK, BOOK)).then_refused(Reason.ORIGINALS_NOT_KEPT)


def test_originals_are_taken_from_the_hand_in_on() -> None:
    given(COLLECTED).when(take(R, BOOK)).then(receiving(OriginalsTaken(originals=(BOOK,))))
    given(COLLECTED).when(take(R)).then_refused(Reason.ORIGINALS_MISSING)


def test_the_handling_side_takes_originals_between_the_push_and_its_decision() -> None:
    given(CHECKED).when(take(H, BOOK), at=HANGZHOU).then_refused(Reason.NOT_PUSHED)
    given(RECEIVED).when(take(H, BOOK)).then(handling(OriginalsTaken(originals=(BOOK,))))
    given(SITUATIONS["granted"]).when(take(H, BOOK)).then_refused(Reason.ALREADY_DECIDED)


def test_a_side_takes_only_so_many() -> None:
    many = played(submit(), take(R, *[BOOK] * ORIGINALS_MAX))
    given(many).when(take(R, BOOK)).then_refused(Reason.TOO_MANY_ORIGINALS)


def test_papers_are_sealed_and_shipped_only_after_both_checks() -> None:
    begun = played(submit(), take(R, BOOK))
    given(begun).when(pack(R, BOOK)).then_refused(Reason.FORM_NOT_PASSED)
    formed = played(submit(), take(R, BOOK), PASS_FORM)
    given(formed).when(pack(R, BOOK)).then_refused(Reason.IDENTITY_NOT_PASSED)
    given(played(*TAKEN)).when(pack(R, BOOK)).then(receiving(SEALED_BOOK))
    failed = played(*SEALED_HERE, FAIL_FORM)
    given(failed).when(ship(R)).then_refused(Reason.FORM_NOT_PASSED)


def test_a_side_seals_only_what_it_keeps() -> None:
    given(played(*TAKEN)).when(pack(R, CERTIFICATE)).then_refused(Reason.ORIGINALS_NOT_KEPT)
    given(played(*TAKEN)).when(pack(R)).then_refused(Reason.ORIGINALS_MISSING)
    given(played(*SEALED_HERE)).when(pack(R, BOOK)).then_refused(Reason.ORIGINALS_NOT_KEPT)
    given(played(*PUSHED)).when(pack(H, BOOK)).then_refused(Reason.ORIGINALS_NOT_KEPT)


def test_a_side_seals_only_so_many_parcels() -> None:
    packs = [pack(R, BOOK)] * PARCELS_MAX
    many = played(*HERE, take(R, *[BOOK] * (PARCELS_MAX + 1)), *packs)
    given(many).when(pack(R, BOOK)).then_refused(Reason.TOO_MANY_PARCELS)


def test_a_parcel_is_shipped_once_with_a_tracking_number() -> None:
    given(played(*SEALED_HERE)).when(ship(R)).then(receiving(SHIPPED))
    given(played(*SEALED_HERE)).when(ship(R, 2)).then_refused(Reason.PARCEL_UNKNOWN)
    given(played(*UNDER_WAY)).when(ship(R)).then_refused(Reason.PARCEL_SHIPPED)
    recalled = played(*SEALED_HERE, recall(R))
    given(recalled).when(ship(R)).then_refused(Reason.PARCEL_CLOSED)


def test_arrival_is_confirmed_only_after_the_push_was_received() -> None:
    before = played(*UNDER_WAY)
    given(before).when(confirm(H), at=HANGZHOU).then_refused(Reason.NOT_PUSHED)
    given(played(*PUSHED)[:-1]).when(confirm(H)).then_refused(Reason.PUSH_NOT_RECEIVED)
    given(played(*PUSHED)).when(confirm(H)).then(handling(ARRIVED))


def test_only_the_addressee_confirms_what_was_shipped_and_once() -> None:
    given(played(*PUSHED)).when(confirm(R)).then_refused(Reason.PARCEL_UNKNOWN)
    sealed = played(*SEALED_HERE, PUSH)
    given(sealed).when(confirm(H)).then_refused(Reason.PARCEL_NOT_SHIPPED)
    given(played(*THERE)).when(confirm(H)).then_refused(Reason.PARCEL_CLOSED)
    given(played(*THERE)).when(report_lost(H)).then_refused(Reason.PARCEL_CLOSED)
    recalled = played(*UNDER_WAY, recall(R), PUSH)
    given(recalled).when(confirm(H)).then_refused(Reason.PARCEL_CLOSED)


def test_a_damaged_seal_needs_a_note() -> None:
    pushed = given(played(*PUSHED))
    pushed.when(confirm_damaged(H, sealed=None)).then_refused(Reason.TEXT_MISSING)
    damaged = ParcelArrived(parcel=1, condition=ParcelCondition.DAMAGED, sealed=SEALED)
    pushed.when(confirm_damaged(H)).then(handling(damaged))


def test_for_a_lost_parcel_its_sender_answers_again() -> None:
    given(played(*PUSHED)).when(report_lost(H, sealed=None)).then_refused(Reason.TEXT_MISSING)
    given(played(*PUSHED)).when(report_lost(H)).then(handling(ParcelLost(parcel=1, sealed=SEALED)))
    lost = (*PUSHED, report_lost(H))
    assert places_after(*lost) == (Kept(side=R, originals=(BOOK,)),)
    made_good = hand_back(R, BOOK, manner=HandBackManner.MADE_GOOD)
    assert places_after(*lost, made_good) == ()


def test_a_parcel_is_recalled_as_long_as_nobody_can_confirm_it() -> None:
    recalled = receiving(ParcelRecalled(parcel=1))
    given(played(*SEALED_HERE)).when(recall(R)).then(recalled)
    given(played(*UNDER_WAY)).when(recall(R)).then(recalled)
    given(played(*SEALED_HERE, PUSH)).when(recall(R)).then(recalled)
    given(played(*PUSHED)).when(recall(R)).then_refused(Reason.PARCEL_SHIPPED)
    given(played(*PUSHED)).when(recall(R, 2)).then_refused(Reason.PARCEL_UNKNOWN)
    twice = played(*UNDER_WAY, recall(R))
    given(twice).when(recall(R)).then_refused(Reason.PARCEL_CLOSED)


def test_either_side_hands_back_what_it_keeps() -> None:
    given(played(*TAKEN)).when(hand_back(R, BOOK)).then(receiving(BACK))
    given(played(*THERE)).when(hand_back(H, BOOK)).then(handling(BACK))
    given(played(*THERE)).when(hand_back(R, BOOK)).then_refused(Reason.ORIGINALS_NOT_KEPT)
    given(played(*THERE)).when(hand_back(H)).then_refused(Reason.ORIGINALS_MISSING)


@pytest.mark.parametrize("commands", [PUSHED, THERE, RETURNING, HOME, (*TAKEN, PUSH)])
def test_a_case_is_not_finished_while_an_original_is_out(commands: tuple[Command, ...]) -> None:
    history = played(*commands, *DONE)
    given(history).when(FINISH).then_refused(Reason.ORIGINALS_OUT)
    state = fold(history)
    assert not follows(receiving(CaseFinished())[0], state)
    assert isinstance(state, Case)
    assert owes(state) != Owed(side=R, act=Act.FINISH)


def test_a_case_is_finished_when_every_original_is_back() -> None:
    done = played(*HOME, *DONE, hand_back(R, BOOK))
    given(done).when(FINISH).then(receiving(CaseFinished()))


def test_originals_go_back_also_after_the_end() -> None:
    declined = (*THERE, DECLINE, NOTIFY)
    state = case_after(*declined)
    assert not is_over(state)
    assert owes(state) == Owed(side=H, act=Act.RETURN_ORIGINALS)
    shipped = (*declined, pack(H, BOOK), ship(H))
    assert owes(case_after(*shipped)) == Owed(side=R, act=Act.CONFIRM_PARCEL)
    back = (*shipped, confirm(R), hand_back(R, BOOK))
    assert is_over(case_after(*back))


def test_after_the_end_nothing_more_is_taken_or_sent_away() -> None:
    declined = played(*TAKEN, PUSH, DECLINE)
    given(declined).when(take(R, BOOK)).then_refused(Reason.CASE_ENDED)
    given(declined).when(pack(R, BOOK)).then_refused(Reason.CASE_ENDED)
    given(declined).when(hand_back(R, BOOK)).then(receiving(BACK))


def test_what_was_shipped_for_a_push_that_never_came_is_recalled() -> None:
    withdrawn = (*UNDER_WAY, WITHDRAW, NOTIFY)
    assert owes(case_after(*withdrawn)) == Owed(side=R, act=Act.RECALL_PARCEL)
    recalled = (*withdrawn, recall(R))
    assert owes(case_after(*recalled)) == Owed(side=R, act=Act.RETURN_ORIGINALS)
    assert is_over(case_after(*recalled, hand_back(R, BOOK)))


def test_a_parcel_under_way_is_a_duty_of_whoever_is_next() -> None:
    assert duties(case_after(*SEALED_HERE)) == (Duty(side=R, act=Act.SHIP_PARCEL, of=R, number=1),)
    assert duties(case_after(*SEALED_HERE, FAIL_FORM)) == ()
    assert duties(case_after(*UNDER_WAY)) == ()
    assert duties(case_after(*PUSHED)) == (Duty(side=H, act=Act.CONFIRM_PARCEL, of=R, number=1),)
    assert duties(case_after(*THERE)) == ()


def test_in_a_case_of_one_region_the_command_says_which_window_acts() -> None:
    history = played(submit(handling=QINGYANG), *PUSHED[1:])
    given(history).when(confirm(H), at=QINGYANG).then(handling(ARRIVED))
    given(history).when(confirm(R), at=QINGYANG).then_refused(Reason.PARCEL_UNKNOWN)


IMPOSSIBLE: dict[str, History] = {
    "a parcel number left out": played(*TAKEN)
    + receiving(ParcelSealed(parcel=2, originals=(BOOK,), seal_number="1")),
    "shipped unsealed": played(*TAKEN) + receiving(SHIPPED),
    "shipped twice": played(*UNDER_WAY) + receiving(SHIPPED),
    "arrived twice": played(*THERE) + handling(ARRIVED),
    "lost after it arrived": played(*THERE) + handling(ParcelLost(parcel=1, sealed=SEALED)),
    "recalled twice": played(*UNDER_WAY)
    + receiving(ParcelRecalled(parcel=1), ParcelRecalled(parcel=1)),
}


@pytest.mark.parametrize("history", IMPOSSIBLE.values(), ids=list(IMPOSSIBLE))
def test_an_impossible_act_stops_the_fold(history: History) -> None:
    with pytest.raises(AssertionError):
        fold(history)


UNHEARD: dict[str, tuple[History, History]] = {
    "arrived before it was shipped": (played(*SEALED_HERE, PUSH), handling(ARRIVED)),
    "arrived before the push did": (played(*PUSHED)[:-1], handling(ARRIVED)),
    "a parcel nobody sealed": (RECEIVED, handling(ParcelLost(parcel=1, sealed=SEALED))),
    "sealed what it does not keep": (played(*PUSHED), handling(SEALED_BOOK)),
    "handed back what it does not keep": (played(*THERE), receiving(BACK)),
    "recalled after the push": (played(*PUSHED), receiving(ParcelRecalled(parcel=1))),
    "recalled what was never sealed": (RECEIVED, receiving(ParcelRecalled(parcel=1))),
    "taken after the decision": (
        SITUATIONS["granted"],
        handling(OriginalsTaken(originals=(BOOK,))),
    ),
}


@pytest.mark.parametrize(("history", "act"), UNHEARD.values(), ids=list(UNHEARD))
def test_a_peer_acts_only_on_what_it_heard(history: History, act: History) -> None:
    assert not follows(act[0], fold(history))
