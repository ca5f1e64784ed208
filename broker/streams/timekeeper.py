"""The timekeeper: folds the journal and asks the intake to settle what has fallen due (E8)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from broker.domain.cases.commands import side_of
from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.envelope import Actor, Meta, Role
from broker.domain.identifiers import AggregateId, Instant, RegionCode, derive_command_id
from broker.engine.fold import Fold
from broker.engine.lead import Counted, JournalPosition
from broker.engine.wakes import Wakes
from broker.ports import Logs
from broker.schemas.codec import encode_intake
from broker.schemas.records import Decision, NewRecord, Submission
from broker.streams.snapshots import Snapshots
from broker.streams.topics import intake_topic, journal_topic

TICK_SECONDS = 0.08
"""Each partition is looked at once a tick, one after the other: two checks at once would make a
command wait for both. With the bound in flight this is the pace."""
NOTED_TOGETHER = 1_000
SUBJECT = "timekeeper"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimekeeperWatcher:
    """What a timekeeper tells the metrics; the calls are cheap."""

    standing: Callable[[int, int], None]
    """A partition has so many open deadlines."""
    sent: Callable[[float], None]
    """A check was sent so many seconds after its instant."""


@dataclass(slots=True)
class Desk:
    """One partition: its fold, its deadlines, and the journal's end when it was opened."""

    fold: Fold
    end: int
    wakes: Wakes = field(default_factory=Wakes)


class Timekeeper:
    """A journal handler whose position is its fold; two of them at once are harmless."""

    def __init__(
        self, *, region: RegionCode, logs: Logs, snapshots: Snapshots, watcher: TimekeeperWatcher
    ) -> None:
        self._region = region
        self._logs = logs
        self._snapshots = snapshots
        self._watcher = watcher
        self._desks: dict[int, Desk] = {}

    async def start(self, partition: int) -> JournalPosition:
        """Begin where the newest snapshot ends, with the deadlines it holds."""
        empty = Fold(region=self._region, partition=partition)
        fold = await self._snapshots.newer(empty, self._logs.log)
        _, end = await self._logs.log.bounds(journal_topic(self._region), partition)
        desk = Desk(fold, end)
        for count, (name, standing) in enumerate(fold.standings.items(), start=1):
            desk.wakes.put(name, standing.next_due(self._region))
            if count % NOTED_TOGETHER == 0:
                await self._logs.clock.sleep(0)
        self._desks[partition] = desk
        return fold.journal

    async def take(
        self, partition: int, counted: Sequence[Counted], after: JournalPosition
    ) -> None:
        """Fold what counts and note what the aggregates it touched wait for now."""
        desk = self._desks[partition]
        for judged in counted:
            desk.fold.count(judged)
            if isinstance(judged.body, Decision):
                self._note(desk, judged.body)
        self._watcher.standing(partition, len(desk.wakes.dues))

    def durable(self, partition: int) -> int:
        """Answer how far the fold has come: it is made again from the journal."""
        return self._desks[partition].fold.journal.offset

    def forget(self, partition: int) -> None:
        """Forget a partition that was revoked."""
        if self._desks.pop(partition, None) is not None:
            self._watcher.standing(partition, 0)

    async def run(self) -> None:
        """Wake what is due, a slice at a time, for ever."""
        while True:
            desks = list(self._desks.items())
            if not desks:
                await self._logs.clock.sleep(TICK_SECONDS)
            for partition, desk in desks:
                await self._logs.clock.sleep(TICK_SECONDS / len(desks))
                if desk.fold.journal.offset >= desk.end:
                    await self._wake(partition, desk)

    def _note(self, desk: Desk, decision: Decision) -> None:
        touched = {one.aggregate_id for one in decision.previous}
        for name in touched | {event.aggregate_id for event in decision.events}:
            standing = desk.fold.standings.get(name)
            desk.wakes.put(name, None if standing is None else standing.next_due(self._region))
        if decision.cause.kind == CheckDeadline.__name__:
            # One that was set aside names its aggregate only here.
            name = AggregateId(decision.correlation_id)
            clock = self._logs.clock
            desk.wakes.answered(name, decision.now, self._now(desk), clock.elapsed())

    def _now(self, desk: Desk) -> Instant:
        """Answer the later of our clock and the log's, which is the one that counts."""
        return max(self._logs.clock.now(), desk.fold.now)

    async def _wake(self, partition: int, desk: Desk) -> None:
        now = self._now(desk)
        names = list(desk.wakes.take(now, self._logs.clock.elapsed()))
        if not names:
            return
        for name in names:
            self._watcher.sent((now - desk.wakes.dues[name]) / 1000)
        checks = list(self._checks(names, now))
        await self._logs.appender.append(intake_topic(self._region), partition, checks)

    def _checks(self, names: Iterable[AggregateId], now: Instant) -> Iterable[NewRecord]:
        for name in names:
            yield NewRecord(name.encode(), encode_intake(check_of(self._region, name, now)))


def check_of(region: RegionCode, name: AggregateId, now: Instant) -> Submission:
    """Make the command that lets an aggregate settle; it has no body, so no hash of one."""
    command = CheckDeadline()
    identifier = derive_command_id(region=region, subject=SUBJECT, key=str(now), case_id=name)
    return Submission(
        meta=Meta(
            id=identifier,
            aggregate_id=name,
            side=side_of(command),
            sequence=0,
            region=region,
            at=now,
            causation_id="",
            correlation_id=name,
            actor=Actor(subject=SUBJECT, role=Role.SYSTEM, region=region, office="", window=""),
        ),
        body_hash=b"",
        expected_version=None,
        payload=command,
    )
