"""What may be asked between acceptance and decision: uncounted procedures, and more time."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Sealed


class SpecialProcedureKind(StrEnum):
    """What takes time that is not counted [行政许可法 45; 公证法 30]."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    ADDED_PROOF = "added_proof"
    VERIFICATION = "verification"
    PUBLIC_NOTICE = "public_notice"
    THIRD_PARTY_HEARING = "third_party_hearing"
    """Third parties are heard; its ground says by which article."""


class ThirdPartyGround(StrEnum):
    """Why third parties are heard [行政许可法 36, 46, 47]."""

    STATEMENT = "statement"
    """Statement and defence of those concerned [36]; no hearing in the sense of article 45."""
    PUBLIC_INTEREST = "public_interest"
    """A law or a great public interest wants a public hearing [46]."""
    MAJOR_INTEREST = "major_interest"
    """The applicant or a third party asked for the hearing offered to them [47]."""


class ApproverRole(StrEnum):
    """Who approves more time [行政许可法 42]."""

    ORGAN_HEAD = "organ_head"
    GOVERNMENT_HEAD = "government_head"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSpecialProcedure:
    """Start a procedure whose time is not counted (特别程序), and tell its time in writing."""

    procedure: SpecialProcedureKind
    ground: ThirdPartyGround | None
    """For a hearing of third parties, and only for it."""
    announced_days: int
    """The time told to the applicant, in working days."""
    sealed: Sealed | None
    """The written notice of the time needed; required (行政许可法 art. 45)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSpecialProcedure:
    """End a procedure (特别程序结束); the days count again once none is open."""

    number: int
    """The number that its start was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantExtension:
    """Take more time for the decision (延长办理期限), once."""

    days: int
    """In the unit of the limit."""
    approver_office: str
    """Code of the office that approved, never a name."""
    approver_role: ApproverRole
    sealed: Sealed | None
    """The reason told to the applicant; required (行政许可法 art. 42)."""


ProcedureCommand = StartSpecialProcedure | EndSpecialProcedure | GrantExtension
