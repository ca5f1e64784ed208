"""The trail of a case is read back from its last Decision, whatever stands between."""

from broker.archive.trail import TrailDecision, read_trail
from broker.domain.identifiers import AggregateId, CaseId
from broker.memory import MemoryKafka, MemoryLog
from broker.schemas.records import NewRecord
from broker.streams.topics import journal_topic
from broker.views.position import Place
from broker.wiring.web import JournalEvidence
from tests.engine.support import Desk, partition_of, submission_record
from tests.support.builders import (
    ACCEPT,
    CASE_ID,
    NOON,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    QINGYANG,
    submit,
)


def another_case() -> AggregateId:
    """Name a case that lives in the same partition."""
    names = (AggregateId(f"621000-{letter * 26}") for letter in "bcdefghij")
    return next(name for name in names if partition_of(name) == partition_of())


def a_desk() -> Desk:
    """Play two cases in one partition, with a command that is refused."""
    desk, other = Desk(partition=partition_of()), another_case()
    desk.ask("c0", submit(handling=QINGYANG))
    desk.take(submission_record("d0", submit(), case_id=other))
    assert desk.ask("c1", PUSH).refusal == "form_not_passed"
    desk.take(submission_record("d1", PASS_FORM, case_id=other))
    desk.ask_all((PASS_FORM, PASS_IDENTITY, PUSH, ACCEPT))
    return desk


async def trail_of(desk: Desk, last: int) -> tuple[TrailDecision, ...]:
    """Read the trail of the case of all tests up to an offset."""
    kafka = MemoryKafka(lambda: NOON)
    kafka.create_topic(journal_topic(QINGYANG), 2)
    records = [NewRecord(each.key, each.value, each.headers) for each in desk.journal]
    kafka.append(journal_topic(QINGYANG), desk.partition, records)
    evidence = JournalEvidence(QINGYANG, MemoryLog(kafka))
    place = Place(partition=desk.partition, offset=last, now=NOON)
    case_id = CaseId(CASE_ID)
    return read_trail(case_id, await evidence.decisions(case_id, place))


async def test_every_decision_about_a_case_is_found_and_none_about_another() -> None:
    trail = await trail_of(a_desk(), 8)
    assert [each.recorded.offset for each in trail] == [1, 3, 5, 6, 7, 8]
    assert [each.previous for each in trail] == [-1, 1, 3, 5, 6, 7]
    assert [each.outcome for each in trail] == ["events", "refusal", *["events"] * 4]
    assert {each.meta.aggregate_id for one in trail for each in one.events} == {CASE_ID}
    assert trail[3].chain_before == trail[2].chain_after


async def test_what_came_later_stays_out() -> None:
    assert [each.recorded.offset for each in await trail_of(a_desk(), 5)] == [1, 3, 5]
