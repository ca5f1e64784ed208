"""The auditor's pure part: what the ledgers of all regions say of each other (O1 to O7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from broker.domain.aggregates import kind_of
from broker.domain.identifiers import AggregateId, RegionCode, Side, region_in
from broker.engine.channels import Peering
from broker.engine.fold import CaseSide
from broker.engine.journal_audit import PartitionAudit
from broker.engine.ledgers import (
    Book,
    Finding,
    Lane,
    Ledger,
    Oracle,
    PartitionRecords,
    RegionRecords,
    digest_of,
)
from broker.engine.standing import new_standing
from broker.errors import DecodeError
from broker.schemas.codec import decode_intake, decode_link
from broker.schemas.records import Batch, BatchedEvent, LogRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What a client did: one intent, under one command id; acknowledged if the answer was 2xx."""

    intent: str
    command_id: str
    region: RegionCode
    acknowledged: bool


def audit(regions: Sequence[RegionRecords]) -> tuple[dict[RegionCode, Ledger], list[Finding]]:
    """Check regions whose records are in memory."""
    ledgers = {records.region: write_ledger(records) for records in regions}
    findings = compare_ledgers(ledgers)
    for records in regions:
        for peer, link in records.links.items():
            for record in link:
                findings += audit_link(records.region, peer, record, ledgers)
    return ledgers, findings


def compare_ledgers(ledgers: Mapping[RegionCode, Ledger]) -> list[Finding]:
    """List what was found in every region, then check what the regions say of each other.

    To be asked at rest: what is still under way counts as not live (O6) or lost (O1).
    """
    findings = [finding for ledger in ledgers.values() for finding in ledger.findings]
    for ledger in ledgers.values():
        for lane in ledger.sent:
            if lane.end.peer in ledgers:
                findings += audit_lane(ledger, ledgers[lane.end.peer], lane)
        findings += audit_foreign(ledger, ledgers)
        findings += audit_cases(ledger, ledgers)
        findings += audit_reference(ledger, ledgers)
    return findings


def write_ledger(records: RegionRecords) -> Ledger:
    """Write down what a region's journals say."""
    ledger = Ledger(records.region)
    for partition in records.partitions:
        write_partition(ledger, partition, records.set_aside)
    close_ledger(ledger)
    return ledger


def write_partition(
    ledger: Ledger, records: PartitionRecords, set_aside: frozenset[tuple[int, int]]
) -> None:
    """Write one partition into the ledger of its region."""
    partition = PartitionAudit(
        ledger, records.partition, intake_end=records.intake_end, set_aside=set_aside
    )
    for record in records.intake:
        partition.take_intake(record)
    for record in records.journal:
        partition.take(record)
    partition.close()


def close_ledger(ledger: Ledger) -> None:
    """Check what must be over when all partitions are written down."""
    for place in ledger.held.values():
        ledger.find(Oracle.LIVE, place, "an event is still held")


def audit_lane(source: Ledger, target: Ledger, lane: Lane) -> list[Finding]:
    """Every event sent is settled here and has its effect there, in order, byte for byte."""
    place = f"channel {source.region}/{lane.partition} to {target.region}/{lane.end.partition}"
    sent = source.sent[lane]
    other = Lane(lane.end.partition, Peering(peer=source.region, partition=lane.partition))
    findings: list[Finding] = []
    for who, number in (
        ("settled", source.settled.get(lane, 1)),
        ("received", target.received.get(other, 1)),
    ):
        if number != len(sent) + 1:
            message = f"{len(sent)} events sent, {number - 1} {who}"
            findings.append(Finding(Oracle.LIVE, place, message))
    for number, one in enumerate(sent, start=1):
        book = target.book(lane.end.partition, one.place.aggregate_id)
        there = book.events.get(one.place, [])
        if one.sequence > len(there):
            findings.append(Finding(Oracle.LOST, place, f"event {number} has no effect"))
        elif there[one.sequence - 1] != one.digest:
            findings.append(Finding(Oracle.DOUBLED, place, f"event {number} has other bytes"))
    return findings


def audit_foreign(ledger: Ledger, ledgers: Mapping[RegionCode, Ledger]) -> list[Finding]:
    """A peer's event stands in that peer's journal."""
    return [
        Finding(Oracle.INVENTED, place, "a peer's event that the peer never wrote")
        for event, place in ledger.foreign.items()
        if not any(event in each.own for each in ledgers.values())
    ]


