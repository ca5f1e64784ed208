"""Values for tests: two regions, one resident's papers, and a command of each kind."""

from dataclasses import replace

from broker.domain.cases.commands import (
    AcceptCase,
    AddMaterials,
    AmendCase,
    AnswerSupplement,
    ApplicantKind,
    CheckForm,
    CheckIdentity,
    DecideCase,
    DecisionResult,
    DeclineCase,
    DeliverResult,
    DeliveryWay,
    FinishCase,
    IdentityMethod,
    NoticeChannel,
    NotifyApplicant,
    PushCase,
    RequestSupplement,
    ReturnResult,
    SubmitCase,
    TerminateCase,
    TerminationGround,
    VoidCase,
    WithdrawCase,
)
from broker.domain.cases.custody.commands import (
    ConfirmParcel,
    HandBackManner,
    HandBackOriginals,
    ParcelCondition,
    RecallParcel,
    ReportParcelLost,
    SealParcel,
    ShipParcel,
    TakeOriginals,
)
from broker.domain.cases.dialogue.commands import (
    AnswerQuestion,
    AskQuestion,
    CloseQuestion,
    QuestionSubject,
)
from broker.domain.cases.fees.commands import FeeCommand, NoticeFee, RecordPayment, WaiveFee
from broker.domain.cases.later.commands import (
    CancellationGround,
    CancelLicence,
    CorrectDecision,
    RevocationGround,
    RevokeDecision,
)
from broker.domain.cases.limits.commands import WithdrawCard
from broker.domain.cases.procedures.commands import (
    ApproverRole,
    EndSpecialProcedure,
    GrantExtension,
    SpecialProcedureKind,
    StartSpecialProcedure,
    ThirdPartyGround,
)
from broker.domain.cases.proposals.commands import (
    ConfirmProposal,
    ProposalCommand,
    ProposeDecision,
    SendBackProposal,
)
from broker.domain.cases.ratings.commands import (
    RateCase,
    RatingCommand,
    RatingLevel,
    RecordContact,
    RectifyRating,
)
from broker.domain.cases.routing.commands import RouteCase, TransferCase
from broker.domain.envelope import Actor, Material, Meta, Role, Sealed
from broker.domain.identifiers import AggregateId, Instant, RegionCode, Side

QINGYANG = RegionCode("621000")
HANGZHOU = RegionCode("330100")
XIAN = RegionCode("610100")
NOON = Instant(1_767_240_000_000)
"""2026-01-01T12:00:00+08:00."""

CASE_ID = AggregateId("621000-aaaaaaaaaaaaaaaaaaaaaaaaaa")

SEALED = Sealed(
    suite="standard", key_id="key-1", nonce=b"n" * 12, ciphertext=b"only the key opens this"
)
CORRECTED = Sealed(
    suite="standard", key_id="key-3", nonce=b"m" * 12, ciphertext=b"the same person, well spelt"
)
ID_CARD_COPY = Material(
    digest="ab" * 32,
    key_id="key-2",
    title="身份证复印件",
    media_type="application/pdf",
    size_bytes=40_000,
)


def an_actor(*, region: RegionCode = QINGYANG, role: Role = Role.CLERK) -> Actor:
    """Make the clerk of window 3."""
    return Actor(subject="clerk-7", role=role, region=region, office=f"{region}-hall", window="W03")


def a_meta(
    *,
    aggregate_id: AggregateId = CASE_ID,
    side: Side = Side.RECEIVING,
    sequence: int = 1,
    region: RegionCode = QINGYANG,
    at: Instant = NOON,
) -> Meta:
    """Make the head of an event, or of a command with sequence 0."""
    return Meta(
        id=f"{aggregate_id}.{side[0]}{sequence}",
        aggregate_id=aggregate_id,
        side=side,
        sequence=sequence,
        region=region,
        at=at,
        causation_id="cause-1",
        correlation_id="correlation-1",
        actor=an_actor(region=region),
    )


def submit(*, handling: RegionCode = HANGZHOU) -> SubmitCase:
    """Ask to hand in a pension transfer."""
    return SubmitCase(
        item_code="000114001001",
        item_version=1,
        handling_region=handling,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_is_minor=False,
        applicant_hash="cd" * 32,
        delivery_way=DeliveryWay.PICK_UP_RECEIVING,
        materials=(ID_CARD_COPY,),
        sealed=SEALED,
    )


