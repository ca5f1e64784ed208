"""What is recorded of items: histories of events with the versions they lead to, and the form."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import reduce
from typing import Any, get_args, get_type_hints

from broker.domain.aggregate import Written
from broker.domain.identifiers import Instant
from broker.domain.items.aggregate import ITEMS
from broker.domain.items.commands import ItemCommand
from broker.domain.items.item import Item
from broker.domain.items.state import ItemState, KnownItem
from broker.domain.items.written import write_item
from broker.domain.refusal import Refusal
from broker.schemas.codec import encode_event
from tests.support import builders as given
from tests.support.items import JUNE, MARCH, item_id, publish, retire


def item_histories() -> dict[str, str]:
    """Write histories down, by name."""
    return {"published-changed-retired": _history()}


def _history() -> str:
    state: ItemState = ITEMS.initial
    events = []
    commands: tuple[ItemCommand, ...] = (publish(), publish(MARCH), retire(JUNE))
    for number, command in enumerate(commands, start=1):
        answer = ITEMS.decide(command, given.QINGYANG, state, given.NOON)
        assert not isinstance(answer, Refusal), answer
        written = answer[0]
        meta = given.a_meta(
            aggregate_id=item_id(),
            side=written.side,
            sequence=number,
            at=Instant(given.NOON + number * 60_000),
        )
        events.append((meta, written))
        state = reduce(ITEMS.evolve, answer, state)
    assert isinstance(state, KnownItem)
    encoded = [b64encode(_bytes(meta, each)).decode() for meta, each in events]
    content = {"versions": described_versions(state), "events": encoded}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _bytes(meta: Any, written: Written[Any]) -> bytes:
    return encode_event(meta, written.event)


def described_versions(state: KnownItem) -> list[dict[str, Any]]:
    """Describe each version as JSON can say it."""
    return [
        {
            "number": each.number,
            "published_on": each.published_on.isoformat(),
            "ended_on": None if each.ended_on is None else each.ended_on.isoformat(),
            "item": write_item(each.item),
        }
        for each in state.versions
    ]


def written_form() -> str:
    """Spell out every field and word of the written form, a class on each line."""
    return "".join(f"{line}\n" for line in sorted(set(_shapes(Item))))


def _spelled(hint: Any) -> str:
    """Spell a type without the module it stands in today."""
    plain = re.sub(r"<\w+ '([^']*)'>", r"\1", str(hint))
    return re.sub(r"\b\w+\.", "", plain)


def _shapes(declared: Any) -> Iterator[str]:
    for argument in get_args(declared):
        yield from _shapes(argument)
    if not isinstance(declared, type):
        return
    if issubclass(declared, Enum):
        yield f"{declared.__name__}: {', '.join(str(each.value) for each in declared)}"
    elif is_dataclass(declared):
        hints = get_type_hints(declared)
        said = ", ".join(f"{each.name} {_spelled(hints[each.name])}" for each in fields(declared))
        yield f"{declared.__name__}: {said}"
        for each in fields(declared):
            yield from _shapes(hints[each.name])
