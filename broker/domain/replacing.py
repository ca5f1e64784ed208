"""`replace` of the standard library, planned once for each class: a fold does little else."""

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

if not TYPE_CHECKING:  # To a type checker it is the standard one, whose arguments it knows.

    def replace(value: object, /, **changes: object) -> Any:
        """Answer a copy of a frozen slots dataclass with some fields changed."""
        return _plan(type(value))(value, changes)


@cache
def _plan(kind: type) -> Any:
    # The standard way sets each field of a frozen class by a detour, three times as slow.
    names = [each.name for each in fields(kind)]
    assert not hasattr(kind, "__post_init__"), "a check that a plan would pass by"
    scope = {"kind": kind, "new": object.__new__}
    scope.update((f"set_{name}", getattr(kind, name).__set__) for name in names)
    steps = (
        f"    set_{name}(copy, changes.pop({name!r}) if {name!r} in changes else value.{name})\n"
        for name in names
    )
    exec(  # noqa: S102 - names come from our own classes only
        f"def replace(value, changes):\n    copy = new(kind)\n{''.join(steps)}"
        "    assert not changes, f'no such field: {changes}'\n    return copy\n",
        scope,
    )
    return scope["replace"]
