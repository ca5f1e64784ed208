"""Two regions in memory behind the web's ports: the real rules, no Kafka."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.cases.events import CasePushed, Event
from broker.domain.cases.state import CaseState
from broker.domain.envelope import Actor, Meta, Role, Sealed
from broker.domain.identifiers import (
    AggregateId,
    CaseId,
    CommandId,
    Instant,
    RegionCode,
    Side,
    derive_event_id,
)
from broker.domain.refusal import Reason, Refusal
from broker.domain.rights import OperatorAct, Reading
from broker.errors import BrokerError
from broker.schemas.records import GENESIS, Outcome, Submission
from broker.schemas.registry import registry
from broker.stores.accounts import Account, AccountStore, open_accounts
from broker.stores.views.store import SqlViewStore
from broker.views.changes import (
    Answer,
    Arrived,
    CommandAnswered,
    JournalRow,
    Origin,
)
from broker.views.position import Place, Position
from broker.web.limits import Rates
from broker.web.ports import (
    Accepted,
    Edge,
    FeedItem,
    FeedLost,
    LetterStanding,
    RegionPorts,
    SetAside,
    StoredMaterial,
)
from broker.web.reference import load_reference

QINGYANG, HANGZHOU, XIAN = RegionCode("621000"), RegionCode("330100"), RegionCode("610100")
NAMES = {QINGYANG: "庆阳市", HANGZHOU: "杭州市", XIAN: "西安市"}
START = Instant(1_780_000_000_000)
PASSWORD = "correct horse battery"
PARTITION = 0
FAR = Instant(START + 10**12)
SERVICE_PER_SECOND = 100_000
"""The clock of the tests stands still: a token must last for all they ask."""


class FakeClock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.milliseconds = int(START)

    def now(self) -> Instant:
        return Instant(self.milliseconds)

    def elapsed(self) -> float:
        return self.milliseconds / 1000

    async def sleep(self, seconds: float) -> None:
        self.milliseconds += int(seconds * 1000)


class MemorySealer:
    """Keeps the plain text under the key's name, so that holding the key is all that counts."""

    def __init__(self, region: RegionCode) -> None:
        self._region = region
        self.keys: dict[tuple[CaseId, str], Mapping[str, str]] = {}

    async def seal(self, case_id: CaseId, plain: Mapping[str, str]) -> Sealed:
        key_id = f"{self._region}-key-{len(self.keys)}"
        self.keys[case_id, key_id] = dict(plain)
        digest = hashlib.sha256(json.dumps(dict(plain)).encode()).digest()
        return Sealed(suite="standard", key_id=key_id, nonce=b"n" * 12, ciphertext=digest)

    async def unseal(self, case_id: CaseId, sealed: Sealed) -> Mapping[str, str] | None:
        return self.keys.get((case_id, sealed.key_id))

    def hash_body(self, plain: bytes) -> bytes:
        return hashlib.sha256(self._region.encode() + plain).digest()

    def blind(self, number: str) -> str:
        return hashlib.sha256(f"{self._region}{number}".encode()).hexdigest()