AMEND = AmendCase(
    applicant_hash=submit().applicant_hash, delivery_way=DeliveryWay.POST, sealed=CORRECTED
)
AMEND_TO_SOMEBODY_ELSE = AmendCase(
    applicant_hash="ef" * 32, delivery_way=DeliveryWay.POST, sealed=CORRECTED
)
VOID = VoidCase(sealed=SEALED)
VOID_WITHOUT_REASON = VoidCase(sealed=None)
ADD_MATERIALS = AddMaterials(materials=(ID_CARD_COPY,))
ADD_NOTHING = AddMaterials(materials=())
PASS_FORM = CheckForm(passed=True, sealed=None)
FAIL_FORM = CheckForm(passed=False, sealed=SEALED)
PASS_IDENTITY = CheckIdentity(method=IdentityMethod.ID_CARD, passed=True)
FAIL_IDENTITY = CheckIdentity(method=IdentityMethod.FACE, passed=False)
PUSH = PushCase()
ANSWER_SUPPLEMENT = AnswerSupplement(materials=(ID_CARD_COPY,), sealed=SEALED)
ANSWER_WITH_NOTHING = AnswerSupplement(materials=(), sealed=None)
WITHDRAW = WithdrawCase(sealed=SEALED)
WITHDRAW_WITHOUT_REASON = WithdrawCase(sealed=None)
DELIVER = DeliverResult(way=DeliveryWay.PICK_UP_RECEIVING)
NOTIFY = NotifyApplicant(channel=NoticeChannel.SMS)
FINISH = FinishCase()
ACCEPT = AcceptCase()
DECLINE = DeclineCase(sealed=SEALED)
DECLINE_WITHOUT_REASON = DeclineCase(sealed=None)
REQUEST_SUPPLEMENT = RequestSupplement(titles=("户口簿",), sealed=SEALED)
REQUEST_WITHOUT_LIST = RequestSupplement(titles=(), sealed=SEALED)
REQUEST_WITHOUT_REASON = RequestSupplement(titles=("户口簿",), sealed=None)
GRANT = DecideCase(
    result=DecisionResult.GRANTED,
    rights_notice_given=False,
    documents=(ID_CARD_COPY,),
    sealed=None,
)
REJECT = DecideCase(
    result=DecisionResult.REJECTED, rights_notice_given=True, documents=(), sealed=SEALED
)
REJECT_WITHOUT_REASON = DecideCase(
    result=DecisionResult.REJECTED, rights_notice_given=True, documents=(), sealed=None
)
REJECT_WITHOUT_RIGHTS = DecideCase(
    result=DecisionResult.REJECTED, rights_notice_given=False, documents=(), sealed=SEALED
)
RETURN_RESULT = ReturnResult()
TERMINATE = TerminateCase(ground=TerminationGround.APPLICANT_GONE, sealed=SEALED)
TERMINATE_WITHOUT_REASON = TerminateCase(ground=TerminationGround.OTHER, sealed=None)
START_PROCEDURE = StartSpecialProcedure(
    procedure=SpecialProcedureKind.EXPERT_REVIEW, ground=None, announced_days=15, sealed=SEALED
)
HEAR_THIRD_PARTIES = replace(
    START_PROCEDURE,
    procedure=SpecialProcedureKind.THIRD_PARTY_HEARING,
    ground=ThirdPartyGround.MAJOR_INTEREST,
)
HEAR_WITHOUT_GROUND = replace(HEAR_THIRD_PARTIES, ground=None)
START_WITHOUT_TIME = replace(START_PROCEDURE, announced_days=0)
START_WITHOUT_NOTICE = replace(START_PROCEDURE, sealed=None)
END_PROCEDURE = EndSpecialProcedure(number=1)
END_SECOND_PROCEDURE = EndSpecialProcedure(number=2)
EXTEND = GrantExtension(
    days=10, approver_office="330100-hall", approver_role=ApproverRole.ORGAN_HEAD, sealed=SEALED
)
EXTEND_BY_NOTHING = replace(EXTEND, days=0)
EXTEND_WITHOUT_REASON = replace(EXTEND, sealed=None)
VERIFY = replace(START_PROCEDURE, procedure=SpecialProcedureKind.VERIFICATION)
PROPOSE_GRANT = ProposeDecision(
    clerk="clerk-7", grants=True, documents=(ID_CARD_COPY,), sealed=SEALED
)
PROPOSE_REJECTION = ProposeDecision(clerk="clerk-8", grants=False, documents=(), sealed=SEALED)
PROPOSE_WITHOUT_OPINION = replace(PROPOSE_GRANT, sealed=None)
CONFIRM_PROPOSAL = ConfirmProposal(clerk="clerk-8", number=1)
SEND_BACK = SendBackProposal(clerk="clerk-8", number=1, sealed=SEALED)
SEND_BACK_WITHOUT_REASON = replace(SEND_BACK, sealed=None)
WITHDRAW_CARD = WithdrawCard(number=1, sealed=SEALED)
WITHDRAW_CARD_WITHOUT_REASON = WithdrawCard(number=1, sealed=None)
ROUTE = RouteCase(office="330100-hrss")
TRANSFER = TransferCase(office="330100-mca", sealed=SEALED)
REVOKE = RevokeDecision(ground=RevocationGround.FRAUD_OR_BRIBERY, sealed=SEALED)
REVOKE_WITHOUT_REASON = replace(REVOKE, sealed=None)
CANCEL = CancelLicence(ground=CancellationGround.EXPIRED, sealed=SEALED)
CANCEL_WITHOUT_REASON = replace(CANCEL, sealed=None)
CORRECT = CorrectDecision(documents=(ID_CARD_COPY,), sealed=SEALED)
CORRECT_WITHOUT_REASON = replace(CORRECT, sealed=None)

