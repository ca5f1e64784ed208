"""Contract: what ratios are counted from is found in the read model, on every database."""

from broker.domain.cases.commands import DeclineCase
from broker.domain.cases.ratings.commands import RateCase, RatingLevel
from broker.domain.identifiers import Instant, RegionCode, Side
from broker.stores.views.store import SqlViewStore
from broker.views.ratios import RatingCount
from broker.views.reading import CaseFilter
from tests.stores.views.support import keep
from tests.support.complaints import complain
from tests.views.histories import MORNING, SEALED, USUAL, play

HOUR = 3_600_000
ENDED = (*USUAL[:3], DeclineCase(sealed=SEALED))
FOREVER = Instant(MORNING + 1_000 * HOUR)
HERE, THERE = RegionCode("621000"), RegionCode("330100")


def rate(rated: Side, level: RatingLevel) -> RateCase:
    """Rate a body."""
    return RateCase(rated=rated, level=level, sealed=None)


def test_ratings_are_counted_by_body_and_level(store: SqlViewStore) -> None:
    there = rate(Side.HANDLING, RatingLevel.SATISFIED)
    here = rate(Side.RECEIVING, RatingLevel.FAIR)
    keep(
        store,
        play("621000-one", (*ENDED, there, here), at=MORNING),
        play("621000-two", (*ENDED, there), at=MORNING + HOUR),
        play("621000-none", ENDED, at=MORNING + 2 * HOUR),
    )
    assert store.rating_counts(Instant(MORNING), FOREVER) == (
        RatingCount(region=THERE, level=RatingLevel.SATISFIED, count=2),
        RatingCount(region=HERE, level=RatingLevel.FAIR, count=1),
    )
    assert store.rating_counts(Instant(MORNING + HOUR), FOREVER) == (
        RatingCount(region=THERE, level=RatingLevel.SATISFIED, count=1),
    )
    assert store.rating_counts(FOREVER, FOREVER) == ()


def test_cases_with_a_recent_complaint_are_listed(store: SqlViewStore) -> None:
    complaint = complain(Side.RECEIVING, Side.HANDLING)
    keep(
        store,
        play("621000-old", (*USUAL[:3], complaint), at=MORNING),
        play("621000-new", (*USUAL[:3], complaint, complaint), at=MORNING + HOUR),
        play("621000-silent", USUAL[:3], at=MORNING + 2 * HOUR),
    )
    every = store.cases(CaseFilter(complained_from=Instant(MORNING))).cases
    assert [view.case_id for view in every] == ["621000-new", "621000-old"]
    (recent,) = store.cases(CaseFilter(complained_from=Instant(MORNING + HOUR))).cases
    assert recent.case_id == "621000-new"
    assert [one.number for one in recent.complaints] == [1, 2]