class MemoryMaterials:
    """Documents in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[CaseId, str], tuple[StoredMaterial, bytes]] = {}

    async def store(self, case_id: CaseId, content: bytes, media_type: str) -> StoredMaterial:
        digest = hashlib.sha256(content).hexdigest()
        stored = StoredMaterial(
            digest=digest, key_id="m-1", media_type=media_type, size_bytes=len(content)
        )
        self.kept[case_id, digest] = (stored, content)
        return stored

    async def find(self, case_id: CaseId, digest: str) -> StoredMaterial | None:
        found = self.kept.get((case_id, digest))
        return None if found is None else found[0]

    async def read(self, case_id: CaseId, digest: str) -> bytes | None:
        found = self.kept.get((case_id, digest))
        return None if found is None else found[1]

    async def read_sealed(self, case_id: CaseId, digest: str) -> bytes | None:
        found = self.kept.get((case_id, digest))
        return None if found is None else b"sealed:" + hashlib.sha256(found[1]).digest()


class MemoryLetters:
    """Records set aside, in a list; `retried` is what went back to a topic."""

    def __init__(self, region: RegionCode) -> None:
        self._topic = f"{region}.intake"
        self.kept: list[SetAside] = []
        self.retried: list[str] = []

    def set_aside(self, reason: str) -> str:
        """Set one more record aside."""
        offset = len(self.kept)
        letter = SetAside(
            id=f"{self._topic}-{PARTITION}-{offset}",
            topic=self._topic,
            partition=PARTITION,
            offset=offset,
            reason=reason,
            first_seen_at=START,
            attempts=1,
            standing=LetterStanding.SET_ASIDE,
            note="",
            size_bytes=3,
            sha256=hashlib.sha256(b"???").hexdigest(),
        )
        self.kept.append(letter)
        return letter.id

    async def all(self) -> Sequence[SetAside]:
        return tuple(self.kept)

    async def retry(self, letter_id: str) -> bool:
        if not self._close(letter_id, LetterStanding.RETRIED, ""):
            return False
        self.retried.append(letter_id)
        return True

    async def discard(self, letter_id: str, reason: str) -> bool:
        return self._close(letter_id, LetterStanding.DISCARDED, reason)

    def _close(self, letter_id: str, standing: LetterStanding, note: str) -> bool:
        for place, letter in enumerate(self.kept):
            if letter.id == letter_id and letter.standing is LetterStanding.SET_ASIDE:
                self.kept[place] = replace(letter, standing=standing, note=note)
                return True
        return False


class MemorySubscription:
    """A queue of one listener."""

    def __init__(self, region: "MemoryRegion", after: Mapping[int, int] | None) -> None:
        self._region = region
        self._queue: asyncio.Queue[FeedItem] = asyncio.Queue()
        self._is_lost = region.is_forgetful and after is not None
        start = len(region.feed_items) if after is None else after[PARTITION] + 1
        for item in region.feed_items:
            if item.offset >= start and after is not None:
                self._queue.put_nowait(item)

    async def __aenter__(self) -> Self:
        self._region.listeners.add(self._queue)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._region.listeners.discard(self._queue)

    async def next(self, timeout_seconds: float) -> FeedItem | FeedLost | None:
        if self._is_lost:
            self._is_lost = False
            return FeedLost(positions={PARTITION: self._region.end})
        try:
            async with asyncio.timeout(timeout_seconds):
                return await self._queue.get()
        except TimeoutError:
            return None


@cache
def blank_views(code: RegionCode) -> bytes:
    """Make an empty read model once, because a copy takes less time than its tables."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "views.db"
        SqlViewStore(f"sqlite:///{path}", code).close()
        return path.read_bytes()


