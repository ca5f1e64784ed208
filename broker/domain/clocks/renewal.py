"""A licence that runs out: no decision before the expiry means renewed [行政许可法 50]."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.clocks.beijing import deadline
from broker.domain.clocks.facts import Completed, Ignored, NoEffect, known_at
from broker.domain.clocks.rules import RenewalRule
from broker.domain.identifiers import Instant


class RenewalStatus(StrEnum):
    """How an application for renewal stands."""

    RUNNING = "running"
    MET = "met"
    DEEMED_RENEWED = "deemed_renewed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalState:
    """The renewal at an instant; the office decides by the last day of validity."""

    rule: RenewalRule
    status: RenewalStatus
    ignored: tuple[Ignored, ...]


def evaluate_renewal(
    rule: RenewalRule, *, facts: Sequence[Completed], as_of: Instant
) -> RenewalState:
    """Say how a renewal stands at an instant; a decision after the end changes nothing."""
    over_at = deadline(rule.expires_on)
    decided = known_at(facts, as_of)
    in_time = [position for position, fact in decided if fact.at < over_at]
    too_late = NoEffect.ALREADY_RENEWED if rule.applied_in_time else NoEffect.AFTER_DUE
    reason = NoEffect.ALREADY_COMPLETED if in_time else too_late
    return RenewalState(
        rule=rule,
        status=_status(rule, decided=bool(in_time), over=as_of >= over_at),
        ignored=tuple(
            Ignored(position=position, reason=reason)
            for position, _ in decided
            if position not in in_time[:1]
        ),
    )


def _status(rule: RenewalRule, *, decided: bool, over: bool) -> RenewalStatus:
    if decided:
        return RenewalStatus.MET
    if not over:
        return RenewalStatus.RUNNING
    return RenewalStatus.DEEMED_RENEWED if rule.applied_in_time else RenewalStatus.EXPIRED
