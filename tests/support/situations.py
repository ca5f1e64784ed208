"""Every situation a case can be in, by name, with a history that leads there."""

from broker.domain.cases.events import SupplementAnswered, WithdrawalRequested
from tests.support.builders import (
    ACCEPT,
    ANSWER_SUPPLEMENT,
    CANCEL,
    DECLINE,
    DELIVER,
    EXTEND,
    FINISH,
    GRANT,
    ID_CARD_COPY,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    REJECT,
    REQUEST_SUPPLEMENT,
    RETURN_RESULT,
    REVOKE,
    SEALED,
    START_PROCEDURE,
    TERMINATE,
    VOID,
    WITHDRAW,
    submit,
)
from tests.support.spec import History, played, receiving

COLLECTED = played(submit())
CHECKED = played(submit(), PASS_FORM, PASS_IDENTITY)

THERE = (submit(), PASS_FORM, PASS_IDENTITY, PUSH)
RECEIVED = played(*THERE)
SUPPLEMENT_PENDING = played(*THERE, REQUEST_SUPPLEMENT)
NOT_ACCEPTED = played(*THERE, DECLINE)

INSIDE = (*THERE, ACCEPT)
ACCEPTED = played(*INSIDE)
IN_PROCEDURE = played(*INSIDE, START_PROCEDURE)
EXTENDED = played(*INSIDE, EXTEND)
TERMINATED = played(*INSIDE, TERMINATE)
GRANTED = played(*INSIDE, GRANT)

BACK = (*INSIDE, GRANT, RETURN_RESULT)
RESULT_HELD = played(*BACK)
DELIVERED = played(*BACK, DELIVER)
DELIVERED_TOLD = played(*BACK, DELIVER, NOTIFY)
CLOSED = (*BACK, DELIVER, NOTIFY, FINISH)
FINISHED = played(*CLOSED)
REJECTED_TO_THE_END = played(*INSIDE, REJECT, RETURN_RESULT, DELIVER, NOTIFY, FINISH)

WITHDRAWAL_ON_ITS_WAY = receiving(WithdrawalRequested(sealed=SEALED))
"""As the receiving region knows it: the handling side's answer is not here yet."""
ANSWER_ON_ITS_WAY = receiving(SupplementAnswered(materials=(ID_CARD_COPY,), sealed=SEALED))

SITUATIONS: dict[str, History] = {
    "unknown": (),
    "collected": COLLECTED,
    "form_passed": played(submit(), PASS_FORM),
    "checked": CHECKED,
    "withdrawn_early": played(submit(), WITHDRAW),
    "withdrawn_early_told": played(submit(), WITHDRAW, NOTIFY),
    "voided": played(submit(), VOID),
    "voided_told": played(submit(), VOID, NOTIFY),
    "pushed": RECEIVED[:-1],
    "received": RECEIVED,
    "supplement_pending": SUPPLEMENT_PENDING,
    "supplement_answered": SUPPLEMENT_PENDING + ANSWER_ON_ITS_WAY,
    "supplemented": played(*THERE, REQUEST_SUPPLEMENT, ANSWER_SUPPLEMENT),
    "not_accepted": NOT_ACCEPTED,
    "not_accepted_told": played(*THERE, DECLINE, NOTIFY),
    "withdrawn": played(*THERE, WITHDRAW),
    "withdrawn_told": played(*THERE, WITHDRAW, NOTIFY),
    "terminated": TERMINATED,
    "terminated_told": played(*INSIDE, TERMINATE, NOTIFY),
    "accepted": ACCEPTED,
    "in_procedure": IN_PROCEDURE,
    "extended": EXTENDED,
    "granted": GRANTED,
    "rejected": played(*INSIDE, REJECT),
    "returned": RESULT_HELD[:-1],
    "result_held": RESULT_HELD,
    "told": played(*BACK, NOTIFY),
    "delivered": DELIVERED,
    "delivered_told": DELIVERED_TOLD,
    "finished": FINISHED,
    "finished_rejected": REJECTED_TO_THE_END,
    "revoked": played(*CLOSED, REVOKE),
    "cancelled": played(*CLOSED, CANCEL),
    "pushed_withdrawing": RECEIVED[:-1] + WITHDRAWAL_ON_ITS_WAY,
    "received_withdrawing": RECEIVED + WITHDRAWAL_ON_ITS_WAY,
    "pending_withdrawing": SUPPLEMENT_PENDING + WITHDRAWAL_ON_ITS_WAY,
    "accepted_withdrawing": ACCEPTED + WITHDRAWAL_ON_ITS_WAY,
    "not_accepted_withdrawing": NOT_ACCEPTED + WITHDRAWAL_ON_ITS_WAY,
    "terminated_withdrawing": TERMINATED + WITHDRAWAL_ON_ITS_WAY,
    "terminated_answered": SUPPLEMENT_PENDING + ANSWER_ON_ITS_WAY + TERMINATED[-1:],
    "granted_withdrawing": GRANTED + WITHDRAWAL_ON_ITS_WAY,
    "delivered_told_withdrawing": RECEIVED
    + WITHDRAWAL_ON_ITS_WAY
    + DELIVERED_TOLD[len(RECEIVED) :],
}