class MemoryRegion:
    """A region that decides at once; `fault` makes the next append go wrong."""

    def __init__(self, world: "World", code: RegionCode, folder: Path) -> None:
        self.code = code
        self._world = world
        (folder / f"{code}.db").write_bytes(blank_views(code))
        self.views = SqlViewStore(f"sqlite:///{folder / code}.db", code)
        self.sealer = MemorySealer(code)
        self.materials = MemoryMaterials()
        self.letters = MemoryLetters(code)
        self.intake: list[Submission] = []
        self.fault: BrokerError | None = None
        self.is_silent = False
        self.is_behind = False
        self.is_forgetful = False
        self.feed_items: list[FeedItem] = []
        self.listeners: set[asyncio.Queue[FeedItem]] = set()
        self._position: Position | None = None
        self._states: dict[AggregateId, CaseState] = {}
        self._counts: dict[tuple[AggregateId, Side], int] = {}
        self._answered: dict[tuple[AggregateId, str], bytes] = {}
        self._first: dict[str, CommandAnswered] = {}
        self._by_intake: dict[int, CommandAnswered] = {}

    async def submit(self, submission: Submission) -> Accepted:
        if self.fault is not None:
            raise self.fault
        self.intake.append(submission)
        offset = len(self.intake) - 1
        self._decide(offset, submission)
        return Accepted(partition=PARTITION, offset=offset)

    async def wait(
        self, command_id: CommandId, accepted: Accepted, timeout_seconds: float
    ) -> CommandAnswered | None:
        return None if self.is_silent else self._by_intake[accepted.offset]

    async def get(self, command_id: CommandId) -> CommandAnswered | None:
        return None if self.is_silent else self._first.get(command_id)

    async def wait_until(self, partition: int, offset: int, timeout_seconds: float) -> bool:
        return not self.is_behind and offset <= self.end

    def subscribe(self, after: Mapping[int, int] | None) -> MemorySubscription:
        return MemorySubscription(self, after)

    @property
    def end(self) -> int:
        """Offset of the last journal record."""
        return -1 if self._position is None else self._position.offset

    def ports(self) -> RegionPorts:
        return RegionPorts(
            code=self.code,
            name=NAMES[self.code],
            gateway=self,
            outcomes=self,
            views=self.views,
            arrivals=self,
            feed=self,
            materials=self.materials,
            sealer=self.sealer,
            letters=self.letters,
        )

    def _decide(self, offset: int, submission: Submission) -> None:
        meta = submission.meta
        known = self._answered.get((meta.aggregate_id, meta.id))
        if known == submission.body_hash:
            self._by_intake[offset] = self._first[meta.id]
            return
        refusal = Reason.COMMAND_ID_REUSED if known else self._refuse_version(submission)
        state = self._states.get(meta.aggregate_id, CASES.initial)
        now = self._world.clock.now()
        decided = (
            Refusal(refusal) if refusal else CASES.decide(submission.payload, self.code, state, now)
        )
        events = (
            () if isinstance(decided, Refusal) else self._fold(meta, decided, origin=Origin.OWN)
        )
        answer = Answer(
            command_id=CommandId(meta.id),
            kind=type(submission.payload).__name__,
            case_id=meta.aggregate_id,
            outcome=Outcome.REFUSAL if isinstance(decided, Refusal) else Outcome.EVENTS,
            refusal=decided.reason if isinstance(decided, Refusal) else None,
            set_aside=None,
            duplicate_of=None,
        )
        answered = self._record(meta.aggregate_id, answer, events)
        self._by_intake[offset] = answered
        self._answered.setdefault((meta.aggregate_id, meta.id), submission.body_hash)
        self._first.setdefault(meta.id, answered)
        self._relay(events)

    def _refuse_version(self, submission: Submission) -> Reason | None:
        seen, case_id = submission.expected_version, submission.meta.aggregate_id
        version = sum(self._counts.get((case_id, side), 0) for side in Side)
        return Reason.VERSION_MISMATCH if seen not in {None, version} else None

    def _fold(
        self, meta: Meta, written: tuple[Written[Event], ...], *, origin: Origin
    ) -> tuple[Arrived, ...]:
        """Evolve, and react where this region is the other side too."""
        arrived = []
        for each in written:
            head = self._head(meta, each.side)
            arrived.append(
                Arrived(meta=head, event=each.event, origin=origin, digest=_digest(head))
            )
            arrived += self._absorb(meta.aggregate_id, head, each)
        return tuple(arrived)

    def _absorb(
        self, case_id: AggregateId, meta: Meta, each: Written[Event]
    ) -> tuple[Arrived, ...]:
        state = CASES.evolve(self._states.get(case_id, CASES.initial), each)
        self._states[case_id] = state
        self._counts[case_id, each.side] = self._counts.get((case_id, each.side), 0) + 1
        if CASES.region_of(state, each.side.other) != self.code:
            return ()
        reactions = CASES.react(each, state, self._world.clock.now())
        return self._fold(meta, reactions, origin=Origin.OWN)

    def _head(self, meta: Meta, side: Side) -> Meta:
        sequence = self._counts.get((meta.aggregate_id, side), 0) + 1
        return Meta(
            id=derive_event_id(meta.aggregate_id, side, sequence),
            aggregate_id=meta.aggregate_id,
            side=side,
            sequence=sequence,
            region=self.code,
            at=self._world.clock.now(),
            causation_id=meta.id,
            correlation_id=meta.correlation_id,
            actor=meta.actor,
        )

    def _relay(self, events: tuple[Arrived, ...]) -> None:
        for each in events:
            state = self._states[each.meta.aggregate_id]
            peer_code = CASES.region_of(state, each.meta.side.other)
            if each.origin is Origin.OWN and peer_code in self._world.regions:
                peer = self._world.regions[peer_code]
                if peer is not self:
                    self._share_keys(peer, each)
                    peer.receive(each)

    def receive(self, sent: Arrived) -> None:
        """Take a peer's event in."""
        meta = sent.meta
        here = Arrived(meta=meta, event=sent.event, origin=Origin.PEER, digest=sent.digest)
        reactions = self._absorb(meta.aggregate_id, meta, Written(meta.side, sent.event))
        self._record(meta.aggregate_id, None, (here, *reactions))
        self._relay(reactions)

    def _share_keys(self, peer: "MemoryRegion", each: Arrived) -> None:
        view = self.views.case(each.meta.aggregate_id)
        if isinstance(each.event, CasePushed) or (view and view.pushed_at is not None):
            case_id = CaseId(each.meta.aggregate_id)
            for name, plain in self.sealer.keys.items():
                if name[0] == case_id:
                    peer.sealer.keys.setdefault(name, plain)
            for place, kept in self.materials.kept.items():
                if place[0] == case_id:
                    peer.materials.kept.setdefault(place, kept)

    def _record(
        self, case_id: AggregateId, answer: Answer | None, events: tuple[Arrived, ...]
    ) -> CommandAnswered:
        offset, now = self.end + 1, self._world.clock.now()
        row = JournalRow(
            offset=offset, epoch=1, chain=GENESIS, now=now, answer=answer, events=events
        )
        self._position = self.views.record_rows(PARTITION, expected=self._position, rows=[row])
        item = FeedItem(
            case_id=CaseId(case_id),
            partition=PARTITION,
            offset=offset,
            positions={PARTITION: offset},
        )
        self.feed_items.append(item)
        for queue in self.listeners:
            queue.put_nowait(item)
        place = Place(partition=PARTITION, offset=offset, now=now)
        nothing = Answer(
            command_id=CommandId(""),
            kind="",
            case_id=None,
            outcome="",
            refusal=None,
            set_aside=None,
            duplicate_of=None,
        )
        return CommandAnswered(
            place=place,
            answer=answer or nothing,
            event_ids=tuple(each.meta.id for each in events),
        )


