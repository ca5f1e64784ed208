"""不来即享: a platform fills in, the person reads, changes, declines or submits; one rule each."""

from dataclasses import fields, replace
from typing import get_args

import pytest

from broker.domain.cases.commands import DeliveryWay, SubmitCase
from broker.domain.cases.decide import decide as decide_case
from broker.domain.cases.state import INITIAL
from broker.domain.envelope import Role
from broker.domain.identifiers import Instant, Side
from broker.domain.offers.aggregate import OFFERS
from broker.domain.offers.commands import (
    OFFER_COMMAND_ROLES,
    FieldOrigin,
    FieldSource,
    OfferCommand,
    OfferDraft,
    PersonCommand,
)
from broker.domain.offers.events import (
    FieldChanged,
    OfferDeclined,
    OfferExpired,
    OfferOpened,
    OfferSubmitted,
)
from broker.domain.offers.state import Expired, Offered, is_over
from broker.domain.offers.submission import submitted_case, traces
from broker.domain.refusal import Reason, Refusal
from tests.domain.offers.support import (
    ACCOUNT,
    ADDRESS,
    DECLINE,
    DRAFT,
    ELSEWHERE,
    EVENING,
    HERE,
    MORNING,
    MOVED,
    NAME,
    OPEN,
    PERSON,
    SOURCE,
    STRANGER,
    SUBMIT,
    given,
    refused,
    sealed,
)

READY = (DRAFT, OPEN, ACCOUNT)


def test_an_offer_waits_for_the_person_and_nothing_else_happens() -> None:
    offer = given(DRAFT).offer
    assert offer.stage == Offered()
    assert submitted_case(offer) is None
    assert OFFERS.settle(offer, Instant(EVENING - 1)) == ()


def test_every_value_says_which_platform_which_record_when_and_on_what_basis() -> None:
    """个人信息保护法 art. 34, 35: notice of source and basis."""
    (first, _) = traces(given(DRAFT).offer)
    assert first.source == SOURCE
    assert {one.name for one in fields(FieldSource)} == {
        "platform",
        "record_kind",
        "fetched_at",
        "legal_basis",
    }


def with_source(**values: object) -> OfferDraft:
    """Change the source of one field."""
    source = replace(SOURCE, **values)  # type: ignore[arg-type]
    return replace(DRAFT, fields=(NAME, replace(ADDRESS, source=source)))


@pytest.mark.parametrize(
    "draft",
    [
        with_source(platform=" "),
        with_source(record_kind=""),
        with_source(legal_basis=" "),
        with_source(fetched_at=Instant(MORNING + 1)),
        replace(DRAFT, fields=()),
        replace(DRAFT, fields=(NAME, NAME)),
        replace(DRAFT, open_fields=("姓名",)),
        replace(DRAFT, required=frozenset({"年龄"})),
        replace(DRAFT, applicant_hash=""),
        replace(DRAFT, expires_at=MORNING),
    ],
)
def test_an_offer_without_source_basis_or_term_is_no_offer(draft: OfferDraft) -> None:
    assert given().when(draft) == refused(Reason.OFFER_INVALID)


def test_an_offer_is_made_once() -> None:
    assert given(DRAFT).when(DRAFT) == refused(Reason.OFFER_EXISTS)
    assert given().when(OPEN) == refused(Reason.OFFER_UNKNOWN)


def test_a_platform_offers_and_everything_else_is_the_persons() -> None:
    assert set(OFFER_COMMAND_ROLES) == set(get_args(OfferCommand))
    assert OFFER_COMMAND_ROLES[OfferDraft] is Role.PLATFORM
    others = {role for kind, role in OFFER_COMMAND_ROLES.items() if kind is not OfferDraft}
    assert others == {Role.APPLICANT}


@pytest.mark.parametrize("command", [OPEN, ACCOUNT, DECLINE, SUBMIT])
def test_nobody_else_can_open_change_decline_or_submit(command: PersonCommand) -> None:
    stranger = replace(command, applicant_hash=STRANGER)
    assert given(*READY).when(stranger) == refused(Reason.NOT_THE_PERSON)
    assert given(*READY).when(command, at=ELSEWHERE) == refused(Reason.WRONG_SIDE)


def test_the_person_opens_the_offer_once() -> None:
    assert given(DRAFT).when(OPEN) == (OfferOpened(),)
    assert given(DRAFT, OPEN).when(OPEN) == refused(Reason.OFFER_OPENED)


def test_what_the_person_has_not_read_cannot_be_changed_or_submitted() -> None:
    complete = replace(DRAFT, required=frozenset({"姓名"}))
    assert given(complete).when(SUBMIT) == refused(Reason.OFFER_NOT_OPENED)
    assert given(complete).when(MOVED) == refused(Reason.OFFER_NOT_OPENED)


