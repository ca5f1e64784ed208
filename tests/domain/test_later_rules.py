"""Revoking, cancelling and correcting what is finished (行政许可法 69, 70; invariant 6)."""

from dataclasses import replace

import pytest

from broker.domain.cases.later.commands import (
    CancellationGround,
    LaterCommand,
    RevocationGround,
)
from broker.domain.cases.later.events import DecisionCorrected, DecisionRevoked, LicenceCancelled
from broker.domain.cases.state import Case, is_over
from broker.domain.refusal import Reason
from tests.support.builders import (
    CANCEL,
    CANCEL_WITHOUT_REASON,
    CORRECT,
    CORRECT_WITHOUT_REASON,
    GRANT,
    ID_CARD_COPY,
    QINGYANG,
    REVOKE,
    REVOKE_WITHOUT_REASON,
    SEALED,
)
from tests.support.situations import CLOSED, DELIVERED_TOLD, FINISHED, SITUATIONS
from tests.support.spec import fold, given, handling, played

CORRECTED = handling(DecisionCorrected(documents=(ID_CARD_COPY,), sealed=SEALED))
REJECTED = SITUATIONS["finished_rejected"]


@pytest.mark.parametrize("ground", RevocationGround)
def test_a_grant_is_revoked_on_a_ground_article_69(ground: RevocationGround) -> None:
    revoked = handling(DecisionRevoked(ground=ground, sealed=SEALED))
    given(FINISHED).when(replace(REVOKE, ground=ground)).then(revoked)
    given(REJECTED).when(REVOKE).then_refused(Reason.NOT_GRANTED)


@pytest.mark.parametrize("ground", CancellationGround)
def test_a_licence_is_cancelled_on_a_ground_article_70(ground: CancellationGround) -> None:
    cancelled = handling(LicenceCancelled(ground=ground, sealed=SEALED))
    given(FINISHED).when(replace(CANCEL, ground=ground)).then(cancelled)
    given(REJECTED).when(CANCEL).then_refused(Reason.NOT_GRANTED)


def test_any_decision_is_corrected_as_often_as_it_takes() -> None:
    given(FINISHED).when(CORRECT).then(CORRECTED)
    given(FINISHED, CORRECTED).when(CORRECT).then(CORRECTED)
    given(REJECTED).when(CORRECT).then(CORRECTED)


@pytest.mark.parametrize(
    "command", [REVOKE_WITHOUT_REASON, CANCEL_WITHOUT_REASON, CORRECT_WITHOUT_REASON]
)
def test_every_later_act_needs_a_reason(command: LaterCommand) -> None:
    given(FINISHED).when(command).then_refused(Reason.REASON_MISSING)


@pytest.mark.parametrize("command", [REVOKE, CANCEL, CORRECT])
def test_later_acts_are_the_handling_sides_and_come_after_the_finish(command: LaterCommand) -> None:
    given(FINISHED).when(command, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(DELIVERED_TOLD).when(command).then_refused(Reason.NOT_FINISHED)
    for name in ("withdrawn", "not_accepted", "terminated"):
        given(SITUATIONS[name]).when(command).then_refused(Reason.CASE_ENDED)


def test_a_revoked_licence_is_struck_off_and_nothing_else_article_70() -> None:
    revoked = SITUATIONS["revoked"]
    given(revoked).when(REVOKE).then_refused(Reason.ALREADY_REVOKED)
    given(revoked).when(CORRECT).then_refused(Reason.ALREADY_REVOKED)
    played(*CLOSED, REVOKE, replace(CANCEL, ground=CancellationGround.REVOKED))


def test_nothing_follows_a_cancellation() -> None:
    for command in (REVOKE, CANCEL, CORRECT):
        given(SITUATIONS["cancelled"]).when(command).then_refused(Reason.ALREADY_CANCELLED)


def test_a_later_act_opens_nothing_again() -> None:
    for name in ("revoked", "cancelled"):
        state = fold(SITUATIONS[name])
        assert isinstance(state, Case)
        assert is_over(state)
        given(SITUATIONS[name]).when(GRANT).then_refused(Reason.CASE_ENDED)
