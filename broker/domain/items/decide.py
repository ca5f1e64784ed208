"""Publishing and giving up items: the rules of the catalogue, applied where they become law."""

from collections.abc import Iterable
from datetime import date

from broker.domain.aggregate import Written
from broker.domain.clocks.beijing import beijing_time
from broker.domain.identifiers import Instant, RegionCode, Side
from broker.domain.items.catalogue import Catalogue, NotPublished, discontinue, publish
from broker.domain.items.commands import ItemCommand, PublishItem, RetireItem
from broker.domain.items.events import ItemEvent, ItemPublished, ItemRetired
from broker.domain.items.faults import Unreadable
from broker.domain.items.item import Item
from broker.domain.items.problems import Problem, ProblemCode
from broker.domain.items.state import (
    WRITTEN_BYTES_MAX,
    ItemState,
    KnownItem,
    UnknownItem,
    item_of,
    text_of,
)
from broker.domain.refusal import Reason, Refusal

Answer = tuple[Written[ItemEvent], ...] | Refusal

REASONS = {
    ProblemCode.WRONG_REGION: Reason.ITEM_OF_OTHER_REGION,
    ProblemCode.BACKDATED: Reason.ITEM_BACKDATED,
    ProblemCode.OVERLAPS: Reason.ITEM_OVERLAPS,
    ProblemCode.UNCHANGED: Reason.ITEM_UNCHANGED,
    ProblemCode.NOT_PUBLISHED: Reason.ITEM_NOT_PUBLISHED,
    ProblemCode.NOT_YET_IN_FORCE: Reason.ITEM_NOT_YET_IN_FORCE,
    ProblemCode.ALREADY_ENDED: Reason.ITEM_ALREADY_ENDED,
}
"""Why nothing is published; any other problem is a contradiction inside the entry."""


def decide(command: ItemCommand, region: RegionCode, state: ItemState, now: Instant) -> Answer:
    """Answer a command about an item; only the region whose item it is may give one."""
    today = beijing_time(now).date()
    match command:
        case PublishItem():
            return _publish(command, region, state, today)
        case RetireItem():
            return _retire(command, region, state, today)


def _publish(command: PublishItem, region: RegionCode, state: ItemState, today: date) -> Answer:
    if len(command.written.encode()) > WRITTEN_BYTES_MAX:
        return Refusal(Reason.ITEM_TOO_LARGE)
    try:
        item = item_of(command.written)
    except Unreadable:
        return Refusal(Reason.ITEM_UNREADABLE)
    if item.code != command.code:
        return Refusal(Reason.ITEM_UNREADABLE)
    known = state.catalogue if isinstance(state, KnownItem) else Catalogue(region=region)
    if known.region != region:
        return Refusal(Reason.ITEM_OF_OTHER_REGION)
    answer = publish(known, item, published_on=today)
    if isinstance(answer, NotPublished):
        return Refusal(reason_of(answer.problems))
    (version,) = answer.versions
    return _happened(_published(item, version.number, today))


def _published(item: Item, number: int, today: date) -> ItemPublished:
    return ItemPublished(
        code=item.code, number=number, published_on=today.isoformat(), written=text_of(item)
    )


def _retire(command: RetireItem, region: RegionCode, state: ItemState, today: date) -> Answer:
    if isinstance(state, UnknownItem):
        return Refusal(Reason.ITEM_NOT_PUBLISHED)
    if state.region != region:
        return Refusal(Reason.ITEM_OF_OTHER_REGION)
    try:
        last_on = date.fromisoformat(command.last_on)
    except ValueError:
        return Refusal(Reason.ITEM_UNREADABLE)
    answer = discontinue(state.catalogue, state.code, last_on=last_on, decided_on=today)
    if isinstance(answer, Problem):
        return Refusal(reason_of((answer,)))
    number = state.versions[-1].number
    return _happened(ItemRetired(code=state.code, number=number, last_on=last_on.isoformat()))


def reason_of(problems: Iterable[Problem]) -> Reason:
    """Answer the reason of a refusal: one of the catalogue's rules, else a contradiction."""
    found = (REASONS[one.code] for one in problems if one.code in REASONS)
    return next(found, Reason.ITEM_CONTRADICTORY)


def _happened(event: ItemEvent) -> tuple[Written[ItemEvent], ...]:
    return (Written(Side.HANDLING, event),)
