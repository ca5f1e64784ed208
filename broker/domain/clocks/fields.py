"""Fields of written rules: each read with its type, or refused by name."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from broker.domain.clocks.beijing import instant_of
from broker.domain.identifiers import Instant
from broker.domain.verdict import VectorInvalid

Row: TypeAlias = Mapping[str, Any]
ValueT = TypeVar("ValueT")
WordT = TypeVar("WordT", bound=StrEnum)
DAYS_MAX = 3_650


def read(row: Row, key: str, kind: type[ValueT]) -> ValueT:
    """Read a field of a JSON type; a truth value is no number."""
    found = row.get(key)
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise VectorInvalid(f"{key} 缺少或类型不对")
    return found


def read_row(row: Row, key: str) -> Row:
    """Read an object."""
    return read(row, key, dict)


def read_rows(row: Row, key: str) -> list[Row]:
    """Read a list of objects."""
    rows = read(row, key, list)
    if not all(isinstance(one, dict) for one in rows):
        raise VectorInvalid(f"{key} 应为对象的列表")
    return rows


def read_days(row: Row, key: str) -> int:
    """Read a number of days that a limit can have."""
    n = read(row, key, int)
    if not 0 <= n <= DAYS_MAX:
        raise VectorInvalid(f"{key} 应在 0 与 {DAYS_MAX} 之间")
    return n


def read_word(row: Row, key: str, words: type[WordT]) -> WordT:
    """Read one of a few words."""
    return _parse(row, key, words)


def read_date(row: Row, key: str) -> date:
    """Read a date."""
    return _parse(row, key, date.fromisoformat)


def read_instant(row: Row, key: str) -> Instant:
    """Read an instant, which must carry its offset."""
    moment = _parse(row, key, datetime.fromisoformat)
    if moment.tzinfo is None:
        raise VectorInvalid(f"{key} 应带时区偏移")
    return instant_of(moment)


def _parse(row: Row, key: str, parse: Callable[[str], ValueT]) -> ValueT:
    text = read(row, key, str)
    try:
        return parse(text)
    except ValueError:
        raise VectorInvalid(f"{key} 的值 {text!r} 无效") from None
