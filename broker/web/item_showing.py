"""Items in the words of the API."""

from datetime import date

from broker.domain.items.catalogue import Version
from broker.domain.items.differences import Difference
from broker.domain.items.state import KnownItem
from broker.domain.items.written import write_item
from broker.web.catalogue import Source
from broker.web.item_answers import (
    DifferenceAnswer,
    ItemAnswer,
    OneItemAnswer,
    PartAnswer,
    VersionAnswer,
)

KINDS = (("natural", "N"), ("legal", "L"))


def shown_version(item: KnownItem, on: date) -> Version:
    """Choose the version in force, else the last one."""
    return item.catalogue.in_force(item.code, on) or item.versions[-1]


def state_of(item: KnownItem, version: Version, on: date) -> str:
    """Say whether a version is in force on a day."""
    if version.item.effective.from_on > on:
        return "not_yet"
    last_on = item.catalogue.last_day(version)
    return "in_force" if last_on is None or on <= last_on else "ended"


def show_item(item: KnownItem, source: Source, on: date) -> ItemAnswer:
    """Write an item."""
    version = shown_version(item, on)
    entry = version.item
    served = {word.value for word in entry.identity.served}
    return ItemAnswer(
        region=item.region,
        code=item.code,
        version=version.number,
        state=state_of(item, version, on),
        source=source,
        from_on=write_day(entry.effective.from_on),
        last_on=write_day(item.catalogue.last_day(version)),
        name=entry.identity.name,
        name_en=entry.name_en,
        department=entry.authority.body.department,
        applicant_kinds=[kind for kind, letter in KINDS if letter in served],
        material_titles=[material.name for material in entry.materials or ()],
        modes=[terms.mode.value for terms in entry.service.modes],
    )


def show_versions(item: KnownItem, source: Source, on: date) -> OneItemAnswer:
    """Write an item with all of its versions."""
    return OneItemAnswer(
        **show_item(item, source, on).model_dump(),
        versions=[_show_version(item, version, on) for version in item.versions],
    )


def _show_version(item: KnownItem, version: Version, on: date) -> VersionAnswer:
    return VersionAnswer(
        number=version.number,
        state=state_of(item, version, on),
        published_on=write_day(version.published_on),
        from_on=write_day(version.item.effective.from_on),
        last_on=write_day(item.catalogue.last_day(version)),
        item=write_item(version.item),
    )


def show_difference(difference: Difference) -> DifferenceAnswer:
    """Write an element that differs."""
    return DifferenceAnswer(
        path=difference.element.path,
        name=difference.element.zh,
        is_local=difference.element.local,
        parts=[
            PartAnswer(path=part.path, left=part.left, right=part.right)
            for part in difference.parts
        ],
    )


def write_day(on: date | None) -> str | None:
    """Write a day; the first of all days stands for no day."""
    return None if on is None or on == date.min else on.isoformat()