class World:
    """Three regions, their accounts, and the edge that serves them all."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.regions = {code: MemoryRegion(self, code, folder) for code in NAMES}
        self.accounts: AccountStore = open_accounts(folder / "accounts.db")
        self.edge = Edge(
            regions={code: region.ports() for code, region in self.regions.items()},
            known_regions=NAMES,
            accounts=self.accounts,
            registry=registry(),
            clock=self.clock,
            reference=load_reference(),
            rates=Rates(self.clock, service_per_second=SERVICE_PER_SECOND),
            is_https=False,
        )

    def close(self) -> None:
        self.accounts.close()
        for region in self.regions.values():
            region.views.close()

    def appended(self) -> int:
        """Count everything that came onto any intake."""
        return sum(len(region.intake) for region in self.regions.values())

    def token(
        self,
        region: RegionCode,
        *,
        role: Role = Role.CLERK,
        scope: frozenset[str] | None = None,
        subject: str = "",
        expires_at: Instant = FAR,
    ) -> str:
        """Make a bearer token; without a scope it is for everything its role may do."""
        everything = frozenset(each.__name__ for each in COMMAND_SIDES) | EVERY_ACT
        return self.accounts.new_service_token(
            actor=an_actor(region, role=role, subject=subject),
            title="测试",
            scope=everything if scope is None else scope,
            expires_at=expires_at,
        )

    def account(self, name: str, region: RegionCode, *, role: Role = Role.CLERK) -> None:
        """Make an account with the password of the tests."""
        title = f"{NAMES[region]} 3 号窗口"
        actor = an_actor(region, role=role, subject=name)
        self.accounts.put_account(Account(name=name, title=title, actor=actor), PASSWORD)


EVERY_ACT: frozenset[str] = frozenset(Reading) | frozenset(OperatorAct)


def an_actor(region: RegionCode, *, role: Role = Role.CLERK, subject: str = "") -> Actor:
    """Make the principal of window 3."""
    return Actor(
        subject=subject or f"{role}-{region}",
        role=role,
        region=region,
        office="政务服务大厅",
        window="W03",
    )


def _digest(meta: Meta) -> bytes:
    return hashlib.sha256(meta.id.encode()).digest()
