"""The difference of two versions of an office, field by field, windows by their codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from broker.domain.offices.exporting import write_office
from broker.domain.offices.office import Office

FIELD_TEXTS = {
    "name": "名称",
    "level": "层级",
    "place": "所在地",
    "decides": "职权事项",
    "windows": "窗口",
    "delegations": "授权",
    "hours": "开放时间",
    "contacts": "联系方式",
    "hosted_by": "代管地区",
    "demo": "演示数据",
    "note": "说明",
}
"""What a version says; region, code and term only say which one it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDifference:
    """A field that differs, or one window, with both written values; None: not there."""

    path: str
    zh: str
    left: Any
    right: Any


def diff(left: Office, right: Office) -> tuple[OfficeDifference, ...]:
    """Name everything that differs."""
    ours, theirs = write_office(left), write_office(right)
    return tuple(
        OfficeDifference(path=path, zh=zh, left=one, right=other)
        for name, zh in FIELD_TEXTS.items()
        for path, one, other in _compare(name, ours[name], theirs[name])
    )


def _compare(name: str, ours: Any, theirs: Any) -> Iterator[tuple[str, Any, Any]]:
    if name != "windows":
        if ours != theirs:
            yield name, ours, theirs
        return
    left, right = _by_code(ours), _by_code(theirs)
    for code in dict.fromkeys((*left, *right)):
        if left.get(code) != right.get(code):
            yield f"{name}.{code}", left.get(code), right.get(code)


def _by_code(windows: list[dict[str, Any]]) -> Mapping[str, Any]:
    return {window["code"]: window for window in windows}