def audit_cases(ledger: Ledger, ledgers: Mapping[RegionCode, Ledger]) -> list[Finding]:
    """Both regions of a case have the same events and so the same view of it."""
    findings: list[Finding] = []
    for aggregate_id, state in ledger.states.items():
        region_of = new_standing(aggregate_id).kind.region_of
        if region_of(state, Side.RECEIVING) != ledger.region:
            continue
        handling = region_of(state, Side.HANDLING)
        if handling is None or handling == ledger.region or handling not in ledgers:
            continue
        findings += compare(ledger, ledgers[handling], aggregate_id)
    return findings


def compare(first: Ledger, second: Ledger, aggregate_id: AggregateId) -> list[Finding]:
    """Compare what two regions know of one case."""
    place = f"case {aggregate_id}"
    findings = [
        Finding(Oracle.ORDER, place, f"the regions differ in the {side} side's events")
        for side in Side
        if first.events.get(CaseSide(aggregate_id, side))
        != second.events.get(CaseSide(aggregate_id, side))
    ]
    if first.states.get(aggregate_id) != second.states.get(aggregate_id):
        findings.append(Finding(Oracle.LEGAL, place, "the regions' views differ"))
    return findings


def audit_reference(ledger: Ledger, ledgers: Mapping[RegionCode, Ledger]) -> list[Finding]:
    """Every partition holds the same reference data, and a peer's is what that peer has."""
    first, *others = ledger.reference.values() or (Book(),)
    findings = [
        Finding(Oracle.ORDER, ledger.region, "the partitions differ in the reference data")
        for book in others
        if book != first
    ]
    for place, events in first.events.items():
        owner = ledgers.get(region_in(place.aggregate_id))
        books = () if owner is None else owner.reference.values()
        if any(book.events.get(place) != events for book in books):
            name = f"reference {place.aggregate_id}"
            findings.append(Finding(Oracle.ORDER, name, f"{ledger.region} has other events"))
    return findings


def audit_link(
    region: RegionCode, peer: RegionCode, record: LogRecord, ledgers: Mapping[RegionCode, Ledger]
) -> list[Finding]:
    """What a peer put on a link stands in its journal; unreadable records are dead letters."""
    if peer not in ledgers:
        return []
    try:
        body = decode_intake(decode_link(record.value).body)
    except DecodeError:
        return []
    if isinstance(body, Batch) and not all(
        may_say(ledgers[peer], each, is_self=peer == region) for each in body.events
    ):
        place = f"{region}.link.{peer}@{record.offset}"
        return [Finding(Oracle.INVENTED, place, "an event the peer never wrote")]
    return []


def may_say(ledger: Ledger, event: BatchedEvent, *, is_self: bool) -> bool:
    """Say whether a region wrote what it sends, or only passes a peer's item on to itself."""
    digest, kind = digest_of(event.event), kind_of(event.aggregate_id)
    is_passed_on = is_self and kind is not None and kind.is_reference
    return digest in ledger.own or (is_passed_on and digest in ledger.foreign)


def audit_history(
    invocations: Iterable[Invocation], ledgers: Mapping[RegionCode, Ledger]
) -> list[Finding]:
    """What clients were told holds: acknowledged is answered, an intent has one effect (O1-O3)."""
    findings: list[Finding] = []
    effects: dict[str, int] = {}
    known: dict[RegionCode, set[str]] = {region: set() for region in ledgers}
    for one in invocations:
        ledger = ledgers[one.region]
        if one.acknowledged and one.command_id not in ledger.answers:
            findings.append(
                Finding(Oracle.LOST, one.region, f"command {one.command_id} has no outcome")
            )
        if one.command_id not in known[one.region]:
            known[one.region].add(one.command_id)
            effect = ledger.effects.get(one.command_id, 0)
            effects[one.intent] = effects.get(one.intent, 0) + effect
    findings += [
        Finding(Oracle.DOUBLED, intent, f"{effect} effects of one intent")
        for intent, effect in effects.items()
        if effect > 1
    ]
    for region, ledger in ledgers.items():
        for command_id in ledger.answers.keys() - known[region]:
            findings.append(Finding(Oracle.INVENTED, region, f"nobody asked for {command_id}"))
    return findings
