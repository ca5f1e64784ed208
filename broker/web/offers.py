"""What the place that decides offers: the version of its item that a case begins or began with."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import CaseId, RegionCode
from broker.domain.items.catalogue import Version
from broker.domain.items.times import Times
from broker.views.case import CaseView
from broker.web.bodies import SubmitCaseBody
from broker.web.catalogue import find_item
from broker.web.entrance import Visit
from broker.web.item_checks import about_item
from broker.web.problems import FieldProblem

NO_VERSION = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A version by number and its material names; `errors` say why it cannot be handed in."""

    number: int = NO_VERSION
    titles: frozenset[str] = frozenset()
    errors: Sequence[FieldProblem] = ()


async def find_offer(visit: Visit, body: SubmitCaseBody) -> Offer:
    """Look up what a hand-in asks for, in the catalogue of the region that is to decide."""
    if body.handling_region not in visit.edge.known_regions:
        return Offer(errors=(UNKNOWN_REGION,))
    handling, on = RegionCode(body.handling_region), legal_day(visit.edge.clock.now())
    found = await find_item(visit.region.views, visit.edge, handling, body.item_code)
    errors = tuple(about_item(body, found, receiving=visit.region.code, on=on))
    version = found.in_force(on)
    number = NO_VERSION if version is None else version.number
    return Offer(number=number, titles=titles_of(version), errors=errors)


async def find_terms(visit: Visit, case_id: str) -> Offer:
    """Look up the version with which a case began; a case that is not known here has none."""
    view = await asyncio.to_thread(visit.region.views.case, case_id)
    version = None if view is None else await version_of(visit, view)
    return Offer(titles=titles_of(version))


async def version_of(visit: Visit, view: CaseView) -> Version | None:
    """Answer the version with which a case began, None if its region no longer shows it."""
    region = view.handling_region
    found = await find_item(visit.region.views, visit.edge, region, view.item_code)
    return found.version(view.item_version)


async def times_of(visit: Visit, view: CaseView) -> Times | None:
    """Answer the limits of the version with which a case began."""
    version = await version_of(visit, view)
    if version is not None:
        return version.item.times
    return visit.edge.reference.times.get((view.item_code, view.item_version))


async def names_of(visit: Visit, views: Iterable[CaseView]) -> Mapping[CaseId, str]:
    """Name the item of each case as the version says with which the case began."""
    views = tuple(views)
    versions = {view.case_id: _version_key(view) for view in views}
    names = {key: await _name_of(visit, view) for key, view in _distinct(views).items()}
    return {case_id: names[key] for case_id, key in versions.items()}


def _version_key(view: CaseView) -> tuple[str, str, int]:
    return view.handling_region, view.item_code, view.item_version


def _distinct(views: Iterable[CaseView]) -> Mapping[tuple[str, str, int], CaseView]:
    return {_version_key(view): view for view in views}


async def _name_of(visit: Visit, view: CaseView) -> str:
    version = await version_of(visit, view)
    if version is not None:
        return version.item.identity.name
    item = visit.edge.reference.items.get(view.item_code)
    return view.item_code if item is None else item.name


def titles_of(version: Version | None) -> frozenset[str]:
    """Name the materials of a version."""
    materials = () if version is None else version.item.materials or ()
    return frozenset(material.name for material in materials)


UNKNOWN_REGION = FieldProblem(
    pointer="/handling_region",
    reason="handling_region_unknown",
    detail="该办理地尚未接入。",
    detail_en="handling_region names no region that is connected.",
)
