"""The rows of a JSON list, each with the line it begins on: a fault is then found in an editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Some editors put it in front of UTF-8."""
WHITE_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonRow:
    """One member of the list."""

    line: int
    written: Any


class JsonInvalid(ValueError):
    """The text is no JSON list; the sentence says what is wrong, the line says where."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep line and sentence."""
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


class NotStrict(ValueError):
    """Python would read this, but it is no JSON that means one thing only."""


def split_rows(text: str) -> Iterator[JsonRow]:
    """Answer the members of the list one by one; raise JsonInvalid where it is broken."""
    at = _skip(text, len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0)
    if text[at : at + 1] != "[":
        raise JsonInvalid(_line(text, at), "最外层应为列表")
    at = _skip(text, at + 1)
    line, counted = _line(text, at), at
    is_empty = text[at : at + 1] == "]"
    while not is_empty:
        line, counted = line + text.count("\n", counted, at), at
        written, end = _decode(text, at, line)
        yield JsonRow(line=line, written=written)
        at = _skip(text, end)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            raise JsonInvalid(_line(text, at), "两项之间应为逗号，最后应为 ]")
        at = _skip(text, at + 1)
    rest = _skip(text, at + 1)
    if rest != len(text):
        raise JsonInvalid(_line(text, rest), "列表之后还有内容")


def parse_strictly(text: str) -> Any:
    """Read one JSON value; NaN, repeated keys and endless nesting are refused."""
    rows = list(split_rows(f"[\n{text}]"))
    if len(rows) != 1:
        raise JsonInvalid(1, "应为一个 JSON 值")
    return rows[0].written


def _decode(text: str, at: int, line: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, at)
    except JSONDecodeError as error:
        raise JsonInvalid(
            _line(text, error.pos), f"不是合法的 JSON（第 {error.colno} 字符）"
        ) from None
    except NotStrict as error:
        raise JsonInvalid(line, str(error)) from None
    except RecursionError:
        raise JsonInvalid(line, "嵌套过深") from None
    except ValueError:
        raise JsonInvalid(line, "数字过长") from None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in WHITE_SPACE:
        at += 1
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict("同一对象中有重复的字段")
    return found


def _refuse_constant(name: str) -> Any:
    raise NotStrict(f"{name} 不是合法的数字")


DECODER = JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)
