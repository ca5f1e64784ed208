"""The filter of the list of cases as conditions of SQL; every value is a bound parameter."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, false, or_, true, tuple_

from broker.domain.identifiers import RegionCode
from broker.stores.views.tables import CASES
from broker.views.reading import After, Box, CaseFilter

Condition = ColumnElement[bool]


def conditions_of(wanted: CaseFilter, region: RegionCode) -> Condition:
    """Answer the condition that a case of this region's model must meet."""
    return and_(
        _in_box(wanted.box, region),
        *_equal(wanted),
        *_in_spans(wanted),
        *_of_desk(wanted, region),
    )


def comes_after(place: After) -> Condition:
    """Hold for the cases that follow a place in the list, the last handed in first."""
    key = tuple_(CASES.c.submitted_at, CASES.c.case_id)
    return key < tuple_(place.submitted_at, place.case_id)


def is_storable(text: str) -> bool:
    """Tell whether a text can stand in a database at all; what cannot is never found."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def _in_box(box: Box, region: RegionCode) -> Condition:
    handed_in_here = CASES.c.receiving_region == region
    handed_over_to_us = and_(CASES.c.handling_region == region, CASES.c.pushed_at.is_not(None))
    match box:
        case Box.OUTBOX:
            return handed_in_here
        case Box.INBOX:
            return handed_over_to_us
        case Box.SHARED:
            return or_(handed_in_here, handed_over_to_us)
        case Box.EVERY:
            return true()


def _equal(wanted: CaseFilter) -> Iterator[Condition]:
    if wanted.statuses:
        yield CASES.c.status.in_(sorted(wanted.statuses))
    if wanted.item_code is not None:
        yield _equals(CASES.c.item_code, wanted.item_code)
    if wanted.owed_by is not None:
        yield CASES.c.owed_by == wanted.owed_by.value
    if wanted.applicant_hash is not None:
        yield _equals(CASES.c.applicant_hash, wanted.applicant_hash)
    if wanted.peer is not None:
        yield or_(
            _equals(CASES.c.receiving_region, wanted.peer),
            _equals(CASES.c.handling_region, wanted.peer),
        )


def _in_spans(wanted: CaseFilter) -> Iterator[Condition]:
    if wanted.submitted_from is not None:
        yield CASES.c.submitted_at >= wanted.submitted_from
    if wanted.submitted_until is not None:
        yield CASES.c.submitted_at < wanted.submitted_until
    if wanted.updated_from is not None:
        yield CASES.c.updated_at >= wanted.updated_from
    if wanted.updated_until is not None:
        yield CASES.c.updated_at < wanted.updated_until
    if wanted.complained_from is not None:
        yield CASES.c.complained_at >= wanted.complained_from


def _of_desk(wanted: CaseFilter, region: RegionCode) -> Iterator[Condition]:
    """Ask for the desk of our side; where both sides are ours, of either."""
    if wanted.office is None and wanted.window is None:
        return
    yield or_(
        and_(CASES.c.receiving_region == region, _is_desk(wanted, "receiving")),
        and_(CASES.c.handling_region == region, _is_desk(wanted, "handling")),
    )


def _is_desk(wanted: CaseFilter, side: str) -> Condition:
    office, window = CASES.c[f"{side}_office"], CASES.c[f"{side}_window"]
    asked = []
    if wanted.office is not None:
        asked.append(_equals(office, wanted.office))
    if wanted.window is not None:
        asked.append(_equals(window, wanted.window))
    return or_(and_(*asked), window == "") if wanted.or_untaken else and_(*asked)


def _equals(column: ColumnElement[str], text: str) -> Condition:
    return column == text if is_storable(text) else false()
