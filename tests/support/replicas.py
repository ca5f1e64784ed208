"""Two regions with one case, as the engine runs them: ordered channels, first copy counts."""

from dataclasses import dataclass, replace

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.causality import follows
from broker.domain.cases.commands import Command, side_of
from broker.domain.cases.events import Event
from broker.domain.cases.state import INITIAL, CaseState
from broker.domain.identifiers import RegionCode, Side
from broker.domain.refusal import Reason, Refusal
from tests.support.builders import HANGZHOU, NOON, QINGYANG
from tests.support.spec import History, react_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """One region: its state, and what it wrote that the peer has not taken yet."""

    region: RegionCode
    state: CaseState = INITIAL
    outbox: History = ()

    def write(self, written: Written[Event]) -> "Replica":
        """Fold an own event and put it on the way."""
        return replace(
            self, state=CASES.evolve(self.state, written), outbox=(*self.outbox, written)
        )

    def take(self, written: Written[Event]) -> tuple["Replica", History]:
        """Fold a peer's event and write the answer; also tell what was written."""
        assert follows(written, self.state), written
        taken = replace(self, state=CASES.evolve(self.state, written))
        reactions = react_in(self.region, written, taken.state)
        for reaction in reactions:
            taken = taken.write(reaction)
        return taken, reactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Both regions of a case, and all channels between them."""

    receiving: Replica = Replica(region=QINGYANG)
    handling: Replica = Replica(region=HANGZHOU)

    def at(self, side: Side) -> Replica:
        """Answer the region of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def with_replica(self, side: Side, replica: Replica) -> "Pair":
        """Answer the pair with one region changed."""
        if side is Side.RECEIVING:
            return replace(self, receiving=replica)
        return replace(self, handling=replica)

    def order(self, command: Command) -> tuple["Pair", History] | Reason:
        """Give a command at the region that owns its side; tell what was written."""
        side = side_of(command)
        replica = self.at(side)
        answer = CASES.decide(command, replica.region, replica.state, NOON)
        if isinstance(answer, Refusal):
            return answer.reason
        for written in answer:
            replica = replica.write(written)
        return self.with_replica(side, replica), answer

    def deliver(self, source: Side) -> tuple["Pair", History] | None:
        """Let the next event of a side arrive; None when nothing is on its way."""
        sender = self.at(source)
        if not sender.outbox:
            return None
        first, *rest = sender.outbox
        taken, reactions = self.at(source.other).take(first)
        sent = self.with_replica(source, replace(sender, outbox=tuple(rest)))
        return sent.with_replica(source.other, taken), reactions

    def settle(self) -> "Pair":
        """Let everything arrive, answers included."""
        pair = self
        while True:
            arrived = pair.deliver(Side.RECEIVING) or pair.deliver(Side.HANDLING)
            if arrived is None:
                return pair
            pair, _ = arrived
