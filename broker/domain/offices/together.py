"""Check offices together: what none of them can know by itself.

Two offices contradict each other only on a day on which both are in force, so their terms must be
the true ones, successors considered (`settled`).
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from broker.domain.items.item import Term
from broker.domain.offices.acts import HANDLING_ACTS, may_ever
from broker.domain.offices.office import Delegation, Office, Window
from broker.domain.offices.problems import OfficeProblem, OfficeProblemCode

ONE_DAY = timedelta(days=1)
Key = Callable[[Office], Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedProblem:
    """A problem, and by number which of the offices it concerns."""

    number: int
    problem: OfficeProblem


def check_together(offices: Sequence[Office]) -> tuple[PlacedProblem, ...]:
    """Find every contradiction between offices of one or several regions."""
    true = settled(offices)
    rules = (_check_versions, _check_names, _check_competences, _check_hosts, _check_delegates)
    return tuple(found for rule in rules for found in rule(true))


def settled(offices: Sequence[Office]) -> tuple[Office, ...]:
    """End each version on the day before its successor begins."""
    starts: dict[Hashable, list[date]] = {}
    for office in offices:
        starts.setdefault(_key(office), []).append(office.effective.from_on)
    return tuple(_ended(office, starts[_key(office)]) for office in offices)


def _ended(office: Office, starts: list[date]) -> Office:
    term = office.effective
    later = [on - ONE_DAY for on in starts if on > term.from_on]
    ends = [on for on in (term.until_on, *later) if on is not None]
    return replace(office, effective=Term(from_on=term.from_on, until_on=min(ends, default=None)))


def _check_versions(offices: Sequence[Office]) -> Iterator[PlacedProblem]:
    for _, later in _pairs(offices, lambda one: (_key(one), one.effective.from_on)):
        yield _place(later, OfficeProblemCode.VERSION_REPEATED, "code", offices[later].code)


def _check_names(offices: Sequence[Office]) -> Iterator[PlacedProblem]:
    """An actor names its office; the name must lead to one."""
    for one, other in _pairs(offices, lambda one: (one.region, one.name)):
        if _meet(offices[one], offices[other]):
            yield _place(other, OfficeProblemCode.NAME_REPEATED, "name", offices[other].name)


def _check_competences(offices: Sequence[Office]) -> Iterator[PlacedProblem]:
    for one, other in _pairs(offices, lambda one: (one.region, one.place)):
        first, second = offices[one], offices[other]
        if _meet(first, second) and first.decides.overlaps(second.decides):
            about = f"{first.name}、{second.name}"
            yield _place(other, OfficeProblemCode.COMPETENCE_OVERLAPS, "decides", about)


def _check_hosts(offices: Sequence[Office]) -> Iterator[PlacedProblem]:
    hosts: dict[str, str] = {}
    for number, office in enumerate(offices):
        if hosts.setdefault(office.region, office.hosted_by) != office.hosted_by:
            yield _place(number, OfficeProblemCode.HOSTS_DIFFER, "hosted_by", office.region)
    for number, office in enumerate(offices):
        host = office.hosted_by
        if host and host != office.region and hosts.get(host):
            yield _place(number, OfficeProblemCode.HOST_IS_HOSTED, "hosted_by", host)


def _check_delegates(offices: Sequence[Office]) -> Iterator[PlacedProblem]:
    """The delegate must be there for some day of the term; other regions' are not in sight."""
    known: dict[Hashable, list[Office]] = {}
    for office in offices:
        known.setdefault(_key(office), []).append(office)
    for number, office in enumerate(offices):
        for one in office.delegations:
            if one.to_region in ("", office.region):
                targets = known.get((office.region, one.to_office), [])
                yield from _check_delegate(number, one, targets)


def _check_delegate(
    number: int, delegation: Delegation, targets: Sequence[Office]
) -> Iterator[PlacedProblem]:
    term = Term(from_on=delegation.from_on, until_on=delegation.until_on)
    windows = [
        window
        for office in targets
        if _overlap(office.effective, term)
        for window in office.windows
        if delegation.to_window in ("", window.code)
    ]
    if not windows:
        about = " ".join(filter(None, (delegation.to_office, delegation.to_window)))
        yield _place(number, OfficeProblemCode.DELEGATE_UNKNOWN, "delegations", about)
        return
    for act in sorted(_impossible(delegation, windows)):
        yield _place(number, OfficeProblemCode.DELEGATION_BEYOND_KIND, "delegations", act)


def _impossible(delegation: Delegation, windows: Sequence[Window]) -> set[str]:
    """Name the acts that no window meant could do, whatever it is allowed."""
    return {
        name
        for name in delegation.acts & HANDLING_ACTS.keys()
        if not any(may_ever(window.kind, HANDLING_ACTS[name]) for window in windows)
    }


def _pairs(offices: Sequence[Office], key: Key) -> Iterator[tuple[int, int]]:
    groups: dict[Hashable, list[int]] = {}
    for number, office in enumerate(offices):
        groups.setdefault(key(office), []).append(number)
    for group in groups.values():
        yield from combinations(group, 2)


def _meet(one: Office, other: Office) -> bool:
    """Tell whether two different offices are in force on one day."""
    return _key(one) != _key(other) and _overlap(one.effective, other.effective)


def _overlap(one: Term, other: Term) -> bool:
    both = max(one.from_on, other.from_on)
    return one.holds(both) and other.holds(both)


def _key(office: Office) -> Hashable:
    return (office.region, office.code)


def _place(number: int, code: OfficeProblemCode, path: str, about: str) -> PlacedProblem:
    return PlacedProblem(number=number, problem=OfficeProblem(code=code, path=path, about=about))
