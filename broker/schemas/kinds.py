"""Which classes have a written form, by name."""

from collections.abc import Mapping
from typing import get_args

from broker.domain.aggregates import Command, Event
from broker.schemas.link import LinkRecord
from broker.schemas.records import (
    Batch,
    Broadcast,
    Decision,
    LeadTaken,
    Receipt,
    ReleaseHeld,
    Telling,
    TellPeer,
)


def _by_name(classes: tuple[type, ...]) -> dict[str, type]:
    return {each.__name__: each for each in classes}


EVENT_KINDS: Mapping[str, type[Event]] = _by_name(get_args(Event))
COMMAND_KINDS: Mapping[str, type[Command]] = _by_name(get_args(Command))
INTAKE_KINDS: Mapping[str, type] = _by_name((Batch, Receipt, ReleaseHeld, TellPeer))
"""What stands on an intake besides commands."""
JOURNAL_KINDS: Mapping[str, type] = _by_name((Decision, Broadcast, Telling, LeadTaken))
LINK_KINDS: Mapping[str, type] = _by_name((LinkRecord,))
