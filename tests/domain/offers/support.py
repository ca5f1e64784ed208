"""given(history).when(command).then(events) for offers, at chosen instants."""

from dataclasses import dataclass
from functools import reduce

from broker.domain.cases.commands import ApplicantKind, DeliveryWay
from broker.domain.envelope import Sealed
from broker.domain.identifiers import Instant, RegionCode, Side
from broker.domain.offers.aggregate import OFFERS
from broker.domain.offers.commands import (
    ChangeField,
    DeclineOffer,
    FieldSource,
    OfferCommand,
    OfferDraft,
    OfferedField,
    OpenOffer,
    SubmitOffer,
)
from broker.domain.offers.events import OfferEvent
from broker.domain.offers.state import Offer, OfferState
from broker.domain.refusal import Reason, Refusal

HERE = RegionCode("621000")
ELSEWHERE = RegionCode("320114")
MORNING = Instant(1_780_000_000_000)
HOUR = 3_600_000
EVENING = Instant(MORNING + 10 * HOUR)
PERSON, STRANGER = "hash-of-the-person", "hash-of-somebody-else"


def sealed(text: str) -> Sealed:
    """Seal a value, as far as tests care."""
    return Sealed(suite="standard", key_id=text, nonce=b"n" * 12, ciphertext=text.encode())


SOURCE = FieldSource(
    platform="省人口基础库",
    record_kind="常住人口登记",
    fetched_at=Instant(MORNING - HOUR),
    legal_basis="政务数据共享条例",
)
NAME = OfferedField(name="姓名", sealed=sealed("name"), source=SOURCE)
ADDRESS = OfferedField(name="住址", sealed=sealed("address"), source=SOURCE)
DRAFT = OfferDraft(
    item_code="KT080050",
    item_version=2,
    handling_region=ELSEWHERE,
    applicant_kind=ApplicantKind.NATURAL,
    applicant_is_minor=False,
    applicant_hash=PERSON,
    fields=(NAME, ADDRESS),
    open_fields=("银行账户",),
    required=frozenset({"姓名", "银行账户"}),
    expires_at=EVENING,
)
OPEN = OpenOffer(applicant_hash=PERSON)
DECLINE = DeclineOffer(applicant_hash=PERSON)
ACCOUNT = ChangeField(applicant_hash=PERSON, name="银行账户", sealed=sealed("account"))
MOVED = ChangeField(applicant_hash=PERSON, name="住址", sealed=sealed("new address"))
SUBMIT = SubmitOffer(
    applicant_hash=PERSON, delivery_way=DeliveryWay.ONLINE, materials=(), sealed=sealed("form")
)


def ask(
    state: OfferState, command: OfferCommand, *, at: RegionCode = HERE, now: Instant = MORNING
) -> tuple[OfferState, tuple[OfferEvent, ...] | Refusal]:
    """Settle what is due and then decide, as the engine does."""
    due = OFFERS.settle(state, now)
    state = reduce(OFFERS.evolve, due, state)
    answer = OFFERS.decide(command, at, state, now)
    if isinstance(answer, Refusal):
        return state, answer
    assert {written.side for written in (*due, *answer)} == {Side.RECEIVING}
    for written in answer:
        state = OFFERS.evolve(state, written)
        assert OFFERS.react(written, state, now) == ()
    return state, tuple(written.event for written in answer)


@dataclass(frozen=True, slots=True)
class Given:
    """An offer after commands that all succeeded."""

    state: OfferState

    @property
    def offer(self) -> Offer:
        """Answer the offer."""
        assert isinstance(self.state, Offer)
        return self.state

    def when(
        self, command: OfferCommand, *, at: RegionCode = HERE, now: Instant = MORNING
    ) -> tuple[OfferEvent, ...] | Refusal:
        """Give a command."""
        return ask(self.state, command, at=at, now=now)[1]


def given(*commands: OfferCommand, now: Instant = MORNING) -> Given:
    """Begin a rule with commands that must all succeed."""
    state: OfferState = OFFERS.initial
    for command in commands:
        state, answer = ask(state, command, now=now)
        assert not isinstance(answer, Refusal), (command, answer)
    return Given(state)


def refused(reason: Reason) -> Refusal:
    """Write a refusal."""
    return Refusal(reason)
