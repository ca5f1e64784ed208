"""What may be asked of a parent case: imperatives, each addressed to one side.

The receiving side is the front window, which owns the parent and every child's hand-in; the
handling side is the higher authority of a reported composite, else the front region itself.
"""

from dataclasses import dataclass

from broker.domain.cases.commands import DecisionResult, DeliveryWay, NoticeChannel
from broker.domain.composites.plan import Plan, PlannedChild
from broker.domain.composites.words import ChildStage
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginComposite:
    """Begin a parent case with its plan (一窗受理)."""

    plan: Plan
    applicant_hash: str
    """Keyed hash of the identity number (blind index), never the number."""
    materials: tuple[Material, ...]
    sealed: Sealed
    """The one form; each child's case gets its own part, sealed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddChild:
    """Add a child that the person wants too."""

    child: PlannedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChild:
    """Start a child although an earlier one came to nothing; else children start by themselves."""

    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPromise:
    """Record the written promise (告知承诺) for a child, on which the lead may proceed."""

    child: str
    letter: Material


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """Record a fact that no child tells, such as money that has arrived."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChildProgress:
    """Hear over the self-link how far a child has come; only the system gives this."""

    child: str
    number: int
    """Counts what this child has told, from 1; what is known already changes nothing."""
    stage: ChildStage


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementSharedMaterial:
    """Hand in a material of the one set anew, for every child that takes it."""

    name: str
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawChild:
    """Withdraw one child; the others go on."""

    child: str
    sealed: Sealed | None
    """The applicant's reason; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendComposite:
    """Extend the joint limit once, approved by the head of the government [行政许可法 42(2)]."""

    sealed: Sealed | None
    """The reason, which the applicant is told; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportComposite:
    """Pass all opinions and materials up to the higher authority (上报) [行政许可法 35]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideComposite:
    """Grant or reject as the higher authority."""

    result: DecisionResult
    rights_notice_given: bool
    """Notice of administrative review and suit; required for a rejection (行政许可法 art. 38)."""
    documents: tuple[Material, ...]
    sealed: Sealed | None
    """Reasons; required for a rejection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyComposite:
    """Tell the applicant the outcome of everything in one notice (一次告知)."""

    channel: NoticeChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverComposite:
    """Hand all results over at once."""

    way: DeliveryWay


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishComposite:
    """Close the parent case (办结)."""


CompositeCommand = (
    BeginComposite
    | AddChild
    | StartChild
    | RecordPromise
    | RecordFact
    | NoteChildProgress
    | SupplementSharedMaterial
    | WithdrawChild
    | ExtendComposite
    | ReportComposite
    | DecideComposite
    | NotifyComposite
    | DeliverComposite
    | FinishComposite
)

COMPOSITE_COMMAND_SIDES: dict[type[CompositeCommand], Side] = {
    BeginComposite: Side.RECEIVING,
    AddChild: Side.RECEIVING,
    StartChild: Side.RECEIVING,
    RecordPromise: Side.RECEIVING,
    RecordFact: Side.RECEIVING,
    NoteChildProgress: Side.RECEIVING,
    SupplementSharedMaterial: Side.RECEIVING,
    WithdrawChild: Side.RECEIVING,
    ExtendComposite: Side.RECEIVING,
    ReportComposite: Side.RECEIVING,
    DecideComposite: Side.HANDLING,
    NotifyComposite: Side.RECEIVING,
    DeliverComposite: Side.RECEIVING,
    FinishComposite: Side.RECEIVING,
}

SYSTEM_COMMANDS: frozenset[type[CompositeCommand]] = frozenset({NoteChildProgress})
"""Given by the self-link alone; no person says what a child has done."""
