"""From the timeline of a case to the facts of the clocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broker.domain.cases.limits.evolve import pauses
from broker.domain.cases.procedures.commands import ThirdPartyGround
from broker.domain.clocks.facts import (
    CaseAccepted,
    CaseNotAccepted,
    ExtensionGranted,
    IntakeFact,
    LimitFact,
    NamedFact,
    ProcedureEnded,
    ProcedureStarted,
    SupplementReceived,
    SupplementRequested,
)
from broker.domain.identifiers import Instant
from broker.views.case import TimelineEntry
from broker.views.labels import KIND_TEXTS

INTAKE_FACTS: Mapping[
    str,
    type[SupplementRequested | SupplementReceived | CaseAccepted | CaseNotAccepted],
] = {
    "SupplementRequested": SupplementRequested,
    "SupplementReceived": SupplementReceived,
    "CaseAccepted": CaseAccepted,
    "CaseNotAccepted": CaseNotAccepted,
}
ENDS = {
    "CaseWithdrawn": "办件已撤回",
    "CaseDeemedWithdrawn": "申请视为撤回",
    "CaseVoided": "办件已作废",
    "CaseNotAccepted": "办件不予受理",
    "CaseTerminated": "办件已终止",
    "CaseFinished": "办件已办结",
}
"""The facts after which no clock of a case runs on."""
ALSO = {
    "CasePushed": "RequestSent",
    "PushReceived": "RequestReceived",
    "ResultReturned": "TransferFormSent",
    "ResultReceived": "TransferFormReceived",
}
"""A transfer (多地联办) goes over the same hand-over: its request and its form, by other names."""
OUTSIDE_TEXTS = {
    "FirstOpinionGiven": "出具初审意见",
    "FundsReceived": "收到转移资金",
    "RecordsJoined": "合并记录",
}
"""Facts of legs that no event of this system tells."""
FACT_TEXTS = {**KIND_TEXTS, **{ALSO[kind]: KIND_TEXTS[kind] for kind in ALSO}, **OUTSIDE_TEXTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of a case by an instant, as far as clocks care."""

    first: Mapping[str, Instant]
    """When each fact happened first; a repetition changes nothing."""
    intake: tuple[IntakeFact, ...]
    on_the_way: tuple[LimitFact, ...] = ()
    """What pauses or lengthens the limit of the decision [行政许可法 42, 45]."""
    extension_days: int | None = None
    """As many as were granted; the item rule says how many may be."""
    ended: str = ""
    """Why no clock runs any more; empty while the case goes on."""
    until: Instant
    """The instant at which the clocks are read: the end of the case, or now."""

    @property
    def named(self) -> tuple[NamedFact, ...]:
        """Answer the facts that may start or end a leg."""
        return tuple(NamedFact(at=at, name=name) for name, at in self.first.items())


def read_history(
    entries: Sequence[TimelineEntry], *, as_of: Instant, ends: Iterable[str]
) -> History:
    """Read both sides' events by their own instants, in whatever order they arrived here."""
    known = sorted((entry for entry in entries if entry.at <= as_of), key=_place)
    first: dict[str, Instant] = {}
    for entry in known:
        first.setdefault(entry.kind, entry.at)
    reached = [(first[kind], ENDS[kind]) for kind in ends if kind in first]
    until, ended = min(reached, default=(as_of, ""))
    renamed = {ALSO[kind]: at for kind, at in first.items() if kind in ALSO}
    intake = (INTAKE_FACTS[one.kind](at=one.at) for one in known if one.kind in INTAKE_FACTS)
    return History(
        first={**first, **renamed},
        intake=tuple(intake),
        on_the_way=tuple(_on_the_way(known)),
        extension_days=next(_days_granted(known), None),
        ended=ended,
        until=until,
    )


def _on_the_way(known: Sequence[TimelineEntry]) -> Iterator[LimitFact]:
    """Answer what the limit of the decision takes note of, in order of time."""
    uncounted = {one.summary["number"] for one in known if _is_started(one) and not _counts(one)}
    for entry in known:
        match entry.kind:
            case "SpecialProcedureStarted" if _counts(entry):
                yield ProcedureStarted(at=entry.at, procedure=entry.summary["number"])
            case "SpecialProcedureEnded" if entry.summary["number"] not in uncounted:
                yield ProcedureEnded(at=entry.at, procedure=entry.summary["number"])
            case "ExtensionGranted":
                yield ExtensionGranted(at=entry.at)
            case _:
                pass


def _is_started(entry: TimelineEntry) -> bool:
    return entry.kind == "SpecialProcedureStarted"


def _counts(entry: TimelineEntry) -> bool:
    ground = entry.summary.get("ground")
    return pauses(None if ground is None else ThirdPartyGround(ground))


def _days_granted(known: Sequence[TimelineEntry]) -> Iterator[int]:
    return (int(one.summary["days"]) for one in known if one.kind == "ExtensionGranted")


def _place(entry: TimelineEntry) -> tuple[Instant, str, int]:
    """Order by time; what one side wrote at one instant stays in its sequence."""
    return entry.at, entry.side, entry.sequence


def is_recorded(fact: str) -> bool:
    """Tell whether an event of this system tells a fact."""
    return fact in FACT_TEXTS and fact not in OUTSIDE_TEXTS


def describe_fact(fact: str) -> str:
    """Name a fact in Chinese, and say so when this system will never hear of it."""
    text = FACT_TEXTS.get(fact, fact)
    return f"“{text}”" if is_recorded(fact) else f"“{text}”（在本系统之外办理，没有记录）"
