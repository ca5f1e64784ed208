"""Any interleaving of any children of any plan: never finished early, never stuck, agreed on.

Two regions play: the front, which owns the parent, and the authority of a reported composite.
Each folds its own events at once and the other's as the link brings them, in order.
"""

from collections import deque
from dataclasses import replace
from functools import reduce

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from typing_extensions import override

from broker.domain.aggregate import Written
from broker.domain.composites.aggregate import COMPOSITES
from broker.domain.composites.causality import follows
from broker.domain.composites.children import all_ended, join_met
from broker.domain.composites.commands import (
    AddChild,
    CompositeCommand,
    NoteChildProgress,
    RecordFact,
    ReportComposite,
    StartChild,
    SupplementSharedMaterial,
)
from broker.domain.composites.definition import StageFact
from broker.domain.composites.events import (
    ChildStarted,
    CompositeEvent,
    CompositeFinished,
    SharedMaterialSupplemented,
)
from broker.domain.composites.plan import Plan, is_sound
from broker.domain.composites.state import Composite, CompositeState, UnderWay
from broker.domain.composites.status import (
    CompositeAct,
    CompositeOwed,
    CompositeStatus,
    owes,
    status,
)
from broker.domain.composites.words import ChildStage, JoinPolicy
from broker.domain.identifiers import Side
from broker.domain.refusal import Refusal
from tests.domain.composites.support import (
    ABOVE,
    APPROVE,
    DELIVER,
    FINISH,
    FRONT,
    NOON,
    NOTIFY,
    PAPER,
    begin,
    child,
    plan_of,
    promise,
    withdraw,
)

