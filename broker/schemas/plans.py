"""Conversion between our frozen dataclasses and Avro's fields, compiled once for each class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from broker.schemas.catalogue import catalogue

Fields = dict[str, Any]
Scope = dict[str, Any]

PRIMITIVES: Mapping[object, str] = {
    str: "string",
    int: "long",
    bool: "boolean",
    bytes: "bytes",
}


@cache
def to_fields(kind: type) -> Callable[[Any], Fields]:
    """Plan how a value of a dataclass becomes what fastavro writes."""
    scope: Scope = {"none": ("null", None)}
    items = ", ".join(
        f"{name!r}: {_written(hint, f'value.{name}', scope)}"
        for name, hint in field_types(kind).items()
    )
    return _compiled("value", [f"return {{{items}}}"], scope)


@cache
def from_fields(kind: type) -> Callable[[Fields], Any]:
    """Plan how what fastavro read becomes a value of a dataclass."""
    scope: Scope = {"kind": kind, "new": object.__new__}
    steps = ["value = new(kind)"]
    for name, hint in field_types(kind).items():
        # A frozen class sets its fields by a detour that takes twice as long as its slots.
        scope[f"set_{name}"] = getattr(kind, name).__set__
        steps.append(f"set_{name}(value, {_read(hint, f'record[{name!r}]', scope)})")
    return _compiled("record", [*steps, "return value"], scope)


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


def _written(hint: Any, code: str, scope: Scope) -> str:
    """The expression that turns a field into what fastavro writes."""
    if (inner := optional_type(hint)) is not None:
        # Naming the branch spares fastavro a validation of the value against every branch.
        branch = f"({avro_name(inner)!r}, {_written(inner, code, scope)})"
        return f"none if {code} is None else {branch}"
    if (item := item_type(hint)) is not None:
        return f"[{_written(item, 'each', scope)} for each in {code}]"
    if hint in PRIMITIVES or issubclass(hint, StrEnum):
        return code
    scope[f"write_{hint.__name__}"] = to_fields(hint)
    return f"write_{hint.__name__}({code})"


def _read(hint: Any, code: str, scope: Scope) -> str:
    """The expression that turns what fastavro read into a field."""
    if (inner := optional_type(hint)) is not None:
        return f"None if {code} is None else {_read(inner, code, scope)}"
    if (item := item_type(hint)) is not None:
        return f"tuple([{_read(item, 'each', scope)} for each in {code}])"
    if hint in PRIMITIVES:
        return code
    if issubclass(hint, StrEnum):
        scope[f"members_{hint.__name__}"] = {member.value: member for member in hint}
        return f"members_{hint.__name__}[{code}]"
    scope[f"read_{hint.__name__}"] = from_fields(hint)
    return f"read_{hint.__name__}({code})"


def _compiled(argument: str, steps: Sequence[str], scope: Scope) -> Callable[[Any], Any]:
    # Names come from our own dataclasses only; interpreting the plan field by field takes twice as
    # long, and this runs for every record.
    body = "".join(f"    {step}\n" for step in steps)
    exec(f"def convert({argument}):\n{body}", scope)  # noqa: S102
    convert: Callable[[Any], Any] = scope["convert"]
    return convert
