"""What the web needs of the rest; the wiring brings Kafka and stores, tests bring memory."""

from asyncio import Semaphore
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from broker.archive.trail import RecordedDecision
from broker.domain.envelope import Sealed
from broker.domain.filing import Filing
from broker.domain.identifiers import CaseId, CommandId, Instant, RegionCode
from broker.domain.principals import Principal
from broker.ports import Clock, DraftStore
from broker.schemas.records import Submission
from broker.schemas.registry import Registry
from broker.views.changes import CommandAnswered
from broker.views.deadlines.complaints import CUSTOMARY, ComplaintTimes
from broker.views.port import ViewStore
from broker.views.position import Place
from broker.web.limits import Rates
from broker.web.reference import Reference

DRAFT_DAYS = 7
"""As long as uploads wait to be handed in."""
PACKAGES_AT_ONCE_MAX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Where a submission stands on the intake."""

    partition: int
    offset: int


class Gateway(Protocol):
    """The way into a region's intake."""

    async def submit(self, submission: Submission) -> Accepted:
        """Append, keyed by the case id.

        Raises Unavailable when nothing was appended, AppendUnknown when nobody can tell (E6).
        """
        ...


class Outcomes(Protocol):
    """What became of commands, read from the journal (E10)."""

    async def wait(
        self, command_id: CommandId, accepted: Accepted, timeout_seconds: float
    ) -> CommandAnswered | None:
        """Wait for the Decision that answers this intake record; None when the time is over.

        A duplicate is answered with the outcome of the first (E7).
        """
        ...

    async def get(self, command_id: CommandId) -> CommandAnswered | None:
        """Answer what first became of a command; None when that is not known (yet)."""
        ...


class Arrivals(Protocol):
    """How far the read model has come."""

    async def wait_until(self, partition: int, offset: int, timeout_seconds: float) -> bool:
        """Answer whether the read model holds this journal position, waiting for it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A case changed; `positions` is where the feed stands after it, by partition."""

    case_id: CaseId
    partition: int
    offset: int
    positions: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLost:
    """Changes were lost on this listener, at the latest those up to `positions`."""

    positions: Mapping[int, int]


class Subscription(Protocol):
    """One listener's place in the feed."""

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        ...

    async def next(self, timeout_seconds: float) -> FeedItem | FeedLost | None:
        """Answer the next item, None when none came in time; FeedLost for what is missing."""
        ...


class Feed(Protocol):
    """The journal as it grows, for people who watch."""

    def subscribe(self, after: Mapping[int, int] | None) -> Subscription:
        """Listen from behind these journal offsets by partition; None: from now on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMaterial:
    """A document in the object store."""

    digest: str
    """SHA-256 of the plain bytes, hex."""
    key_id: str
    media_type: str
    size_bytes: int


class Materials(Protocol):
    """Documents of cases, encrypted at rest; the same bytes for the same case are kept once."""

    async def store(self, case_id: CaseId, content: bytes, media_type: str) -> StoredMaterial:
        """Keep a document; its sealing key is stored before it is."""
        ...

    async def find(self, case_id: CaseId, digest: str) -> StoredMaterial | None:
        """Answer what is known of a document of this case."""
        ...

    async def renew(self, case_id: CaseId) -> None:
        """Let what was uploaded for a case wait anew to be handed in."""
        ...

    async def read(self, case_id: CaseId, digest: str) -> bytes | None:
        """Answer the plain bytes, fetched from the peer where needed, checked against the digest.

        None when there is no such document or its key was destroyed.
        """
        ...

    async def read_sealed(self, case_id: CaseId, digest: str) -> bytes | None:
        """Answer the encrypted object for a peer, which holds the key; None when it is not here."""
        ...


class Sealer(Protocol):
    """Seals persons and free text; the keys stay in the region's key store."""

    async def seal(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        """Seal under a fresh key, which is in the key store before this returns."""
        ...

    async def seal_apart(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        """Seal likewise what the push of the case must not open to the peer."""
        ...

    async def unseal(self, case_id: CaseId, sealed: Sealed) -> Mapping[str, str] | None:
        """Open, None when this region does not hold the key."""
        ...

    def hash_body(self, plain: bytes) -> bytes:
        """Hash a plain body under the region's key (E7)."""
        ...

    def blind(self, number: str) -> str:
        """Hash an identity number under the region's key (blind index)."""
        ...


class LetterStanding(StrEnum):
    """What has become of a record set aside."""

    SET_ASIDE = "set_aside"
    RETRIED = "retried"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A record set aside, without its content: where it stood, why, and its fingerprint."""

    id: str
    topic: str
    partition: int
    offset: int
    reason: str
    first_seen_at: Instant
    attempts: int
    standing: LetterStanding
    note: str
    """Why it was discarded: a code."""
    size_bytes: int
    sha256: str


class DeadLetterDesk(Protocol):
    """A region's dead letters (E9)."""

    async def all(self) -> Sequence[SetAside]:
        """Answer every letter, oldest first; a letter's place in this list never changes."""
        ...

    async def retry(self, letter_id: str) -> bool:
        """Put the record at the end of its topic again; False when the letter is not open."""
        ...

    async def discard(self, letter_id: str, reason: str) -> bool:
        """Close the letter with a reason's code; False when it is not open."""
        ...


class Accounts(Protocol):
    """Who may come in."""

    def principal_of_token(self, token: str, now: Instant) -> Principal | None:
        """Answer who holds this service token."""
        ...

    def principal_of_session(self, secret: str, now: Instant) -> Principal | None:
        """Answer who is logged in with this cookie."""
        ...

    async def log_in(self, name: str, password: str, now: Instant) -> str | None:
        """Check name and password; answer the secret of a new session."""
        ...

    def log_out(self, secret: str) -> None:
        """End a session."""
        ...


class Evidence(Protocol):
    """The journal, as far as it is about one case."""

    async def decisions(self, case_id: CaseId, last: Place) -> Sequence[RecordedDecision]:
        """Answer every Decision about a case, up to the one at this place, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPorts:
    """A region that this process serves."""

    code: RegionCode
    name: str
    gateway: Gateway
    outcomes: Outcomes
    views: ViewStore
    arrivals: Arrivals
    feed: Feed
    materials: Materials
    sealer: Sealer
    letters: DeadLetterDesk
    drafts: DraftStore
    evidence: Evidence
    filing: Filing
    """Under which codes the region files its cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Everything the web application is made of."""

    regions: Mapping[RegionCode, RegionPorts]
    known_regions: Mapping[RegionCode, str]
    """Names of the regions that may handle a case: those served here and their peers."""
    accounts: Accounts
    registry: Registry
    clock: Clock
    reference: Reference
    rates: Rates
    is_https: bool
    draft_days: int = DRAFT_DAYS
    """How long a draft is kept after it was saved last."""
    complaint_times: ComplaintTimes = CUSTOMARY
    """How long the bodies of this node have to answer a complaint."""
    packages: Semaphore = field(default_factory=lambda: Semaphore(PACKAGES_AT_ONCE_MAX))
    """Archive packages are made in memory, so only so many at a time; others wait."""
