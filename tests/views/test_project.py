"""A view depends on the set of events alone, not on the order in which the sides' events arrive."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.cases.commands import (
    AmendCase,
    DecisionResult,
    DeclineCase,
    DeliveryWay,
    NoticeChannel,
    NotifyApplicant,
    RequestSupplement,
    WithdrawCase,
)
from broker.domain.cases.duties import Duty
from broker.domain.cases.fees.commands import NoticeFee
from broker.domain.cases.ratings.commands import RateCase, RatingLevel, RecordContact
from broker.domain.cases.status import Act, CaseStatus, Owed
from broker.domain.identifiers import CaseId, Instant, Side
from broker.errors import CorruptLog
from broker.views.absorb import Absorbed, absorb
from broker.views.case import NOBODY, CaseView, Desk, DutySince, TimelineEntry
from broker.views.changes import EventRecorded, Origin
from broker.views.position import Place
from broker.views.project import is_known, project
from tests.support.builders import ID_CARD_COPY, ask, pack, recall, ship, take
from tests.views.histories import (
    BESIDE,
    CORRECTED,
    LETTER,
    MORNING,
    PHOTO,
    SEALED,
    SUBMIT,
    USUAL,
    arrivals,
    histories,
    play,
)

CASE = CaseId("621000-case")
NOWHERE = Place(partition=0, offset=0, now=MORNING)


def seen(changes: tuple[EventRecorded, ...]) -> Absorbed:
    """Fold changes into an empty model."""
    return absorb({}, changes)


def everywhere_equal(view: CaseView) -> CaseView:
    """Leave out the one arrival-local field of a view."""
    return replace(view, changed=NOWHERE)


def entries_everywhere_equal(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """Leave out the arrival-local fields of timeline entries, and their order."""
    bare = [replace(each, arrival=0, origin=Origin.OWN, recorded=NOWHERE) for each in entries]
    return sorted(bare, key=lambda each: (each.side, each.sequence))


@given(st.data(), histories)
def test_any_order_and_repetition_of_both_sides_gives_the_same_view(
    data: st.DataObject, history: tuple[EventRecorded, ...]
) -> None:
    straight = seen(history)
    mixed = seen(data.draw(arrivals(history)))
    assert everywhere_equal(mixed.views[CASE]) == everywhere_equal(straight.views[CASE])
    assert entries_everywhere_equal(mixed.entries) == entries_everywhere_equal(straight.entries)


@given(st.data(), histories)
def test_a_batch_may_end_anywhere(data: st.DataObject, history: tuple[EventRecorded, ...]) -> None:
    cut = data.draw(st.integers(0, len(history)))
    first = seen(history[:cut])
    second = absorb(first.views, history[cut:])
    whole = seen(history)
    assert {**first.views, **second.views} == whole.views
    assert first.entries + second.entries == whole.entries


@given(histories)
def test_arrival_counts_what_this_region_learned(history: tuple[EventRecorded, ...]) -> None:
    absorbed = seen(history)
    assert [entry.arrival for entry in absorbed.entries] == list(range(1, len(history) + 1))
    assert absorbed.views[CASE].version == len(history)


def test_the_usual_case_ends_finished_and_owes_nothing() -> None:
    view = seen(play(CASE)).views[CASE]
    assert view.status is CaseStatus.FINISHED
    assert view.owed is None
    assert view.result is DecisionResult.GRANTED
    assert view.submitted_at == MORNING
    assert view.pushed_at == MORNING + 3000
    assert view.receiving.materials == (PHOTO,)
    assert view.handling.materials == (LETTER,)
    assert view.sealed == SEALED


def test_a_supplement_is_owed_by_the_receiving_side() -> None:
    asked = RequestSupplement(titles=("照片",), sealed=SEALED)
    view = seen(play(CASE, (*USUAL[:3], asked))).views[CASE]
    assert view.owed == Owed(side=Side.RECEIVING, act=Act.ANSWER_SUPPLEMENT)


def test_an_automatic_receipt_does_not_take_a_case_for_a_window() -> None:
    pushed = seen(play(CASE, USUAL[:3])).views[CASE]
    assert pushed.handling.count == 1
    assert pushed.handling.desk == NOBODY
    accepted = seen(play(CASE, USUAL[:4])).views[CASE]
    assert accepted.handling.desk == Desk(office="o1", window="w1")


def test_a_withdrawal_settled_by_the_log_does_not_take_a_case_either() -> None:
    view = seen(play(CASE, (*USUAL[:3], WithdrawCase(sealed=SEALED)))).views[CASE]
    assert view.status is CaseStatus.WITHDRAWN
    assert view.handling.desk == NOBODY


def test_a_missing_event_stops_the_fold() -> None:
    history = play(CASE)
    view = project(None, history[0])
    with pytest.raises(CorruptLog):
        is_known(view, history[2].arrived.meta)


def test_a_case_begins_with_its_submission() -> None:
    received = next(each for each in play(CASE) if each.arrived.meta.side is Side.HANDLING)
    with pytest.raises(CorruptLog):
        project(None, received)


def test_a_case_is_shown_as_it_was_corrected() -> None:
    amend = AmendCase(
        applicant_hash=SUBMIT.applicant_hash,
        delivery_way=DeliveryWay.PICK_UP_RECEIVING,
        sealed=CORRECTED,
    )
    seen_of = seen(play(CASE, (amend,)))
    view = seen_of.views[CASE]
    assert (view.delivery_way, view.sealed) == (DeliveryWay.PICK_UP_RECEIVING, CORRECTED)
    assert view.applicant_hash == SUBMIT.applicant_hash
    first, second = seen_of.entries
    assert (first.sealed, second.sealed) == (SEALED, CORRECTED)
    assert second.summary == {"delivery_way": "pick_up_receiving"}


def test_what_is_owed_beside_the_next_act_is_owed_since_its_fact() -> None:
    notice = NoticeFee(amount_fen=2_000, due_on=None, sealed=SEALED)
    charged = seen(play(CASE, (*USUAL[:4], notice))).views[CASE]
    (due,) = charged.duties
    assert (due.duty.act, due.since) == (Act.COLLECT_FEE, MORNING + 5_000)
    bad = RateCase(rated=Side.HANDLING, level=RatingLevel.VERY_DISSATISFIED, sealed=None)
    contact = RecordContact(side=Side.HANDLING, sealed=None)
    ended = (*USUAL[:3], DeclineCase(sealed=SEALED), NotifyApplicant(channel=NoticeChannel.SMS))
    rated = seen(play(CASE, (*ended, bad))).views[CASE]
    contacted = seen(play(CASE, (*ended, bad, contact))).views[CASE]
    (call,), (remedy,) = rated.duties, contacted.duties
    assert (call.duty.act, call.since) == (Act.CONTACT_APPLICANT, MORNING + 6_000)
    assert (remedy.duty.act, remedy.since) == (Act.RECTIFY, MORNING + 7_000)
    assert rated.owed == Owed(side=Side.HANDLING, act=Act.CONTACT_APPLICANT)


def test_a_duty_is_owed_since_the_question_was_asked_or_the_parcel_shipped() -> None:
    asking, checked, pushed = ask(Side.RECEIVING), USUAL[:2], USUAL[:1]
    steps = (*checked, *BESIDE[3:6], *pushed, asking)
    view = seen(play(CASE, steps)).views[CASE]
    parcel, question = sorted(view.duties, key=lambda owed: owed.since)
    assert parcel == DutySince(
        duty=Duty(side=Side.HANDLING, act=Act.CONFIRM_PARCEL, of=Side.RECEIVING, number=1),
        since=Instant(MORNING + 5_000),
    )
    assert question == DutySince(
        duty=Duty(side=Side.HANDLING, act=Act.ANSWER_QUESTION, of=Side.RECEIVING, number=1),
        since=Instant(MORNING + 7_000),
    )


def test_a_recalled_parcel_does_not_move_the_instants_of_the_others() -> None:
    side = Side.RECEIVING
    sealed = (take(side, "户口簿", "结婚证"), pack(side, "户口簿"), pack(side, "结婚证"))
    steps = (*USUAL[:2], *sealed, recall(side), ship(side, 2))
    view = seen(play(CASE, steps)).views[CASE]
    assert view.receiving.parcels_at == (Instant(MORNING + 4_000), Instant(MORNING + 7_000))
    assert [place.originals for place in view.originals] == [("户口簿",), ("结婚证",)]


def test_what_an_answer_brings_belongs_to_the_side_that_answered() -> None:
    view = seen(play(CASE, (*USUAL[:3], *BESIDE[:2]))).views[CASE]
    assert view.handling.materials == (ID_CARD_COPY,)
