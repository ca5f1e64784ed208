"""Write frozen dataclasses and named tuples as JSON and read them back, led by declared types."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")

TAG = "~"
"""Key that names the class where several are possible."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the values of one type are written and read."""

    freeze: Callable[[Any], Any]
    thaw: Callable[[Any], Any]


def freeze(declared: type, value: object) -> Any:
    """Answer what `json.dumps` can write."""
    form: Form = _form_of(declared)
    return form.freeze(value)


def thaw(declared: type[Value], written: Any) -> Value:
    """Answer the value that was frozen under the same declared type."""
    kind: type = declared
    form: Form = _form_of(kind)
    value: Value = form.thaw(written)
    return value


def field_names(kind: type) -> tuple[str, ...] | None:
    """Name the fields of a dataclass or a named tuple; None for any other type."""
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    names: tuple[str, ...] | None = getattr(kind, "_fields", None)
    return names


@cache
def _form_of(declared: Any) -> Form:
    """Build the form of a type once."""
    while hasattr(declared, "__supertype__"):  # NewType
        declared = declared.__supertype__
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in {Union, UnionType}:
        return _union_form(arguments)
    if origin in {tuple, frozenset}:
        return _collection_form(origin, arguments)
    if origin is Mapping:
        assert arguments == (str, str), "only mappings of texts"
        return Form(dict, _same)
    if isinstance(declared, type) and (names := field_names(declared)) is not None:
        return _record_form(declared, names)
    return _plain_form(declared)


def _plain_form(declared: Any) -> Form:
    if declared in {str, int, bool}:
        return Form(_same, _same)
    if declared is bytes:
        return Form(_base64_text, b64decode)
    if declared is date:
        return Form(date.isoformat, date.fromisoformat)
    if isinstance(declared, type) and issubclass(declared, StrEnum):
        return Form(str, declared)
    raise TypeError(f"no written form for {declared!r}")


def _collection_form(origin: Callable[[Any], Any], arguments: tuple[Any, ...]) -> Form:
    item = _form_of(arguments[0])
    assert origin is frozenset or arguments[1:] == (...,), "only tuples of one type"
    order = sorted if origin is frozenset else list
    return Form(
        lambda values: order(item.freeze(value) for value in values),
        lambda written: origin(item.thaw(value) for value in written),
    )


def _record_form(declared: type, names: tuple[str, ...]) -> Form:
    hints = get_type_hints(declared)
    forms = tuple((name, _form_of(hints[name])) for name in names)
    return Form(
        lambda value: {name: form.freeze(getattr(value, name)) for name, form in forms},
        lambda written: declared(**{name: form.thaw(written[name]) for name, form in forms}),
    )


def _union_form(arguments: tuple[Any, ...]) -> Form:
    kinds = tuple(kind for kind in arguments if kind is not NoneType)
    if len(kinds) == 1:
        one = _form_of(kinds[0])
        return Form(partial(_unless_none, one.freeze), partial(_unless_none, one.thaw))
    by_name = {kind.__name__: _form_of(kind) for kind in kinds}
    return Form(
        partial(_unless_none, partial(_freeze_tagged, by_name)),
        partial(_unless_none, lambda written: by_name[written[TAG]].thaw(written)),
    )


def _freeze_tagged(by_name: dict[str, Form], value: object) -> dict[str, Any]:
    name = type(value).__name__
    return {TAG: name, **by_name[name].freeze(value)}


def _unless_none(convert: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else convert(value)


def _same(value: Any) -> Any:
    return value


def _base64_text(value: bytes) -> str:
    return b64encode(value).decode()
