"""What no event names is swept after some days of the log's time, and nothing else ever is."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from typing_extensions import override

from broker.domain.envelope import Material
from broker.domain.identifiers import CaseId, Instant
from broker.engine.routing import Topology
from broker.errors import Unavailable
from broker.memory import MemoryAppender, MemoryKafka, MemoryLog
from broker.metrics import Metrics
from broker.ports import Logs
from broker.schemas.codec import encode_journal
from broker.schemas.records import LeadTaken, LogRecord, NewRecord
from broker.schemas.wrapping import PlainKey
from broker.stores.keys import KeyStore
from broker.stores.materials import DAY_MILLISECONDS, Materials
from broker.stores.objects import MemoryObjects
from broker.stores.views.store import SqlViewStore
from broker.streams.dead_letters import DeadLetters, Standing, find_open
from broker.streams.topics import dead_letters_topic, intake_topic, journal_topic
from broker.views.case import CaseView
from broker.views.changes import Change
from broker.wiring.sweep import KEYS_TOGETHER, Sweep, counting
from tests.engine.support import Desk, partition_of
from tests.stores.views.support import FIRST, keep
from tests.support.builders import submit
from tests.views.histories import QINGYANG, SEALED, SUBMIT, play
from tests.web.places import START, FakeClock

CASE, INVENTED = CaseId("621000-" + "a" * 26), CaseId("621000-" + "b" * 26)
IN_PARTITIONS = ("621000-" + "b" * 26, "621000-" + "a" * 26)
"""A case of each of two partitions."""
KEY, CONTENT = b"k" * 32, b"a document"
AFTER_DAYS = 7
FAR = Instant(START + 10**12)


@dataclass(slots=True)
class Stores:
    """A region's stores, its log, and a sweep over them; time is what a test says."""

    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)
    metrics: Metrics = field(default_factory=Metrics)
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    kafka: MemoryKafka = field(init=False)
    keys: KeyStore = field(init=False)
    views: SqlViewStore = field(init=False)

    def __post_init__(self) -> None:
        self.kafka = MemoryKafka(self.clock.now)
        for topic in (
            intake_topic(QINGYANG),
            journal_topic(QINGYANG),
            dead_letters_topic(QINGYANG),
        ):
            self.kafka.create_topic(topic, 2)
        self.keys = KeyStore(self.folder / "keys.db", QINGYANG, self.clock)
        self.views = SqlViewStore(f"sqlite:///{self.folder / 'views.db'}", QINGYANG)

    def close(self) -> None:
        self.keys.close()
        self.views.close()

    @property
    def materials(self) -> Materials:
        return Materials(self.objects, self.keys, b"pepper", clock=self.clock)

    @property
    def logs(self) -> Logs:
        log, appender = MemoryLog(self.kafka), MemoryAppender(self.kafka)
        return Logs(log=log, appender=appender, clock=self.clock)

    def sweep(self) -> Sweep:
        return Sweep(
            topology=Topology(region=QINGYANG, partitions={QINGYANG: 1}),
            keys=self.keys,
            objects=self.objects,
            views=self.views,
            logs=self.logs,
            after_days=AFTER_DAYS,
            count=counting(self.metrics, QINGYANG),
        )

    def swept(self, kind: str) -> float:
        """Answer what the operators see."""
        labels = {"region": QINGYANG, "kind": kind}
        return self.metrics.registry.get_sample_value("tongban_keys_swept_total", labels) or 0.0

    def decided(
        self, *, days: float, history: Sequence[Change] = (), lead: LeadTaken | None = None
    ) -> None:
        """Let journal and model come to a record of so many days after the start."""
        decision = Desk(partition=partition_of()).ask("c1", submit())
        now = Instant(START + int(days * DAY_MILLISECONDS))
        value = encode_journal(lead or replace(decision, now=now))
        self.kafka.append(journal_topic(QINGYANG), 0, [NewRecord(b"", value)])
        keep(self.views, history)

    async def upload(self, case_id: CaseId) -> Material:
        """Store a document."""
        return await self.materials.store(case_id, CONTENT, title="", media_type="image/png")

    async def is_whole(self, case_id: CaseId, material: Material) -> bool:
        """Tell whether a document and its key are there."""
        try:
            return await self.materials.fetch(case_id, material) == CONTENT
        except Unavailable:
            return False


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """Give a region at its start."""
    made = Stores(tmp_path)
    yield made
    made.close()


