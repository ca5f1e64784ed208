"""What may be asked of the list of cases, and its pages."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import CaseId, Instant, RegionCode, Side
from broker.errors import BrokerError
from broker.views.case import CaseView

PAGE_CASES_MAX = 500
CURSOR_CHARACTERS_MAX = 500


class InvalidCursor(BrokerError):
    """The cursor was not made by this list: begin without one."""


class Box(StrEnum):
    """Which cases, seen from the region that asks."""

    OUTBOX = "outbox"
    """Handed in here."""
    INBOX = "inbox"
    """Handed over to us for decision."""
    SHARED = "shared"
    """Either: all that people of this region may see."""
    EVERY = "every"
    """Also a peer's cases before the hand-over: for audits, never for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are wanted; None and empty mean any. Spans begin at `_from`, end before `_until`.

    `office` and `window` are those of this region's side. With `or_untaken`, cases on which no
    window of this region's side has acted are listed too.
    """

    box: Box = Box.SHARED
    statuses: frozenset[CaseStatus] = frozenset()
    item_code: str | None = None
    office: str | None = None
    window: str | None = None
    or_untaken: bool = False
    owed_by: Side | None = None
    peer: RegionCode | None = None
    applicant_hash: str | None = None
    submitted_from: Instant | None = None
    submitted_until: Instant | None = None
    updated_from: Instant | None = None
    updated_until: Instant | None = None
    complained_from: Instant | None = None
    """Cases with a complaint taken then or later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some cases, and the cursor that continues after them; None at the end."""

    cases: tuple[CaseView, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """The place of a case in the list: neither part of it ever changes."""

    submitted_at: Instant
    case_id: CaseId


def encode_cursor(after: After) -> str:
    """Write a place as an opaque text that is safe in a URL."""
    written = json.dumps([after.submitted_at, after.case_id], separators=(",", ":"))
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> After:
    """Read a cursor that came from outside."""
    if len(cursor) > CURSOR_CHARACTERS_MAX:
        raise InvalidCursor("the cursor is not one of this list: begin without one")
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        submitted_at, case_id = json.loads(urlsafe_b64decode(padded))
    except (ValueError, TypeError) as error:
        raise InvalidCursor("the cursor is not one of this list: begin without one") from error
    if type(submitted_at) is not int or abs(submitted_at) >= 1 << 53 or type(case_id) is not str:
        raise InvalidCursor("the cursor is not one of this list: begin without one")
    return After(submitted_at=Instant(submitted_at), case_id=CaseId(case_id))
