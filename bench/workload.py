"""What the measured regions are asked to do: whole lives of cases, the same in every run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from broker.domain.cases.commands import (
    AcceptCase,
    ApplicantKind,
    CheckForm,
    CheckIdentity,
    Command,
    DecideCase,
    DecisionResult,
    DeliverResult,
    DeliveryWay,
    FinishCase,
    IdentityMethod,
    NoticeChannel,
    NotifyApplicant,
    PushCase,
    ReturnResult,
    SubmitCase,
    side_of,
)
from broker.domain.envelope import Actor, Material, Meta, Role, Sealed
from broker.domain.identifiers import (
    AggregateId,
    Instant,
    RegionCode,
    derive_case_id,
    derive_command_id,
)
from broker.schemas.codec import encode_intake
from broker.schemas.partitions import partition_for
from broker.schemas.records import NewRecord, Submission

INTERLEAVED_CASES = 200
"""Cases that take their steps together, as in a hall with many windows."""
SUBJECT = "bench"
SENT_AT = Instant(1_767_240_000_000)
SEALED = Sealed(suite="standard", key_id="k" * 32, nonce=b"n" * 12, ciphertext=b"c" * 320)
DOCUMENT = Material(
    digest="ab" * 32,
    key_id="m" * 32,
    title="身份证复印件",
    media_type="application/pdf",
    size_bytes=40_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The commands a case is given, in order, and how many events they leave in the end."""

    commands: tuple[Command, ...]
    events: int


def hand_over(handling: RegionCode) -> Life:
    """Answer a case from hand-in to push: four commands, an event each; it stays open."""
    submit = SubmitCase(
        item_code="000114001001",
        item_version=1,
        handling_region=handling,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_is_minor=False,
        applicant_hash="cd" * 32,
        delivery_way=DeliveryWay.ONLINE,
        materials=(DOCUMENT,),
        sealed=SEALED,
    )
    check = CheckIdentity(method=IdentityMethod.ID_CARD, passed=True)
    commands = (submit, CheckForm(passed=True, sealed=None), check, PushCase())
    return Life(commands=commands, events=len(commands))


def whole_life(region: RegionCode) -> Life:
    """Answer a case with both sides in one region, to its end: ten commands, twelve events."""
    grant = DecideCase(
        result=DecisionResult.GRANTED,
        rights_notice_given=False,
        documents=(DOCUMENT,),
        sealed=None,
    )
    after = (
        AcceptCase(),
        grant,
        ReturnResult(),
        DeliverResult(way=DeliveryWay.ONLINE),
        NotifyApplicant(channel=NoticeChannel.SMS),
        FinishCase(),
    )
    commands = (*hand_over(region).commands, *after)
    return Life(commands=commands, events=len(commands) + 2)


def submissions(region: RegionCode, life: Life, cases: range) -> Iterator[Submission]:
    """Give every case its commands, some cases at a time step by step."""
    for start in range(cases.start, cases.stop, INTERLEAVED_CASES):
        together = range(start, min(start + INTERLEAVED_CASES, cases.stop))
        for step, command in enumerate(life.commands):
            for number in together:
                yield submission(region, command, number, step)


def submission(region: RegionCode, command: Command, number: int, step: int) -> Submission:
    """Address one command to one case."""
    begun = derive_command_id(region=region, subject=SUBJECT, key=f"{number}.0")
    case_id = derive_case_id(region, begun)
    command_id = derive_command_id(region=region, subject=SUBJECT, key=f"{number}.{step}")
    actor = Actor(
        subject=SUBJECT, role=Role.CLERK, region=region, office=f"{region}-hall", window="W03"
    )
    meta = Meta(
        id=command_id,
        aggregate_id=AggregateId(case_id),
        side=side_of(command),
        sequence=0,
        region=region,
        at=SENT_AT,
        causation_id="",
        correlation_id=case_id,
        actor=actor,
    )
    return Submission(
        meta=meta,
        body_hash=sha256(command_id.encode()).digest(),
        expected_version=None,
        payload=command,
    )


Addressed = tuple[int, NewRecord]
"""Intake partition and record."""


def intake_records(bodies: Iterator[Submission], partitions: int) -> Iterator[Addressed]:
    """Encode submissions and find their partitions."""
    for body in bodies:
        key = body.meta.aggregate_id.encode()
        yield partition_for(key, partitions), NewRecord(key, encode_intake(body))


def by_partition(records: Sequence[Addressed]) -> dict[int, list[NewRecord]]:
    """Sort records into their partitions, in order."""
    sorted_out: dict[int, list[NewRecord]] = {}
    for partition, record in records:
        sorted_out.setdefault(partition, []).append(record)
    return sorted_out
