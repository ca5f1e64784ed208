"""Contract: what is asked of the read model is answered in full, in order, and bounded."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from broker.domain.cases.commands import DeclineCase, WithdrawCase
from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import Instant, RegionCode, Side
from broker.stores.views.store import SqlViewStore
from broker.views.case import CaseView
from broker.views.reading import PAGE_CASES_MAX, Box, CaseFilter, InvalidCursor
from tests.stores.views.support import answered, at_peer, keep
from tests.views.histories import MORNING, SEALED, SUBMIT, USUAL, play

HOUR = 3_600_000
EVERY = CaseFilter(box=Box.EVERY)


def pages(store: SqlViewStore, wanted: CaseFilter, *, limit: int) -> Iterator[tuple[CaseView, ...]]:
    """Read a list page by page."""
    cursor = None
    while True:
        page = store.cases(wanted, cursor=cursor, limit=limit)
        yield page.cases
        cursor = page.cursor
        if cursor is None:
            return


def ids(store: SqlViewStore, wanted: CaseFilter) -> set[str]:
    """List a whole page by id, without the region in front."""
    return {case.case_id.removeprefix("621000-") for case in store.cases(wanted).cases}


@pytest.fixture
def filled(store: SqlViewStore) -> SqlViewStore:
    """Give a model with cases at many stages, one an hour."""
    other_item = replace(SUBMIT, item_code="医保-02", applicant_hash="ffff")
    keep(
        store,
        play("621000-new", USUAL[:0], at=MORNING),
        play("621000-pushed", USUAL[:3], at=MORNING + HOUR),
        play("621000-accepted", USUAL[:4], at=MORNING + 2 * HOUR),
        play("621000-declined", (*USUAL[:3], DeclineCase(sealed=SEALED)), at=MORNING + 3 * HOUR),
        play("621000-gone", (WithdrawCase(sealed=SEALED),), at=MORNING + 4 * HOUR),
        play("621000-done", submit=other_item, at=MORNING + 5 * HOUR),
    )
    return store


def test_the_last_handed_in_comes_first(filled: SqlViewStore) -> None:
    found = [case.case_id for case in filled.cases(EVERY).cases]
    names = ["done", "gone", "declined", "accepted", "pushed", "new"]
    assert found == [f"621000-{name}" for name in names]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (CaseFilter(box=Box.OUTBOX), {"new", "pushed", "accepted", "declined", "gone", "done"}),
        (CaseFilter(box=Box.INBOX), set()),
        (CaseFilter(statuses=frozenset({CaseStatus.COLLECTED})), {"new"}),
        (
            CaseFilter(statuses=frozenset({CaseStatus.FINISHED, CaseStatus.WITHDRAWN})),
            {"done", "gone"},
        ),
        (CaseFilter(item_code="医保-02"), {"done"}),
        (CaseFilter(item_code="医保"), set()),
        (CaseFilter(item_code="%"), set()),
        (CaseFilter(applicant_hash="ffff"), {"done"}),
        (CaseFilter(owed_by=Side.HANDLING), {"pushed", "accepted"}),
        (CaseFilter(owed_by=Side.RECEIVING), {"new", "declined", "gone"}),
        (CaseFilter(peer=RegionCode("330100"), item_code="医保-02"), {"done"}),
        (CaseFilter(peer=RegionCode("610100")), set()),
        (CaseFilter(submitted_from=Instant(MORNING + 4 * HOUR)), {"gone", "done"}),
        (CaseFilter(submitted_until=Instant(MORNING + HOUR)), {"new"}),
        (CaseFilter(updated_from=Instant(MORNING + 5 * HOUR)), {"done"}),
        (CaseFilter(updated_until=Instant(MORNING + 1)), {"new"}),
        (CaseFilter(office="o1", window="w1", owed_by=Side.HANDLING), {"pushed", "accepted"}),
        (CaseFilter(window="w2"), set()),
        (CaseFilter(item_code="\x00"), set()),
        (CaseFilter(window="\ud800"), set()),
        (CaseFilter(item_code="' OR 1=1 --"), set()),
    ],
)
def test_a_filter_lists_exactly_what_meets_it(
    filled: SqlViewStore, wanted: CaseFilter, names: set[str]
) -> None:
    assert ids(filled, wanted) == names
    assert sum(filled.counts(wanted).values()) == len(names)


def test_the_peer_is_shown_a_case_from_the_hand_over_on(filled: SqlViewStore, url: str) -> None:
    with at_peer(url) as peer:
        handed_over = {"pushed", "accepted", "declined", "done"}
        assert ids(peer, CaseFilter()) == handed_over
        assert ids(peer, CaseFilter(box=Box.INBOX)) == handed_over
        assert ids(peer, CaseFilter(box=Box.OUTBOX)) == set()
        assert len(ids(peer, EVERY)) == 6


def test_a_window_may_also_see_what_nobody_has_taken(filled: SqlViewStore, url: str) -> None:
    with at_peer(url) as peer:
        assert ids(peer, CaseFilter(window="w1")) == {"accepted", "declined", "done"}
        assert ids(peer, CaseFilter(window="w2")) == set()
        assert ids(peer, CaseFilter(window="w2", or_untaken=True)) == {"pushed"}


def test_a_region_that_is_no_side_of_a_case_is_shown_nothing(
    filled: SqlViewStore, url: str
) -> None:
    stranger = SqlViewStore(url, RegionCode("610100"))
    assert ids(stranger, CaseFilter()) == set()
    assert stranger.counts(CaseFilter()) == {}
    stranger.close()


def test_cases_are_counted_by_status(filled: SqlViewStore) -> None:
    assert filled.counts(EVERY) == {
        CaseStatus.COLLECTED: 1,
        CaseStatus.RECEIVED: 1,
        CaseStatus.ACCEPTED: 1,
        CaseStatus.NOT_ACCEPTED: 1,
        CaseStatus.WITHDRAWN: 1,
        CaseStatus.FINISHED: 1,
    }


def test_pages_are_complete_and_do_not_overlap_even_at_one_instant(store: SqlViewStore) -> None:
    keep(store, *(play(f"621000-{number:02}", ()) for number in range(23)))
    read = list(pages(store, EVERY, limit=5))
    assert [len(page) for page in read] == [5, 5, 5, 5, 3]
    found = [case.case_id for page in read for case in page]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 23


def test_a_full_last_page_has_no_cursor(store: SqlViewStore) -> None:
    keep(store, *(play(f"621000-{number}", ()) for number in range(4)))
    assert [len(page) for page in pages(store, EVERY, limit=2)] == [2, 2]


def test_new_and_changed_cases_do_not_move_what_a_cursor_reads(store: SqlViewStore) -> None:
    old = [play(f"621000-{number}", at=MORNING + number) for number in range(10)]
    keep(store, *(history[:1] for history in old))
    reading = pages(store, EVERY, limit=3)
    found = [case.case_id for case in next(reading)]
    keep(store, play("621000-later", at=MORNING + HOUR), *(history[1:] for history in old))
    found += [case.case_id for page in reading for case in page]
    assert found == [f"621000-{number}" for number in reversed(range(10))]


@pytest.mark.parametrize("cursor", ["", "0", "甲", "WzEsMl0"])
def test_a_foreign_cursor_is_refused(store: SqlViewStore, cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        store.cases(EVERY, cursor=cursor)


@pytest.mark.parametrize(("asked", "given"), [(-1, 1), (0, 1), (2, 2), (10**30, 3)])
def test_a_page_is_bounded(store: SqlViewStore, asked: int, given: int) -> None:
    keep(store, *(play(f"621000-{number}", ()) for number in range(3)))
    assert len(store.cases(EVERY, limit=asked).cases) == given
    assert PAGE_CASES_MAX < 10**30


def test_a_timeline_continues_after_what_was_seen(store: SqlViewStore) -> None:
    keep(store, play("621000-a"))
    whole = store.timeline("621000-a")
    assert [entry.arrival for entry in whole] == list(range(1, len(whole) + 1))
    assert store.timeline("621000-a", after=3) == whole[3:]
    assert store.timeline("621000-a", after=3, limit=2) == whole[3:5]
    assert store.timeline("621000-a", after=10**30) == ()


@pytest.mark.parametrize("name", ["621000-x", "", "\x00", "\ud800", "' OR ''='"])
def test_what_is_unknown_is_not_found(store: SqlViewStore, name: str) -> None:
    keep(store, play("621000-a"), [answered("c1")])
    assert store.case(name) is None
    assert store.timeline(name) == ()
    assert store.outcome(name) is None


def test_an_outcome_says_where_it_stands(store: SqlViewStore) -> None:
    refused = answered("c2", outcome="refusal", offset=41)
    keep(store, [refused])
    found = store.outcome("c2")
    assert found == refused
    assert found.place.offset == 41
    assert found.answer.refusal == "already_pushed"
