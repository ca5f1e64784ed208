"""One region's log with its time: what is due is settled first, as the engine does (design E8)."""

from dataclasses import dataclass, field, replace

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command, SubmitCase, side_of
from broker.domain.cases.events import Event
from broker.domain.cases.state import Case, CaseState
from broker.domain.identifiers import Instant, RegionCode, Side
from broker.domain.items.catalogue import Version
from broker.domain.items.item import Item
from broker.domain.items.state import KnownItem
from broker.domain.reference import NOTHING_PUBLISHED, Reference
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import PASS_FORM, PASS_IDENTITY, PUSH, submit
from tests.support.spec import History

UNKNOWN_CODE = "地方-0001"
"""No list knows it, so the limits of the licensing law hold."""


@dataclass(frozen=True)
class Published:
    """A reference that holds one item in one version."""

    item_: Item

    def item(self, region: RegionCode, code: str) -> KnownItem | None:
        """Answer the item to who asks for it."""
        if (region, code) != (self.item_.region, self.item_.code):
            return None
        first = Version(number=1, item=self.item_, published_on=self.item_.effective.from_on)
        return KnownItem(region=region, code=code, versions=(first,))


@dataclass
class Log:
    """A log that both sides write to, or that of one of them."""

    reference: Reference = NOTHING_PUBLISHED
    region: RegionCode | None = None
    """None: both sides are here."""
    state: CaseState = CASES.initial
    history: list[Written[Event]] = field(default_factory=list)

    def settle(self, at: Instant) -> History:
        """Write what is due, and answer it."""
        due = tuple(one for one in CASES.settle(self.state, at) if self.owns(one.side))
        for written in due:
            self.write(written, at)
        return due

    def owns(self, side: Side) -> bool:
        """Say whether a side is written here."""
        return self.region is None or CASES.region_of(self.state, side) == self.region

    def write(self, written: Written[Event], at: Instant) -> Written[Event]:
        """Fold an event with its time."""
        dated = written._replace(at=at)
        self.state = CASES.evolve(self.state, dated)
        self.history.append(dated)
        return dated

    def order(self, command: Command, at: Instant) -> Reason | None:
        """Settle, then decide."""
        self.settle(at)
        region = (
            self.region or CASES.region_of(self.state, side_of(command)) or RegionCode("621000")
        )
        answer = CASES.decide(command, region, self.state, at)
        if isinstance(answer, Refusal):
            return answer.reason
        for written in answer:
            self.react(self.write(written, at), at)
        return None

    def take(self, written: Written[Event], at: Instant) -> None:
        """Settle, then let an event of the other region arrive."""
        self.settle(at)
        assert CASES.follows(written, self.state), written
        self.state = CASES.evolve(self.state, written)
        self.react(written, at)

    def react(self, written: Written[Event], at: Instant) -> None:
        """Write what this region's other side answers."""
        assert written.at is not None
        if self.owns(written.side.other):
            for reaction in CASES.react(written, self.state, at, self.reference):
                self.react(self.write(reaction, at), at)

    @property
    def case(self) -> Case:
        """Answer the case."""
        assert isinstance(self.state, Case)
        return self.state


def a_submit(code: str) -> SubmitCase:
    """Hand in a case of an item."""
    return replace(submit(), item_code=code)


def pushed(
    at: Instant, *, code: str = UNKNOWN_CODE, reference: Reference = NOTHING_PUBLISHED
) -> Log:
    """Hand a case in and over, all at one instant."""
    log = Log(reference=reference)
    for command in (a_submit(code), PASS_FORM, PASS_IDENTITY, PUSH):
        assert log.order(command, at) is None
    return log
