"""A test vector against what the rules compute: the differences, key by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = "无"


class VectorInvalid(ValueError):
    """A file of vectors is not in its format; the sentence says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A vector, where the computed result differs from it, and how it was computed."""

    id: str
    differences: tuple[str, ...]
    explanation: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Answer whether everything that the vector expects was computed."""
        return not self.differences


def compare(expect: Mapping[str, Any], computed: Mapping[str, Any]) -> tuple[str, ...]:
    """Compare the keys that the vector names; an error nobody expects is a difference too."""
    expected = expect if "error" in expect else {**expect, "error": None}
    return tuple(_differ(expected, computed, ""))


def _differ(expect: Mapping[str, Any], computed: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, wanted in expect.items():
        got = computed.get(key)
        if isinstance(wanted, Mapping) and isinstance(got, Mapping):
            yield from _differ(wanted, got, f"{path}{key}.")
        elif (got, type(got)) != (wanted, type(wanted)) or (key not in computed and key != "error"):
            shown = got if key in computed else ABSENT
            yield f"{path}{key}：应为 {wanted}，算得 {shown}"


def as_rows(document: object) -> list[Mapping[str, Any]]:
    """Check that a document is a list of vectors, each an object with an id of its own."""
    if not isinstance(document, list):
        raise VectorInvalid("文件的最外层应为列表")
    for number, row in enumerate(document, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise VectorInvalid(f"第 {number} 条应为带 id 的对象")
        if not isinstance(row.get("expect"), dict):
            raise VectorInvalid(f"{row['id']}：缺少 expect 或其类型不对")
    return document
