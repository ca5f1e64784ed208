"""The registry of a region: its offices in versions that never change once published.

It keeps the rules of the catalogue of items: a version is in force from its first day until its
last, or until its successor begins, and days that have passed keep their version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from broker.domain.codes.regions import RegionDirectory
from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Term
from broker.domain.offices.check import check
from broker.domain.offices.office import Office
from broker.domain.offices.problems import OfficeProblem, OfficeProblemCode
from broker.domain.offices.together import check_together


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeVersion:
    """A published version; only its end can still be set, and only for days to come."""

    number: int
    office: Office
    published_on: date
    ended_on: date | None = None
    """The last day, where the office was closed after it had been published."""

    @property
    def until_on(self) -> date | None:
        """Answer its last day, a successor apart."""
        ends = [on for on in (self.office.effective.until_on, self.ended_on) if on is not None]
        return min(ends, default=None)

    @property
    def true(self) -> Office:
        """Answer the office with the term that it really has, a successor apart."""
        from_on = self.office.effective.from_on
        return replace(self.office, effective=Term(from_on=from_on, until_on=self.until_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The versions of each office of one region, numbered from 1 in the order of their days."""

    region: RegionCode
    versions: Mapping[str, tuple[OfficeVersion, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def history(self, code: str) -> tuple[OfficeVersion, ...]:
        """Answer all versions of an office."""
        return self.versions.get(code, ())

    def in_force(self, code: str, on: date) -> Office | None:
        """Answer an office as it is on a day."""
        begun = [one for one in self.history(code) if one.office.effective.from_on <= on]
        return begun[-1].true if begun and begun[-1].true.effective.holds(on) else None

    def offices_on(self, on: date) -> tuple[Office, ...]:
        """Answer every office that is there on a day."""
        found = (self.in_force(code, on) for code in self.versions)
        return tuple(one for one in found if one is not None)

    def named(self, name: str, on: date) -> Office | None:
        """Find an office by the name that an actor gives."""
        return next((one for one in self.offices_on(on) if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficesPublished:
    """The registry afterwards, and what was published."""

    registry: Registry
    versions: tuple[OfficeVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNotPublished:
    """Nothing has changed; this is why, for this office."""

    office: Office
    problems: tuple[OfficeProblem, ...]


OfficePublication: TypeAlias = OfficesPublished | tuple[OfficeNotPublished, ...]


def publish(
    registry: Registry, offices: Iterable[Office], *, published_on: date, directory: RegionDirectory
) -> OfficePublication:
    """Publish every office, or none and say why for each that cannot be."""
    versions: list[OfficeVersion] = []
    refused: list[OfficeNotPublished] = []
    known = _contradictions(registry)
    for office in offices:
        objections = _objections(registry, office, published_on)
        problems = (*check(office, directory), *objections)
        if problems:
            refused.append(OfficeNotPublished(office=office, problems=problems))
            continue
        number = len(registry.history(office.code)) + 1
        version = OfficeVersion(number=number, office=office, published_on=published_on)
        registry = enter(registry, version)
        versions.append(version)
    refused.extend(
        OfficeNotPublished(office=office, problems=(problem,))
        for office, problem in _contradictions(registry)
        if (office, problem) not in known
    )
    return tuple(refused) or OfficesPublished(registry=registry, versions=tuple(versions))


def enter(registry: Registry, version: OfficeVersion) -> Registry:
    """Put a published version in its place; what is there already stays as it is."""
    history = registry.history(version.office.code)
    assert version.office.region == registry.region
    assert version.number == len(history) + 1
    return _with_history(registry, (*history, version))


def close(
    registry: Registry, code: str, *, last_on: date, decided_on: date
) -> Registry | OfficeProblem:
    """Close an office after a last day."""
    history = registry.history(code)
    objection = _objection_to_end(history, last_on, decided_on)
    if objection is not None:
        return OfficeProblem(code=objection, path="code", about=code)
    return _with_history(registry, (*history[:-1], replace(history[-1], ended_on=last_on)))


def _with_history(registry: Registry, history: tuple[OfficeVersion, ...]) -> Registry:
    versions = {**registry.versions, history[0].office.code: history}
    return replace(registry, versions=MappingProxyType(versions))


def _contradictions(registry: Registry) -> list[tuple[Office, OfficeProblem]]:
    """Hold all versions against each other."""
    versions = [one for history in registry.versions.values() for one in history]
    found = check_together([one.true for one in versions])
    return [(versions[placed.number].office, placed.problem) for placed in found]


def _objections(
    registry: Registry, office: Office, published_on: date
) -> tuple[OfficeProblem, ...]:
    history = registry.history(office.code)
    if office.region != registry.region:
        return (_problem(OfficeProblemCode.WRONG_REGION, "region", office.region),)
    if not history:
        # The first version tells what has been there all along.
        return ()
    last = history[-1]
    if last.office == office:
        return (_problem(OfficeProblemCode.UNCHANGED, "code", office.code),)
    from_on, occupied = office.effective.from_on, last.until_on or last.office.effective.from_on
    codes = []
    if from_on < published_on:
        codes.append(OfficeProblemCode.BACKDATED)
    if from_on <= occupied:
        codes.append(OfficeProblemCode.OVERLAPS)
    return tuple(_problem(code, "effective.from_on", from_on.isoformat()) for code in codes)


def _objection_to_end(
    history: tuple[OfficeVersion, ...], last_on: date, decided_on: date
) -> OfficeProblemCode | None:
    if not history:
        return OfficeProblemCode.NOT_PUBLISHED
    last = history[-1]
    if last.until_on is not None and last.until_on <= last_on:
        return OfficeProblemCode.ALREADY_ENDED
    if last_on < last.office.effective.from_on:
        return OfficeProblemCode.NOT_YET_IN_FORCE
    return OfficeProblemCode.BACKDATED if last_on < decided_on else None


def _problem(code: OfficeProblemCode, path: str, about: str) -> OfficeProblem:
    return OfficeProblem(code=code, path=path, about=about)
