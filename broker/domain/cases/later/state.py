"""What is remembered of later acts: a track of the handling side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterActs:
    """A licence is revoked once and cancelled once; corrections are not counted."""

    revoked: bool = False
    cancelled: bool = False


NO_LATER_ACTS = LaterActs()
