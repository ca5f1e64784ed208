"""How both sides fold: what a stage must have been, and the word for what cannot be."""

from typing import TypeVar

Stage = TypeVar("Stage")


def was(before: object, stage: type[Stage]) -> Stage:
    """Answer the stage itself, known to be of this kind; else the log is corrupt."""
    assert isinstance(before, stage), f"{type(before).__name__} is not {stage.__name__}"
    return before


def impossible(before: object, event: object) -> AssertionError:
    """Make the error for a fact that no correct writer records."""
    return AssertionError(f"{type(event).__name__} cannot follow {type(before).__name__}")
