"""Commands about the whole: begin, extend, report, decide, one notice, one result, finish."""

from broker.domain.cases.commands import DecisionResult
from broker.domain.composites.children import all_ended, has_result, join_met, needs_authority
from broker.domain.composites.commands import (
    BeginComposite,
    DecideComposite,
    DeliverComposite,
    ExtendComposite,
    NotifyComposite,
)
from broker.domain.composites.events import (
    CompositeBegun,
    CompositeDecided,
    CompositeDelivered,
    CompositeExtended,
    CompositeFinished,
    CompositeNotified,
    CompositeReported,
)
from broker.domain.composites.plan import is_sound
from broker.domain.composites.state import (
    AuthorityDecided,
    Composite,
    Joining,
    NotReported,
)
from broker.domain.composites.words import JoinPolicy
from broker.domain.identifiers import RegionCode
from broker.domain.refusal import Reason, Refusal


def begin_composite(command: BeginComposite, region: RegionCode) -> CompositeBegun | Refusal:
    """Begin, if the plan lets every child begin and the whole end."""
    if not is_sound(command.plan):
        return Refusal(Reason.PLAN_INVALID)
    return CompositeBegun(
        receiving_region=region,
        plan=command.plan,
        applicant_hash=command.applicant_hash,
        materials=command.materials,
        sealed=command.sealed,
    )


def extend_composite(command: ExtendComposite, state: Composite) -> CompositeExtended | Refusal:
    """Extend once; whether it came in time, the clock judges (K6) [行政许可法 42(2)]."""
    if not state.plan.may_extend:
        return Refusal(Reason.EXTENSION_NOT_FORESEEN)
    if state.front.is_extended:
        return Refusal(Reason.ALREADY_EXTENDED)
    if join_met(state):
        return Refusal(Reason.ALREADY_DECIDED)
    if command.sealed is None:
        return Refusal(Reason.REASON_MISSING)
    return CompositeExtended(sealed=command.sealed)


def report_composite(state: Composite) -> CompositeReported | Refusal:
    """Report once, with the opinions of all children [行政许可法 35]."""
    if state.plan.join is not JoinPolicy.REPORTED:
        return Refusal(Reason.REPORT_NOT_FORESEEN)
    if not isinstance(state.front.stage, Joining):
        return Refusal(Reason.ALREADY_REPORTED)
    if not all_ended(state):
        return Refusal(Reason.CHILDREN_UNFINISHED)
    if not needs_authority(state):
        return Refusal(Reason.NOTHING_TO_REPORT)
    return CompositeReported()


def decide_composite(command: DecideComposite, state: Composite) -> CompositeDecided | Refusal:
    """Decide as the higher authority, once its report is there."""
    if isinstance(state.authority, NotReported):
        return Refusal(Reason.NOT_REPORTED)
    if isinstance(state.authority, AuthorityDecided):
        return Refusal(Reason.ALREADY_DECIDED)
    if command.result is DecisionResult.REJECTED:
        if command.sealed is None:
            return Refusal(Reason.REASON_MISSING)
        if not command.rights_notice_given:
            return Refusal(Reason.RIGHTS_NOTICE_MISSING)
    return CompositeDecided(
        result=command.result,
        rights_notice_given=command.rights_notice_given,
        documents=command.documents,
        sealed=command.sealed,
    )


def notify_composite(command: NotifyComposite, state: Composite) -> CompositeNotified | Refusal:
    """Tell the outcome once, when there is nothing left to wait for."""
    refusal = _unfinished(state)
    if refusal is not None:
        return refusal
    if state.front.is_notified:
        return Refusal(Reason.ALREADY_NOTIFIED)
    return CompositeNotified(channel=command.channel)


def deliver_composite(command: DeliverComposite, state: Composite) -> CompositeDelivered | Refusal:
    """Hand all results over at once."""
    refusal = _unfinished(state)
    if refusal is not None:
        return refusal
    if not has_result(state):
        return Refusal(Reason.NOTHING_TO_DELIVER)
    if state.front.is_delivered:
        return Refusal(Reason.ALREADY_DELIVERED)
    return CompositeDelivered(way=command.way)


def finish_composite(state: Composite) -> CompositeFinished | Refusal:
    """Finish only when the join policy is met (invariant 9), all is told and handed over."""
    refusal = _unfinished(state)
    if refusal is not None:
        return refusal
    if has_result(state) and not state.front.is_delivered:
        return Refusal(Reason.NOT_DELIVERED)
    if not state.front.is_notified:
        return Refusal(Reason.NOT_NOTIFIED)
    return CompositeFinished()


def _unfinished(state: Composite) -> Refusal | None:
    """Say why the whole is in progress: a child is unfinished, or the authority's word is out."""
    if join_met(state):
        return None
    unfinished = not all_ended(state)
    return Refusal(Reason.CHILDREN_UNFINISHED if unfinished else Reason.DECISION_AWAITED)
