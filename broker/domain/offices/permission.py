"""May this window do this act for this item today? Own authority, or one that was delegated.

Invariant 1: only the handling side accepts, declines and decides; a window that is not the
competent office's never issues a 受理通知书, unless the competent office delegated just that act
for this item and the delegation is in force.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from broker.domain.items.item import Item
from broker.domain.offices.acts import HANDLING_ACTS, Act, may_ever
from broker.domain.offices.office import Delegation, Office, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A window with its office."""

    office: Office
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Who wants to do what, for which item, on which day."""

    desk: Desk
    act: Act
    item: Item
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """Yes; by a delegation, or (None) by the office's own right."""

    delegation: Delegation | None = None


class Denial(StrEnum):
    """Why a window may not."""

    OFFICE_NOT_IN_FORCE = "office_not_in_force"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    ITEM_NOT_HANDLED = "item_not_handled"
    NOBODY_COMPETENT = "nobody_competent"
    NOT_DELEGATED = "not_delegated"
    ACT_NOT_DELEGATED = "act_not_delegated"
    DELEGATION_NOT_IN_FORCE = "delegation_not_in_force"


DENIAL_TEXTS = {
    Denial.OFFICE_NOT_IN_FORCE: "该部门在当日未设立或已撤销",
    Denial.KIND_NOT_ALLOWED: "该类窗口不能进行此操作",
    Denial.ITEM_NOT_HANDLED: "该窗口不办理此事项",
    Denial.NOBODY_COMPETENT: "没有对此事项有权的部门",
    Denial.NOT_DELEGATED: "主管部门未就此事项授权该窗口",
    Denial.ACT_NOT_DELEGATED: "授权范围不包括此操作",
    Denial.DELEGATION_NOT_IN_FORCE: "授权尚未生效或已到期",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPermitted:
    """No, and why."""

    denial: Denial

    @property
    def text(self) -> str:
        """Say it in Chinese."""
        return DENIAL_TEXTS[self.denial]


Permission: TypeAlias = Permitted | NotPermitted


def permit(ask: Ask, *, competent: Office | None) -> Permission:
    """Judge an act; `competent` is the office that the routing named for the case."""
    desk = ask.desk
    if not desk.office.effective.holds(ask.on):
        return NotPermitted(denial=Denial.OFFICE_NOT_IN_FORCE)
    if not may_ever(desk.window.kind, ask.act):
        return NotPermitted(denial=Denial.KIND_NOT_ALLOWED)
    if not desk.window.handles.covers(ask.item):
        return NotPermitted(denial=Denial.ITEM_NOT_HANDLED)
    if ask.act.__name__ not in HANDLING_ACTS:
        return Permitted()
    return _permit_handling(ask, competent)


def delegations_to(desk: Desk, authority: Office, item: Item) -> tuple[Delegation, ...]:
    """List what an authority delegated to a window for an item, in force or not."""
    if not authority.decides.covers(item):
        return ()
    return tuple(
        one
        for one in authority.delegations
        if (one.to_region or authority.region, one.to_office)
        == (desk.office.region, desk.office.code)
        and one.to_window in ("", desk.window.code)
        and one.handles.covers(item)
    )


def _permit_handling(ask: Ask, competent: Office | None) -> Permission:
    if competent is None or not _is_authority(competent, ask):
        return NotPermitted(denial=Denial.NOBODY_COMPETENT)
    if is_same_office(competent, ask.desk.office):
        return Permitted()
    given = delegations_to(ask.desk, competent, ask.item)
    if not given:
        return NotPermitted(denial=Denial.NOT_DELEGATED)
    in_scope = [one for one in given if ask.act.__name__ in one.acts]
    if not in_scope:
        return NotPermitted(denial=Denial.ACT_NOT_DELEGATED)
    in_force = next((one for one in in_scope if one.holds(ask.on)), None)
    if in_force is None:
        return NotPermitted(denial=Denial.DELEGATION_NOT_IN_FORCE)
    return Permitted(delegation=in_force)


def _is_authority(office: Office, ask: Ask) -> bool:
    """An authority that is gone has nothing left to delegate."""
    return office.effective.holds(ask.on) and office.decides.covers(ask.item)


def is_same_office(one: Office, other: Office) -> bool:
    """Tell whether two rows are versions of one office."""
    return (one.region, one.code) == (other.region, other.code)
