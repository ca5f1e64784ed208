"""What is remembered of procedures and extensions: a track of the handling side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedures:
    """Procedures are numbered from 1 in the order of their start; several may be open."""

    started_count: int = 0
    open_numbers: tuple[int, ...] = ()
    extension_count: int = 0


NO_PROCEDURES = Procedures()
