"""Publishing a list of items through the API: all of it is checked first, then each is sent.

Every entry is a command of its own with a key that follows from its content, so that whatever
breaks off in between, the same list can be published again and only what is missing happens.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import groupby
from types import MappingProxyType
from typing import Any

from broker.domain.identifiers import RegionCode
from broker.domain.items.catalogue import Catalogue, NotPublished, Version, publish
from broker.domain.items.importing import BadRow, GoodRow
from broker.domain.items.item import Item
from broker.domain.items.reading import read_item
from broker.domain.items.state import text_of
from broker.domain.items.table import heading_of
from broker.domain.items.written import write_item
from broker.domain.refusal import Reason
from broker.errors import BrokerError, Unavailable
from broker.operations.client import ApiClient, Told, insist
from broker.ports import Clock

AT_ONCE_MAX = 32
SEND_SECONDS_MAX = 60.0
PUBLISHED = "published"


class BrokenOff(BrokerError):
    """Not everything could be published; what was done, is done, and to repeat it is harmless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row to publish, and the key of its command."""

    row: GoodRow
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a list comes to; nothing may be sent while a row is bad."""

    to_publish: tuple[Step, ...]
    known: tuple[GoodRow, ...]
    """Published already, exactly so."""
    bad: tuple[BadRow, ...]
    after: Catalogue
    """The catalogue once all of it is published."""


@dataclass(slots=True)
class Tally:
    """What has been done so far, by line."""

    published: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def plan_publishing(rows: Iterable[GoodRow], present: Catalogue, *, today: date) -> Plan:
    """Judge every row against the catalogue as it would be after the rows before it."""
    to_publish: list[Step] = []
    known: list[GoodRow] = []
    bad: list[BadRow] = []
    for row in rows:
        if any(version.item == row.item for version in present.history(row.item.code)):
            known.append(row)
            continue
        answer = publish(present, row.item, published_on=today)
        if isinstance(answer, NotPublished):
            bad.extend(
                BadRow(line=row.line, column=heading_of(one.path), code=one.code, reason=one.text)
                for one in answer.problems
            )
            continue
        key = key_of(row.item, present.history(row.item.code))
        present = answer.catalogue
        to_publish.append(Step(row=row, key=key))
    return Plan(to_publish=tuple(to_publish), known=tuple(known), bad=tuple(bad), after=present)


async def present_catalogue(api: ApiClient, codes: Iterable[str]) -> Catalogue:
    """Read what the region has published of some items."""
    region = RegionCode(api.region)
    there = await published_codes(api, region)
    versions = {code: await _history(api, code) for code in sorted(there.intersection(codes))}
    return Catalogue(region=region, versions=MappingProxyType(versions))


async def published_codes(api: ApiClient, region: RegionCode) -> frozenset[str]:
    """Name the items that a region has published; starting data is not published."""
    listed = await api.items(region)
    if listed["source"] != PUBLISHED:
        return frozenset()
    return frozenset(item["code"] for item in listed["items"])


async def _history(api: ApiClient, code: str) -> tuple[Version, ...]:
    document = await api.item(api.region, code)
    return tuple(version_of(written) for written in document["versions"])


def version_of(written: Mapping[str, Any]) -> Version:
    """Read a version as the API shows it."""
    last_on = written["last_on"]
    return Version(
        number=written["number"],
        item=read_item(written["item"]),
        published_on=date.fromisoformat(written["published_on"] or date.min.isoformat()),
        ended_on=None if last_on is None else date.fromisoformat(last_on),
    )


async def publish_all(api: ApiClient, steps: Sequence[Step], clock: Clock) -> Tally:
    """Send every row, the versions of one item one after the other.

    Raises BrokenOff with what was done when the API answers no more or refuses a row.
    """
    tally, places = Tally(), asyncio.Semaphore(AT_ONCE_MAX)

    async def send_all(versions: Sequence[Step]) -> None:
        async with places:
            for step in versions:
                note(tally, step.row, await send(api, step, clock))

    in_order = sorted(steps, key=lambda step: step.row.item.code)
    items = groupby(in_order, lambda step: step.row.item.code)
    works = [send_all(list(versions)) for _, versions in items]
    ended = await asyncio.gather(*works, return_exceptions=True)
    errors = [one for one in ended if isinstance(one, BaseException)]
    for error in errors:
        if not isinstance(error, BrokerError):
            raise error
    if errors or tally.refused:
        raise BrokenOff(_account(tally, len(steps), errors))
    return tally


async def send(api: ApiClient, step: Step, clock: Clock) -> Told:
    """Publish one version, insisting while nobody can tell what became of it."""
    item = step.row.item

    async def attempt() -> Told:
        return await api.publish_item(item.code, write_item(item), key=step.key)

    return await insist(
        attempt,
        is_enough=lambda told: told.outcome != "pending",
        clock=clock,
        seconds_max=SEND_SECONDS_MAX,
    )


def note(tally: Tally, row: GoodRow, told: Told) -> None:
    """Note what became of a row; one that somebody else has published just now is known."""
    if told.is_done:
        tally.published.append(row.line)
    elif told.reason == Reason.ITEM_UNCHANGED:
        tally.known.append(row.line)
    else:
        tally.refused[row.line] = told.detail


def key_of(item: Item, history: Sequence[Version]) -> str:
    """Name the command by its content and by what it follows: to send it again is the same one.

    A refusal is remembered under its key, so what could be published after another end has another.
    """
    ended_on = history[-1].until_on if history else None
    named = f"{text_of(item)} {len(history)} {ended_on}"
    return f"item-{sha256(named.encode()).hexdigest()[:40]}"


def _account(tally: Tally, count: int, errors: Sequence[BaseException]) -> str:
    done = len(tally.published) + len(tally.known)
    lines = [f"第 {line} 行：{detail}" for line, detail in sorted(tally.refused.items())]
    lines += sorted({str(error) for error in errors})
    is_link = any(isinstance(error, Unavailable) for error in errors)
    advice = "恢复后原样重复本命令即可" if is_link else "更正后重复本命令即可"
    return "\n".join(
        (
            f"未全部发布：{count} 个版本中，新发布 {len(tally.published)} 个，"
            f"此前已发布 {len(tally.known)} 个，其余 {count - done} 个未确认。",
            *lines,
            f"已发布的保持有效；{advice}，不会重复发布。"
            " Not everything was published: repeat the command, which publishes nothing twice.",
        )
    )