def test_a_changed_value_is_the_persons_own_and_has_no_source() -> None:
    """个人信息保护法 art. 44–47: who finds a value wrong corrects it."""
    assert given(DRAFT, OPEN).when(MOVED) == (
        FieldChanged(name="住址", sealed=sealed("new address")),
    )
    found = {one.name: one for one in traces(given(DRAFT, OPEN, MOVED).offer)}
    assert (found["住址"].origin, found["住址"].source) == (FieldOrigin.PERSON, None)
    assert (found["姓名"].origin, found["姓名"].source) == (FieldOrigin.PLATFORM, SOURCE)


def test_the_person_may_keep_a_value_back() -> None:
    kept = given(DRAFT, OPEN, replace(MOVED, sealed=None))
    assert [one.name for one in traces(kept.offer)] == ["姓名"]


def test_a_field_that_the_form_does_not_have_cannot_be_filled() -> None:
    unknown = replace(MOVED, name="年龄")
    assert given(DRAFT, OPEN).when(unknown) == refused(Reason.FIELD_UNKNOWN)


def test_the_person_may_decline_at_any_time_without_a_reason() -> None:
    assert given(DRAFT).when(DECLINE) == (OfferDeclined(),)
    assert given(*READY).when(DECLINE) == (OfferDeclined(),)
    assert is_over(given(DRAFT, DECLINE).state)


def test_a_draft_with_an_empty_required_field_is_not_submitted() -> None:
    assert given(DRAFT, OPEN).when(SUBMIT) == refused(Reason.FIELDS_MISSING)
    kept_back = replace(MOVED, name="姓名", sealed=None)
    assert given(*READY, kept_back).when(SUBMIT) == refused(Reason.FIELDS_MISSING)


def test_the_person_submits_and_that_is_a_hand_in() -> None:
    submitted = OfferSubmitted(delivery_way=DeliveryWay.ONLINE, materials=(), sealed=sealed("form"))
    assert given(*READY).when(SUBMIT) == (submitted,)
    command = submitted_case(given(*READY, SUBMIT).offer)
    assert command == SubmitCase(
        item_code="KT080050",
        item_version=2,
        handling_region=ELSEWHERE,
        applicant_kind=DRAFT.applicant_kind,
        applicant_is_minor=False,
        applicant_hash=PERSON,
        delivery_way=DeliveryWay.ONLINE,
        materials=(),
        sealed=sealed("form"),
    )
    assert not isinstance(decide_case(command, HERE, INITIAL, MORNING), Refusal)


def test_after_the_end_nothing_is_possible() -> None:
    for end in (SUBMIT, DECLINE):
        ended = given(*READY, end)
        for command in (OPEN, ACCOUNT, DECLINE, SUBMIT):
            assert ended.when(command) == refused(Reason.OFFER_ENDED)


def test_an_offer_expires_by_the_clock_whoever_looks() -> None:
    """E8: dated by its rule, not by the look."""
    late = Instant(EVENING + 5)
    (expired,) = OFFERS.settle(given(*READY).state, late)
    assert expired.event == OfferExpired(expired_at=EVENING)
    assert OFFERS.evolve(given(*READY).state, expired) == replace(
        given(*READY).offer, stage=Expired()
    )
    assert given(*READY).when(SUBMIT, now=EVENING) == refused(Reason.OFFER_ENDED)
    assert given(*READY).when(SUBMIT, now=Instant(EVENING - 1)) != refused(Reason.OFFER_ENDED)


def test_what_has_ended_does_not_expire() -> None:
    for end in (SUBMIT, DECLINE):
        assert OFFERS.settle(given(*READY, end).state, EVENING) == ()
        assert OFFERS.next_due(given(*READY, end).state) is None


def test_an_open_offer_names_the_instant_at_which_it_expires() -> None:
    """E8: a timer wakes at it; only the side that keeps the offer has something to settle."""
    assert OFFERS.next_due(OFFERS.initial) is None
    assert OFFERS.next_due(given(*READY).state) == EVENING
    assert OFFERS.next_due(given(*READY).state, Side.RECEIVING) == EVENING
    assert OFFERS.next_due(given(*READY).state, Side.HANDLING) is None
    assert OFFERS.settle(OFFERS.initial, EVENING) == ()


def test_one_region_has_both_sides_of_an_offer() -> None:
    state = given(DRAFT).state
    assert {OFFERS.region_of(state, side) for side in Side} == {HERE}
    assert OFFERS.region_of(OFFERS.initial, Side.RECEIVING) is None
