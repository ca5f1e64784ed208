"""What is sent about a complaint (投诉): bodies of commands."""

from typing import Annotated

from pydantic import Field

from broker.domain.cases.complaints.commands import ComplaintEnd, ComplaintSource, Satisfaction
from broker.domain.cases.complaints.state import COMPLAINTS_MAX
from broker.domain.identifiers import Side
from broker.web.fields import ActingSide, Body, Mark, Prose

ComplaintNumber = Annotated[
    int,
    Field(ge=1, le=COMPLAINTS_MAX, description="Among those of the side that took it, from 1."),
]
Registrar = Annotated[Side, Field(description="The side that took the complaint.")]


class RegisterComplaintBody(Body):
    """Register a complaint about one of the two bodies (登记投诉); refused without a text."""

    side: ActingSide
    against: Side = Field(description="The body that is to answer.")
    source: ComplaintSource
    work_order: Mark | None = Field(default=None, description="Number of the 12345 work order.")
    text: Prose | None = None


class TransferComplaintBody(Body):
    """Pass a misaddressed complaint on (转办); the log refuses it without a reason.

    What the complainant says goes with it by itself.
    """

    side: ActingSide
    registrar: Registrar
    complaint: ComplaintNumber
    reason: Prose | None = None


class AnswerComplaintBody(Body):
    """Answer a complaint (答复投诉); the log refuses it without a text."""

    side: ActingSide
    registrar: Registrar
    complaint: ComplaintNumber
    text: Prose | None = None


class FollowUpComplaintBody(Body):
    """Record what the complainant says of the answer (回访)."""

    side: ActingSide
    complaint: ComplaintNumber
    satisfaction: Satisfaction
    solved: bool
    note: Prose | None = None


class ReopenComplaintBody(Body):
    """Have a complaint answered anew (重办); the log refuses it without a text."""

    side: ActingSide
    complaint: ComplaintNumber
    text: Prose | None = None


class CloseComplaintBody(Body):
    """Close a complaint (办结投诉); an unreasonable one is refused without a reason."""

    side: ActingSide
    complaint: ComplaintNumber
    end: ComplaintEnd
    reason: Prose | None = None


ComplaintBody = (
    RegisterComplaintBody
    | TransferComplaintBody
    | AnswerComplaintBody
    | FollowUpComplaintBody
    | ReopenComplaintBody
    | CloseComplaintBody
)
