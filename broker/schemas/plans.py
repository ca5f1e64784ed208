"""Conversion between our frozen dataclasses and Avro's fields, planned once for each class."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from broker.schemas.catalogue import catalogue

Fields = dict[str, Any]
Change = Callable[[Any], Any]

PRIMITIVES: Mapping[object, str] = {
    str: "string",
    int: "long",
    bool: "boolean",
    bytes: "bytes",
}


@cache
def to_fields(kind: type) -> Callable[[Any], Fields]:
    """Plan how a value of a dataclass becomes what fastavro writes."""
    hints = field_types(kind)
    names = tuple(hints)
    take = _taker(names)
    changes = tuple(
        (name, change) for name, hint in hints.items() if (change := _writing(hint)) is not None
    )

    def convert(value: Any) -> Fields:
        record = dict(zip(names, take(value), strict=True))
        for name, change in changes:
            record[name] = change(record[name])
        return record

    return convert


@cache
def from_fields(kind: type) -> Callable[[Fields], Any]:
    """Plan how what fastavro read becomes a value of a dataclass; the fields are used up."""
    changes = tuple(
        (name, change)
        for name, hint in field_types(kind).items()
        if (change := _reading(hint)) is not None
    )

    def convert(record: Fields) -> Any:
        for name, change in changes:
            record[name] = change(record[name])
        return kind(**record)

    return convert


def field_types(kind: type) -> dict[str, Any]:
    """The fields of a dataclass in order, NewTypes resolved."""
    hints = get_type_hints(kind)
    return {each.name: plain_type(hints[each.name]) for each in fields(kind)}


def plain_type(hint: Any) -> Any:
    """The type that a NewType stands for."""
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    return hint


def optional_type(hint: Any) -> Any | None:
    """X of `X | None`, None for any other type."""
    if get_origin(hint) is not UnionType:
        return None
    (inner,) = (each for each in get_args(hint) if each is not NoneType)
    return plain_type(inner)


def item_type(hint: Any) -> Any | None:
    """X of `tuple[X, ...]`, None for any other type."""
    return plain_type(get_args(hint)[0]) if get_origin(hint) is tuple else None


def avro_name(hint: Any) -> str:
    """The Avro name of a primitive or of a class that has a schema."""
    return PRIMITIVES.get(hint) or catalogue().current(hint.__name__).full_name


def _taker(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    match names:
        case ():
            return lambda _: ()
        case (name,):
            one = attrgetter(name)
            return lambda value: (one(value),)
        case _:
            return attrgetter(*names)


def _writing(hint: Any) -> Change | None:
    """How to change a field for writing; None when fastavro takes it as it is."""
    if (inner := optional_type(hint)) is not None:
        return _write_optional(inner)
    if (item := item_type(hint)) is not None:
        return _each(_writing(item), list)
    return None if hint in PRIMITIVES or issubclass(hint, StrEnum) else to_fields(hint)


def _write_optional(inner: Any) -> Change:
    # Naming the branch spares fastavro a validation of the value against every branch.
    name, change, none = avro_name(inner), _writing(inner), ("null", None)
    if change is None:
        return lambda value: none if value is None else (name, value)
    return lambda value: none if value is None else (name, change(value))


def _each(change: Change | None, collection: type[list[Any]] | type[tuple[Any, ...]]) -> Change:
    if change is None:
        return collection
    return lambda values: collection([change(each) for each in values])


def _reading(hint: Any) -> Change | None:
    """How to change a field after reading; None when it is right already."""
    if (inner := optional_type(hint)) is not None:
        change = _reading(inner)
        if change is None:
            return None
        return lambda value: None if value is None else change(value)
    if (item := item_type(hint)) is not None:
        return _each(_reading(item), tuple)
    if hint in PRIMITIVES:
        return None
    if issubclass(hint, StrEnum):
        return {member.value: member for member in hint}.__getitem__
    return from_fields(hint)
