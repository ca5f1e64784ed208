"""Write what has become due (design E8): the dates by the rules, whenever it is asked for."""

from collections.abc import Iterator

from broker.domain.aggregate import Written
from broker.domain.cases.events import Event
from broker.domain.cases.evolve import evolve
from broker.domain.cases.limits.due import Effect, next_effect
from broker.domain.cases.limits.state import NO_LIMITS
from broker.domain.cases.state import Case, CaseState
from broker.domain.identifiers import Instant, Side

SETTLED_MAX = 512
"""More would mean that an effect does not end its own cause."""


def settle(state: CaseState, now: Instant) -> tuple[Written[Event], ...]:
    """Answer what has become due by `now`, in the order of the instants it was due at.

    All duties counted here are the handling side's, so its region's log alone keeps them.
    """
    due = next_due(state)
    # Before every command, and nearly always with nothing to do: half a microsecond.
    return () if due is None or due > now else tuple(_settle(state, now))


def _settle(state: CaseState, now: Instant) -> Iterator[Written[Event]]:
    for _ in range(SETTLED_MAX):
        effect = _next(state)
        if effect is None or effect.at > now:
            return
        written: Written[Event] = Written(Side.HANDLING, effect.event)
        yield written
        state = evolve(state, written._replace(at=now))
    raise AssertionError("what falls due must come to an end")


def next_due(state: CaseState, side: Side | None = None, /) -> Instant | None:
    """Answer the first instant at which something is due that is not written yet."""
    if side is Side.RECEIVING:
        return None
    effect = _next(state)
    return None if effect is None else effect.at


def _next(state: CaseState) -> Effect | None:
    if not isinstance(state, Case) or state.limits is NO_LIMITS or state.limits.is_stopped:
        return None
    return next_effect(state.limits.clock, state.item_code)
