"""What the handling side sends to end, hold up, lengthen, or change later: bodies of commands."""

from typing import Annotated

from pydantic import Field

from broker.domain.cases.commands import TerminationGround
from broker.domain.cases.later.commands import CancellationGround, RevocationGround
from broker.domain.cases.procedures.commands import (
    ApproverRole,
    SpecialProcedureKind,
    ThirdPartyGround,
)
from broker.web.fields import Body, Days, MaterialList, OfficeCode, Prose


class TerminateCaseBody(Body):
    """End a case that cannot go on (终止); the log refuses it without a reason."""

    ground: TerminationGround
    reason: Prose | None = None


class StartSpecialProcedureBody(Body):
    """Start a special procedure (特别程序); the log refuses it without the written notice."""

    procedure: SpecialProcedureKind
    ground: ThirdPartyGround | None = Field(
        default=None, description="For a hearing of third parties, and only for it."
    )
    announced_days: Days = Field(description="The time told to the applicant, in working days.")
    notice: Prose | None = None


class EndSpecialProcedureBody(Body):
    """End a special procedure (特别程序结束)."""

    number: Annotated[int, Field(ge=1)] = Field(description="As its start was numbered.")


class GrantExtensionBody(Body):
    """Take more time for the decision (延期); the log refuses it without a reason."""

    days: Days = Field(description="In the unit of the limit.")
    approver_office: OfficeCode = Field(description="Code of the office that approved.")
    approver_role: ApproverRole
    reason: Prose | None = None


class WithdrawCardBody(Body):
    """Withdraw a signal on appeal (撤销督办信号); the log refuses it without a reason."""

    number: Annotated[int, Field(ge=1)] = Field(description="As the signal was numbered.")
    reason: Prose | None = None


class RouteCaseBody(Body):
    """Give the case to an office of the region (办件调度); GET /offices advises which."""

    office: OfficeCode


class TransferCaseBody(Body):
    """Pass the case on to another office (移送); the log refuses it without a reason."""

    office: OfficeCode
    reason: Prose | None = None


class RevokeDecisionBody(Body):
    """Revoke a grant (撤销); the log refuses it without a reason."""

    ground: RevocationGround
    reason: Prose | None = None


class CancelLicenceBody(Body):
    """Strike a licence off (注销); the log refuses it without a reason."""

    ground: CancellationGround
    reason: Prose | None = None


class CorrectDecisionBody(Body):
    """Correct a decision (更正); the log refuses it without a reason."""

    documents: MaterialList = ()
    reason: Prose | None = None
