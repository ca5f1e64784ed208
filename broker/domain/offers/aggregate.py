"""The offer as the engine sees it: one region has both sides, so nothing is relayed."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.identifiers import Instant
from broker.domain.offers.commands import OfferCommand
from broker.domain.offers.decide import decide, settle
from broker.domain.offers.events import OfferEvent
from broker.domain.offers.evolve import evolve
from broker.domain.offers.state import OFFER_INITIAL, OfferState, is_over, region_of


def react(
    written: Written[OfferEvent], state: OfferState, now: Instant
) -> tuple[Written[OfferEvent], ...]:
    """Answer the other side: there is none, and nothing ever submits by itself."""
    return ()


OFFERS: Aggregate[OfferState, OfferCommand, OfferEvent] = Aggregate(
    initial=OFFER_INITIAL,
    settle=settle,
    decide=decide,
    react=react,
    evolve=evolve,
    region_of=region_of,
    is_over=is_over,
)
