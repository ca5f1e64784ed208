"""Whether an item allows a fee: fees only when the item says so (domain reference, invariant 5)."""

from collections.abc import Iterator
from datetime import date

from broker.domain.clocks.beijing import legal_day
from broker.domain.identifiers import CaseId
from broker.domain.items.publication import Fee
from broker.web.bodies import NoticeFeeBody
from broker.web.entrance import Visit
from broker.web.faults import Fault
from broker.web.fields import Body
from broker.web.offers import version_of
from broker.web.problems import FieldProblem, Problem
from broker.web.sight import see_case


async def check_fee(visit: Visit, case_id: CaseId, body: Body) -> None:
    """Raise a Problem for a fee that the item of the case does not name; other bodies pass.

    An item that has not published its fees says nothing, so the clerk's basis stands alone.
    """
    if not isinstance(body, NoticeFeeBody):
        return
    view = await see_case(visit, case_id)
    version = await version_of(visit, view)
    charges = None if version is None else version.item.fees.charges
    errors = [*about_due(body, legal_day(visit.edge.clock.now())), *about_charge(body, charges)]
    if errors:
        raise Problem(Fault.INVALID_BODY, reason=errors[0].reason, errors=errors)


def about_due(body: NoticeFeeBody, today: date) -> Iterator[FieldProblem]:
    """Find a last day to pay that is already over."""
    if body.due_on is not None and body.due_on < today:
        yield FieldProblem(
            pointer="/due_on",
            reason="due_on_past",
            detail="缴费期限不能早于今天。",
            detail_en="due_on is already over.",
        )


def about_charge(body: NoticeFeeBody, charges: tuple[Fee, ...] | None) -> Iterator[FieldProblem]:
    """Find a charge that the item does not list, or an amount that is no multiple of it."""
    if charges is None:
        return
    charge = next((one for one in charges if one.name == body.title), None)
    if charge is None or not charge.amount_fen:
        yield FieldProblem(
            pointer="/title",
            reason="fee_not_in_item",
            detail="该事项没有这项收费。",
            detail_en="title names no charge of this item.",
        )
    elif body.amount_fen % charge.amount_fen:
        yield FieldProblem(
            pointer="/amount_fen",
            reason="amount_not_in_item",
            detail="金额与该事项公布的收费标准不符。",
            detail_en="amount_fen is no multiple of the charge of this item.",
        )
