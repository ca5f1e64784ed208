"""given(history).when(command).then(events) for parent cases, and definitions to play with."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from broker.domain.aggregate import Written
from broker.domain.cases.commands import DecisionResult, DeliveryWay, NoticeChannel
from broker.domain.composites.aggregate import COMPOSITES
from broker.domain.composites.commands import (
    COMPOSITE_COMMAND_SIDES,
    BeginComposite,
    CompositeCommand,
    DecideComposite,
    DeliverComposite,
    FinishComposite,
    NoteChildProgress,
    NotifyComposite,
    RecordPromise,
    WithdrawChild,
)
from broker.domain.composites.definition import CompositeDefinition
from broker.domain.composites.events import CompositeEvent, side_of
from broker.domain.composites.importing import DefinitionsImported, import_definitions
from broker.domain.composites.plan import Plan, PlannedChild, TakenMaterial
from broker.domain.composites.planning import Choice, make_plan
from broker.domain.composites.state import Composite, CompositeState
from broker.domain.composites.words import ChildStage, JoinPolicy
from broker.domain.envelope import Material, Sealed
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.refusal import Reason, Refusal

DATA = Path(__file__).parents[3] / "broker" / "data" / "composites.json"
FRONT = RegionCode("621000")
ELSEWHERE = RegionCode("320114")
ABOVE = RegionCode("620000")
NOON = Instant(1_780_000_000_000)
SEALED = Sealed(suite="standard", key_id="k1", nonce=b"n" * 12, ciphertext=b"c")
PAPER = Material(
    digest="0" * 64, key_id="k2", title="居民身份证", media_type="image/png", size_bytes=1
)
WAY_TO_GRANT = (
    ChildStage.PUSHED,
    ChildStage.RECEIVED,
    ChildStage.ACCEPTED,
    ChildStage.DECIDED,
    ChildStage.GRANTED,
)
NOTIFY = NotifyComposite(channel=NoticeChannel.SMS)
DELIVER = DeliverComposite(way=DeliveryWay.PICK_UP_RECEIVING)
FINISH = FinishComposite()
APPROVE = DecideComposite(
    result=DecisionResult.GRANTED, rights_notice_given=False, documents=(), sealed=None
)

Steps = CompositeCommand | Iterable[CompositeCommand]


def load_definitions() -> dict[str, CompositeDefinition]:
    """Read the composites that come with the product."""
    answer = import_definitions(DATA.read_text(encoding="utf-8"))
    assert isinstance(answer, DefinitionsImported), answer
    return {one.code: one for one in answer.definitions}


def planned(definition: CompositeDefinition, **answers: str) -> Plan:
    """Plan a composite with everything optional, all named regions elsewhere."""
    keys = [child.key for child in definition.children]
    choice = Choice(
        receiving=FRONT,
        answers=answers,
        wanted=frozenset(child.key for child in definition.children if child.is_optional),
        regions=dict.fromkeys(keys, ELSEWHERE),
        versions=dict.fromkeys(keys, 1),
    )
    plan = make_plan(definition, choice)
    assert isinstance(plan, Plan), plan
    return plan


def child(key: str, *after: str, materials: tuple[str, ...] = ()) -> PlannedChild:
    """Plan one child elsewhere."""
    return PlannedChild(
        key=key,
        name=f"事项{key}",
        item_code="",
        item_version=0,
        handling_region=ELSEWHERE,
        after=after,
        materials=tuple(TakenMaterial(shared=name, name=name) for name in materials),
    )


def plan_of(*children: PlannedChild, join: JoinPolicy = JoinPolicy.COMMON, lead: str = "") -> Plan:
    """Plan a composite of these children; a reported one goes to the province."""
    return Plan(
        composite_code="test",
        composite_version=1,
        join=join,
        lead=lead,
        authority_region=ABOVE if join is JoinPolicy.REPORTED else None,
        children=children,
        facts=("FundsReceived",),
        may_extend=True,
    )


def begin(plan: Plan) -> BeginComposite:
    """Begin a parent case."""
    return BeginComposite(plan=plan, applicant_hash="h", materials=(PAPER,), sealed=SEALED)


def tells(key: str, *stages: ChildStage, number: int = 1) -> tuple[NoteChildProgress, ...]:
    """Let a child tell these stages, one after the other."""
    return tuple(
        NoteChildProgress(child=key, number=number + shift, stage=stage)
        for shift, stage in enumerate(stages)
    )


def grants(*keys: str) -> tuple[NoteChildProgress, ...]:
    """Let children come all the way to a grant, one child after the other."""
    return tuple(step for key in keys for step in tells(key, *WAY_TO_GRANT))


def rejects(key: str) -> tuple[NoteChildProgress, ...]:
    """Let a child be rejected."""
    return tells(key, *WAY_TO_GRANT[:-1], ChildStage.REJECTED)


def withdraw(key: str) -> WithdrawChild:
    """Withdraw a child with a reason."""
    return WithdrawChild(child=key, sealed=SEALED)


def promise(key: str) -> RecordPromise:
    """Promise for a child."""
    return RecordPromise(child=key, letter=PAPER)


@dataclass(frozen=True, slots=True)
class When:
    """What a command has come to."""

    answer: tuple[CompositeEvent, ...] | Refusal

    def then(self, *expected: CompositeEvent) -> None:
        """Require exactly these events, in this order."""
        assert self.answer == expected

    def then_refused(self, reason: Reason) -> None:
        """Require a refusal."""
        assert self.answer == Refusal(reason)


@dataclass(frozen=True, slots=True)
class Given:
    """A parent case after a history of commands that all succeeded."""

    state: CompositeState

    @property
    def composite(self) -> Composite:
        """Answer the state of a case that has begun."""
        assert isinstance(self.state, Composite)
        return self.state

    def when(self, command: CompositeCommand, *, at: RegionCode | None = None) -> When:
        """Give a command at the region that owns its side, or at another."""
        answer = ask(self.state, command, at)
        if isinstance(answer, Refusal):
            return When(answer)
        return When(tuple(written.event for written in answer))


def ask(
    state: CompositeState, command: CompositeCommand, at: RegionCode | None = None
) -> tuple[Written[CompositeEvent], ...] | Refusal:
    """Decide, with the reactions of the other side."""
    side = COMPOSITE_COMMAND_SIDES[type(command)]
    region = at or COMPOSITES.region_of(state, side) or FRONT
    answer = COMPOSITES.decide(command, region, state, NOON)
    if isinstance(answer, Refusal):
        return answer
    found: list[Written[CompositeEvent]] = []
    for written in answer:
        assert written.side is side_of(written.event)
        state = COMPOSITES.evolve(state, written)
        reactions = COMPOSITES.react(written, state, NOON)
        state = reduce(COMPOSITES.evolve, reactions, state)
        found.extend((written, *reactions))
    return tuple(found)


def given(*steps: Steps) -> Given:
    """Begin a rule with commands that must all succeed."""
    state: CompositeState = COMPOSITES.initial
    for step in steps:
        for command in step if isinstance(step, Iterable) else (step,):
            answer = ask(state, command)
            assert not isinstance(answer, Refusal), (command, answer)
            state = reduce(COMPOSITES.evolve, answer, state)
    return Given(state)
