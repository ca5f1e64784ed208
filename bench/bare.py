"""The bare loop to compare with: consume, decode, decide, encode, produce, commit; no Faust.

It does what a recorder has to do for each command and nothing that keeps it safe: no lead, no
position, no check of offsets, no memory of commands. `python -m bench.bare BOOTSTRAP REGION`.
"""

import asyncio
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.structs import ConsumerRecord

from bench.stage import PARTITIONS
from broker.clock import SystemClock
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.state import CaseState
from broker.domain.envelope import Meta
from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side, derive_event_id
from broker.domain.refusal import Refusal
from broker.engine.draft import SUITE, key_ids_of
from broker.engine.lead import JOURNAL_FORMAT
from broker.evidence.chain import chain_value
from broker.schemas.codec import decode_intake, encode_event, encode_journal
from broker.schemas.partitions import partition_for
from broker.schemas.records import (
    EPOCH_HEADER,
    GENESIS,
    Cause,
    DecidedEvent,
    Decision,
    Numbered,
    Origin,
    Outcome,
    Previous,
    Submission,
)
from broker.streams.topics import intake_topic, journal_topic
from broker.wiring.collector import calm_collector

FETCHED_MAX = 1_000
COMMIT_SECONDS = 1.0
HEADERS = [(EPOCH_HEADER, b"1")]


@dataclass(slots=True)
class Bare:
    """What one partition has come to."""

    region: RegionCode
    chain: bytes = GENESIS
    offset: int = 0
    states: dict[AggregateId, CaseState] = field(default_factory=dict)
    sequences: dict[AggregateId, int] = field(default_factory=dict)
    offsets: dict[AggregateId, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)

    def decide(self, record: ConsumerRecord) -> bytes:
        """Decide a command of the receiving side, and write its Decision."""
        body = decode_intake(record.value)
        assert isinstance(body, Submission)
        name, now = body.meta.aggregate_id, Instant(record.timestamp)
        state = self.states.get(name, CASES.initial)
        written = CASES.decide(cast("Command", body.payload), self.region, state, now)
        assert not isinstance(written, Refusal)
        events = []
        key_ids: dict[str, None] = {}
        for fact in written:
            sequence = self.sequences.get(name, 0) + 1
            meta = self.meta(body, now, sequence)
            encoded = encode_event(meta, fact.event)
            state = CASES.evolve(state, fact)
            self.sequences[name] = sequence
            events.append(self.decided(meta, encoded, CASES.region_of(state, Side.HANDLING)))
            key_ids |= dict.fromkeys(key_ids_of(fact.event))
        self.states[name] = state
        decision = Decision(
            format=JOURNAL_FORMAT,
            suite=SUITE,
            now=now,
            cause=Cause(
                offset=record.offset,
                kind=type(body.payload).__name__,
                id=body.meta.id,
                digest=sha256(record.value).digest(),
            ),
            outcome=Outcome.EVENTS,
            correlation_id=body.meta.correlation_id,
            body_hash=body.body_hash,
            events=tuple(events),
            refusal=None,
            duplicate_of=None,
            set_aside=None,
            receipt=None,
            noted=None,
            previous=(Previous(aggregate_id=name, offset=self.offsets.get(name, -1)),),
            key_ids=tuple(key_ids),
            previous_chain=self.chain,
        )
        value = encode_journal(decision)
        self.chain = chain_value(value)
        self.offsets[name] = self.offset
        self.offset += 1
        return value

    def meta(self, body: Submission, now: Instant, sequence: int) -> Meta:
        """Head the next event of a case."""
        name = body.meta.aggregate_id
        return Meta(
            id=derive_event_id(name, Side.RECEIVING, sequence),
            aggregate_id=name,
            side=Side.RECEIVING,
            sequence=sequence,
            region=self.region,
            at=now,
            causation_id=body.meta.id,
            correlation_id=body.meta.correlation_id,
            actor=body.meta.actor,
        )

    def decided(self, meta: Meta, encoded: bytes, peer: RegionCode | None) -> DecidedEvent:
        """Number an event for the peer."""
        assert peer is not None
        partition = partition_for(meta.aggregate_id.encode(), PARTITIONS)
        number = self.numbers[partition] = self.numbers.get(partition, 0) + 1
        return DecidedEvent(
            aggregate_id=meta.aggregate_id,
            side=meta.side,
            sequence=meta.sequence,
            origin=Origin.OWN,
            event=encoded,
            numbered=Numbered(peer=peer, target_partition=partition, number=number),
        )


async def record(bootstrap: str, region: RegionCode) -> None:
    """Consume, decide, produce and commit until told to stop."""
    consumer = AIOKafkaConsumer(
        intake_topic(region),
        bootstrap_servers=bootstrap,
        group_id=f"{region}.bare",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=30_000,
    )
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        enable_idempotence=True,
        max_batch_size=262_144,
    )
    await producer.start()
    await consumer.start()
    desks: dict[int, Bare] = {}
    committed_at = clock.elapsed()
    while True:
        fetched = await consumer.getmany(timeout_ms=500, max_records=FETCHED_MAX)
        futures = []
        for place, records in fetched.items():
            desk = desks.setdefault(place.partition, Bare(region))
            for one in records:
                value = desk.decide(one)
                sent = await producer.send(
                    journal_topic(region),
                    value,
                    key=one.key,
                    partition=place.partition,
                    headers=HEADERS,
                )
                futures.append(sent)
        await asyncio.gather(*futures)
        if fetched and clock.elapsed() - committed_at >= COMMIT_SECONDS:
            await consumer.commit(positions(fetched))
            committed_at = clock.elapsed()


def positions(
    fetched: dict[TopicPartition, list[ConsumerRecord]],
) -> dict[TopicPartition, int]:
    """Answer what to commit after a fetch."""
    return {place: records[-1].offset + 1 for place, records in fetched.items()}


clock = SystemClock()

if __name__ == "__main__":
    calm_collector()
    uvloop.run(record(sys.argv[1], RegionCode(sys.argv[2])))
