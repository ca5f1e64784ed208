"""The exporter copies each event once, wherever its bytes came to stand."""

from broker.engine.lead import Counted
from broker.schemas.records import Decision
from broker.streams.exporter import exported
from tests.engine.support import Desk
from tests.engine.test_reference import HOME, REST, THERE, submitted, way
from tests.support.builders import HANGZHOU
from tests.support.items import publish


def keys(desk: Desk, decision: Decision) -> list[bytes | None]:
    """List the keys of what is copied out of a Decision."""
    return [record.key for record in exported(Counted(desk.fold.journal, decision))]


def test_an_item_is_copied_out_by_the_partition_that_hears_of_it_first() -> None:
    home, rest = Desk(partition=HOME), Desk(partition=REST)
    peer, last = (Desk(region=HANGZHOU, partition=number) for number in (THERE, 1 - THERE))
    published = submitted(home, publish())
    received = peer.hear(way(published, home, peer))
    told = rest.hear(way(published, home, rest)), last.hear(way(received, peer, last))
    assert len(keys(home, published)) == len(keys(peer, received)) == 1
    assert [keys(rest, told[0]), keys(last, told[1])] == [[], []]
