"""The written form of items: plain JSON values, each field under its own name."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from broker.domain.items.item import Item


def write_item(item: Item) -> dict[str, Any]:
    """Write an item whole; what is not published stands there as null."""
    written = write(item)
    assert isinstance(written, dict)
    return written


def write(value: object) -> Any:
    """Write a value: sets in order, dates in ISO form, words by their stable value."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [write(member) for member in value]
        case frozenset():
            return sorted(write(member) for member in value)
        case _:
            return _write_record(value)


def _write_record(record: object) -> dict[str, Any]:
    assert is_dataclass(record)
    return {field_key(one.name): write(getattr(record, one.name)) for one in fields(record)}


def field_key(name: str) -> str:
    """Name a field in writing; an underscore only keeps Python's own words apart."""
    return name.removesuffix("_")


def value_at(whole: object, path: str) -> Any:
    """Follow a path of fields into a dataclass."""
    for name in path.split("."):
        whole = getattr(whole, name)
    return whole
