"""The fold: the same from every reader, as bytes and back, and whatever left memory (E3, E12)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from typing_extensions import override

from broker.domain.cases.commands import Command
from broker.domain.identifiers import AggregateId
from broker.engine.freeze import freeze_fold, thaw_fold
from broker.errors import DecodeError, IntakeMismatch
from broker.memory import MemoryAppender, MemoryKafka
from broker.schemas.codec import decode_journal
from broker.schemas.records import (
    EPOCH_HEADER,
    LeadTaken,
    NewRecord,
    Outcome,
)
from broker.streams.histories import Histories
from broker.streams.places import Place
from tests.engine.cluster import INTAKE, JOURNAL, Cluster
from tests.engine.support import Desk, batch_of, partition_of
from tests.support.builders import (
    ACCEPT,
    CASE_ID,
    DELIVER,
    FINISH,
    GRANT,
    HANGZHOU,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    RETURN_RESULT,
    WITHDRAW,
    submit,
)

WHOLE_CASE: tuple[Command, ...] = (
    submit(handling=QINGYANG),
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    ACCEPT,
    GRANT,
    RETURN_RESULT,
    DELIVER,
    NOTIFY,
    FINISH,
)


@pytest.fixture
def desk() -> Desk:
    """Give the desk where the case of all tests lives."""
    return Desk(partition=partition_of())


def test_the_writers_fold_is_every_readers_fold(desk: Desk) -> None:
    desk.ask_all([submit(), PASS_FORM, PASS_IDENTITY, PUSH])
    desk.ask("no", FINISH)
    assert freeze_fold(desk.again()) == freeze_fold(desk.fold)


def test_a_fold_thaws_to_itself(desk: Desk) -> None:
    desk.ask_all([submit(), PASS_FORM, PASS_IDENTITY, PUSH])
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    there.hear(batch_of([d for _, d in desk.histories[CASE_ID]], source=desk, target=there))
    for fold in (desk.fold, there.fold):
        assert thaw_fold(freeze_fold(fold)) == fold


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"region": 1}'])
def test_what_is_not_a_fold_does_not_thaw(content: bytes) -> None:
    with pytest.raises(DecodeError):
        thaw_fold(content)


def test_a_case_that_is_over_leaves_memory_but_for_a_stub(desk: Desk) -> None:
    desk.ask_all(WHOLE_CASE)
    assert desk.fold.standings == {}
    assert desk.fold.stubs == {CASE_ID: len(WHOLE_CASE)}


def test_a_late_command_finds_the_finished_case(desk: Desk) -> None:
    desk.ask_all(WHOLE_CASE)
    assert desk.ask("c3", PUSH).outcome is Outcome.DUPLICATE
    assert desk.ask("late", WITHDRAW).refusal == "case_ended"
    assert freeze_fold(desk.again()) == freeze_fold(desk.fold)


def test_a_reader_only_moves_the_stub_of_a_case_it_let_go(desk: Desk) -> None:
    desk.ask("early", PUSH)
    desk.ask_all([submit(), PASS_FORM])
    reader = desk.again()
    assert reader.standings == {}
    assert reader.stubs == {CASE_ID: 3}
    assert desk.fold.standings[CASE_ID].last_offset == 3


async def test_fenced_records_move_what_was_predicted_and_nothing_is_lost() -> None:
    cluster = Cluster()
    cluster.submit(("c1", submit()))
    zombie = cluster.recorder("zombie")
    await cluster.open(zombie)
    await cluster.open(cluster.recorder("other"))
    leader = cluster.recorder("leader")
    await cluster.open(leader)
    fenced = cluster.kafka.partition(JOURNAL, cluster.partition).records[1]
    again = [NewRecord(fenced.key, fenced.value, fenced.headers)] * 3
    cluster.kafka.append(JOURNAL, cluster.partition, again)
    cluster.submit(("c2", PASS_FORM), ("c3", WITHDRAW), ("c4", NOTIFY), ("c5", FINISH))
    await cluster.deliver(leader)
    fold = cluster.read()
    assert fold.stale_count == 3
    assert fold.stubs == {CASE_ID: 10}
    # The late repetition loads the history, whose noted offsets are three too low.
    cluster.submit(("c3", WITHDRAW), ("c1", submit()))
    await cluster.deliver(leader)
    assert [decision.duplicate_of for decision in cluster.decisions()[-2:]] == [2, 0]


class SplittingAppender(MemoryAppender):
    """Puts records down one by one, and a zombie's record behind each, as Kafka may."""

    def __init__(self, kafka: MemoryKafka, between: NewRecord) -> None:
        super().__init__(kafka)
        self._between = between

    @override
    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> list[int]:
        """Append with strangers between."""
        offsets: list[int] = []
        for record in records:
            offsets += await super().append(topic, partition, [record])
            await super().append(topic, partition, [self._between])
        return offsets


