"""What is remembered of proposals: the last one, and who made it; a track of the handling side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproposed:
    """Nothing is proposed: nothing was yet, or it was sent back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal waits for a second clerk (待复核)."""

    clerk: str
    grants: bool
    digests: tuple[str, ...]
    """Of the proposed documents, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Two clerks agree on what is to be decided."""

    grants: bool
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Proposals are numbered from 1; only the last one can stand."""

    made_count: int = 0
    is_verified: bool = False
    """A verification of what the materials say was begun, for which the law wants two."""
    last: Unproposed | Proposed | Confirmed = Unproposed()

    @property
    def is_needed(self) -> bool:
        """Tell whether a decision needs two clerks: by law, or as the office has begun it."""
        return self.is_verified or self.made_count > 0


NO_PROPOSALS = Proposals()
