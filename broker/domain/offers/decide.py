"""Answer a command to an offer; nothing but the person's own command can submit it."""

from typing import assert_never

from broker.domain.aggregate import Written
from broker.domain.identifiers import Instant, RegionCode, Side
from broker.domain.offers.commands import (
    ChangeField,
    DeclineOffer,
    OfferCommand,
    OfferDraft,
    OpenOffer,
    PersonCommand,
    SubmitOffer,
)
from broker.domain.offers.events import (
    DraftOffered,
    FieldChanged,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferOpened,
    OfferSubmitted,
)
from broker.domain.offers.state import (
    NotOffered,
    Offer,
    Offered,
    OfferState,
    Opened,
    is_over,
    missing,
)
from broker.domain.refusal import Reason, Refusal


def settle(state: OfferState, now: Instant) -> tuple[Written[OfferEvent], ...]:
    """Answer what has become due: an offer expires, and that is all silence does to it."""
    expires_at = next_due(state)
    if expires_at is None or now < expires_at:
        return ()
    return (Written(Side.RECEIVING, OfferExpired(expired_at=expires_at)),)


def next_due(state: OfferState, side: Side | None = None, /) -> Instant | None:
    """Answer when an open offer expires; the other side has nothing to do with it."""
    if isinstance(state, NotOffered) or is_over(state) or side is Side.HANDLING:
        return None
    return state.draft.expires_at


def decide(
    command: OfferCommand, region: RegionCode, state: OfferState, now: Instant
) -> tuple[Written[OfferEvent], ...] | Refusal:
    """Answer a command given in `region`, after `settle`."""
    answer = _gate(command, region, state, now)
    return answer if isinstance(answer, Refusal) else (Written(Side.RECEIVING, answer),)


def _gate(
    command: OfferCommand, region: RegionCode, state: OfferState, now: Instant
) -> OfferEvent | Refusal:
    if isinstance(state, NotOffered):
        if isinstance(command, OfferDraft):
            return _offer(command, region, now)
        return Refusal(Reason.OFFER_UNKNOWN)
    if isinstance(command, OfferDraft):
        return Refusal(Reason.OFFER_EXISTS)
    return _objection(command, region, state) or _answer(command, state)


def _objection(command: PersonCommand, region: RegionCode, state: Offer) -> Refusal | None:
    if state.draft.region != region:
        return Refusal(Reason.WRONG_SIDE)
    if command.applicant_hash != state.draft.applicant_hash:
        return Refusal(Reason.NOT_THE_PERSON)
    return Refusal(Reason.OFFER_ENDED) if is_over(state) else None


def _offer(command: OfferDraft, region: RegionCode, now: Instant) -> DraftOffered | Refusal:
    if not _is_complete(command, now):
        return Refusal(Reason.OFFER_INVALID)
    return DraftOffered(
        region=region,
        item_code=command.item_code,
        item_version=command.item_version,
        handling_region=command.handling_region,
        applicant_kind=command.applicant_kind,
        applicant_is_minor=command.applicant_is_minor,
        applicant_hash=command.applicant_hash,
        fields=command.fields,
        open_fields=command.open_fields,
        required=command.required,
        expires_at=command.expires_at,
    )


def _is_complete(command: OfferDraft, now: Instant) -> bool:
    """Every value names its platform, record and legal basis, and was fetched before now."""
    names = [field.name for field in command.fields] + list(command.open_fields)
    return (
        bool(command.fields)
        and bool(command.applicant_hash)
        and command.expires_at > now
        and len(set(names)) == len(names)
        and command.required <= set(names)
        and all(
            one.source.platform.strip()
            and one.source.record_kind.strip()
            and one.source.legal_basis.strip()
            and one.source.fetched_at <= now
            for one in command.fields
        )
    )


def _answer(command: PersonCommand, state: Offer) -> OfferEvent | Refusal:
    match command:
        case OpenOffer():
            is_new = isinstance(state.stage, Offered)
            return OfferOpened() if is_new else Refusal(Reason.OFFER_OPENED)
        case DeclineOffer():
            return OfferDeclined()
        case ChangeField():
            return _change(command, state)
        case SubmitOffer():
            return _submit(command, state)
        case _:
            assert_never(command)


def _change(command: ChangeField, state: Offer) -> FieldChanged | Refusal:
    if not isinstance(state.stage, Opened):
        return Refusal(Reason.OFFER_NOT_OPENED)
    if command.name not in state.names:
        return Refusal(Reason.FIELD_UNKNOWN)
    return FieldChanged(name=command.name, sealed=command.sealed)


def _submit(command: SubmitOffer, state: Offer) -> OfferSubmitted | Refusal:
    """Whoever submits has seen the values: they become the person's own statement."""
    if not isinstance(state.stage, Opened):
        return Refusal(Reason.OFFER_NOT_OPENED)
    if missing(state):
        return Refusal(Reason.FIELDS_MISSING)
    return OfferSubmitted(
        delivery_way=command.delivery_way, materials=command.materials, sealed=command.sealed
    )
