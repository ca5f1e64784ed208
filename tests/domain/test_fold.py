"""Folding: two sides that do not look at each other, and facts that cannot be."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

import pytest

from broker.domain.cases.causality import follows
from broker.domain.cases.complaints.state import NO_COMPLAINTS
from broker.domain.cases.custody.state import NO_CUSTODY
from broker.domain.cases.dialogue.state import NO_DIALOGUE
from broker.domain.cases.events import (
    ApplicantNotified,
    CaseAccepted,
    CaseAmended,
    CaseFinished,
    CasePushed,
    CaseVoided,
    PushReceived,
    ResultReceived,
    ResultReturned,
    SupplementAnswered,
    SupplementReceived,
    WithdrawalDeclined,
    WithdrawalRequested,
)
from broker.domain.cases.fees.events import FeeNoticed, FeePaid, FeeWaived
from broker.domain.cases.fees.state import NO_FEES
from broker.domain.cases.later.events import DecisionCorrected
from broker.domain.cases.procedures.events import SpecialProcedureEnded
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.cases.ratings.events import CaseRated, RatingContacted, RatingRectified
from broker.domain.cases.ratings.state import NO_RATINGS
from broker.domain.cases.state import Case, CaseState
from broker.domain.identifiers import Side
from tests.support.builders import AMEND, CORRECTED, ID_CARD_COPY, NOTIFY, SEALED
from tests.support.situations import (
    ACCEPTED,
    CHECKED,
    COLLECTED,
    DELIVERED_TOLD,
    FINISHED,
    GRANTED,
    IN_PROCEDURE,
    RECEIVED,
    SITUATIONS,
    TERMINATED,
)
from tests.support.spec import History, fold, handling, receiving

TOLD = receiving(ApplicantNotified(channel=NOTIFY.channel))
ASKED = receiving(WithdrawalRequested(sealed=SEALED))
ANSWERED = receiving(SupplementAnswered(materials=(ID_CARD_COPY,), sealed=SEALED))
STARTED = IN_PROCEDURE[-1:]
ENDED = handling(SpecialProcedureEnded(number=1))
REVOKED = SITUATIONS["revoked"][-1:]
CANCELLED = SITUATIONS["cancelled"][-1:]
DECISION_CORRECTED = handling(DecisionCorrected(documents=(), sealed=SEALED))

AMENDED = receiving(CaseAmended(delivery_way=AMEND.delivery_way, sealed=CORRECTED))
VOIDED = receiving(CaseVoided(sealed=SEALED))
RATED = receiving(CaseRated(rated=Side.HANDLING, level=RatingLevel.DISSATISFIED, sealed=None))
CONTACTED = handling(RatingContacted(sealed=None))
SECOND_NOTICE = handling(FeeNoticed(fee=2, amount_fen=1, due_on=None, sealed=SEALED))
PAID = receiving(FeePaid(fee=1, materials=(ID_CARD_COPY,), sealed=SEALED))
WAIVED = handling(FeeWaived(fee=1, sealed=SEALED))

IMPOSSIBLE: dict[str, History] = {
    "nothing happens before the hand-in": handling(PushReceived()),
    "a case does not begin with its end": receiving(CaseFinished()),
    "nobody hands in twice": COLLECTED + COLLECTED,
    "unchecked papers are not pushed": COLLECTED + receiving(CasePushed()),
    "nobody pushes twice": RECEIVED + receiving(CasePushed()),
    "nobody receives twice": RECEIVED + handling(PushReceived()),
    "nobody accepts twice": ACCEPTED + handling(CaseAccepted()),
    "no result without a decision": ACCEPTED + handling(ResultReturned()),
    "no answer without a list": RECEIVED + handling(SupplementReceived()),
    "two answers to one list": RECEIVED + ANSWERED + ANSWERED,
    "two withdrawals": RECEIVED + ASKED + ASKED,
    "no withdrawal declined while open": RECEIVED + handling(WithdrawalDeclined()),
    "not told before the hand-over": CHECKED + TOLD,
    "not told twice": DELIVERED_TOLD + TOLD,
    "the handling side does not hand over": CHECKED + handling(CasePushed()),
    "nothing ends before it was received": CHECKED + TERMINATED[-1:],
    "no termination after the decision": GRANTED + TERMINATED[-1:],
    "nothing is terminated twice": TERMINATED + TERMINATED[-1:],
    "no decision after the termination": TERMINATED + GRANTED[-1:],
    "no licence before the result was sent": GRANTED + REVOKED,
    "nothing is revoked twice": SITUATIONS["revoked"] + REVOKED,
    "nothing is revoked after it was cancelled": SITUATIONS["cancelled"] + REVOKED,
    "nothing is cancelled twice": SITUATIONS["cancelled"] + CANCELLED,
    "what is revoked is not corrected": SITUATIONS["revoked"] + DECISION_CORRECTED,
    "the receiving side revokes nothing": FINISHED + receiving(REVOKED[0].event),
    "no procedure before the acceptance": RECEIVED + STARTED,
    "a number is given once": ACCEPTED + STARTED + STARTED,
    "no procedure ends twice": ACCEPTED + STARTED + ENDED + ENDED,
    "no decision while a procedure is open": ACCEPTED + STARTED + GRANTED[-1:],
    "the receiving side starts no procedure": ACCEPTED + receiving(STARTED[0].event),
    "the receiving side does not accept": RECEIVED + receiving(CaseAccepted()),
    "what was pushed is not amended": RECEIVED + AMENDED,
    "what was pushed is not voided": RECEIVED + VOIDED,
    "nobody voids twice": COLLECTED + VOIDED + VOIDED,
    "nobody rates twice": DELIVERED_TOLD + RATED + RATED,
    "nobody is contacted twice": DELIVERED_TOLD + RATED + CONTACTED + CONTACTED,
    "nothing is put right unheard": DELIVERED_TOLD + handling(RatingRectified(sealed=SEALED)),
    "fees are numbered": ACCEPTED + SECOND_NOTICE,
    "nobody pays twice": ACCEPTED + PAID + PAID,
    "no fee is waived that was not noticed": ACCEPTED + WAIVED,
}


@pytest.mark.parametrize("history", IMPOSSIBLE.values(), ids=list(IMPOSSIBLE))
def test_an_impossible_fact_stops_the_fold(history: History) -> None:
    with pytest.raises(AssertionError):
        fold(history)


UNHEARD: dict[str, tuple[History, History]] = {
    "received before it was handed over": (CHECKED, handling(PushReceived())),
    "answered before it was asked": (RECEIVED, ANSWERED),
    "the answer received before it was given": (
        SITUATIONS["supplement_pending"],
        handling(SupplementReceived()),
    ),
    "answered after an end that asked for nothing": (TERMINATED, ANSWERED),
    "the result received before it was sent": (GRANTED, receiving(ResultReceived())),
    "told before there is an outcome": (ACCEPTED, TOLD),
    "a withdrawal answered before it was asked for": (GRANTED, handling(WithdrawalDeclined())),
    "finished over an open question": (
        SITUATIONS["delivered_told_withdrawing"],
        receiving(CaseFinished()),
    ),
    "revoked before it was finished": (DELIVERED_TOLD, REVOKED),
    "any event of an unknown case": ((), receiving(CasePushed())),
    "an event of the other side": (RECEIVED, receiving(CaseAccepted())),
    "an event of our side": (RECEIVED, handling(CasePushed())),
}


@pytest.mark.parametrize(("history", "event"), UNHEARD.values(), ids=list(UNHEARD))
def test_a_peer_builds_only_on_what_it_was_told(history: History, event: History) -> None:
    assert not follows(event[0], fold(history))


def test_the_two_sides_do_not_look_at_each_other() -> None:
    history = SITUATIONS["finished"]
    ours = [written for written in history[1:] if written.side == history[0].side]
    theirs = [written for written in history if written.side != history[0].side]
    state = fold(history)
    assert fold([history[0], *ours, *theirs]) == state
    assert fold([history[0], *theirs, *ours]) == state


def state_classes(hint: object) -> set[type]:
    """List the classes a state may be made of, and insist on plain fields."""
    if isinstance(hint, UnionType):
        return set().union(*(state_classes(part) for part in get_args(hint)))
    if get_origin(hint) in (tuple, frozenset):
        return state_classes(get_args(hint)[0])
    plain = getattr(hint, "__supertype__", hint)
    assert isinstance(plain, type)
    if plain in (str, int, bool, date, NoneType) or issubclass(plain, Enum):
        return set()
    assert is_dataclass(plain)
    assert plain.__setattr__ is not object.__setattr__, "not frozen"
    assert hasattr(plain, "__slots__")
    hints = get_type_hints(plain)
    return {plain}.union(*(state_classes(hints[field.name]) for field in fields(plain)))


def test_a_state_is_made_of_plain_frozen_parts_with_distinct_names() -> None:
    classes = state_classes(CaseState)
    assert Case in classes
    assert len({kind.__name__ for kind in classes}) == len(classes) == 44


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_state_is_small_and_keeps_nothing_personal(name: str) -> None:
    state = fold(SITUATIONS[name])
    text = repr(state)
    if isinstance(state, Case):
        # What nothing has happened to costs nothing: all cases share it.
        assert state.dialogue is NO_DIALOGUE
        assert state.custody is NO_CUSTODY
        assert state.fees is NO_FEES
        assert state.ratings is NO_RATINGS
        assert state.complaints is NO_COMPLAINTS
        assert len(repr((state.receiving, state.handling))) < 300
    assert "ciphertext" not in text
    assert ID_CARD_COPY.title not in text
