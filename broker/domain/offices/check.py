"""Check one office: is it free of contradictions, so that it can be published?"""

from collections.abc import Iterator
from itertools import chain

from broker.domain.codes.items import ProjectItemCode, parse_item_code
from broker.domain.codes.regions import RegionDirectory
from broker.domain.offices.check_delegations import check_delegations
from broker.domain.offices.check_hours import check_hours, told_hours
from broker.domain.offices.handled import Handled
from broker.domain.offices.office import Office
from broker.domain.offices.places import NoPlace, PlaceFault, places_of
from broker.domain.offices.problems import OfficeProblem, OfficeProblemCode
from broker.domain.offices.words import OfficeLevel, WindowKind

PLACE_PROBLEMS = {
    PlaceFault.MALFORMED: OfficeProblemCode.PLACE_MALFORMED,
    PlaceFault.UNKNOWN: OfficeProblemCode.PLACE_UNKNOWN,
    PlaceFault.RETIRED: OfficeProblemCode.PLACE_RETIRED,
    PlaceFault.OUTSIDE: OfficeProblemCode.PLACE_OUTSIDE,
}
PROJECT_CODE_LENGTH = len("KT010013")


def check(office: Office, directory: RegionDirectory) -> tuple[OfficeProblem, ...]:
    """Find everything that is wrong with an office by itself."""
    return tuple(
        chain(
            _check_texts(office),
            _check_place(office, directory),
            _check_term(office),
            _check_host(office, directory),
            _check_windows(office),
            _check_handled(office),
            check_hours(office),
            check_delegations(office),
        )
    )


def _check_texts(office: Office) -> Iterator[OfficeProblem]:
    for path, text in _required_texts(office):
        if not text.strip():
            yield _problem(OfficeProblemCode.TEXT_BLANK, path)
    for path, code in (("code", office.code), *_window_codes(office)):
        if any(sign.isspace() for sign in code) and code.strip():
            yield _problem(OfficeProblemCode.CODE_WITH_BLANKS, path, about=code)


def _required_texts(office: Office) -> Iterator[tuple[str, str]]:
    yield from (("code", office.code), ("name", office.name), *_window_codes(office))
    yield from (("windows", one.name) for one in office.windows)
    yield from (("delegations", one.basis) for one in office.delegations)
    for path, hours in told_hours(office):
        yield from ((path, one.reason) for one in hours.exceptions)
    contacts = (office.contacts, *(one.contacts for one in office.windows if one.contacts))
    for one in contacts:
        yield from (("contacts", phone) for phone in (*one.phones, *one.complaint_phones))


def _window_codes(office: Office) -> Iterator[tuple[str, str]]:
    return (("windows", one.code) for one in office.windows)


def _check_place(office: Office, directory: RegionDirectory) -> Iterator[OfficeProblem]:
    """A retired code is followed for people's papers; an office has the code of today."""
    if office.region not in directory.regions:
        yield _problem(OfficeProblemCode.REGION_UNKNOWN, "region", about=office.region)
        return
    places = places_of(office.place, region=office.region, directory=directory)
    if isinstance(places, NoPlace):
        yield _problem(PLACE_PROBLEMS[places.fault], "place", about=places.about)
        return
    place = places[0]
    if place.code != office.place:
        yield _problem(OfficeProblemCode.PLACE_RETIRED, "place", about=place.code)
    if place.level is not office.level:
        yield _problem(OfficeProblemCode.LEVEL_DISAGREES, "level", about=place.level.zh)


def _check_term(office: Office) -> Iterator[OfficeProblem]:
    until_on = office.effective.until_on
    if until_on is not None and until_on < office.effective.from_on:
        yield _problem(OfficeProblemCode.TERM_BACKWARDS, "effective.until_on")


def _check_host(office: Office, directory: RegionDirectory) -> Iterator[OfficeProblem]:
    """A partner without a broker of its own is a region whose log another one keeps."""
    host = office.hosted_by
    if not host:
        return
    if host == office.region:
        yield _problem(OfficeProblemCode.HOST_IS_ITSELF, "hosted_by", about=host)
    elif host not in directory.regions:
        yield _problem(OfficeProblemCode.HOST_UNKNOWN, "hosted_by", about=host)


def _check_windows(office: Office) -> Iterator[OfficeProblem]:
    for texts in ([one.code for one in office.windows], [one.name for one in office.windows]):
        for text in sorted({text for text in texts if texts.count(text) > 1}):
            yield _problem(OfficeProblemCode.WINDOW_REPEATED, "windows", about=text)
    for window in office.windows:
        if window.handles.is_empty:
            yield _problem(OfficeProblemCode.WINDOW_WITHOUT_ITEMS, "windows", about=window.name)
        outside = office.level is not OfficeLevel.VILLAGE
        if window.kind is WindowKind.VILLAGE_POINT and outside:
            yield _problem(OfficeProblemCode.VILLAGE_POINT_ELSEWHERE, "windows", about=window.name)


def _check_handled(office: Office) -> Iterator[OfficeProblem]:
    sets = [
        ("decides", office.decides),
        *(("windows", one.handles) for one in office.windows),
        *(("delegations", one.handles) for one in office.delegations),
    ]
    for path, handled in sets:
        if handled.all_items and (handled.departments or handled.codes):
            yield _problem(OfficeProblemCode.ITEMS_SAID_TWICE, path)
        for text in _wrong_items(handled):
            yield _problem(OfficeProblemCode.ITEM_CODE_WRONG, path, about=text)


def _wrong_items(handled: Handled) -> Iterator[str]:
    """Blank names, and codes of this project whose check digit is wrong."""
    yield from sorted(text for text in handled.departments if not text.strip())
    for code in sorted(handled.codes):
        ours = code.startswith("KT") and len(code) == PROJECT_CODE_LENGTH
        is_wrong = ours and not isinstance(parse_item_code(code), ProjectItemCode)
        if is_wrong or not code or any(sign.isspace() for sign in code):
            yield code


def _problem(code: OfficeProblemCode, path: str, *, about: str = "") -> OfficeProblem:
    return OfficeProblem(code=code, path=path, about=about)
