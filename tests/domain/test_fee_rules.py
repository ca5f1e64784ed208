"""The rules of the fees (收费), each as a sentence (行政许可法 58, 59; invariant 5)."""

import pytest

from broker.domain.cases.causality import follows
from broker.domain.cases.duties import Duty, duties
from broker.domain.cases.events import CaseFinished
from broker.domain.cases.fees.events import FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.fees.state import FEES_MAX
from broker.domain.cases.state import Case, is_over
from broker.domain.cases.status import Act
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason
from tests.support.builders import (
    FINISH,
    HANGZHOU,
    ID_CARD_COPY,
    NOTICE_FEE,
    NOTICE_NOTHING,
    PAY,
    PAY_THE_SECOND,
    PAY_WITHOUT_PROOF,
    QINGYANG,
    SEALED,
    WAIVE,
    WAIVE_WITHOUT_REASON,
)
from tests.support.situations import ACCEPTED, DELIVERED_TOLD, GRANTED, SITUATIONS
from tests.support.spec import History, fold, given, handling, receiving


def noticed(fee: int = 1) -> History:
    """Write the notice of a fee."""
    notice = FeeNoticed(
        fee=fee, amount_fen=NOTICE_FEE.amount_fen, due_on=NOTICE_FEE.due_on, sealed=SEALED
    )
    return handling(notice)


PAID = receiving(FeePaid(fee=1, materials=(ID_CARD_COPY,), sealed=SEALED))
WAIVED = handling(FeeWaived(fee=1, sealed=SEALED))
COLLECT = Duty(side=Side.RECEIVING, act=Act.COLLECT_FEE, of=Side.HANDLING, number=1)
CHARGED = ACCEPTED + noticed()
CHARGED_AND_TOLD = CHARGED + DELIVERED_TOLD[len(ACCEPTED) :]


def test_a_fee_is_noticed_from_the_acceptance_until_the_result_goes_back() -> None:
    given(ACCEPTED).when(NOTICE_FEE).then(noticed())
    given(GRANTED).when(NOTICE_FEE).then(noticed())
    given(SITUATIONS["received"]).when(NOTICE_FEE).then_refused(Reason.NOT_ACCEPTED_YET)
    given(SITUATIONS["returned"]).when(NOTICE_FEE).then_refused(Reason.ALREADY_RETURNED)
    given(SITUATIONS["withdrawn"]).when(NOTICE_FEE).then_refused(Reason.CASE_ENDED)


def test_who_decides_charges_and_the_receiving_window_takes_the_money() -> None:
    given(ACCEPTED).when(NOTICE_FEE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)
    given(CHARGED).when(PAY, at=HANGZHOU).then_refused(Reason.WRONG_SIDE)
    given(CHARGED).when(WAIVE, at=QINGYANG).then_refused(Reason.WRONG_SIDE)


def test_a_fee_has_an_amount_and_a_number() -> None:
    given(ACCEPTED).when(NOTICE_NOTHING).then_refused(Reason.AMOUNT_MISSING)
    given(CHARGED).when(NOTICE_FEE).then(noticed(2))


def test_the_fees_of_a_case_are_bounded() -> None:
    many = sum((noticed(fee) for fee in range(1, FEES_MAX + 1)), ACCEPTED)
    given(many).when(NOTICE_FEE).then_refused(Reason.TOO_MANY_FEES)


def test_a_payment_is_recorded_once_and_with_its_proof() -> None:
    given(ACCEPTED).when(PAY).then_refused(Reason.FEE_UNKNOWN)
    given(CHARGED).when(PAY_THE_SECOND).then_refused(Reason.FEE_UNKNOWN)
    given(CHARGED).when(PAY_WITHOUT_PROOF).then_refused(Reason.MATERIALS_MISSING)
    given(CHARGED).when(PAY).then(PAID)
    given(CHARGED, PAID).when(PAY).then_refused(Reason.FEE_SETTLED)


def test_a_fee_is_waived_with_a_reason() -> None:
    given(ACCEPTED).when(WAIVE).then_refused(Reason.FEE_UNKNOWN)
    given(CHARGED).when(WAIVE_WITHOUT_REASON).then_refused(Reason.REASON_MISSING)
    given(CHARGED).when(WAIVE).then(WAIVED)
    given(CHARGED, WAIVED).when(WAIVE).then_refused(Reason.FEE_SETTLED)
    given(CHARGED, WAIVED).when(PAY).then_refused(Reason.FEE_SETTLED)
    given(CHARGED, PAID).when(WAIVE).then_refused(Reason.FEE_SETTLED)


def test_a_fee_may_be_waived_after_the_result_went_back() -> None:
    given(CHARGED_AND_TOLD).when(WAIVE).then(WAIVED)


def test_a_case_is_not_finished_while_a_fee_is_unpaid() -> None:
    finished = receiving(CaseFinished())
    given(CHARGED_AND_TOLD).when(FINISH).then_refused(Reason.FEE_UNPAID)
    given(CHARGED_AND_TOLD, PAID).when(FINISH).then(finished)
    given(CHARGED_AND_TOLD, WAIVED).when(FINISH).then(finished)
    assert not follows(finished[0], fold(CHARGED_AND_TOLD))
    assert follows(finished[0], fold(CHARGED_AND_TOLD + PAID))


def test_a_waiver_may_cross_the_payment() -> None:
    for crossed in (PAID + WAIVED, WAIVED + PAID):
        state = fold(CHARGED_AND_TOLD + crossed)
        assert isinstance(state, Case)
        assert state.fees.unpaid == ()
    (waiver,) = WAIVED
    finished = fold(CHARGED_AND_TOLD + PAID + receiving(CaseFinished()))
    assert follows(waiver, finished)
    assert is_over(fold(CHARGED_AND_TOLD + PAID + receiving(CaseFinished()) + WAIVED))


@pytest.mark.parametrize(
    ("history", "owed"),
    [
        (ACCEPTED, ()),
        (CHARGED, (COLLECT,)),
        (CHARGED + PAID, ()),
        (CHARGED + SITUATIONS["withdrawn"][-1:], ()),
    ],
    ids=["no fee", "unpaid", "paid", "ended"],
)
def test_an_unpaid_fee_is_owed_until_it_is_paid_or_the_case_has_ended(
    history: History, owed: tuple[Duty, ...]
) -> None:
    state = fold(history)
    assert isinstance(state, Case)
    assert duties(state) == owed


def test_a_peer_may_only_say_of_a_fee_what_it_can_know() -> None:
    (notice,), (payment,), (waiver,) = noticed(), PAID, WAIVED
    assert follows(notice, fold(ACCEPTED))
    assert not follows(notice, fold(SITUATIONS["received"]))
    assert follows(payment, fold(CHARGED))
    assert not follows(payment, fold(ACCEPTED))
    assert not follows(waiver, fold(ACCEPTED))
