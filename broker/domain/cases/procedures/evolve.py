"""Fold procedures and extensions: each number opens once and closes once."""

from typing import assert_never

from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    ProcedureEvent,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.cases.procedures.state import Procedures
from broker.domain.replacing import replace


def evolve_procedures(before: Procedures, event: ProcedureEvent) -> Procedures:
    """Fold an event of this track."""
    match event:
        case SpecialProcedureStarted():
            assert event.number == before.started_count + 1
            return replace(
                before,
                started_count=event.number,
                open_numbers=(*before.open_numbers, event.number),
            )
        case SpecialProcedureEnded():
            assert event.number in before.open_numbers
            left = tuple(number for number in before.open_numbers if number != event.number)
            return replace(before, open_numbers=left)
        case ExtensionGranted():
            return replace(before, extension_count=before.extension_count + 1)
        case _:
            assert_never(event)
