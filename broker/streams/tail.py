"""One tail for every role: Faust agent, own position, crash boundary (design E11)."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn, cast

import faust
from aiokafka.errors import KafkaError, KafkaTimeoutError
from faust.types import TP, ChannelT, EventT, StreamT

from broker.errors import Fatal, KafkaAway
from broker.streams.bundles import PINNED, BundleConsumer, BundleTransport
from broker.streams.places import PartitionReader, Place

BUNDLES_MAX = 16
METADATA_AGE_MS_MAX = 3_000
"""A Kafka that has just come back may not know its topics yet. The group's first member then deals
out nothing, and nobody reads, until it asks again: by default after five minutes."""

log = logging.getLogger(__name__)

Crash = Callable[[BaseException], NoReturn]


def exit_process(error: BaseException) -> NoReturn:
    """End the process at once, so that Faust acknowledges nothing more."""
    status = exit_status(error)
    log.critical("the process ends", exc_info=error, extra={"action": "process.crashed"})
    logging.shutdown()
    sys.stderr.flush()
    import os  # noqa: PLC0415  # the one place that may end the process without unwinding

    os._exit(status)


def exit_status(error: BaseException) -> int:
    """Say why the process ends; that Kafka did not answer is no fault of ours."""
    match error:
        case Fatal():
            return error.exit_status
        case KafkaTimeoutError() | KafkaError(retriable=True):
            return KafkaAway.exit_status
        case _:
            return Fatal.exit_status


def check_pins() -> None:
    """Refuse to run on another Faust than the one whose private interface we know."""
    for package, wanted in PINNED.items():
        found = version(package)
        assert found == wanted, f"{package} {found} is installed, {wanted} is required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A consumer group: one for each region and role, its name the Faust app's id."""

    name: str
    topics: tuple[str, ...]
    bootstrap: str
    folder: Path
    session_seconds: int = 6
    pace_seconds: float = 0.0
    """Least time between two fetches that bring something: what can wait comes together."""
    member: str | None = None
    """A name of its own in the group: started again within its session, it keeps its partitions."""


class Tail:
    """A Faust app for one role of one region; its reader does the work."""

    def __init__(self, group: Group, reader: PartitionReader, crash: Crash = exit_process) -> None:
        check_pins()
        self.reader = reader
        self._crash = crash
        self._group = group
        self.joined = False
        self._is_stopping = False
        self.assigned: frozenset[Place] = frozenset()
        self.opened: frozenset[Place] = frozenset()
        group.folder.mkdir(parents=True, exist_ok=True)
        self.app = faust.App(
            group.name,
            broker=f"kafka://{group.bootstrap}",
            store="memory://",
            web_enabled=False,
            datadir=str(group.folder),
            processing_guarantee="at_least_once",
            topic_disable_leader=True,
            topic_allow_declare=False,
            table_standby_replicas=0,
            stream_wait_empty=True,
            consumer_auto_offset_reset="earliest",
            broker_commit_interval=1.0,
            broker_commit_every=2000,
            broker_max_poll_records=1000,
            broker_session_timeout=group.session_seconds,
            broker_heartbeat_interval=1,
            broker_rebalance_timeout=10,
            consumer_metadata_max_age_ms=METADATA_AGE_MS_MAX,
            consumer_group_instance_id=group.member,
        )
        self.app.transport = BundleTransport(self.app, self._position_of, group.pace_seconds)
        source = self.app.topic(
            *group.topics,
            key_type=None,
            value_type=None,
            key_serializer="raw",
            value_serializer="raw",
        )
        self.app.agent(source, name=f"{group.name}.agent")(self._agent)
        self.app.on_rebalance_complete.connect(self._on_rebalance_complete)
        self.app.on_partitions_revoked.connect(cast("Any", self._on_partitions_revoked))

    async def start(self) -> None:
        """Join the group."""
        await self.app.start()

    async def stop(self) -> None:
        """Leave the group after the batch in hand."""
        self._is_stopping = True
        await self.app.stop()

    async def watch(self, sleep: Callable[[float], Coroutine[Any, Any, None]]) -> None:
        """End the process when the Faust app has died: it would not do so itself."""
        while True:
            await sleep(0.5)
            if self.app.crashed:
                self._crash(self.app.crash_reason or RuntimeError(f"{self._group.name} crashed"))

    @property
    def name(self) -> str:
        """Answer the name of the group."""
        return self._group.name

    @property
    def is_ready(self) -> bool:
        """Say whether every assigned partition is open; nothing to do counts if it is on purpose.

        During a rebalance nobody is ready. A member that knows no partition of a topic may have
        been dealt nothing for that reason.
        """
        if not self.joined:
            return False
        return self.opened >= self.assigned if self.assigned else self._knows_topics()

    def _knows_topics(self) -> bool:
        return all(self.app.consumer.topic_partitions(topic) for topic in self._group.topics)

    def _position_of(self, topic: str, partition: int) -> int | None:
        return self.reader.position(Place(topic, partition))

    def _is_assigned(self, place: Place) -> Callable[[], bool]:
        return lambda: place in self.assigned

    async def _on_rebalance_complete(self, *_: Any, **__: Any) -> None:
        try:
            cast("BundleConsumer", self.app.consumer).forget_member()
            self.assigned = frozenset(
                Place(tp.topic, tp.partition) for tp in self.app.consumer.assignment()
            )
            await asyncio.gather(
                *(self._open(place) for place in sorted(self.assigned - self.opened))
            )
            self.joined = True
        except BaseException as error:  # noqa: BLE001  # the crash boundary
            self._crash(error)

    async def _open(self, place: Place) -> None:
        await self.reader.open(place, self._is_assigned(place))
        if place in self.assigned:
            self.opened |= {place}

    async def _on_partitions_revoked(self, _: Any, revoked: set[TP], **__: Any) -> None:
        self.joined = False
        places = frozenset(Place(tp.topic, tp.partition) for tp in revoked)
        self.assigned -= places
        self.opened -= places
        self.reader.close(places)

    async def _agent(self, stream: StreamT[Any]) -> None:
        """Deliver together what arrived while the last delivery was under way.

        Faust's take_events would do the same, but wakes up every few milliseconds to look. A bundle
        taken into `waiting` counts as acknowledged before it is delivered: harmless, because the
        group commits our own position, and the last one of a delivery keeps Faust waiting.
        """
        arriving = cast("faust.Stream[Any]", stream)
        waiting: list[EventT[Any]] = []
        async for event in arriving.events():
            waiting.append(event)
            if (
                len(waiting) < BUNDLES_MAX
                and not cast("ChannelT[Any]", arriving.channel).queue.empty()
            ):
                continue
            delivery, waiting = waiting, []
            try:
                await self._deliver(delivery)
            except asyncio.CancelledError as error:
                if not self._is_stopping:
                    self._crash(error)  # Faust would acknowledge
                raise  # what is acknowledged now is not committed: our own position is
            except BaseException as error:  # noqa: BLE001  # Faust would acknowledge
                self._crash(error)

    async def _deliver(self, delivery: Iterable[EventT[Any]]) -> None:
        bundles: dict[Place, list[Any]] = {}
        for event in delivery:
            place = Place(event.message.topic, event.message.partition)
            bundles.setdefault(place, []).extend(event.value)
        await self.reader.deliver(bundles)