def naming(material: Material) -> tuple[Change, ...]:
    """Play a case whose applicant handed a document in."""
    return play(CASE, submit=replace(SUBMIT, materials=(material,)))


async def test_an_upload_never_handed_in_is_swept_with_its_key(stores: Stores) -> None:
    material = await stores.upload(INVENTED)
    stores.decided(days=8.1)
    await stores.sweep().once()
    assert await stores.objects.names("") == []
    assert stores.keys.get(material.key_id) is None
    assert (stores.swept("upload"), stores.swept("sealing")) == (1, 0)


async def test_a_sealing_key_of_a_case_that_never_was_is_swept(stores: Stores) -> None:
    stores.keys.store("lost", INVENTED, KEY)
    stores.decided(days=8.1)
    await stores.sweep().once()
    assert stores.keys.get("lost") is None
    assert (stores.swept("upload"), stores.swept("sealing")) == (0, 1)


async def test_what_an_event_names_stays_for_ever(stores: Stores) -> None:
    stores.keys.store(SEALED.key_id, CASE, KEY)
    material = await stores.upload(CASE)
    stores.decided(days=1, history=naming(material))
    for days in (9, 100):
        stores.decided(days=days)
        await stores.sweep().once()
    assert stores.keys.get(SEALED.key_id) == KEY
    assert await stores.is_whole(CASE, material)
    assert stores.swept("upload") == stores.swept("sealing") == 0
    assert stores.keys.waiting.next(None, FAR, 10) == []


@pytest.mark.parametrize("days", [0, 6.9, 7.9])
async def test_nothing_is_swept_before_its_time(stores: Stores, days: float) -> None:
    material = await stores.upload(INVENTED)
    stores.decided(days=days)
    stores.clock.milliseconds += 100 * DAY_MILLISECONDS
    await stores.sweep().once()
    assert await stores.is_whole(INVENTED, material)


async def test_a_draft_that_is_saved_keeps_its_uploads(stores: Stores) -> None:
    draft, other = await stores.upload(INVENTED), await stores.upload(CASE)
    stores.clock.milliseconds += 5 * DAY_MILLISECONDS
    await stores.materials.renew(INVENTED)
    stores.decided(days=8.1)
    await stores.sweep().once()
    assert await stores.is_whole(INVENTED, draft)
    assert not await stores.is_whole(CASE, other)
    stores.decided(days=13.1)
    await stores.sweep().once()
    assert not await stores.is_whole(INVENTED, draft)


async def test_while_the_log_stands_still_nothing_is_swept(stores: Stores) -> None:
    """A command may wait on the intake, or a Decision for the model, however long."""
    material = await stores.upload(INVENTED)
    stores.clock.milliseconds += 100 * DAY_MILLISECONDS
    await stores.sweep().once()
    stores.decided(days=0, lead=LeadTaken(format=1, epoch=1, writer="w"))
    await stores.sweep().once()
    assert await stores.is_whole(INVENTED, material)


async def test_a_model_that_is_being_rebuilt_condemns_nothing(stores: Stores) -> None:
    material = await stores.upload(CASE)
    stores.decided(days=1, history=naming(material))
    stores.decided(days=9)

    class Dropping(SqlViewStore):
        """A model that somebody drops between the first question and the second."""

        @override
        def case(self, case_id: str) -> CaseView | None:
            self.drop_all()
            return super().case(case_id)

    views = Dropping(f"sqlite:///{stores.folder / 'views.db'}", QINGYANG)
    await replace(stores.sweep(), views=views).once()
    views.close()
    assert await stores.is_whole(CASE, material)