NOTICE_FEE = NoticeFee(amount_fen=2_000, due_on="2026-01-31", sealed=SEALED)
NOTICE_NOTHING = NoticeFee(amount_fen=0, due_on=None, sealed=SEALED)
PAY = RecordPayment(fee=1, materials=(ID_CARD_COPY,), sealed=SEALED)
PAY_THE_SECOND = RecordPayment(fee=2, materials=(ID_CARD_COPY,), sealed=SEALED)
PAY_WITHOUT_PROOF = RecordPayment(fee=1, materials=(), sealed=SEALED)
WAIVE = WaiveFee(fee=1, sealed=SEALED)
WAIVE_THE_SECOND = WaiveFee(fee=2, sealed=SEALED)
WAIVE_WITHOUT_REASON = WaiveFee(fee=1, sealed=None)
RATE_HERE = RateCase(rated=Side.RECEIVING, level=RatingLevel.FAIR, sealed=None)
RATE_HERE_BADLY = RateCase(rated=Side.RECEIVING, level=RatingLevel.DISSATISFIED, sealed=SEALED)
RATE_THERE = RateCase(rated=Side.HANDLING, level=RatingLevel.VERY_SATISFIED, sealed=SEALED)
RATE_THERE_BADLY = RateCase(rated=Side.HANDLING, level=RatingLevel.VERY_DISSATISFIED, sealed=SEALED)
CONTACT_HERE = RecordContact(side=Side.RECEIVING, sealed=SEALED)
CONTACT_THERE = RecordContact(side=Side.HANDLING, sealed=None)
RECTIFY_HERE = RectifyRating(side=Side.RECEIVING, sealed=SEALED)
RECTIFY_THERE = RectifyRating(side=Side.HANDLING, sealed=SEALED)
RECTIFY_WITHOUT_WORDS = RectifyRating(side=Side.RECEIVING, sealed=None)


def ask(side: Side, *, sealed: Sealed | None = SEALED) -> AskQuestion:
    """Ask the other window about a document."""
    return AskQuestion(side=side, subject=QuestionSubject.MATERIALS, sealed=sealed)


def answer(side: Side, question: int = 1, *, sealed: Sealed | None = SEALED) -> AnswerQuestion:
    """Answer the other window, with a copy."""
    return AnswerQuestion(side=side, question=question, materials=(ID_CARD_COPY,), sealed=sealed)


def close(side: Side, question: int = 1) -> CloseQuestion:
    """Close an own question."""
    return CloseQuestion(side=side, question=question)


def take(side: Side, *originals: str) -> TakeOriginals:
    """Take originals from the applicant."""
    return TakeOriginals(side=side, originals=originals)


def pack(side: Side, *originals: str) -> SealParcel:
    """Seal a parcel."""
    return SealParcel(side=side, originals=originals, seal_number="F-0017")


def ship(side: Side, parcel: int = 1) -> ShipParcel:
    """Give a parcel to the post."""
    return ShipParcel(side=side, parcel=parcel, carrier="EMS", tracking_number="EB123456789CN")


def confirm(side: Side, parcel: int = 1) -> ConfirmParcel:
    """Confirm a parcel whose seal is whole."""
    return ConfirmParcel(side=side, parcel=parcel, condition=ParcelCondition.INTACT, sealed=None)


def confirm_damaged(
    side: Side, parcel: int = 1, *, sealed: Sealed | None = SEALED
) -> ConfirmParcel:
    """Confirm a parcel whose seal is broken."""
    return ConfirmParcel(side=side, parcel=parcel, condition=ParcelCondition.DAMAGED, sealed=sealed)


def report_lost(side: Side, parcel: int = 1, *, sealed: Sealed | None = SEALED) -> ReportParcelLost:
    """Give a parcel up."""
    return ReportParcelLost(side=side, parcel=parcel, sealed=sealed)


def recall(side: Side, parcel: int = 1) -> RecallParcel:
    """Take an own parcel back."""
    return RecallParcel(side=side, parcel=parcel)


def hand_back(
    side: Side, *originals: str, manner: HandBackManner = HandBackManner.IN_PERSON
) -> HandBackOriginals:
    """Give originals back to the applicant."""
    return HandBackOriginals(side=side, originals=originals, manner=manner)


RATING_COMMANDS: tuple[RatingCommand, ...] = (
    RATE_HERE,
    RATE_HERE_BADLY,
    RATE_THERE,
    RATE_THERE_BADLY,
    CONTACT_HERE,
    CONTACT_THERE,
    RECTIFY_HERE,
    RECTIFY_THERE,
    RECTIFY_WITHOUT_WORDS,
)
PROPOSAL_COMMANDS: tuple[ProposalCommand, ...] = (PROPOSE_GRANT, CONFIRM_PROPOSAL, SEND_BACK)
"""One complete command of each kind of two clerks."""
FEE_COMMANDS: tuple[FeeCommand, ...] = (
    NOTICE_FEE,
    NOTICE_NOTHING,
    PAY,
    PAY_THE_SECOND,
    PAY_WITHOUT_PROOF,
    WAIVE,
    WAIVE_THE_SECOND,
    WAIVE_WITHOUT_REASON,
)
