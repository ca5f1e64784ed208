"""Histories for tests: legal cases as the domain decides them, and orders in which they arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from hypothesis import strategies as st

from broker.domain.aggregate import Written
from broker.domain.cases import commands as c
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.events import Event
from broker.domain.cases.fees.commands import NoticeFee, RecordPayment
from broker.domain.cases.procedures import commands as p
from broker.domain.cases.ratings.commands import RateCase, RatingLevel, RecordContact
from broker.domain.cases.routing.commands import RouteCase, TransferCase
from broker.domain.cases.state import INITIAL, Case, CaseState
from broker.domain.cases.status import Act, owes
from broker.domain.envelope import Actor, Material, Meta, Role, Sealed
from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side, derive_event_id
from broker.domain.refusal import Refusal
from broker.views.changes import Arrived, EventRecorded, Origin
from broker.views.position import Place
from tests.support.builders import answer, ask, close, confirm, hand_back, pack, ship, take

QINGYANG, HANGZHOU = RegionCode("621000"), RegionCode("330100")
MORNING = Instant(1_767_225_600_000)
SEALED = Sealed(suite="standard", key_id="k1", nonce=b"\x00\xff" * 6, ciphertext=b"\x80\x00\xfe")
CORRECTED = Sealed(suite="standard", key_id="k4", nonce=b"\x01" * 12, ciphertext=b"\x81")
PHOTO = Material(digest="ab" * 32, key_id="k2", title="照片", media_type="image/jpeg", size_bytes=9)
LETTER = Material(
    digest="cd" * 32, key_id="k3", title="决定书", media_type="text/plain", size_bytes=7
)

SUBMIT = c.SubmitCase(
    item_code="残联-01",
    item_version=1,
    handling_region=HANGZHOU,
    applicant_kind=c.ApplicantKind.NATURAL,
    applicant_is_minor=False,
    applicant_hash="a1b2",
    delivery_way=c.DeliveryWay.POST,
    materials=(PHOTO,),
    sealed=SEALED,
)
GRANT = c.DecideCase(
    result=c.DecisionResult.GRANTED, rights_notice_given=False, documents=(LETTER,), sealed=None
)
REJECT = replace(GRANT, result=c.DecisionResult.REJECTED, rights_notice_given=True, sealed=SEALED)
OWED: dict[Act, c.Command] = {
    Act.CHECK_FORM: c.CheckForm(passed=True, sealed=None),
    Act.CHECK_IDENTITY: c.CheckIdentity(method=c.IdentityMethod.ID_CARD, passed=True),
    Act.PUSH: c.PushCase(),
    Act.EXAMINE: c.AcceptCase(),
    Act.ANSWER_SUPPLEMENT: c.AnswerSupplement(materials=(PHOTO,), sealed=SEALED),
    Act.END_PROCEDURE: p.EndSpecialProcedure(number=1),
    Act.DECIDE: GRANT,
    Act.RETURN_RESULT: c.ReturnResult(),
    Act.DELIVER_RESULT: c.DeliverResult(way=c.DeliveryWay.POST),
    Act.NOTIFY_APPLICANT: c.NotifyApplicant(channel=c.NoticeChannel.SMS),
    Act.FINISH: c.FinishCase(),
}
OTHERS: tuple[c.Command, ...] = (
    c.AmendCase(
        applicant_hash=SUBMIT.applicant_hash,
        delivery_way=c.DeliveryWay.PICK_UP_RECEIVING,
        sealed=CORRECTED,
    ),
    c.VoidCase(sealed=SEALED),
    c.AddMaterials(materials=(PHOTO,)),
    c.CheckForm(passed=False, sealed=SEALED),
    c.WithdrawCase(sealed=SEALED),
    c.DeclineCase(sealed=SEALED),
    c.RequestSupplement(titles=("照片", "申请表"), sealed=SEALED),
    c.NotifyApplicant(channel=c.NoticeChannel.IN_PERSON),
    REJECT,
    c.TerminateCase(ground=c.TerminationGround.PARTNER_LEFT, sealed=SEALED),
    p.StartSpecialProcedure(
        procedure=p.SpecialProcedureKind.THIRD_PARTY_HEARING,
        ground=p.ThirdPartyGround.STATEMENT,
        announced_days=15,
        sealed=SEALED,
    ),
    p.GrantExtension(
        days=10,
        approver_office="330100-hall",
        approver_role=p.ApproverRole.ORGAN_HEAD,
        sealed=SEALED,
    ),
    RouteCase(office="330100-hrss"),
    TransferCase(office="330100-mca", sealed=SEALED),
    NoticeFee(amount_fen=2_000, due_on=None, sealed=SEALED),
    RecordPayment(fee=1, materials=(PHOTO,), sealed=SEALED),
    RateCase(rated=Side.HANDLING, level=RatingLevel.DISSATISFIED, sealed=SEALED),
    RecordContact(side=Side.HANDLING, sealed=None),
)
BESIDE: tuple[c.Command, ...] = (
    ask(Side.RECEIVING),
    answer(Side.HANDLING),
    close(Side.RECEIVING),
    take(Side.RECEIVING, "户口簿"),
    pack(Side.RECEIVING, "户口簿"),
    ship(Side.RECEIVING),
    confirm(Side.HANDLING),
    hand_back(Side.HANDLING, "户口簿"),
)
"""Questions and originals, beside the stages."""
USUAL: tuple[c.Command | None, ...] = (None,) * 20
"""None stands for the act that is owed."""


def play(
    case_id: str,
    steps: Iterable[c.Command | None] = USUAL,
    *,
    submit: c.SubmitCase = SUBMIT,
    at: int = MORNING,
) -> tuple[EventRecorded, ...]:
    """Decide commands one after the other, as if both sides stood at one journal."""
    state, events = _decided(INITIAL, submit, now=Instant(at))
    history = [(written, Instant(at)) for written in events]
    for number, step in enumerate(steps, start=1):
        assert isinstance(state, Case)
        now = Instant(at + number * 1000)
        owed = owes(state)
        command = step or (OWED.get(owed.act) if owed else None)
        if command is not None:
            state, events = _decided(state, command, now=now)
            history += [(written, now) for written in events]
    return _numbered(case_id, history)


def _decided(
    state: CaseState, command: c.Command, *, now: Instant
) -> tuple[CaseState, list[Written[Event]]]:
    side = c.side_of(command)
    region = QINGYANG if side is Side.RECEIVING else HANGZHOU
    answer = CASES.decide(command, region, state, now)
    if isinstance(answer, Refusal):
        return state, []
    waiting, done = list(answer), []
    while waiting:
        written = waiting.pop(0)
        state = CASES.evolve(state, written)
        done.append(written)
        waiting += CASES.react(written, state, now)
    return state, done


def _numbered(
    case_id: str, history: Sequence[tuple[Written[Event], Instant]]
) -> tuple[EventRecorded, ...]:
    counts = dict.fromkeys(Side, 0)
    changes = []
    for written, at in history:
        counts[written.side] += 1
        changes.append(recorded(case_id, written, counts[written.side], at))
    return tuple(changes)


def recorded(case_id: str, written: Written[Event], sequence: int, at: Instant) -> EventRecorded:
    """Make the change that an event of a side brings; its offset is set by whoever stores it."""
    region = QINGYANG if written.side is Side.RECEIVING else HANGZHOU
    event_id = derive_event_id(AggregateId(case_id), written.side, sequence)
    meta = Meta(
        id=event_id,
        aggregate_id=AggregateId(case_id),
        side=written.side,
        sequence=sequence,
        region=region,
        at=at,
        causation_id="c1",
        correlation_id=case_id,
        actor=Actor(subject="s1", role=Role.CLERK, region=region, office="o1", window="w1"),
    )
    arrived = Arrived(
        meta=meta,
        event=written.event,
        origin=Origin.OWN if written.side is Side.RECEIVING else Origin.PEER,
        digest=sha256(repr((meta, written.event)).encode()).digest(),
    )
    return EventRecorded(place=Place(partition=0, offset=0, now=at), arrived=arrived)


def placed(
    changes: Iterable[EventRecorded], *, first: int = 0, delay: int = 0
) -> tuple[EventRecorded, ...]:
    """Put changes one behind the other into journal partition 0, some time after their decision."""
    return tuple(
        replace(
            change,
            place=Place(partition=0, offset=offset, now=Instant(change.arrived.meta.at + delay)),
        )
        for offset, change in enumerate(changes, start=first)
    )


histories = st.builds(
    play,
    st.just("621000-case"),
    st.lists(st.sampled_from((*USUAL[:12], *OTHERS, *BESIDE)), max_size=25),
)
"""Legal histories: often what is owed, now and then something else."""


@st.composite
def arrivals(draw: st.DrawFn, history: tuple[EventRecorded, ...]) -> tuple[EventRecorded, ...]:
    """Draw an order in which a region may meet a history: sides mixed, some events repeated."""
    rest = {side: [each for each in history[1:] if each.arrived.meta.side is side] for side in Side}
    sides = draw(st.permutations([each.arrived.meta.side for each in history[1:]]))
    order = [history[0], *(rest[side].pop(0) for side in sides)]
    for index in draw(st.lists(st.integers(0, len(order) - 1), max_size=8)):
        again = draw(st.integers(index, len(order)))
        order.insert(max(again, 1), order[index])
    return placed(order, first=draw(st.integers(0, 9)), delay=draw(st.integers(0, 10**6)))
