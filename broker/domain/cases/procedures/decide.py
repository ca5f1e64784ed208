"""The rules between acceptance and decision; the case has not ended when these are asked."""

from typing import assert_never

from broker.domain.cases.decide_handling import not_decidable
from broker.domain.cases.procedures.commands import (
    EndSpecialProcedure,
    GrantExtension,
    ProcedureCommand,
    SpecialProcedureKind,
    StartSpecialProcedure,
)
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    ProcedureEvent,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.cases.state import Accepted, Case
from broker.domain.refusal import Reason, Refusal

EXTENSIONS_MAX = 1
"""The default of the law [行政许可法 42]; an item's own number comes in with the item's rule."""


def decide_procedure(command: ProcedureCommand, state: Case) -> ProcedureEvent | Refusal:
    """Answer a command of this track."""
    match command:
        case StartSpecialProcedure():
            return start_special_procedure(command, state)
        case EndSpecialProcedure():
            return end_special_procedure(command, state)
        case GrantExtension():
            return grant_extension(command, state)
        case _:
            assert_never(command)


def start_special_procedure(
    command: StartSpecialProcedure, state: Case
) -> SpecialProcedureStarted | Refusal:
    """Start one more procedure, and tell its time in writing (行政许可法 art. 45)."""
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    hears_third_parties = command.procedure is SpecialProcedureKind.THIRD_PARTY_HEARING
    if hears_third_parties != (command.ground is not None):
        return Refusal(Reason.GROUND_MISMATCH)
    if command.announced_days < 1:
        return Refusal(Reason.DAYS_MISSING)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return SpecialProcedureStarted(
        number=state.procedures.started_count + 1,
        procedure=command.procedure,
        ground=command.ground,
        announced_days=command.announced_days,
        sealed=command.sealed,
    )


def end_special_procedure(
    command: EndSpecialProcedure, state: Case
) -> SpecialProcedureEnded | Refusal:
    """End a procedure that is open; the others run on."""
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    if command.number not in state.procedures.open_numbers:
        return Refusal(Reason.PROCEDURE_NOT_OPEN)
    return SpecialProcedureEnded(number=command.number)


def grant_extension(command: GrantExtension, state: Case) -> ExtensionGranted | Refusal:
    """Extend the limit of the decision, once and with the reason told (行政许可法 art. 42)."""
    if not isinstance(state.handling, Accepted):
        return not_decidable(state)
    if state.procedures.extension_count >= EXTENSIONS_MAX:
        return Refusal(Reason.ALREADY_EXTENDED)
    if command.days < 1:
        return Refusal(Reason.DAYS_MISSING)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return ExtensionGranted(
        days=command.days,
        approver_office=command.approver_office,
        approver_role=command.approver_role,
        sealed=command.sealed,
    )
