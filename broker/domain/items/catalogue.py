"""The catalogue of a region: its items in versions that never change once published.

A version is in force from its first day until its last, or until its successor begins. A case
keeps the version it began with: it holds a reference, and a reference always finds its version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeAlias

from broker.domain.identifiers import RegionCode
from broker.domain.items.check import check
from broker.domain.items.item import Item
from broker.domain.items.problems import Problem, ProblemCode

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReference:
    """What a case keeps of its item."""

    region: RegionCode
    code: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A published version; only its end can still be set, and only for days to come."""

    number: int
    item: Item
    published_on: date
    ended_on: date | None = None
    """The last day, where the item was given up after it had been published."""

    @property
    def reference(self) -> ItemReference:
        """Answer what a case that begins now keeps."""
        return ItemReference(region=self.item.region, code=self.item.code, number=self.number)

    @property
    def until_on(self) -> date | None:
        """Answer its last day, a successor apart."""
        ends = [on for on in (self.item.effective.until_on, self.ended_on) if on is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The versions of each item of one region, numbered from 1 in the order of their days."""

    region: RegionCode
    versions: Mapping[str, tuple[Version, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def history(self, code: str) -> tuple[Version, ...]:
        """Answer all versions of an item."""
        return self.versions.get(code, ())

    def in_force(self, code: str, on: date) -> Version | None:
        """Answer the version that a case of this day begins with."""
        begun = [one for one in self.history(code) if one.item.effective.from_on <= on]
        if not begun or (begun[-1].until_on is not None and begun[-1].until_on < on):
            return None
        return begun[-1]

    def resolve(self, reference: ItemReference) -> Version | None:
        """Find the version that a case began with."""
        history = self.history(reference.code)
        if reference.region != self.region or not 0 < reference.number <= len(history):
            return None
        return history[reference.number - 1]

    def last_day(self, version: Version) -> date | None:
        """Answer the last day of a version, the day before its successor begins included."""
        successors = self.history(version.item.code)[version.number :]
        starts = [one.item.effective.from_on - ONE_DAY for one in successors[:1]]
        ends = [on for on in (version.until_on, *starts) if on is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The catalogue afterwards, and what was published."""

    catalogue: Catalogue
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublished:
    """Nothing has changed; this is why, for this entry."""

    item: Item
    problems: tuple[Problem, ...]


Publication: TypeAlias = Published | NotPublished


def publish(catalogue: Catalogue, item: Item, *, published_on: date) -> Publication:
    """Publish the next version of an item."""
    history = catalogue.history(item.code)
    problems = (*check(item), *_objections(catalogue, item, history, published_on))
    if problems:
        return NotPublished(item=item, problems=problems)
    version = Version(number=len(history) + 1, item=item, published_on=published_on)
    return Published(catalogue=enter(catalogue, version), versions=(version,))


def publish_all(
    catalogue: Catalogue, items: Iterable[Item], *, published_on: date
) -> Published | tuple[NotPublished, ...]:
    """Publish every entry, or none and say why for each that cannot be."""
    versions: list[Version] = []
    refused: list[NotPublished] = []
    for item in items:
        answer = publish(catalogue, item, published_on=published_on)
        if isinstance(answer, NotPublished):
            refused.append(answer)
        else:
            catalogue = answer.catalogue
            versions.extend(answer.versions)
    return tuple(refused) or Published(catalogue=catalogue, versions=tuple(versions))


def enter(catalogue: Catalogue, version: Version) -> Catalogue:
    """Put a published version in its place; what is there already stays as it is."""
    history = catalogue.history(version.item.code)
    assert version.item.region == catalogue.region
    assert version.number == len(history) + 1
    return _with_history(catalogue, (*history, version))


def discontinue(
    catalogue: Catalogue, code: str, *, last_on: date, decided_on: date
) -> Catalogue | Problem:
    """Give an item up after a last day; cases that began with it keep their version."""
    history = catalogue.history(code)
    objection = _objection_to_end(history, last_on, decided_on)
    if objection is not None:
        return Problem(code=objection, path="code", about=code)
    return _with_history(catalogue, (*history[:-1], replace(history[-1], ended_on=last_on)))


def _with_history(catalogue: Catalogue, history: tuple[Version, ...]) -> Catalogue:
    versions = {**catalogue.versions, history[0].item.code: history}
    return replace(catalogue, versions=MappingProxyType(versions))


def _objections(
    catalogue: Catalogue, item: Item, history: tuple[Version, ...], published_on: date
) -> tuple[Problem, ...]:
    if item.region != catalogue.region:
        return (Problem(code=ProblemCode.WRONG_REGION, path="region", about=item.region),)
    if not history:
        # The first version tells what has been in force all along.
        return ()
    last = history[-1]
    if last.item == item:
        return (Problem(code=ProblemCode.UNCHANGED, path="code", about=item.code),)
    return _objections_to_term(item, last, published_on)


def _objections_to_term(item: Item, last: Version, published_on: date) -> tuple[Problem, ...]:
    """Days that have passed keep their version; a law may be in force from the day it is out."""
    from_on, occupied = item.effective.from_on, last.until_on or last.item.effective.from_on
    codes = []
    if from_on < published_on:
        codes.append(ProblemCode.BACKDATED)
    if from_on <= occupied:
        codes.append(ProblemCode.OVERLAPS)
    return tuple(
        Problem(code=code, path="effective.from_on", about=from_on.isoformat()) for code in codes
    )


def _objection_to_end(
    history: tuple[Version, ...], last_on: date, decided_on: date
) -> ProblemCode | None:
    if not history:
        return ProblemCode.NOT_PUBLISHED
    last = history[-1]
    if last.until_on is not None and last.until_on <= last_on:
        return ProblemCode.ALREADY_ENDED
    if last_on < last.item.effective.from_on:
        return ProblemCode.NOT_YET_IN_FORCE
    return ProblemCode.BACKDATED if last_on < decided_on else None
