"""A consumer group: shares places out, notices the dead and the paused, delivers, commits hints."""

import asyncio
from collections.abc import Callable, Sequence

from broker.memory import MemoryKafka
from broker.schemas.records import LogRecord
from broker.streams.places import PartitionReader, Place
from tests.simulation.faults import Chaos
from tests.simulation.process import SESSION_SECONDS, Process

BUNDLE_RECORDS_MAX = 40

Bundle = dict[Place, list[LogRecord]]


class Member:
    """A process in a group, with the reader that does the group's work in it."""

    def __init__(self, process: Process, reader: PartitionReader, group: "Group") -> None:
        self.process = process
        self.reader = reader
        self.group = group
        self.assigned: frozenset[Place] = frozenset()
        self.fetch_from: dict[Place, int] = {}
        self.wake = asyncio.Event()

    def revoke(self) -> None:
        """Learn that all places are gone (eagerly, as Faust does it)."""
        gone, self.assigned = self.assigned, frozenset()
        self.fetch_from.clear()
        self.reader.close(gone)

    def assign(self, places: frozenset[Place]) -> None:
        """Learn which places are ours now, and open them."""
        self.assigned = places
        self.process.start(self._open(places))

    async def _open(self, places: frozenset[Place]) -> None:
        await asyncio.gather(
            *(self.reader.open(place, self._is_assigned(place)) for place in sorted(places))
        )
        for place in sorted(places & self.assigned):
            self.fetch_from[place] = self.group.resume_from(place)
        self.wake.set()

    def _is_assigned(self, place: Place) -> Callable[[], bool]:
        return lambda: place in self.assigned

    async def run(self) -> None:
        """Deliver what is new, for ever."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            await self.process.step()
            while bundles := self.group.fetch(self.fetch_from):
                if self.group.commits_early:
                    self.group.commit_delivered(bundles)
                await self.reader.deliver(bundles)
                for place, records in bundles.items():
                    if place in self.fetch_from:
                        self.fetch_from[place] = max(self.fetch_from[place], records[-1].offset + 1)
                        self.group.commit(place, self.reader.position(place))
                await self.process.step()


class Group:
    """All processes that read the same topics in the same role."""

    def __init__(
        self, places: Sequence[Place], kafka: MemoryKafka, chaos: Chaos, *, commits_early: bool
    ) -> None:
        self.commits_early = commits_early
        self._places = tuple(places)
        self._kafka = kafka
        self._chaos = chaos
        self._committed: dict[Place, int] = {}
        self._members: list[Member] = []

    def join(self, member: Member) -> None:
        """Take a member in and share out again."""
        member.process.on_pause = self._watch(member, member.process.on_pause)
        self._members.append(member)
        member.process.start(member.run())
        self.rebalance()

    def notice_death(self, process: Process) -> None:
        """Share a dead member's places out after its session has ended."""
        if any(member.process is process for member in self._members):
            delay = self._chaos.seconds(0.1, SESSION_SECONDS)
            asyncio.get_running_loop().call_later(delay, self._expel_dead)

    def _expel_dead(self) -> None:
        self._members = [member for member in self._members if member.process.is_alive]
        self.rebalance()

    def _watch(self, member: Member, before: Callable[[], None]) -> Callable[[], None]:
        def paused() -> None:
            before()
            loop = asyncio.get_running_loop()
            wakes = member.process.paused_until
            if wakes - loop.time() > SESSION_SECONDS:
                loop.call_later(SESSION_SECONDS, self._expel_paused, member)
                # A zombie learns of it late: its call in hand goes on first.
                loop.call_at(wakes + self._chaos.seconds(0.0, 1.0), self._take_back, member)

        return paused

    def _expel_paused(self, member: Member) -> None:
        if member in self._members:
            self._members.remove(member)
            self.rebalance()

    def _take_back(self, member: Member) -> None:
        if member.process.is_alive and member not in self._members:
            member.revoke()
            self._members.append(member)
            self.rebalance()

    def rebalance(self) -> None:
        """Share the places out among the members, in a drawn order."""
        members = [member for member in self._members if member.process.is_alive]
        if not members:
            return
        shift = self._chaos.random.randrange(len(members))
        for member in members:
            member.revoke()
        for index, member in enumerate(members):
            share = self._places[(index + shift) % len(members) :: len(members)]
            member.assign(frozenset(share))

    def resume_from(self, place: Place) -> int:
        """Answer where delivery begins: the committed hint, which may be ahead or behind."""
        hint = self._committed.get(place, 0)
        if self._chaos.strikes("hint_noise"):
            hint += self._chaos.random.randint(-20, 20)
        return min(max(0, hint), self._kafka.partition(*place).end)

    def commit(self, place: Place, position: int | None) -> None:
        """Keep a reader's own position as the hint."""
        if position is not None:
            self._committed[place] = position

    def commit_delivered(self, bundles: Bundle) -> None:
        """Keep what is about to be delivered as the hint: a group that commits too early."""
        for place, records in bundles.items():
            self._committed[place] = records[-1].offset + 1

    def fetch(self, fetch_from: dict[Place, int]) -> Bundle:
        """Take new records, perhaps some again, perhaps with a gap before them."""
        bundles: Bundle = {}
        for place in sorted(fetch_from):
            start, partition = fetch_from[place], self._kafka.partition(*place)
            if start >= partition.end:
                continue
            if self._chaos.strikes("hint_noise"):
                start = min(max(0, start + self._chaos.random.randint(-5, 5)), partition.end - 1)
            count = self._chaos.random.choice((1, 4, BUNDLE_RECORDS_MAX))
            bundles[place] = partition.records[start : start + count]
        return bundles

    def wake(self, place: Place) -> None:
        """Tell whoever reads a place that there is something new."""
        for member in self._members:
            if place in member.fetch_from:
                member.wake.set()
