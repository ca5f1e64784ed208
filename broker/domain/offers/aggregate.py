"""The offer as the engine sees it: one region has both sides, so nothing is relayed."""

from broker.domain.aggregate import Aggregate, Written
from broker.domain.identifiers import AggregateId, Instant, Side
from broker.domain.offers.commands import OFFER_COMMAND_ROLES, OfferCommand
from broker.domain.offers.decide import decide, next_due, settle
from broker.domain.offers.events import OFFER_EVENTS, OfferEvent
from broker.domain.offers.evolve import evolve
from broker.domain.offers.state import OFFER_INITIAL, OfferState, is_over, region_of
from broker.domain.reference import NOTHING_PUBLISHED, Reference


def react(
    written: Written[OfferEvent],
    state: OfferState,
    now: Instant,
    reference: Reference = NOTHING_PUBLISHED,
    /,
) -> tuple[Written[OfferEvent], ...]:
    """Answer the other side: there is none, and nothing ever submits by itself."""
    return ()


def side_of(command: OfferCommand) -> Side:
    """Answer the side that a command addresses: the person's own region."""
    return Side.RECEIVING


def follows(written: Written[OfferEvent], state: OfferState) -> bool:
    """Tell whether a peer may have written an event: never, an offer leaves no region."""
    return False


def concerns(aggregate_id: AggregateId, said: OfferCommand | OfferEvent) -> bool:
    """Tell whether a command or an event can be about an offer: its content names none."""
    return True


OFFERS: Aggregate[OfferState, OfferCommand, OfferEvent] = Aggregate(
    initial=OFFER_INITIAL,
    commands=frozenset(OFFER_COMMAND_ROLES),
    side_of=side_of,
    events=frozenset(OFFER_EVENTS),
    settle=settle,
    next_due=next_due,
    decide=decide,
    react=react,
    evolve=evolve,
    follows=follows,
    concerns=concerns,
    region_of=region_of,
    is_over=is_over,
)
