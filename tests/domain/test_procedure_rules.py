"""Special procedures and extension lengthen the way to a decision (行政许可法 36, 42, 45-47)."""

from dataclasses import replace

import pytest

from broker.domain.cases.commands import DecideCase
from broker.domain.cases.events import CaseWithdrawn, WithdrawalRequested
from broker.domain.cases.procedures.commands import SpecialProcedureKind, ThirdPartyGround
from broker.domain.cases.procedures.events import (
    ExtensionGranted,
    SpecialProcedureEnded,
    SpecialProcedureStarted,
)
from broker.domain.items.words import ProcedureKind
from broker.domain.refusal import Reason
from tests.support.builders import (
    ACCEPT,
    END_PROCEDURE,
    END_SECOND_PROCEDURE,
    EXTEND,
    EXTEND_BY_NOTHING,
    EXTEND_WITHOUT_REASON,
    GRANT,
    HANGZHOU,
    HEAR_THIRD_PARTIES,
    HEAR_WITHOUT_GROUND,
    QINGYANG,
    REJECT,
    SEALED,
    START_PROCEDURE,
    START_WITHOUT_NOTICE,
    START_WITHOUT_TIME,
)
from tests.support.situations import (
    ACCEPTED,
    EXTENDED,
    GRANTED,
    IN_PROCEDURE,
    INSIDE,
    RECEIVED,
)
from tests.support.spec import given, handling, played, receiving

STARTED = SpecialProcedureStarted(
    number=1,
    procedure=SpecialProcedureKind.EXPERT_REVIEW,
    ground=None,
    announced_days=15,
    sealed=SEALED,
)
TWO_OPEN = played(*INSIDE, START_PROCEDURE, HEAR_THIRD_PARTIES)
ENDED = played(*INSIDE, START_PROCEDURE, END_PROCEDURE)


def test_a_procedure_is_started_with_its_time_told_in_writing_article_45() -> None:
    given(ACCEPTED).when(START_PROCEDURE).then(handling(STARTED))
    given(ACCEPTED).when(START_WITHOUT_NOTICE).then_refused(Reason.REASON_MISSING)
    given(ACCEPTED).when(START_WITHOUT_TIME).then_refused(Reason.DAYS_MISSING)


def test_a_case_knows_every_procedure_that_an_item_may_name() -> None:
    assert {kind.value for kind in ProcedureKind} <= {kind.value for kind in SpecialProcedureKind}


def test_only_the_handling_side_starts_ends_and_extends() -> None:
    given(ACCEPTED).when(START_PROCEDURE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(IN_PROCEDURE).when(END_PROCEDURE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(ACCEPTED).when(EXTEND, at=QINGYANG).then_refused(Reason.WRONG_SIDE)


def test_several_procedures_may_overlap_and_each_has_its_number() -> None:
    third = handling(replace(STARTED, number=3))
    given(TWO_OPEN).when(START_PROCEDURE).then(third)
    given(TWO_OPEN).when(END_SECOND_PROCEDURE).then(handling(SpecialProcedureEnded(number=2)))
    given(ENDED).when(START_PROCEDURE).then(handling(replace(STARTED, number=2)))


def test_a_procedure_ends_once() -> None:
    given(ACCEPTED).when(END_PROCEDURE).then_refused(Reason.PROCEDURE_NOT_OPEN)
    given(IN_PROCEDURE).when(END_SECOND_PROCEDURE).then_refused(Reason.PROCEDURE_NOT_OPEN)
    given(IN_PROCEDURE).when(END_PROCEDURE).then(handling(SpecialProcedureEnded(number=1)))
    given(ENDED).when(END_PROCEDURE).then_refused(Reason.PROCEDURE_NOT_OPEN)


@pytest.mark.parametrize("decision", [GRANT, REJECT])
def test_nothing_is_decided_while_a_procedure_is_open(decision: DecideCase) -> None:
    given(IN_PROCEDURE).when(decision).then_refused(Reason.PROCEDURE_OPEN)
    one_left = played(*INSIDE, START_PROCEDURE, HEAR_THIRD_PARTIES, END_PROCEDURE)
    given(one_left).when(decision).then_refused(Reason.PROCEDURE_OPEN)
    played(*INSIDE, START_PROCEDURE, HEAR_THIRD_PARTIES, END_PROCEDURE, END_SECOND_PROCEDURE, GRANT)


def test_procedures_stand_between_acceptance_and_decision() -> None:
    for command in (START_PROCEDURE, END_PROCEDURE, EXTEND):
        given(RECEIVED).when(command).then_refused(Reason.NOT_ACCEPTED_YET)
        given(GRANTED).when(command).then_refused(Reason.ALREADY_DECIDED)
    given(IN_PROCEDURE).when(ACCEPT).then_refused(Reason.ALREADY_ACCEPTED)


@pytest.mark.parametrize("ground", ThirdPartyGround)
def test_third_parties_are_heard_on_a_ground_articles_36_46_47(ground: ThirdPartyGround) -> None:
    heard = replace(STARTED, procedure=SpecialProcedureKind.THIRD_PARTY_HEARING, ground=ground)
    given(ACCEPTED).when(replace(HEAR_THIRD_PARTIES, ground=ground)).then(handling(heard))
    given(ACCEPTED).when(HEAR_WITHOUT_GROUND).then_refused(Reason.GROUND_MISMATCH)
    given(ACCEPTED).when(replace(START_PROCEDURE, ground=ground)).then_refused(
        Reason.GROUND_MISMATCH
    )


def test_an_open_procedure_does_not_stop_a_withdrawal() -> None:
    asked = receiving(WithdrawalRequested(sealed=SEALED))
    given(IN_PROCEDURE).when_arrives(asked, at=HANGZHOU).then(handling(CaseWithdrawn(sealed=None)))


def test_an_extension_names_its_approver_and_tells_its_reason_article_42() -> None:
    extended = ExtensionGranted(
        days=10,
        approver_office=EXTEND.approver_office,
        approver_role=EXTEND.approver_role,
        sealed=SEALED,
    )
    given(ACCEPTED).when(EXTEND).then(handling(extended))
    given(ACCEPTED).when(EXTEND_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(ACCEPTED).when(EXTEND_BY_NOTHING).then_refused(Reason.DAYS_MISSING)


def test_a_limit_is_extended_once_article_42() -> None:
    given(EXTENDED).when(EXTEND).then_refused(Reason.ALREADY_EXTENDED)


def test_a_limit_may_be_extended_while_it_is_paused() -> None:
    given(IN_PROCEDURE).when(replace(EXTEND, days=5)).then(
        handling(
            ExtensionGranted(
                days=5,
                approver_office=EXTEND.approver_office,
                approver_role=EXTEND.approver_role,
                sealed=SEALED,
            )
        )
    )
