"""Written values back to dataclasses: every fault is found, named and placed, none is repaired."""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from unicodedata import category

from broker.domain.items.faults import Fault, FaultCode, Unreadable, fault
from broker.domain.items.item import Item
from broker.domain.items.words import Word
from broker.domain.items.written import field_key

TEXT_LENGTH_MAX = 4_000
LIST_LENGTH_MAX = 500
NUMBER_MAX = 10**12
QUOTE_LENGTH_MAX = 40
DATE_LENGTH = len("2026-01-01")
FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs"})
"""Control characters and halves of surrogate pairs; a line feed alone may stand in a text."""


def read_item(written: object) -> Item:
    """Read an item, or raise Unreadable with all of its faults."""
    item = read(Item, written, "")
    assert isinstance(item, Item)
    return item


def read(kind: Any, written: object, path: str) -> Any:
    """Read a value of a declared kind."""
    kind = without_name(kind)
    if isinstance(kind, UnionType) or get_origin(kind) is Union:  # The latter around a NewType.
        return None if written is None else read(inner(kind), written, path)
    if get_origin(kind) in (tuple, frozenset):
        return _read_collection(kind, written, path)
    if is_dataclass(kind):
        return _read_record(kind, written, path)
    if issubclass(kind, StrEnum):
        return _read_word(kind, written, path)
    return READERS[kind](written, path)


def without_name(kind: Any) -> Any:
    """Answer what a NewType stands for."""
    return getattr(kind, "__supertype__", kind)


def inner(kind: Any) -> Any:
    """Answer what may stand where None may stand too."""
    (one,) = (member for member in get_args(kind) if member is not NoneType)
    return one


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """Answer the declared kinds of a dataclass's fields."""
    return get_type_hints(kind)


def _read_record(kind: Any, written: object, path: str) -> Any:
    if not isinstance(written, dict):
        raise fault(path, FaultCode.WRONG_TYPE, "应为对象")
    known = {field_key(one.name): one for one in fields(kind)}
    readings = [_field_reader(kind, one, written, path) for one in known.values()]
    unknown = [
        Fault(path=join(path, str(key)), code=FaultCode.UNKNOWN_FIELD, text="没有这一字段")
        for key in written
        if key not in known
    ]
    values = dict(_gather(readings, unknown))
    return kind(**values)


def _field_reader(kind: Any, one: Any, written: dict[str, Any], path: str) -> Callable[[], Any]:
    """Prepare the reading of one field: its name with its value, or None for the default."""
    key = field_key(one.name)

    def read_field() -> tuple[str, Any] | None:
        if key in written:
            return one.name, read(hints_of(kind)[one.name], written[key], join(path, key))
        if one.default is MISSING and one.default_factory is MISSING:
            raise fault(join(path, key), FaultCode.MISSING, "缺少必填内容")
        return None

    return read_field


def _read_collection(kind: Any, written: object, path: str) -> Any:
    if not isinstance(written, list):
        raise fault(path, FaultCode.WRONG_TYPE, "应为列表")
    if len(written) > LIST_LENGTH_MAX:
        raise fault(path, FaultCode.TOO_LONG, f"最多 {LIST_LENGTH_MAX} 项")
    member = get_args(kind)[0]
    places = enumerate(written)
    members = list(_gather([_member_reader(member, one, f"{path}[{n}]") for n, one in places], []))
    if get_origin(kind) is frozenset and len(set(members)) != len(members):
        raise fault(path, FaultCode.REPEATED, "有重复项")
    return get_origin(kind)(members)


def _member_reader(kind: Any, written: object, path: str) -> Callable[[], Any]:
    return lambda: read(kind, written, path)


def _gather(readings: list[Callable[[], Any]], faults: list[Fault]) -> Iterator[Any]:
    """Do every reading, then raise all faults together; None stands for no value."""
    values = []
    for reading in readings:
        try:
            values.append(reading())
        except Unreadable as unreadable:
            faults.extend(unreadable.faults)
    if faults:
        raise Unreadable(*faults)
    return (value for value in values if value is not None)


def _read_word(kind: type[StrEnum], written: object, path: str) -> StrEnum:
    text = _read_text(written, path)
    if text not in kind._value2member_map_:
        words = "、".join(_show(member) for member in kind)
        raise fault(path, FaultCode.UNKNOWN_WORD, f"不认识 {_quote(text)}，应为其中之一：{words}")
    return kind._value2member_map_[text]  # type: ignore[return-value]


def _show(word: StrEnum) -> str:
    return f"{word.value}（{word.zh}）" if isinstance(word, Word) else word.value


def _quote(text: str) -> str:
    """Show a value in a sentence; a report need not repeat a whole page."""
    return repr(text if len(text) <= QUOTE_LENGTH_MAX else f"{text[:QUOTE_LENGTH_MAX]}…")


def _read_text(written: object, path: str) -> str:
    if not isinstance(written, str):
        raise fault(path, FaultCode.WRONG_TYPE, "应为文字")
    if len(written) > TEXT_LENGTH_MAX:
        raise fault(path, FaultCode.TOO_LONG, f"最多 {TEXT_LENGTH_MAX} 字")
    if any(category(sign) in FORBIDDEN_CATEGORIES for sign in written.replace("\n", "")):
        raise fault(path, FaultCode.TEXT_NOT_ALLOWED, "含有控制字符")
    return written


def _read_number(written: object, path: str) -> int:
    if not isinstance(written, int) or isinstance(written, bool):
        raise fault(path, FaultCode.WRONG_TYPE, "应为整数")
    if not 0 <= written <= NUMBER_MAX:
        raise fault(path, FaultCode.OUT_OF_RANGE, f"应在 0 与 {NUMBER_MAX} 之间")
    return written


def _read_truth(written: object, path: str) -> bool:
    if not isinstance(written, bool):
        raise fault(path, FaultCode.WRONG_TYPE, "应为是或否")
    return written


def _read_date(written: object, path: str) -> date:
    text = _read_text(written, path)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise fault(path, FaultCode.INVALID_DATE, f"{_quote(text)} 不是日期（年-月-日）") from None
    if len(text) != DATE_LENGTH or day.isoformat() != text:
        raise fault(path, FaultCode.INVALID_DATE, f"{_quote(text)} 应写作 {day.isoformat()}")
    return day


def join(path: str, key: str) -> str:
    """Write the path of a field."""
    return f"{path}.{key}" if path else key


READERS: dict[Any, Callable[[object, str], Any]] = {
    str: _read_text,
    int: _read_number,
    bool: _read_truth,
    date: _read_date,
}