CARD = "居民身份证"
FORM = StageFact(stage=ChildStage.DECIDED, fact="Form")
"""The first child tells it; others may wait for it."""
KEYS = ("a", "b", "c", "d", "e")
keys = st.sampled_from(KEYS)
LINK_LENGTH_MAX = 10_000


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan that can be carried out, of any policy and any order."""
    count = draw(st.integers(1, 4))
    join = draw(st.sampled_from(JoinPolicy))
    children = []
    for place, key in enumerate(KEYS[:count]):
        after = draw(st.lists(st.sampled_from(KEYS[:place]), unique=True)) if place else []
        materials = (CARD,) if draw(st.booleans()) else ()
        triggers = draw(st.lists(st.sampled_from(["FundsReceived", "Form"]), unique=True))
        planned = replace(child(key, *after, materials=materials), waits_for=tuple(triggers))
        children.append(planned if place else replace(child(key), facts=(FORM,)))
    lead = ""
    if join is JoinPolicy.ADVANCE or (join is JoinPolicy.COMMON and draw(st.booleans())):
        lead = KEYS[count - 1]
    plan = plan_of(*children, join=join, lead=lead)
    assert is_sound(plan)
    return plan


class ParentCase(RuleBasedStateMachine):
    """A parent case in the front region, and its copy at the authority."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.front: CompositeState = COMPOSITES.initial
        self.authority: CompositeState = COMPOSITES.initial
        self.up: deque[Written[CompositeEvent]] = deque()
        self.down: deque[Written[CompositeEvent]] = deque()
        self.numbers = dict.fromkeys(KEYS, 0)
        self.written: list[Written[CompositeEvent]] = []

    @property
    def state(self) -> Composite:
        """Answer the parent as the front knows it."""
        assert isinstance(self.front, Composite)
        return self.front

    def at_front(self, command: CompositeCommand) -> tuple[CompositeEvent, ...]:
        """Give a command at the front; what it writes goes up over the link."""
        answer = COMPOSITES.decide(command, FRONT, self.front, NOON)
        if isinstance(answer, Refusal):
            return ()
        self.front = reduce(COMPOSITES.evolve, answer, self.front)
        self.written.extend(answer)
        if self.state.plan.authority_region is not None:
            self.up.extend(answer)
        return tuple(one.event for one in answer)

    @initialize(plan=plans())
    def begins(self, plan: Plan) -> None:
        assert self.at_front(begin(plan))

    @rule(key=keys, stage=st.sampled_from(ChildStage), repeated=st.booleans())
    def tells(self, key: str, stage: ChildStage, repeated: bool) -> None:  # noqa: FBT001
        before = self.state
        if not repeated:
            self.numbers[key] += 1
        events = self.at_front(NoteChildProgress(child=key, number=self.numbers[key], stage=stage))
        started = {one.child for one in events if isinstance(one, ChildStarted)}
        self.only_these_moved(before, {key} | started)

    @rule(key=keys)
    def withdraws(self, key: str) -> None:
        before = self.state
        events = self.at_front(withdraw(key))
        started = {one.child for one in events if isinstance(one, ChildStarted)}
        assert not started, "a withdrawal starts nothing by itself"
        self.only_these_moved(before, {key})

    @rule(key=keys)
    def promises(self, key: str) -> None:
        before = self.state
        self.at_front(promise(key))
        self.only_these_moved(before, {key, self.state.plan.lead})

    @rule(key=keys, after=st.lists(keys, max_size=2, unique=True))
    def adds(self, key: str, after: list[str]) -> None:
        self.at_front(AddChild(child=child(key, *after, materials=(CARD,))))

    @rule(key=keys)
    def starts(self, key: str) -> None:
        before = self.state
        self.at_front(StartChild(child=key))
        self.only_these_moved(before, {key})

    @rule()
    def supplements(self) -> None:
        before = self.state
        events = self.at_front(SupplementSharedMaterial(name=CARD, materials=(PAPER,)))
        takers = {
            one.key
            for one in before.front.children
            if one.planned.materials and not one.has_ended and one.stage is not ChildStage.DECIDED
        }
        reached = [
            set(one.children) for one in events if isinstance(one, SharedMaterialSupplemented)
        ]
        assert reached == ([takers] if takers else [])
        self.only_these_moved(before, set())

    @rule(command=st.sampled_from([NOTIFY, DELIVER, FINISH, ReportComposite()]))
    def closes(self, command: CompositeCommand) -> None:
        before = self.state
        events = self.at_front(command)
        assert all_ended(before) or not events, "nothing is told before the last child has ended"
        if any(isinstance(one, CompositeFinished) for one in events):
            assert join_met(before)

    @rule()
    def records_money(self) -> None:
        before = self.state
        events = self.at_front(RecordFact(fact="FundsReceived"))
        self.only_these_moved(
            before, {one.child for one in events if isinstance(one, ChildStarted)}
        )

    @precondition(lambda self: self.up)
    @rule()
    def link_brings_up(self) -> None:
        written = self.up.popleft()
        assert follows(written, self.authority)
        self.authority = COMPOSITES.evolve(self.authority, written)
        self.answer_at_authority(COMPOSITES.react(written, self.authority, NOON))

    @precondition(lambda self: self.down)
    @rule()
    def link_brings_down(self) -> None:
        written = self.down.popleft()
        assert follows(written, self.front)
        self.front = COMPOSITES.evolve(self.front, written)
        answer = COMPOSITES.react(written, self.front, NOON)
        self.front = reduce(COMPOSITES.evolve, answer, self.front)
        self.up.extend(answer)

    @precondition(lambda self: isinstance(self.authority, Composite))
    @rule()
    def authority_decides(self) -> None:
        answer = COMPOSITES.decide(APPROVE, ABOVE, self.authority, NOON)
        if not isinstance(answer, Refusal):
            self.answer_at_authority(answer)

    def answer_at_authority(self, answer: tuple[Written[CompositeEvent], ...]) -> None:
        """Let the authority write; that goes down over the link."""
        self.authority = reduce(COMPOSITES.evolve, answer, self.authority)
        self.down.extend(answer)

    def only_these_moved(self, before: Composite, keys: set[str]) -> None:
        """Require that every other child stands as it stood."""
        now = {one.key: one for one in self.state.front.children}
        moved = {one.key for one in before.front.children if now[one.key] != one}
        assert moved <= keys

    @invariant()
    def in_progress_while_any_child_is_unfinished(self) -> None:
        if not isinstance(self.front, Composite):
            return
        if not all_ended(self.state):
            assert status(self.state) is CompositeStatus.IN_PROGRESS

    @invariant()
    def somebody_owes_the_next_act_until_the_end(self) -> None:
        """Invariant 10."""
        if isinstance(self.front, Composite):
            is_finished = status(self.state) is CompositeStatus.FINISHED
            assert bool(owes(self.state)) != is_finished

    @invariant()
    def only_what_was_started_has_a_stage(self) -> None:
        started = {one.event.child for one in self.written if isinstance(one.event, ChildStarted)}
        if isinstance(self.front, Composite):
            running = {
                one.key for one in self.state.front.children if isinstance(one.phase, UnderWay)
            }
            assert running <= started

    @override
    def teardown(self) -> None:
        """Do what is owed until nothing is: it is never stuck, and both regions agree."""
        if not isinstance(self.front, Composite):
            return
        for _ in range(LINK_LENGTH_MAX):
            if not self.up and not self.down and not owes(self.state):
                break
            self.does_what_is_owed()
        assert status(self.state) is CompositeStatus.FINISHED
        if self.state.plan.authority_region is not None:
            assert self.authority == self.front

    def does_what_is_owed(self) -> None:
        """Carry what travels, then do the first act that is owed."""
        while self.up or self.down:
            if self.up:
                self.link_brings_up()
            if self.down:
                self.link_brings_down()
        if not owes(self.state):
            return
        owed = owes(self.state)[0]
        if owed.act is CompositeAct.DECIDE:
            assert owed.side is Side.HANDLING
            self.authority_decides()
        else:
            assert self.at_front(self.answer_to(owed)), owed

    def answer_to(self, owed: CompositeOwed) -> CompositeCommand:
        """Answer the command that does what the front owes."""
        self.numbers[owed.child] = self.numbers.get(owed.child, 0) + 1
        number = self.numbers[owed.child]
        answers: dict[CompositeAct, CompositeCommand] = {
            CompositeAct.HANDLE_CHILD: NoteChildProgress(
                child=owed.child, number=number, stage=ChildStage.GRANTED
            ),
            CompositeAct.RECORD_FACT: RecordFact(fact=owed.about),
            CompositeAct.START_OR_WITHDRAW: StartChild(child=owed.child),
            CompositeAct.WITHDRAW_CHILD: withdraw(owed.child),
            CompositeAct.REPORT: ReportComposite(),
            CompositeAct.DELIVER: DELIVER,
            CompositeAct.NOTIFY: NOTIFY,
            CompositeAct.FINISH: FINISH,
        }
        return answers[owed.act]


TestParentCase = ParentCase.TestCase
TestParentCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
