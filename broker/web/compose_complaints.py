"""From a body to a command about a complaint."""

from typing import assert_never

from broker.domain.cases.complaints.commands import (
    AnswerComplaint,
    CloseComplaint,
    ComplaintCommand,
    FollowUpComplaint,
    RegisterComplaint,
    ReopenComplaint,
    TransferComplaint,
)
from broker.domain.envelope import Sealed
from broker.web import bodies_complaints as bodies
from broker.web.bodies_complaints import ComplaintBody


def texts_of_complaint(body: ComplaintBody) -> dict[str, str | None]:
    """Answer the free text of a body by the name it is sealed under."""
    match body:
        case (
            bodies.RegisterComplaintBody()
            | bodies.AnswerComplaintBody()
            | bodies.ReopenComplaintBody()
        ):
            return {"text": body.text}
        case bodies.TransferComplaintBody() | bodies.CloseComplaintBody():
            return {"reason": body.reason}
        case bodies.FollowUpComplaintBody():
            return {"note": body.note}
        case _:
            assert_never(body)


def compose_complaint(body: ComplaintBody, *, sealed: Sealed | None) -> ComplaintCommand:
    """Make a command about a complaint."""
    match body:
        case bodies.RegisterComplaintBody():
            return RegisterComplaint(
                side=body.side,
                against=body.against,
                source=body.source,
                work_order=body.work_order,
                sealed=sealed,
            )
        case bodies.TransferComplaintBody() | bodies.AnswerComplaintBody():
            return _compose_of_body(body, sealed=sealed)
        case bodies.FollowUpComplaintBody():
            return FollowUpComplaint(
                side=body.side,
                complaint=body.complaint,
                satisfaction=body.satisfaction,
                solved=body.solved,
                sealed=sealed,
            )
        case bodies.ReopenComplaintBody():
            return ReopenComplaint(side=body.side, complaint=body.complaint, sealed=sealed)
        case bodies.CloseComplaintBody():
            return CloseComplaint(
                side=body.side, complaint=body.complaint, end=body.end, sealed=sealed
            )
        case _:
            assert_never(body)


def _compose_of_body(
    body: bodies.TransferComplaintBody | bodies.AnswerComplaintBody, *, sealed: Sealed | None
) -> ComplaintCommand:
    kind = TransferComplaint if isinstance(body, bodies.TransferComplaintBody) else AnswerComplaint
    return kind(side=body.side, registrar=body.registrar, complaint=body.complaint, sealed=sealed)
