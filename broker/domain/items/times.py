"""The time regime of an item, out of the rules that the clocks count with (domain 4.2)."""

from dataclasses import dataclass

from broker.domain.clocks.beijing import MIDNIGHT_MINUTE
from broker.domain.clocks.rules import Extension, Leg, NoticeSilence, Period, SupplementRule
from broker.domain.items.words import ProcedureKind, Start

LEG_FACTS = frozenset(
    {
        "CasePushed",
        "PushReceived",
        "CaseAccepted",
        "FirstOpinionGiven",
        "DecisionMade",
        "ResultReturned",
        "ResultReceived",
        "ResultDelivered",
        "ApplicantNotified",
        "RequestSent",
        "RequestReceived",
        "TransferFormSent",
        "TransferFormReceived",
        "FundsReceived",
        "RecordsJoined",
    }
)
"""The facts that can start or end a leg; a leg on any other would never run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit with its start; where complete papers are served at once, n is for the others."""

    period: Period
    starts_on: Start
    on_the_spot: bool = False
    unit_unclear: bool = False
    """The law writes 日 and does not say which: the unit is then a choice, to be confirmed."""
    closing_minute: int = MIDNIGHT_MINUTE
    """The minute of the last day at which the limit ends (K2)."""
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRule:
    """How long the office has to ask for what is missing, and what its silence means."""

    period: Period
    silence: NoticeSilence


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionTerms:
    """How often and how far a limit can be extended, and who approves it."""

    extension: Extension
    approver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialProcedure:
    """A procedure whose time is not counted, with the time usually announced for it."""

    kind: ProcedureKind
    announced: Period | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Every limit of an item; None means that no rule is published."""

    statutory: Limit | None = None
    promised: Limit | None = None
    notice: NoticeRule | None = None
    supplement: SupplementRule | None = None
    """The applicant's time to answer."""
    extension: ExtensionTerms | None = None
    delivery: Period | None = None
    """From the decision to the delivery [行政许可法 44]."""
    procedures: tuple[SpecialProcedure, ...] = ()
    legs: tuple[Leg, ...] = ()

    def allows(self, kind: ProcedureKind) -> bool:
        """Tell whether the item knows this special procedure."""
        return any(procedure.kind is kind for procedure in self.procedures)
