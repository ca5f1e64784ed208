"""A misrouted case goes on to the competent office of its region; its clock is not touched.

What was received stays received: the applicant has nothing to do with which office of the region
is competent, so receipt and acceptance keep their instants and every due date stays what it was.
Across regions nothing is transferred: the handling side declines and names the competent authority
[行政许可法 32(1)(2)].
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from broker.domain.clocks.beijing import legal_day
from broker.domain.codes.regions import RegionDirectory
from broker.domain.identifiers import Instant
from broker.domain.items.item import Item
from broker.domain.offices.office import Office
from broker.domain.offices.permission import is_same_office
from broker.domain.offices.registry import Registry
from broker.domain.offices.routing import NotRouted, competent_office


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a transfer needs to know of a case on the handling side."""

    item: Item
    """The version that the case began with."""
    place: str
    office: Office
    """Where it lies."""
    received_at: Instant
    accepted_at: Instant | None = None
    is_decided: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Allowed: from where to where, and the instants that go with the case unchanged."""

    from_office: Office
    to_office: Office
    transferred_at: Instant
    received_at: Instant
    accepted_at: Instant | None


class TransferFault(StrEnum):
    """Why a case stays where it is."""

    CASE_OVER = "case_over"
    ALREADY_DECIDED = "already_decided"
    BEFORE_RECEIPT = "before_receipt"
    OTHER_REGION = "other_region"
    NOT_ROUTED = "not_routed"
    RIGHTLY_PLACED = "rightly_placed"
    NOT_COMPETENT = "target_not_competent"


TRANSFER_TEXTS = {
    TransferFault.CASE_OVER: "办件已经终结，不能移送",
    TransferFault.ALREADY_DECIDED: "办件已作出决定，不能移送",
    TransferFault.BEFORE_RECEIPT: "移送早于收到办件之时",
    TransferFault.OTHER_REGION: (
        "不能移送外地：应不予受理并告知申请人向有权机关申请（行政许可法第三十二条）"
    ),
    TransferFault.NOT_ROUTED: "无法确定主管部门",
    TransferFault.RIGHTLY_PLACED: "办件已在主管部门或其授权的窗口",
    TransferFault.NOT_COMPETENT: "对方不是主管部门，应移送",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTransferred:
    """Refused: why, and about what."""

    fault: TransferFault
    about: str = ""

    @property
    def text(self) -> str:
        """Say it in Chinese."""
        sentence = TRANSFER_TEXTS[self.fault]
        return f"{sentence}：{self.about}" if self.about else sentence


TransferAnswer: TypeAlias = Transfer | NotTransferred


def transfer(
    case: Standing, *, to: Office, at: Instant, registry: Registry, directory: RegionDirectory
) -> TransferAnswer:
    """Judge whether a case may go from the office where it lies to another one."""
    objection = _objection(case, to, at)
    if objection is not None:
        return NotTransferred(fault=objection)
    on = legal_day(at)
    routing = competent_office(case.item, case.place, on=on, registry=registry, directory=directory)
    if isinstance(routing, NotRouted):
        return NotTransferred(fault=TransferFault.NOT_ROUTED, about=routing.text)
    competent = routing.office
    if acts_for(case.office, competent, case.item, on):
        return NotTransferred(fault=TransferFault.RIGHTLY_PLACED)
    if not acts_for(to, competent, case.item, on):
        return NotTransferred(fault=TransferFault.NOT_COMPETENT, about=competent.name)
    return Transfer(
        from_office=case.office,
        to_office=to,
        transferred_at=at,
        received_at=case.received_at,
        accepted_at=case.accepted_at,
    )


def acts_for(office: Office, competent: Office, item: Item, on: date) -> bool:
    """Tell whether an office is the competent one, or has windows that it lets act today."""
    if is_same_office(office, competent):
        return True
    return office.effective.holds(on) and any(
        (one.to_region or competent.region, one.to_office) == (office.region, office.code)
        and one.handles.covers(item)
        and one.holds(on)
        for one in competent.delegations
    )


def _objection(case: Standing, to: Office, at: Instant) -> TransferFault | None:
    """A decision is the act of its office: what follows is its review, not a transfer."""
    if case.is_over:
        return TransferFault.CASE_OVER
    if case.is_decided:
        return TransferFault.ALREADY_DECIDED
    if at < case.received_at:
        return TransferFault.BEFORE_RECEIPT
    if to.region != case.office.region:
        return TransferFault.OTHER_REGION
    return None
