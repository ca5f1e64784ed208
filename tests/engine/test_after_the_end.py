"""What follows the end of a case finds it although memory has let go of it (design E12)."""

from broker.domain.cases.events import CaseNotAccepted
from broker.domain.cases.ratings.commands import RatingLevel
from broker.domain.cases.ratings.events import CaseRated, RatingContacted
from broker.domain.identifiers import Side
from broker.engine.draft import key_ids_for_peer
from broker.engine.freeze import freeze_fold
from broker.schemas.records import Verdict
from tests.engine.support import Desk, batch_of, decisions, partition_of, verdicts
from tests.support.builders import (
    ACCEPT,
    CASE_ID,
    CONTACT_HERE,
    CONTACT_THERE,
    DELIVER,
    FINISH,
    GRANT,
    HANGZHOU,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    RATE_HERE_BADLY,
    RATE_THERE_BADLY,
    RETURN_RESULT,
    SEALED,
    submit,
)


def finished_at_home() -> Desk:
    """Play a case with both sides in one region to its end."""
    desk = Desk(partition=partition_of())
    here = (PASS_FORM, PASS_IDENTITY, PUSH, ACCEPT, GRANT, RETURN_RESULT, DELIVER, NOTIFY, FINISH)
    desk.ask_all((submit(handling=QINGYANG), *here))
    assert CASE_ID in desk.fold.stubs
    return desk


def test_a_rating_finds_the_finished_case_and_lets_it_go_again() -> None:
    desk = finished_at_home()
    desk.ask_all((RATE_THERE_BADLY, CONTACT_THERE))
    assert desk.fold.standings == {}
    assert desk.ask("again", RATE_THERE_BADLY).refusal == "already_rated"
    assert desk.fold.stubs == {CASE_ID: len(desk.journal) - 1}


def test_a_reader_that_let_go_of_the_case_agrees_with_its_writer() -> None:
    desk = finished_at_home()
    desk.ask_all((RATE_HERE_BADLY, CONTACT_HERE))
    assert freeze_fold(desk.again()) == freeze_fold(desk.fold)


def test_a_peers_word_about_a_rating_finds_the_finished_case() -> None:
    here = Desk(partition=partition_of())
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    here.ask_all((submit(), PASS_FORM, PASS_IDENTITY, PUSH))
    tell(here, there)
    there.ask_all((ACCEPT, GRANT, RETURN_RESULT))
    tell(there, here)
    here.ask_all((DELIVER, NOTIFY, FINISH))
    tell(here, there)
    assert here.fold.standings == there.fold.standings == {}
    here.ask_all((RATE_THERE_BADLY,))
    assert tell(here, there) is Verdict.APPLIED
    there.ask_all((CONTACT_THERE,))
    assert tell(there, here) is Verdict.APPLIED
    assert here.fold.standings == there.fold.standings == {}


def tell(source: Desk, target: Desk) -> Verdict:
    """Let everything one desk has written come to the other; answer the last verdict."""
    heard = target.hear(batch_of(decisions(source), source=source, target=target))
    return verdicts(heard)[-1][1]


def test_the_words_about_a_body_travel_to_that_body_only() -> None:
    for rated, travels in ((Side.RECEIVING, []), (Side.HANDLING, [SEALED.key_id])):
        rating = CaseRated(rated=rated, level=RatingLevel.FAIR, sealed=SEALED)
        assert key_ids_for_peer(rating, Side.RECEIVING) == travels
    assert key_ids_for_peer(RatingContacted(sealed=SEALED), Side.HANDLING) == []
    assert key_ids_for_peer(CaseNotAccepted(sealed=SEALED), Side.HANDLING) == [SEALED.key_id]
