"""Held events looked at again after an upgrade: each leaves the hold with a verdict (section 4)."""

from broker.engine.channels import HeldEvent, Inbound, Peering
from broker.engine.draft import Draft
from broker.engine.fold import CaseSide, Fold
from broker.engine.peer_batches import is_known, overall, weigh
from broker.schemas.records import (
    BatchedEvent,
    Channel,
    EventVerdict,
    Outcome,
    Receipt,
    Verdict,
)

RELEASED_MAX = 64
RELEASED_BYTES_MAX = 393_216
"""No more than a batch brings, so that the Decision fits (E5); the next record does the rest."""


def can_release(fold: Fold) -> bool:
    """Say whether an event held here can be read by this release."""
    return next_channel(fold) is not None


def next_channel(fold: Fold) -> Peering | None:
    """Answer the channel of the first hold that can be released, None if there is none."""
    return next((kept[0].channel for kept in fold.held.values() if is_known(kept[0].event)), None)


def release_held(draft: Draft, fold: Fold) -> None:
    """Judge the held events of one channel, each case side in its order, as if they came now.

    The peer hears what became of them by a receipt, as it heard that they were held.
    """
    channel = next_channel(fold)
    if channel is None:
        draft.outcome = Outcome.HELD
        return
    release = Release(draft, channel)
    for place, kept in fold.held.items():
        release.take(place, kept)
    inbound = fold.inbound.get(channel, Inbound())
    draft.receipt = Receipt(
        channel=Channel(
            source=channel.peer,
            target=draft.topology.region,
            source_partition=channel.partition,
            target_partition=fold.partition,
        ),
        link_epoch=inbound.link_epoch,
        next_number=inbound.next_number,
        verdicts=tuple(release.verdicts),
    )
    draft.outcome = overall(draft.receipt.verdicts)


class Release:
    """The verdicts for held events of one channel, as far as one Decision has room for them."""

    def __init__(self, draft: Draft, channel: Peering) -> None:
        self._draft = draft
        self._channel = channel
        self._room = RELEASED_BYTES_MAX
        self.verdicts: list[EventVerdict] = []

    def take(self, place: CaseSide, kept: tuple[HeldEvent, ...]) -> None:
        """Judge what is held of one case side, up to the first event that must wait on."""
        for held in kept:
            self._room -= len(held.event)
            is_full = len(self.verdicts) >= RELEASED_MAX or self._room < 0
            if (is_full and self.verdicts) or held.channel != self._channel:
                return
            event = BatchedEvent(
                aggregate_id=place.aggregate_id,
                side=place.side,
                sequence=held.sequence,
                event=held.event,
            )
            verdict, code = weigh(event, held.channel.peer, self._draft)
            if verdict is Verdict.HELD:
                return
            self.verdicts.append(EventVerdict(number=held.number, verdict=verdict, code=code))
