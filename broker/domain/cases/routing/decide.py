"""The rules of routing: once, while it is undecided; on to another office only with a reason.

Whether an office is competent depends on data of its region (`offices/`), so the edge asks that.
Across regions nothing is transferred: the handling side declines and names the authority that is
competent [行政许可法 32(1)(2)].
"""

from typing import assert_never

from broker.domain.cases.decide_handling import not_arrived
from broker.domain.cases.routing.commands import RouteCase, RoutingCommand, TransferCase
from broker.domain.cases.routing.events import CaseRouted, CaseTransferred, RoutingEvent
from broker.domain.cases.state import Case, Decided, NotReceived, Returned
from broker.domain.refusal import Reason, Refusal


def decide_routing(command: RoutingCommand, state: Case) -> RoutingEvent | Refusal:
    """Answer a command of this track; the case has not ended when it is asked."""
    match command:
        case RouteCase():
            return route_case(command, state)
        case TransferCase():
            return transfer_case(command, state)
        case _:
            assert_never(command)


def route_case(command: RouteCase, state: Case) -> CaseRouted | Refusal:
    """Name the first office; any other comes by a transfer, which says why."""
    refused = _unless_undecided(state)
    if refused is not None:
        return refused
    if state.office:
        return Refusal(Reason.ALREADY_ROUTED)
    return CaseRouted(office=command.office)


def transfer_case(command: TransferCase, state: Case) -> CaseTransferred | Refusal:
    """Pass it on, as often as it takes; receipt and acceptance keep their instants."""
    refused = _unless_undecided(state)
    if refused is not None:
        return refused
    if not state.office:
        return Refusal(Reason.NOT_ROUTED)
    if command.office == state.office:
        return Refusal(Reason.SAME_OFFICE)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return CaseTransferred(office=command.office, sealed=command.sealed)


def _unless_undecided(state: Case) -> Refusal | None:
    if isinstance(state.handling, NotReceived):
        return not_arrived(state)
    if isinstance(state.handling, Decided | Returned):
        return Refusal(Reason.ALREADY_DECIDED)
    return None