async def test_what_a_dead_letter_names_stays_until_it_is_discarded(stores: Stores) -> None:
    stores.keys.store("in-a-letter", INVENTED, KEY)
    letters = DeadLetters(region=QINGYANG, appender=stores.logs.appender)
    intake = intake_topic(QINGYANG)
    await letters.set_aside(intake, 0, LogRecord(5, START, b"", b"..in-a-letter..", ()), "poison")
    stores.decided(days=9)
    await stores.sweep().once()
    assert stores.keys.get("in-a-letter") == KEY
    letter = await find_open(stores.logs.log, QINGYANG, f"{intake}-0-5")
    await letters.close(letter, Standing.DISCARDED, "repeated")
    await stores.sweep().once()
    assert stores.keys.get("in-a-letter") is None


async def test_a_sweep_that_broke_off_is_ended_by_the_next(stores: Stores) -> None:
    material = await stores.upload(INVENTED)
    stores.decided(days=9)

    class Failing(MemoryObjects):
        """A store that goes away."""

        @override
        async def delete(self, name: str) -> None:
            raise Unavailable("the object store does not answer")

    with pytest.raises(Unavailable):
        await replace(stores.sweep(), objects=Failing()).once()
    with pytest.raises(Unavailable, match="being removed"):
        await stores.upload(INVENTED)
    await stores.sweep().once()
    assert await stores.objects.names("") == []
    assert await stores.upload(INVENTED) == material
    assert await stores.is_whole(INVENTED, material)
    assert stores.swept("upload") == 1


async def test_two_nodes_may_sweep_at_once(stores: Stores) -> None:
    await stores.upload(INVENTED)
    stores.decided(days=9)
    await asyncio.gather(*(stores.sweep().once() for _ in range(3)))
    assert stores.swept("upload") == 1
    await stores.upload(INVENTED)
    with stores.keys.waiting.sweeping() as is_ours:
        assert is_ours
        stores.decided(days=20)
        await stores.sweep().once()
    assert stores.swept("upload") == 1


async def test_an_upload_that_comes_again_waits_anew(stores: Stores) -> None:
    material = await stores.upload(INVENTED)
    stores.clock.milliseconds += 6 * DAY_MILLISECONDS
    [before] = stores.keys.waiting.next(None, FAR, 10)
    assert await stores.upload(INVENTED) == material
    assert not stores.keys.waiting.leave(before)
    stores.decided(days=9)
    await stores.sweep().once()
    assert await stores.is_whole(INVENTED, material)


async def test_what_may_be_swept_is_offered_no_more(stores: Stores) -> None:
    material = await stores.upload(INVENTED)
    stores.clock.milliseconds += 7 * DAY_MILLISECONDS - 1
    assert await stores.materials.uploaded(INVENTED, material.digest) == material
    stores.clock.milliseconds += 1
    assert await stores.materials.uploaded(INVENTED, material.digest) is None


async def test_the_objects_of_a_destroyed_case_are_swept(stores: Stores) -> None:
    await stores.upload(INVENTED)
    stores.keys.destroy_case(INVENTED)
    stores.decided(days=9)
    await stores.sweep().once()
    assert await stores.objects.names("") == []


async def test_many_keys_are_swept_in_turns(stores: Stores) -> None:
    numbers = range(KEYS_TOGETHER * 2 + 1)
    case_ids = [CaseId(f"621000-{number % 7}") for number in numbers]
    stores.keys.store_all([PlainKey(key_id=f"k{n}", case_id=case_ids[n], key=KEY) for n in numbers])
    stores.decided(days=9)
    await stores.sweep().once()
    assert stores.swept("sealing") == len(numbers)


async def test_only_the_log_of_the_own_partition_tells_the_time_of_a_key(stores: Stores) -> None:
    ours, others = (CaseId(name) for name in IN_PARTITIONS)
    for case_id in (ours, others):
        stores.keys.store(f"key of {case_id}", case_id, KEY)
    stores.decided(days=9)
    behind = replace(Desk(partition=partition_of()).ask("c1", submit()), now=START)
    record = NewRecord(b"", encode_journal(behind))
    stores.kafka.append(journal_topic(QINGYANG), 1, [record])
    stores.views.record(1, expected=None, advanced=FIRST, changes=())
    two = Topology(region=QINGYANG, partitions={QINGYANG: 2})
    await replace(stores.sweep(), topology=two).once()
    assert stores.keys.get(f"key of {ours}") is None
    assert stores.keys.get(f"key of {others}") == KEY
