"""Acts on a case that left memory: it is taken up, decided on, let go again (invariant 6)."""

from broker.domain.cases.commands import Command, side_of
from broker.domain.identifiers import AggregateId, Side
from broker.engine.freeze import freeze_fold
from broker.schemas.records import Verdict
from broker.streams.histories import Histories
from tests.engine.cluster import JOURNAL, Cluster
from tests.engine.support import Desk, batch_of, decisions, partition_of, verdicts
from tests.engine.test_fold import WHOLE_CASE
from tests.support.builders import (
    CANCEL,
    CASE_ID,
    CORRECT,
    HANGZHOU,
    NOTIFY,
    REVOKE,
    submit,
)

LATER: tuple[Command, ...] = (CORRECT, REVOKE, CANCEL)


class Post:
    """Carries what two desks write about a case to each other."""

    def __init__(self, here: Desk, there: Desk) -> None:
        self.desks = {Side.RECEIVING: here, Side.HANDLING: there}
        self.carried = dict.fromkeys(Side, 0)
        self.numbers = dict.fromkeys(Side, 1)

    def ask(self, command_id: str, command: Command) -> None:
        """Give a command at its desk, which must lead to events."""
        decision = self.desks[side_of(command)].ask(command_id, command)
        assert decision.events, decision.refusal

    def carry(self, source: Side) -> bool:
        """Carry what is new; the other desk must take all of it."""
        desk, other = self.desks[source], self.desks[source.other]
        known = decisions(desk)
        batch = batch_of(
            known[self.carried[source] :], source=desk, target=other, first=self.numbers[source]
        )
        self.carried[source] = len(known)
        if not batch.events:
            return False
        self.numbers[source] += len(batch.events)
        answer = other.hear(batch)
        assert {verdict for _, verdict, _ in verdicts(answer)} == {Verdict.APPLIED}
        return True

    def carry_all(self) -> None:
        """Carry until nobody has anything new to say."""
        while any(self.carry(side) for side in Side):
            pass


def test_a_later_act_takes_the_case_up_and_lets_it_go_again() -> None:
    desk = Desk(partition=partition_of())
    desk.ask_all([*WHOLE_CASE, *LATER])
    assert desk.fold.standings == {}
    assert desk.fold.stubs == {CASE_ID: len(WHOLE_CASE) + len(LATER)}
    assert desk.ask("again", REVOKE).refusal == "already_cancelled"
    assert freeze_fold(desk.again()) == freeze_fold(desk.fold)


def test_a_later_act_reaches_the_region_that_let_the_case_go() -> None:
    here = Desk(partition=partition_of())
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    post = Post(here, there)
    for number, command in enumerate((submit(), *WHOLE_CASE[1:], *LATER)):
        post.ask(f"c{number}", command)
        post.carry_all()
    for desk in (here, there):
        assert desk.fold.standings == {}
        assert CASE_ID in desk.fold.stubs
        assert freeze_fold(desk.again()) == freeze_fold(desk.fold)
    assert here.ask("late", NOTIFY).refusal == "case_ended"


async def test_a_recorder_that_never_saw_the_case_open_revokes_what_it_granted() -> None:
    cluster = Cluster()
    first = cluster.recorder("first")
    await cluster.open(first)
    cluster.submit(*((f"c{number}", command) for number, command in enumerate(WHOLE_CASE)))
    await cluster.deliver(first)
    second = cluster.recorder("second")
    await cluster.open(second)
    cluster.submit(("revoke", REVOKE))
    await cluster.deliver(second)
    assert len(cluster.decisions()[-1].events) == 1
    fold = cluster.read()
    assert fold.standings == {}
    await Histories(topic=JOURNAL, log=cluster.logs.log).load(fold, AggregateId(CASE_ID))
    assert fold.standings[AggregateId(CASE_ID)].is_over
