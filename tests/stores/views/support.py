"""What the tests of the read model share."""

from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256

from sqlalchemy import create_engine, select

from broker.domain.identifiers import AggregateId, CommandId
from broker.stores.views.store import SqlViewStore
from broker.stores.views.tables import METADATA
from broker.views.changes import Answer, Change, CommandAnswered, EventRecorded, JournalRow
from broker.views.position import Place, Position
from tests.views.histories import HANGZHOU, MORNING, QINGYANG

FIRST = Position(offset=0, epoch=1, chain=b"a" * 32)
SECOND = Position(offset=1, epoch=1, chain=b"b" * 32)
THIRD = Position(offset=2, epoch=1, chain=b"c" * 32)


def keep(store: SqlViewStore, *histories: Sequence[Change]) -> None:
    """Record histories in partition 0, whatever its position is."""
    expected = store.position(0)
    offset = 0 if expected is None else expected.offset + 1
    advanced = Position(offset=offset, epoch=1, chain=b"a" * 32)
    changes = [change for history in histories for change in history]
    store.record(0, expected=expected, advanced=advanced, changes=changes)


def answered(command_id: str, *, outcome: str = "events", offset: int = 0) -> CommandAnswered:
    """Make the outcome of a command."""
    return CommandAnswered(
        place=Place(partition=0, offset=offset, now=MORNING),
        answer=Answer(
            command_id=CommandId(command_id),
            kind="CheckForm",
            case_id=AggregateId("621000-a"),
            outcome=outcome,
            refusal="already_pushed" if outcome == "refusal" else None,
            set_aside=None,
            duplicate_of=None,
        ),
        event_ids=("621000-a.r2",) if outcome == "events" else (),
    )


def rows_of(history: Sequence[EventRecorded], *, first: int = 0) -> list[JournalRow]:
    """Make one journal record of each event."""
    return [
        JournalRow(
            offset=offset,
            epoch=1,
            chain=sha256(str(offset).encode()).digest(),
            now=change.place.now,
            answer=answered(f"c{offset}").answer,
            events=(change.arrived,),
        )
        for offset, change in enumerate(history, start=first)
    ]


def content_of(url: str) -> str:
    """Hash every row of every table, in the order of its key."""
    engine = create_engine(url)
    hashed = sha256()
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            asked = select(table).order_by(*table.primary_key.columns)
            for row in connection.execute(asked):
                hashed.update(repr((table.name, tuple(row))).encode())
    engine.dispose()
    return hashed.hexdigest()


def reopened(url: str) -> closing[SqlViewStore]:
    """Open the same read model once more, as another process would."""
    return closing(SqlViewStore(url, QINGYANG))


def at_peer(url: str) -> closing[SqlViewStore]:
    """Open the same rows as if they were the peer's."""
    return closing(SqlViewStore(url, HANGZHOU))
