"""Who is asking: an actor that proved itself, and what its key narrows it to."""

from dataclasses import dataclass

from broker.domain.envelope import Actor
from broker.domain.rights import OperatorAct, Reading, may_command, may_operate, may_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """An authenticated actor; `scope` names the only acts its token is for, None: all of its role.

    A scope holds kinds of commands (`SubmitCase`), names of reads (`case`) and of operator acts.
    """

    actor: Actor
    title: str
    scope: frozenset[str] | None

    def is_in_scope(self, act: str) -> bool:
        """Answer whether the key used is for this act."""
        return self.scope is None or act in self.scope

    def may_command(self, kind: str) -> bool:
        """Tell whether role and scope allow commands of this kind."""
        return may_command(self.actor.role, kind, scope=self.scope or ()) and self.is_in_scope(kind)

    def may_read(self, what: Reading) -> bool:
        """Tell whether role and scope allow this reading."""
        return may_read(self.actor.role, what) and self.is_in_scope(what)

    def may_operate(self, act: OperatorAct) -> bool:
        """Tell whether role and scope allow this act of operations."""
        return may_operate(self.actor.role, act) and self.is_in_scope(act)
