"""The people at the windows: each case is a story, told with repetitions, races and nonsense."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from broker.domain.aggregates import Command, kind_of
from broker.domain.cases.commands import Command as CaseCommand
from broker.domain.cases.commands import SubmitCase, side_of
from broker.domain.envelope import Role
from broker.domain.identifiers import (
    AggregateId,
    CommandId,
    RegionCode,
    Side,
    derive_case_id,
    derive_command_id,
)
from broker.domain.items.commands import PublishItem, RetireItem
from broker.engine.auditing import Invocation
from broker.errors import AppendUnknown
from broker.schemas.codec import encode_intake
from broker.schemas.partitions import partition_for
from broker.schemas.records import NewRecord, Submission
from broker.streams.topics import intake_topic
from broker.views.changes import CommandAnswered
from tests.simulation.process import Process, ProcessAppender
from tests.simulation.region import Region
from tests.support.builders import (
    ACCEPT,
    ADD_MATERIALS,
    ANSWER_SUPPLEMENT,
    CANCEL,
    CONTACT_THERE,
    CORRECT,
    DECLINE,
    DELIVER,
    END_PROCEDURE,
    EXTEND,
    FINISH,
    GRANT,
    NOTICE_FEE,
    NOTIFY,
    PASS_FORM,
    PASS_IDENTITY,
    PAY,
    PUSH,
    RATE_THERE_BADLY,
    RECTIFY_THERE,
    REJECT,
    REQUEST_SUPPLEMENT,
    RETURN_RESULT,
    REVOKE,
    START_PROCEDURE,
    TERMINATE,
    WITHDRAW,
    a_meta,
    an_actor,
    answer,
    ask,
    close,
    confirm,
    hand_back,
    pack,
    ship,
    submit,
    take,
)
from tests.support.complaints import (
    answer_complaint,
    close_complaint,
    complain,
    follow_up,
)
from tests.support.given_commands import GOOD_COMMANDS, VARIANTS
from tests.support.items import JANUARY, JUNE, MARCH, item_id, publish, retire

ATTEMPTS_MAX = 10
ANSWER_SECONDS = 4.0
POLL_SECONDS = 0.4

BEGIN: tuple[CaseCommand, ...] = (PASS_FORM, PASS_IDENTITY, PUSH)
END: tuple[CaseCommand, ...] = (RETURN_RESULT, DELIVER, NOTIFY, FINISH)
R, H = Side.RECEIVING, Side.HANDLING
TALK: tuple[CaseCommand, ...] = (ask(R), answer(H), close(R))
TROUBLE = (complain(R, H), answer_complaint(H, R), follow_up(R), close_complaint(R))
SENT_AWAY: tuple[CaseCommand, ...] = (take(R, "户口簿"), pack(R, "户口簿"), ship(R))
GIVEN_BACK: tuple[CaseCommand, ...] = (confirm(H), hand_back(H, "户口簿"))
STORIES: tuple[tuple[CaseCommand, ...], ...] = (
    (*BEGIN, ACCEPT, GRANT, *END),
    (PASS_FORM, ADD_MATERIALS, *BEGIN, ACCEPT, REJECT, *END),
    (*BEGIN, REQUEST_SUPPLEMENT, ANSWER_SUPPLEMENT, ACCEPT, GRANT, *END),
    (*BEGIN, ACCEPT, START_PROCEDURE, EXTEND, END_PROCEDURE, GRANT, *END),
    (*BEGIN, ACCEPT, GRANT, *END, CORRECT, REVOKE, CANCEL),
    (*BEGIN, DECLINE, NOTIFY),
    (*BEGIN, REQUEST_SUPPLEMENT, TERMINATE, NOTIFY),
    (WITHDRAW, NOTIFY),
    (*BEGIN, ACCEPT, WITHDRAW, NOTIFY),
    (*BEGIN, ACCEPT, NOTICE_FEE, PAY, GRANT, *END),
    (*BEGIN, ACCEPT, GRANT, *END, RATE_THERE_BADLY, CONTACT_THERE, RECTIFY_THERE),
    (*BEGIN, *TALK, ACCEPT, GRANT, *END),
    (*BEGIN, *TROUBLE, DECLINE, NOTIFY),
    (PASS_FORM, PASS_IDENTITY, *SENT_AWAY, PUSH, *GIVEN_BACK, ACCEPT, GRANT, *END),
)
"""What happens to a case after it was handed in; any story may be crossed by a withdrawal."""
WAITS_FOR_PEER = frozenset(
    {
        "case_unknown",
        "push_not_received",
        "not_accepted_yet",
        "not_finished",
        "supplement_not_requested",
        "supplement_pending",
        "result_not_received",
        "not_decided",
        "not_pushed",
        "withdrawal_pending",
        "no_bad_rating",
        "fee_unknown",
        "version_mismatch",
        "question_unknown",
        "complaint_unknown",
        "complaint_not_answered",
        "parcel_unknown",
        "parcel_not_shipped",
    }
)
"""Refusals after which a clerk looks again later: the other side may not have been heard yet."""


@dataclass(slots=True)
class Windows:
    """All windows of all regions, and what they remember of what they did."""

    process: Process
    appender: ProcessAppender
    regions: dict[RegionCode, Region]
    invocations: list[Invocation] = field(default_factory=list)
    busy: int = 0
    intents: int = 0
    repeats_with_new_id: bool = False

    async def case(self, receiving: RegionCode, handling: RegionCode) -> None:
        """Play one case from its submission to its end."""
        self.busy += 1
        chaos = self.process.chaos
        await self.process.clock.sleep(chaos.seconds(0.0, chaos.plan.fault_seconds / 3))
        intent = self._intent()
        command_id = self._id(receiving, intent)
        case_id = AggregateId(derive_case_id(receiving, command_id))
        await self._ask(receiving, case_id, submit(handling=handling), intent)
        if chaos.random.random() < 0.3:
            self.process.start(self._cross(receiving, case_id))
        for command in chaos.random.choice(STORIES):
            if chaos.random.random() < 0.15:
                nonsense = chaos.random.choice((*GOOD_COMMANDS, *VARIANTS))
                await self._ask(receiving, case_id, nonsense, self._intent())
            side = side_of(command)
            await self._insist(receiving if side is Side.RECEIVING else handling, case_id, command)
        self.busy -= 1

    async def item(self, region: RegionCode, code: str) -> None:
        """Publish an item, change it, try what cannot be, and give it up."""
        self.busy += 1
        chaos = self.process.chaos
        name = item_id(region, code)
        nonsense = publish(JANUARY, region=region, code=code, name="too late")
        for command in (
            publish(JANUARY, region=region, code=code),
            publish(MARCH, region=region, code=code, name="changed"),
            nonsense,
            retire(JUNE, code=code),
        ):
            await self.process.clock.sleep(chaos.seconds(0.0, chaos.plan.fault_seconds / 3))
            await self._ask(region, name, command, self._intent())
        self.busy -= 1

    async def _cross(self, region: RegionCode, case_id: AggregateId) -> None:
        """Withdraw at any moment, whatever the others do."""
        self.busy += 1
        chaos = self.process.chaos
        await self.process.clock.sleep(chaos.seconds(0.0, chaos.plan.fault_seconds))
        await self._ask(region, case_id, WITHDRAW, self._intent())
        self.busy -= 1

    async def _insist(self, region: RegionCode, case_id: AggregateId, command: Command) -> None:
        """Ask again, as a new command, while the other side has not been heard."""
        for _ in range(ATTEMPTS_MAX):
            refusal = await self._ask(region, case_id, command, self._intent())
            if refusal not in WAITS_FOR_PEER:
                return
            await self.process.clock.sleep(self.process.chaos.seconds(0.2, 4.0))

    async def _ask(
        self, region: RegionCode, case_id: AggregateId, command: Command, intent: str
    ) -> str | None:
        """Give one command and wait for its outcome, repeating it until there is one."""
        command_id, tries = self._id(region, intent), 0
        while not self.regions[region].stopped:
            tries += 1
            if not await self._append(region, case_id, command, command_id, intent):
                if self.repeats_with_new_id:
                    command_id = self._id(region, f"{intent}-{tries}")
                continue
            await self._meddle(region, case_id, command, command_id, intent)
            answered = await self._wait(region, command_id)
            if answered is not None:
                return answered.answer.refusal
        return None

    async def _meddle(
        self,
        region: RegionCode,
        case_id: AggregateId,
        command: Command,
        command_id: CommandId,
        intent: str,
    ) -> None:
        """Now and then send another command under the same id: never to be decided."""
        chaos = self.process.chaos
        if chaos.active and chaos.random.random() < 0.1:
            others: tuple[Command, ...] = (ADD_MATERIALS, PASS_FORM, NOTIFY)
            if isinstance(command, PublishItem | RetireItem):
                others = (retire(JANUARY, code=command.code),)
            other = chaos.random.choice(others)
            await self._append(region, case_id, other, command_id, intent)

    async def _wait(self, region: RegionCode, command_id: CommandId) -> CommandAnswered | None:
        """Wait for an outcome, sometimes with no patience at all."""
        chaos = self.process.chaos
        impatient = chaos.active and chaos.random.random() < 0.15
        until = self.process.clock.elapsed() + (0.0 if impatient else ANSWER_SECONDS)
        while self.process.clock.elapsed() < until:
            answered = self.regions[region].views.answers.get(command_id)
            if answered is not None:
                return answered
            await self.process.clock.sleep(POLL_SECONDS)
        return None

    async def _append(
        self,
        region: RegionCode,
        case_id: AggregateId,
        command: Command,
        command_id: CommandId,
        intent: str,
    ) -> bool:
        """Append to the intake, as an edge does; False when nobody can tell whether it is there."""
        kind = kind_of(case_id)
        assert kind is not None
        role = Role.OPERATOR if kind.is_reference else Role.CLERK
        body = Submission(
            meta=replace(
                a_meta(aggregate_id=case_id, sequence=0, region=region),
                id=command_id,
                side=kind.side_of(command),
                actor=an_actor(region=region, role=role),
            ),
            body_hash=sha256(repr(command).encode()).digest(),
            expected_version=self._version_seen(command),
            payload=command,
        )
        record = NewRecord(case_id.encode(), encode_intake(body))
        chosen = partition_for(case_id.encode(), self.process.chaos.plan.partitions)
        acknowledged = True
        try:
            await self.appender.append(intake_topic(region), chosen, [record])
        except AppendUnknown:
            acknowledged = False
        self.invocations.append(
            Invocation(
                intent=intent, command_id=command_id, region=region, acknowledged=acknowledged
            )
        )
        return acknowledged

    def _version_seen(self, command: Command) -> int | None:
        """Mostly nobody cares; sometimes a page was open too long."""
        random = self.process.chaos.random
        if isinstance(command, SubmitCase | PublishItem | RetireItem) or random.random() >= 0.04:
            return None
        return random.randint(0, 6)

    def _intent(self) -> str:
        self.intents += 1
        return f"intent-{self.intents}"

    def _id(self, region: RegionCode, intent: str) -> CommandId:
        return derive_command_id(region=region, subject="clerk-7", key=intent)


def pairs(
    regions: Sequence[RegionCode], count: int, windows: Windows
) -> list[tuple[RegionCode, RegionCode]]:
    """Draw who receives and who handles each case; both may be one region."""
    random = windows.process.chaos.random
    return [(random.choice(regions), random.choice(regions)) for _ in range(count)]
