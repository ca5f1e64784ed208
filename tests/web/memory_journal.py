"""The journal of a region in memory: real Decisions with their chain, of one case each."""

import hashlib
from collections.abc import Sequence

from broker.archive.trail import RecordedDecision
from broker.domain.identifiers import AggregateId, CaseId, Instant
from broker.evidence.chain import chain_value
from broker.schemas.codec import encode_journal
from broker.schemas.records import (
    GENESIS,
    Cause,
    DecidedEvent,
    Decision,
    Origin,
    Outcome,
    Previous,
)
from broker.views.changes import Arrived
from broker.views.position import Place
from tests.web.places import PARTITION


class MemoryJournal:
    """Decisions by case."""

    def __init__(self) -> None:
        self._chain = GENESIS
        self._cases: dict[AggregateId, list[RecordedDecision]] = {}
        self.also: AggregateId | None = None
        """Another case that the next Decisions touch too, as a peer's batch may."""

    def append(
        self,
        offset: int,
        now: Instant,
        case_id: AggregateId,
        events: Sequence[tuple[Arrived, bytes]],
    ) -> bytes:
        """Append the Decision that brought these events, and answer the chain value after it."""
        before = self._cases.setdefault(case_id, [])
        previous = before[-1].offset if before else -1
        others = () if self.also is None else (Previous(aggregate_id=self.also, offset=-1),)
        value = encode_journal(
            Decision(
                format=1,
                suite="standard",
                now=now,
                cause=Cause(
                    offset=offset, kind="Memory", id="", digest=hashlib.sha256(b"").digest()
                ),
                outcome=Outcome.EVENTS if events else Outcome.REFUSAL,
                correlation_id="",
                body_hash=b"",
                events=tuple(_decided(each, data) for each, data in events),
                refusal=None if events else "wrong_side",
                duplicate_of=None,
                set_aside=None,
                receipt=None,
                noted=None,
                previous=(Previous(aggregate_id=case_id, offset=previous), *others),
                key_ids=(),
                previous_chain=self._chain,
            )
        )
        before.append(RecordedDecision(partition=PARTITION, offset=offset, epoch=1, value=value))
        self._chain = chain_value(value)
        return self._chain

    async def decisions(self, case_id: CaseId, last: Place) -> Sequence[RecordedDecision]:
        known = self._cases[AggregateId(case_id)]
        return [each for each in known if each.offset <= last.offset]


def _decided(each: Arrived, data: bytes) -> DecidedEvent:
    return DecidedEvent(
        aggregate_id=each.meta.aggregate_id,
        side=each.meta.side,
        sequence=each.meta.sequence,
        origin=Origin(each.origin.value),
        event=data,
        numbered=None,
    )
