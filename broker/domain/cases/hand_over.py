"""What both tracks ask of the stages: may papers leave, has the case reached this side?"""

from broker.domain.cases.state import Case, Collected, NotReceived, was_handed_over
from broker.domain.identifiers import Side
from broker.domain.refusal import Reason, Refusal


def is_handed_over(state: Case, side: Side) -> bool:
    """Tell whether the case was pushed, or for the handling side, whether the push arrived."""
    if side is Side.RECEIVING:
        return was_handed_over(state)
    return not isinstance(state.handling, NotReceived)


def refuse_unchecked(state: Case) -> Refusal | None:
    """Refuse to send out of the receiving region what has not passed both checks."""
    if not isinstance(state.receiving, Collected):
        return None
    if not state.receiving.form_passed:
        return Refusal(Reason.FORM_NOT_PASSED)
    return None if state.receiving.identity_passed else Refusal(Reason.IDENTITY_NOT_PASSED)


def refuse_before_hand_over(state: Case, side: Side) -> Refusal | None:
    """Refuse what begins with the push: before it, the peer holds no key to a sealed field."""
    if is_handed_over(state, side):
        return None
    was_pushed = is_handed_over(state, Side.RECEIVING)
    return Refusal(Reason.PUSH_NOT_RECEIVED if was_pushed else Reason.NOT_PUSHED)
