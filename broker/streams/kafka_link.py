"""A link within one Kafka: we write only the peer's link topic for us, never its intake."""

from collections.abc import Sequence
from typing import Protocol

from broker.domain.identifiers import CaseId, RegionCode
from broker.ports import Appender
from broker.schemas.codec import encode_intake, encode_link
from broker.schemas.link import NO_BODY, LinkRecord, WrappedKey
from broker.schemas.records import Batch, NewRecord, Receipt
from broker.streams.outbox import Waiting
from broker.streams.topics import link_topic

PUSH_KIND = "CasePushed"
KINDS_BEFORE_PUSH = frozenset(
    {
        "CaseSubmitted",
        "CaseAmended",
        "CaseVoided",
        "MaterialsAdded",
        "FormChecked",
        "IdentityChecked",
        "CaseWithdrawn",
    }
)
"""Their keys stay here until the push: the peer sees that a case exists, not whose (section 3).

The receiving side withdraws only before the push; the handling side's word for it is not sealed.
"""
KEYS_MAX = 500
"""Wrapped keys in one record; more go ahead in records of their own."""


class KeyWrapper(Protocol):
    """Wraps sealing keys for one peer."""

    async def wrap(
        self, *, cases: Sequence[CaseId], key_ids: Sequence[str]
    ) -> Sequence[WrappedKey]:
        """Wrap the shared keys of some cases and single ones; one destroyed is left out."""
        ...


class KafkaLink:
    """Carries batches and receipts to one peer through its link topic."""

    def __init__(
        self, *, region: RegionCode, peer: RegionCode, appender: Appender, keys: KeyWrapper
    ) -> None:
        self._topic = link_topic(peer, region)
        self._appender = appender
        self._keys = keys

    async def send_batch(self, batch: Batch, waiting: Sequence[Waiting]) -> None:
        """Put a batch on the link with the keys that its events entitle the peer to."""
        wrapped = tuple(
            await self._keys.wrap(cases=pushed_cases(waiting), key_ids=own_keys(waiting))
        )
        partition = batch.channel.target_partition
        while len(wrapped) > KEYS_MAX:
            await self._append(partition, LinkRecord(keys=wrapped[:KEYS_MAX], body=NO_BODY))
            wrapped = wrapped[KEYS_MAX:]
        await self._append(partition, LinkRecord(keys=wrapped, body=encode_intake(batch)))

    async def send_receipt(self, receipt: Receipt) -> None:
        """Put a receipt on the link."""
        record = LinkRecord(keys=(), body=encode_intake(receipt))
        await self._append(receipt.channel.source_partition, record)

    async def _append(self, partition: int, record: LinkRecord) -> None:
        await self._appender.append(self._topic, partition, [NewRecord(None, encode_link(record))])


def pushed_cases(waiting: Sequence[Waiting]) -> list[CaseId]:
    """Name the cases handed over here: the peer is entitled to all their keys from now on."""
    return [CaseId(one.event.aggregate_id) for one in waiting if one.kind == PUSH_KIND]


def own_keys(waiting: Sequence[Waiting]) -> list[str]:
    """Name the keys of events that follow a push."""
    return [
        key_id for one in waiting if one.kind not in KINDS_BEFORE_PUSH for key_id in one.key_ids
    ]
