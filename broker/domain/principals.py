"""Who is asking: an actor that proved itself, and what its key narrows it to."""

from dataclasses import dataclass

from broker.domain.envelope import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """An authenticated actor; `scope` names the only acts its token is for, None: all of its role.

    A scope holds kinds of commands (`SubmitCase`) and names of reads (`case.read`).
    """

    actor: Actor
    title: str
    scope: frozenset[str] | None

    def is_in_scope(self, act: str) -> bool:
        """Answer whether the key used is for this act."""
        return self.scope is None or act in self.scope
