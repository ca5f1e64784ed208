"""What travels beside a batch: keys only from the push on, and never too many in one record."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import get_args

import pytest

from broker.domain.cases.custody.events import CustodyEvent, ParcelArrived, ParcelLost
from broker.domain.identifiers import AggregateId, CaseId, RegionCode, Side
from broker.schemas.codec import decode_intake, decode_link
from broker.schemas.link import NO_BODY, LinkRecord, WrappedKey
from broker.schemas.records import Batch, BatchedEvent, Channel, NewRecord
from broker.streams.kafka_link import KEYS_MAX, KINDS_BEFORE_PUSH, KafkaLink
from broker.streams.outbox import Waiting

HERE, PEER = RegionCode("621000"), RegionCode("330100")
CHANNEL = Channel(source=HERE, target=PEER, source_partition=0, target_partition=1)


@dataclass
class Appended:
    """An appender that keeps what it was given."""

    records: list[LinkRecord] = field(default_factory=list)

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Keep the records."""
        assert (topic, partition) == ("330100.link.621000", 1)
        self.records += [decode_link(record.value) for record in records]
        return list(range(len(records)))


@dataclass
class Wrapper:
    """Wraps any key, and has so many for every case."""

    case_keys: int = 2

    async def wrap(
        self, *, cases: Sequence[CaseId], key_ids: Sequence[str]
    ) -> Sequence[WrappedKey]:
        """Wrap these and all keys of the cases."""
        of_cases = [f"{case_id}-{number}" for case_id in cases for number in range(self.case_keys)]
        return [wrapped(key_id) for key_id in (*of_cases, *key_ids)]


def wrapped(key_id: str) -> WrappedKey:
    """Make a wrapped key."""
    return WrappedKey(
        key_id=key_id,
        case_id=CaseId("case"),
        sender=HERE,
        receiver=PEER,
        ephemeral_public=b"p" * 32,
        nonce=b"n" * 12,
        ciphertext=b"c" * 48,
    )


def waiting(kind: str) -> Waiting:
    """Make an event of this kind that refers to a key."""
    event = BatchedEvent(
        aggregate_id=AggregateId("case"), side=Side.RECEIVING, sequence=1, event=b"event"
    )
    return Waiting(1, event, kind, ("own-key",), 0)


async def keys_beside(kind: str, wrapper: Wrapper | None = None) -> list[LinkRecord]:
    """Send one event and answer what was put on the link."""
    appended = Appended()
    link = KafkaLink(region=HERE, peer=PEER, appender=appended, keys=wrapper or Wrapper())
    one = waiting(kind)
    batch = Batch(channel=CHANNEL, link_epoch=1, first=1, events=(one.event,))
    await link.send_batch(batch, [one])
    return appended.records


@pytest.mark.parametrize("kind", sorted(KINDS_BEFORE_PUSH))
async def test_before_the_push_the_peer_gets_no_key(kind: str) -> None:
    [record] = await keys_beside(kind)
    assert record.keys == ()


@pytest.mark.parametrize("kind", get_args(CustodyEvent))
def test_originals_move_before_the_push_without_any_key(kind: type[CustodyEvent]) -> None:
    """Their kinds also follow the push, so those that may stand before it seal nothing."""
    after_push_only = {ParcelArrived, ParcelLost}
    sealing = {"sealed", "materials", "documents"} & {field.name for field in fields(kind)}
    assert kind in after_push_only or not sealing


async def test_the_push_brings_all_keys_of_the_case() -> None:
    [record] = await keys_beside("CasePushed")
    assert [key.key_id for key in record.keys] == ["case-0", "case-1", "own-key"]


async def test_after_the_push_an_event_brings_its_own_key() -> None:
    [record] = await keys_beside("SupplementAnswered")
    assert [key.key_id for key in record.keys] == ["own-key"]


async def test_many_keys_go_ahead_in_records_of_their_own() -> None:
    *ahead, last = await keys_beside("CasePushed", Wrapper(case_keys=2 * KEYS_MAX + 3))
    assert [len(record.keys) for record in ahead] == [KEYS_MAX, KEYS_MAX]
    assert all(record.body == NO_BODY for record in ahead)
    assert len(last.keys) == 4
    assert isinstance(decode_intake(last.body), Batch)
