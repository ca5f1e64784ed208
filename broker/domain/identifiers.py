"""Identifiers: distinct types, derived and never random, so a repetition finds its first self."""

import re
from base64 import b32encode
from enum import StrEnum
from hashlib import sha256
from typing import NewType

RegionCode = NewType("RegionCode", str)
"""Six digits of GB/T 2260 (行政区划代码), the tenant."""
CaseId = NewType("CaseId", str)
AggregateId = NewType("AggregateId", str)
"""Key of an aggregate: a case id, or the id of another kind of aggregate."""
CommandId = NewType("CommandId", str)
EventId = NewType("EventId", str)
Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01T00:00:00Z, of the log's clock (design E8)."""


CASE_ID = re.compile(r"[0-9]{6}-[a-z2-7]{26}", re.ASCII)
ITEM_ID = re.compile(r"[0-9]{6}-item-[a-z2-7]{26}", re.ASCII)
REGION_DIGITS = 6


class Side(StrEnum):
    """A part of a case; each side writes its own events."""

    RECEIVING = "receiving"
    HANDLING = "handling"

    @property
    def other(self) -> "Side":
        """Answer the opposite side."""
        return Side.HANDLING if self is Side.RECEIVING else Side.RECEIVING


def digest_text(*parts: str) -> str:
    """Hash parts, each with its length in front, into 26 base32 characters (130 bits)."""
    hashed = sha256()
    for part in parts:
        encoded = part.encode()
        hashed.update(len(encoded).to_bytes(4, "big") + encoded)
    return b32encode(hashed.digest())[:26].decode().lower()


def derive_command_id(
    *, region: RegionCode, subject: str, key: str, case_id: str = ""
) -> CommandId:
    """Make the Idempotency-Key of a principal unique in the whole region (design E7).

    A command to a case carries its case: the log tells repetitions apart case by case, so one id
    must never be able to stand in two of them. Only a hand-in has none, its case is named after it.
    """
    place = (case_id,) if case_id else ()
    return CommandId(digest_text("command", region, subject, key, *place))


def derive_case_id(region: RegionCode, command_id: CommandId) -> CaseId:
    """Name a new case after the command that submits it (design E7)."""
    return CaseId(f"{region}-{digest_text('case', region, command_id)}")


def is_case_id(text: str) -> bool:
    """Tell whether a text has the shape of a case id; nothing else may become a key."""
    return CASE_ID.fullmatch(text) is not None


def derive_item_id(region: RegionCode, code: str) -> AggregateId:
    """Name an item after its region and its code, which may be any text and so no key itself."""
    return AggregateId(f"{region}-item-{digest_text('item', region, code)}")


def is_item_id(text: str) -> bool:
    """Tell whether a text has the shape of an item's id."""
    return ITEM_ID.fullmatch(text) is not None


def region_in(aggregate_id: AggregateId) -> RegionCode:
    """Answer the region that gave an aggregate its id."""
    return RegionCode(aggregate_id[:REGION_DIGITS])


def derive_event_id(aggregate_id: AggregateId, side: Side, sequence: int) -> EventId:
    """Name an event by what makes it unique for ever: aggregate, side, sequence (design E7)."""
    return EventId(f"{aggregate_id}.{side[0]}{sequence}")
