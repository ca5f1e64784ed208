"""A region in memory behind the web's ports: the real rules, no Kafka."""

import asyncio
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from broker.domain.aggregate import Written
from broker.domain.aggregates import kind_of
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.events import CasePushed, Event
from broker.domain.cases.state import CaseState
from broker.domain.envelope import Meta
from broker.domain.filing import Filing
from broker.domain.identifiers import (
    AggregateId,
    CaseId,
    CommandId,
    Instant,
    RegionCode,
    Side,
    derive_event_id,
)
from broker.domain.items.aggregate import ITEMS
from broker.domain.items.commands import ItemCommand
from broker.domain.items.state import UNKNOWN, ItemState
from broker.domain.refusal import Reason, Refusal
from broker.errors import BrokerError
from broker.schemas.codec import encode_event
from broker.schemas.records import Outcome, Submission
from broker.stores.drafts import SqlDrafts
from broker.stores.views.store import SqlViewStore
from broker.views.changes import (
    Answer,
    Arrived,
    ArrivedItem,
    CommandAnswered,
    JournalRow,
    Origin,
)
from broker.views.position import Place, Position
from broker.web.ports import Accepted, FeedItem, RegionPorts
from tests.web.memory_feed import MemorySubscription
from tests.web.memory_journal import MemoryJournal
from tests.web.memory_stores import MemoryLetters, MemoryMaterials, MemorySealer
from tests.web.places import NAMES, PARTITION, FakeClock


