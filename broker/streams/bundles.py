"""Faust at the speed of the bare client: one message for each partition of a fetch, a bundle.

About 25 lines of private interface, pinned, with a test that fails first when Faust changes. Faust
spends its time for each delivered message, so a whole fetch of a partition is delivered as one
(value: the fetched records, offset: the last one). The group commits the role's own position, so
the committed offset is a hint that tells monitors the truth (kafka-faust reference, section 4).
"""

import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, ClassVar, cast

import faust
from aiokafka.errors import IllegalStateError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage, ConsumerT
from typing_extensions import override

from broker.streams.kafka_log import log_record
from broker.streams.loop_consumer import LoopConsumer

PINNED = {"faust-streaming": "0.15.3", "aiokafka": "0.14.0", "mode-streaming": "0.7.1"}

log = logging.getLogger(__name__)

PositionOf = Callable[[str, int], int | None]
"""Topic and partition to the next offset to read, None while it is not known."""


class BundleConsumer(driver.Consumer):
    """The driver's consumer, with whole fetches as messages and our own positions committed."""

    @override
    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        pace_seconds = cast("BundleTransport", self.transport).pace_seconds
        return LoopConsumer(self, pace_seconds=pace_seconds, beacon=self.beacon)

    def forget_member(self) -> None:
        """Never claim the member's name again: it has served its purpose at the first join."""
        cast("LoopConsumer", self._thread).forget_member()

    @override
    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:
        """Yield one message for each partition of a fetch, under the guards of the original."""
        records, active = await self._wait_next_records(timeout)
        generation = self.app.consumer_generation_id
        if records is None or self.should_stop:
            return
        if not self.flow_active:
            await self.perform_seek()
            return
        for place, fetched in records.items():
            if self._is_interrupted(generation):
                return
            if fetched and place in self._buffered_partitions | (active or set()):
                yield place, self._bundle(place, fetched)

    @override
    async def perform_seek(self) -> None:
        """Seek to what is committed, or leave it to the rebalance that has just begun.

        aiokafka looks the offsets up one by one, and a partition may be gone before the last.
        """
        try:
            await super().perform_seek()
        except IllegalStateError:
            log.info(
                "a partition was taken away during a seek", extra={"action": "seek.interrupted"}
            )

    def _is_interrupted(self, generation: int) -> bool:
        return not self.flow_active or self.app.consumer_generation_id != generation

    def _bundle(self, place: TP, fetched: Any) -> ConsumerMessage:
        last = fetched[-1]
        return ConsumerMessage(
            place.topic,
            place.partition,
            last.offset,
            last.timestamp / 1000.0,
            last.timestamp_type,
            [],
            None,
            cast("bytes", [log_record(record) for record in fetched]),
            None,
            0,
            0,
            place,
            generation_id=self.app.consumer_generation_id,
        )

    @override
    def _new_offset(self, tp: TP) -> int | None:
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        return cast("BundleTransport", self.transport).position_of(tp.topic, tp.partition)

    @override
    def _should_commit(self, tp: TP, offset: int) -> bool:
        committed = self._committed_offset[tp]
        return committed is None or offset > committed

    @override
    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Offsets inside a bundle are no gaps."""


class BundleTransport(driver.Transport):
    """The driver's transport with BundleConsumer."""

    Consumer: ClassVar[type[ConsumerT]] = BundleConsumer

    def __init__(self, app: faust.App, position_of: PositionOf, pace_seconds: float) -> None:
        super().__init__(app.conf.broker, app)
        self.position_of = position_of
        self.pace_seconds = pace_seconds
