"""Commands about complaints, as the tests give them."""

from broker.domain.cases.complaints.commands import (
    AnswerComplaint,
    CloseComplaint,
    ComplaintCommand,
    ComplaintEnd,
    ComplaintSource,
    FollowUpComplaint,
    RegisterComplaint,
    ReopenComplaint,
    Satisfaction,
    TransferComplaint,
)
from broker.domain.envelope import Sealed
from broker.domain.identifiers import Side
from tests.support.builders import SEALED


def complain(
    side: Side,
    against: Side,
    *,
    work_order: str | None = None,
    sealed: Sealed | None = SEALED,
) -> RegisterComplaint:
    """Take a complaint about a body."""
    source = ComplaintSource.WINDOW if work_order is None else ComplaintSource.HOTLINE
    return RegisterComplaint(
        side=side, against=against, source=source, work_order=work_order, sealed=sealed
    )


def pass_on(
    side: Side, registrar: Side, complaint: int = 1, *, sealed: Sealed | None = SEALED
) -> TransferComplaint:
    """Transfer a complaint to the other body."""
    return TransferComplaint(side=side, registrar=registrar, complaint=complaint, sealed=sealed)


def answer_complaint(
    side: Side, registrar: Side, complaint: int = 1, *, sealed: Sealed | None = SEALED
) -> AnswerComplaint:
    """Answer a complaint."""
    return AnswerComplaint(side=side, registrar=registrar, complaint=complaint, sealed=sealed)


def follow_up(
    side: Side,
    complaint: int = 1,
    *,
    satisfaction: Satisfaction = Satisfaction.SATISFIED,
    solved: bool = True,
) -> FollowUpComplaint:
    """Ask a complainant how the answer did."""
    return FollowUpComplaint(
        side=side, complaint=complaint, satisfaction=satisfaction, solved=solved, sealed=None
    )


def reopen(side: Side, complaint: int = 1, *, sealed: Sealed | None = SEALED) -> ReopenComplaint:
    """Have a complaint answered again."""
    return ReopenComplaint(side=side, complaint=complaint, sealed=sealed)


def close_complaint(
    side: Side,
    complaint: int = 1,
    *,
    end: ComplaintEnd = ComplaintEnd.ANSWERED,
    sealed: Sealed | None = None,
) -> CloseComplaint:
    """Close a complaint."""
    return CloseComplaint(side=side, complaint=complaint, end=end, sealed=sealed)


COMPLAINT_COMMANDS: tuple[ComplaintCommand, ...] = tuple(
    command
    for side in Side
    for command in (
        complain(side, side),
        complain(side, side.other, work_order=f"GD-{side}"),
        complain(side, side.other, sealed=None),
        pass_on(side, side),
        pass_on(side, side.other),
        pass_on(side, side.other, 2, sealed=None),
        answer_complaint(side, side),
        answer_complaint(side, side.other),
        answer_complaint(side, side, 2),
        answer_complaint(side, side.other, 2),
        answer_complaint(side, side.other, sealed=None),
        follow_up(side),
        follow_up(side, satisfaction=Satisfaction.DISSATISFIED),
        follow_up(side, 2, satisfaction=Satisfaction.NOT_REACHED, solved=False),
        reopen(side),
        reopen(side, 2),
        reopen(side, sealed=None),
        close_complaint(side),
        close_complaint(side, 2, end=ComplaintEnd.UNREASONABLE, sealed=SEALED),
        close_complaint(side, end=ComplaintEnd.UNREASONABLE),
        close_complaint(side, 3, end=ComplaintEnd.TAKEN_BACK),
    )
)
"""Complaints of either side in every turn they can take."""