class MemoryRegion:
    """A region that decides at once; `fault` makes the next append go wrong."""

    def __init__(
        self,
        code: RegionCode,
        folder: Path,
        clock: FakeClock,
        regions: "dict[RegionCode, MemoryRegion]",
    ) -> None:
        self.code = code
        self._clock = clock
        self._regions = regions
        (folder / f"{code}.db").write_bytes(blank_views(code))
        self.views = SqlViewStore(f"sqlite:///{folder / code}.db", code)
        self.drafts = SqlDrafts(f"sqlite:///{folder / code}.db")
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
        self._items: dict[AggregateId, ItemState] = {}
        self._counts: dict[tuple[AggregateId, Side], int] = {}
        self._answered: dict[tuple[AggregateId, str], bytes] = {}
        self._first: dict[str, CommandAnswered] = {}
        self._by_intake: dict[int, CommandAnswered] = {}
        self._data: dict[str, bytes] = {}
        self.journal = MemoryJournal()

    async def submit(self, submission: Submission) -> Accepted:
        if self.fault is not None:
            raise self.fault
        self.intake.append(submission)
        offset = len(self.intake) - 1
        if is_item(submission):
            self._decide_item(offset, submission)
        else:
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
            drafts=self.drafts,
            evidence=self.journal,
            filing=Filing(fonds=f"X{self.code}", retention="30年"),
        )

    def _decide(self, offset: int, submission: Submission) -> None:
        meta = submission.meta
        known = self._answered.get((meta.aggregate_id, meta.id))
        if known == submission.body_hash:
            self._by_intake[offset] = self._first[meta.id]
            return
        refusal = Reason.COMMAND_ID_REUSED if known else self._refuse_version(submission)
        now = self._clock.now()
        settled = self._settle(meta, now)
        state = self._states.get(meta.aggregate_id, CASES.initial)
        command = cast("Command", submission.payload)
        decided = Refusal(refusal) if refusal else CASES.decide(command, self.code, state, now)
        events = settled
        if not isinstance(decided, Refusal):
            events += self._fold(meta, decided, origin=Origin.OWN)
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

    def _settle(self, meta: Meta, now: Instant) -> tuple[Arrived, ...]:
        """Write what is due on the sides of this region, as the engine does first."""
        state = self._states.get(meta.aggregate_id, CASES.initial)
        due = CASES.settle(state, now)
        own = tuple(one for one in due if CASES.region_of(state, one.side) == self.code)
        return self._fold(meta, own, origin=Origin.OWN)

    def _decide_item(self, offset: int, submission: Submission) -> None:
        """Decide a command about an item, and tell every region of it at once."""
        meta = submission.meta
        if self._answered.get((meta.aggregate_id, meta.id)) == submission.body_hash:
            self._by_intake[offset] = self._first[meta.id]
            return
        state, now = self._items.get(meta.aggregate_id, UNKNOWN), self._clock.now()
        decided = ITEMS.decide(cast("ItemCommand", submission.payload), self.code, state, now)
        refused = decided.reason if isinstance(decided, Refusal) else None
        arrived = []
        for each in () if isinstance(decided, Refusal) else decided:
            state = ITEMS.evolve(state, each)
            arrived.append(ArrivedItem(meta=self._head(meta, each.side), event=each.event))
            self._counts[meta.aggregate_id, each.side] = arrived[-1].meta.sequence
        self._items[meta.aggregate_id] = state
        answer = Answer(
            command_id=CommandId(meta.id),
            kind=type(submission.payload).__name__,
            case_id=meta.aggregate_id,
            outcome=Outcome.EVENTS if refused is None else Outcome.REFUSAL,
            refusal=refused,
            set_aside=None,
            duplicate_of=None,
        )
        answered = self._record(meta.aggregate_id, answer, (), items=tuple(arrived))
        self._by_intake[offset] = self._first[meta.id] = answered
        self._answered[meta.aggregate_id, meta.id] = submission.body_hash
        for region in self._regions.values():
            if region is not self and arrived:
                region._record(meta.aggregate_id, None, (), items=tuple(arrived))

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
            data = encode_event(head, each.event)
            self._data[head.id] = data
            digest = hashlib.sha256(data).digest()
            arrived.append(Arrived(meta=head, event=each.event, origin=origin, digest=digest))
            arrived += self._absorb(meta.aggregate_id, head, each)
        return tuple(arrived)

    def _absorb(
        self, case_id: AggregateId, meta: Meta, each: Written[Event]
    ) -> tuple[Arrived, ...]:
        dated = each._replace(at=meta.at)
        state = CASES.evolve(self._states.get(case_id, CASES.initial), dated)
        self._states[case_id] = state
        self._counts[case_id, each.side] = self._counts.get((case_id, each.side), 0) + 1
        if CASES.region_of(state, each.side.other) != self.code:
            return ()
        reactions = CASES.react(each, state, self._clock.now())
        return self._fold(meta, reactions, origin=Origin.OWN)

    def _head(self, meta: Meta, side: Side) -> Meta:
        sequence = self._counts.get((meta.aggregate_id, side), 0) + 1
        return Meta(
            id=derive_event_id(meta.aggregate_id, side, sequence),
            aggregate_id=meta.aggregate_id,
            side=side,
            sequence=sequence,
            region=self.code,
            at=self._clock.now(),
            causation_id=meta.id,
            correlation_id=meta.correlation_id,
            actor=meta.actor,
        )

    def _relay(self, events: tuple[Arrived, ...]) -> None:
        for each in events:
            state = self._states[each.meta.aggregate_id]
            peer_code = CASES.region_of(state, each.meta.side.other)
            if each.origin is Origin.OWN and peer_code in self._regions:
                peer = self._regions[peer_code]
                if peer is not self:
                    self._share_keys(peer, each)
                    peer.receive(each)

    def receive(self, sent: Arrived) -> None:
        """Take a peer's event in."""
        meta = sent.meta
        self._data[meta.id] = encode_event(meta, sent.event)
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
        self,
        case_id: AggregateId,
        answer: Answer | None,
        events: tuple[Arrived, ...],
        *,
        items: tuple[ArrivedItem, ...] = (),
    ) -> CommandAnswered:
        offset, now = self.end + 1, self._clock.now()
        decided = tuple((each, self._data[each.meta.id]) for each in events)
        chain = self.journal.append(offset, now, case_id, decided)
        row = JournalRow(
            offset=offset,
            epoch=1,
            chain=chain,
            now=now,
            answer=answer,
            events=events,
            items=items,
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


def is_item(submission: Submission) -> bool:
    """Tell whether a command is about an item."""
    kind = kind_of(submission.meta.aggregate_id)
    return kind is not None and kind.is_reference


@cache
def blank_views(code: RegionCode) -> bytes:
    """Make an empty read model once, because a copy takes less time than its tables."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "views.db"
        SqlViewStore(f"sqlite:///{path}", code).close()
        return path.read_bytes()
