"""The auditor of a run: the product's audit of all topics, and what only the simulation can see."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from broker.domain.identifiers import AggregateId, CaseId, RegionCode, Side
from broker.engine.auditing import audit, audit_history
from broker.engine.deciding import Readable, aggregates_of, decide_record, read_intake
from broker.engine.fold import CaseSide, Fold
from broker.engine.freeze import freeze_fold
from broker.engine.history import replay
from broker.engine.lead import ORIGIN, Counted, admit
from broker.engine.ledgers import Finding, Ledger, Oracle, PartitionRecords, RegionRecords
from broker.engine.routing import Topology
from broker.engine.telling import events_about, is_behind, items_published
from broker.errors import AppendUnknown, CorruptLog, Fenced, IntakeMismatch
from broker.memory import MemoryKafka, MemoryLog
from broker.schemas.records import BatchedEvent, Decision, TellPeer
from broker.streams.dead_letters import DeadLetter, fold_letters
from broker.streams.snapshots import Snapshots
from broker.streams.topics import dead_letters_topic, intake_topic, journal_topic, link_topic
from tests.simulation.region import Region
from tests.simulation.window import Windows

EXPECTED_ENDS = (Fenced, AppendUnknown, IntakeMismatch)
"""How a process may end under faults; anything else is a defect."""


def audit_world(
    kafka: MemoryKafka,
    regions: Sequence[Region],
    windows: Windows,
    ended: Sequence[tuple[str, BaseException]],
) -> tuple[dict[RegionCode, Ledger], list[Finding]]:
    """Audit topics, clients' memory, read models, and how processes ended."""
    ledgers, findings = audit([records_of(kafka, region) for region in regions])
    findings += audit_history(windows.invocations, ledgers)
    for region in regions:
        findings += audit_views(region, ledgers[region.code])
    if windows.busy:
        findings.append(Finding(Oracle.LIVE, "windows", f"{windows.busy} stories have no end"))
    findings += [
        Finding(Oracle.LEGAL, name, f"ended by {reason!r}")
        for name, reason in ended
        if not isinstance(reason, EXPECTED_ENDS)
    ]
    return ledgers, findings


def records_of(kafka: MemoryKafka, region: Region) -> RegionRecords:
    """Collect everything of a region's topics."""
    letters: dict[str, DeadLetter] = {}
    fold_letters(letters, kafka.partition(dead_letters_topic(region.code), 0).records)
    intake = intake_topic(region.code)
    numbers = range(region.around.partitions)
    return RegionRecords(
        region=region.code,
        partitions=[
            PartitionRecords(
                partition=number,
                intake=kafka.partition(intake, number).records,
                intake_end=kafka.partition(intake, number).end,
                journal=kafka.partition(journal_topic(region.code), number).records,
            )
            for number in numbers
        ],
        links={
            peer: [
                record
                for number in numbers
                for record in kafka.partition(link_topic(region.code, peer), number).records
            ]
            for peer in (*region.peers, region.code)
        },
        set_aside=frozenset(
            (letter.partition, letter.offset)
            for letter in letters.values()
            if letter.topic == intake
        ),
    )


def audit_views(region: Region, ledger: Ledger) -> list[Finding]:
    """The read model is the fold, and it knows what first became of each command (O5)."""
    findings: list[Finding] = []
    views = region.views
    for case_id, state in ledger.states.items():
        view = views.cases.get(CaseId(case_id))
        counts = tuple(len(ledger.events.get(CaseSide(case_id, side), ())) for side in Side)
        if view is None or view.state != state:
            findings.append(Finding(Oracle.LEGAL, f"view {case_id}", "differs from the fold"))
        elif counts != (view.receiving.count, view.handling.count):
            findings.append(Finding(Oracle.LEGAL, f"view {case_id}", f"counts other than {counts}"))
    if len(views.cases) > len(ledger.states):
        findings.append(Finding(Oracle.INVENTED, region.code, "views of cases that are not"))
    items = {
        (place.aggregate_id, sequence)
        for book in ledger.reference.values()
        for place, events in book.events.items()
        for sequence in range(1, len(events) + 1)
    }
    if items != views.items.keys():
        findings.append(Finding(Oracle.LEGAL, region.code, "the items shown are not the journal's"))
    for name, first in ledger.answers.items():
        answer = views.answers.get(name)
        if answer is None or answer.answer.outcome != first.outcome.value:
            findings.append(Finding(Oracle.LEGAL, f"answer {name}", "differs from the journal"))
    return findings


async def audit_folds(kafka: MemoryKafka, region: Region) -> list[Finding]:
    """Deciding again gives the same, and a snapshot and the rest give the fold from zero."""
    findings: list[Finding] = []
    for records in records_of(kafka, region).partitions:
        place = f"{region.code}/{records.partition}"
        try:
            again = Again(region, records)
            findings += [Finding(Oracle.LEGAL, place, wrong) for wrong in again.differences()]
            empty = Fold(region=region.code, partition=records.partition)
            snapshots = Snapshots(region=region.code, objects=region.objects)
            other = Fold(region=region.code, partition=records.partition)
            rest = await snapshots.newer(other, MemoryLog(kafka))
            for record in records.journal:
                empty.admit(record)
            for record in records.journal[rest.journal.offset :]:
                rest.admit(record)
        except (AssertionError, CorruptLog) as error:
            findings.append(Finding(Oracle.LEGAL, place, f"cannot be folded: {error!r}"))
            continue
        if freeze_fold(empty) != freeze_fold(rest):
            findings.append(Finding(Oracle.LEGAL, place, "the snapshot is not the fold"))
    return findings


class Again:
    """Decides a partition's intake a second time, from its records alone (E8)."""

    def __init__(self, region: Region, records: PartitionRecords) -> None:
        self._records = records
        self._topologies = region.topologies
        self._fold = Fold(region=region.code, partition=records.partition)
        self._histories: dict[AggregateId, list[tuple[int, Decision]]] = {}

    def differences(self) -> Iterator[str]:
        """Compare every Decision that counts with what is decided now."""
        position = ORIGIN
        for record in self._records.journal:
            judged = admit(position, record)
            position = judged.position
            if isinstance(judged, Counted) and isinstance(judged.body, Decision):
                decided = replace(judged.body, previous=())
                if not any(self._decide(decided, one) == decided for one in self._topologies):
                    yield f"offset {record.offset} is decided otherwise now"
                for previous in judged.body.previous:
                    known = self._histories.setdefault(previous.aggregate_id, [])
                    known.append((record.offset, judged.body))
            self._fold.count(judged)

    def _decide(self, decision: Decision, topology: Topology) -> Decision:
        record = self._records.intake[decision.cause.offset]
        reading = read_intake(record, topology, self._fold.partition)
        for name in aggregates_of(reading, self._fold):
            if self._fold.needs_history(name):
                self._fold.restore(name, replay(name, self._histories[name]))
        if isinstance(reading, Readable) and isinstance(reading.body, TellPeer):
            reading = Readable(reading.body, self._page(reading.body, topology))
        decided = decide_record(self._fold, record, reading, topology)
        return replace(decided.decision, previous=())

    def _page(self, body: TellPeer, topology: Topology) -> tuple[BatchedEvent, ...]:
        """Read what is to be told, out of what was walked past; a run fits on one page."""
        return tuple(
            event
            for name in items_published(self._fold, topology)
            for _, decision in self._histories[name]
            for event in events_about(decision, name)
            if is_behind(event, body)
        )