async def test_fenced_records_may_stand_among_ours() -> None:
    cluster = Cluster()
    cluster.submit(("c1", submit()))
    await cluster.open(cluster.recorder("zombie"))
    fenced = cluster.kafka.partition(JOURNAL, cluster.partition).records[1]
    between = NewRecord(fenced.key, fenced.value, fenced.headers)
    appender = SplittingAppender(cluster.kafka, between)
    cluster.logs = replace(cluster.logs, appender=appender)
    leader = cluster.recorder("leader")
    await cluster.open(leader)
    cluster.submit(("c2", PASS_FORM), ("c3", WITHDRAW), ("c4", NOTIFY), ("c2", PASS_FORM))
    await cluster.deliver(leader)
    cluster.submit(("c3", WITHDRAW))
    await cluster.deliver(leader)
    assert [one.duplicate_of for one in cluster.decisions() if one.duplicate_of] == [1, 2]
    fold = cluster.read()
    await Histories(topic=JOURNAL, log=cluster.logs.log).load(fold, AggregateId(CASE_ID))
    assert list(fold.standings[CASE_ID].answered) == ["c1", "c2", "c3", "c4"]


async def test_a_history_is_followed_past_a_fenced_decision_about_the_same_case() -> None:
    cluster = Cluster()
    zombie = cluster.recorder("zombie")
    await cluster.open(zombie)
    cluster.submit(("c1", submit()), ("c2", WITHDRAW))
    leader = cluster.recorder("leader")
    place = Place(INTAKE, cluster.partition)
    await leader.open(place, lambda: True)
    journal = cluster.kafka.partition(JOURNAL, cluster.partition).records
    stale = [NewRecord(record.key, record.value, ((EPOCH_HEADER, b"1"),)) for record in journal[2:]]
    cluster.kafka.append(JOURNAL, cluster.partition, stale)
    cluster.submit(("c3", NOTIFY), ("c4", FINISH))
    await cluster.deliver(leader)
    fold = cluster.read()
    await Histories(topic=JOURNAL, log=cluster.logs.log).load(fold, AggregateId(CASE_ID))
    assert list(fold.standings[CASE_ID].answered) == ["c1", "c2", "c3", "c4"]


async def test_a_finished_case_is_taken_up_within_the_same_batch() -> None:
    cluster = Cluster()
    recorder = cluster.recorder("one")
    await cluster.open(recorder)
    cluster.submit(("c1", submit()), ("c2", WITHDRAW), ("c3", NOTIFY), ("c2", WITHDRAW))
    await cluster.deliver(recorder)
    assert [decision.duplicate_of for decision in cluster.decisions()] == [None, None, None, 1]


async def test_an_intake_that_lost_its_tail_under_a_recorder_stops_it() -> None:
    cluster = Cluster()
    recorder = cluster.recorder("one")
    cluster.submit(("c1", submit()), ("c2", PASS_FORM), ("c3", PASS_IDENTITY))
    await cluster.open(recorder)
    cluster.kafka.lose_tail(INTAKE, cluster.partition, 1)
    cluster.submit(("c4", WITHDRAW))
    with pytest.raises(IntakeMismatch):
        await cluster.deliver(recorder)


async def test_two_recorders_with_equal_leads_do_not_both_decide() -> None:
    cluster = Cluster()
    await cluster.open(cluster.recorder("one"))
    journal = cluster.kafka.partition(JOURNAL, cluster.partition)
    [lead] = journal.records
    equal = NewRecord(lead.key, lead.value.replace(b"one", b"two"), lead.headers)
    cluster.kafka.append(JOURNAL, cluster.partition, [equal])
    body = decode_journal(journal.records[1].value)
    assert body == LeadTaken(format=1, epoch=1, writer="two")
    assert cluster.read().writer == "one"
