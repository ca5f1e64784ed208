"""The difference of two entries, element by element (标准差异): versions, or two regions' items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broker.domain.items.elements import ELEMENTS, Element
from broker.domain.items.item import Item
from broker.domain.items.written import value_at, write

ABSENT = None
"""What a part shows for the side that has no such part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The smallest place inside an element that differs, with both written values."""

    path: str
    left: Any
    right: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An element that differs, with both written values, and where exactly."""

    element: Element
    left: Any
    right: Any
    parts: tuple[Part, ...]


def diff(left: Item, right: Item) -> tuple[Difference, ...]:
    """Name every element that differs; codes, terms and provenance are no elements."""
    return tuple(
        difference
        for element in ELEMENTS
        if (difference := _compare(element, left, right)) is not None
    )


def standard_differences(left: Item, right: Item) -> tuple[Difference, ...]:
    """Name what differs though it should be the same in every region; phones may differ."""
    return tuple(one for one in diff(left, right) if not one.element.local)


def _compare(element: Element, left: Item, right: Item) -> Difference | None:
    ours, theirs = value_at(left, element.path), value_at(right, element.path)
    if ours == theirs:
        return None
    ours, theirs = write(ours), write(theirs)
    parts = tuple(_parts(ours, theirs, ""))
    return Difference(element=element, left=ours, right=theirs, parts=parts)


def _parts(left: Any, right: Any, path: str) -> Iterator[Part]:
    ours, theirs = _named(left), _named(right)
    if ours is None or theirs is None or (list(ours) != list(theirs) and set(ours) == set(theirs)):
        if left != right:
            yield Part(path=path, left=left, right=right)
        return
    for name in dict.fromkeys((*ours, *theirs)):
        below = f"{path}.{name}" if path else name
        if name not in ours or name not in theirs:
            yield Part(path=below, left=ours.get(name, ABSENT), right=theirs.get(name, ABSENT))
        else:
            yield from _parts(ours[name], theirs[name], below)


def _named(written: Any) -> Mapping[str, Any] | None:
    """Answer the parts by name: fields of an object, members of a list that have names."""
    if isinstance(written, dict):
        return written
    if not isinstance(written, list):
        return None
    names = [_name_of(member) for member in written]
    if not all(names) or len(set(names)) != len(names):
        return None
    return dict(zip(names, written, strict=True))


def _name_of(member: Any) -> str:
    """A material, a leg or a charge has a name, a mode its letter; other members have none."""
    if not isinstance(member, dict):
        return ""
    keys: Sequence[str] = ("name", "mode", "kind", "law")
    return next((str(member[key]) for key in keys if member.get(key)), "")
