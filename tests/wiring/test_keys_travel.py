"""What a peer can open: nothing before the push, everything of the case after it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from broker.domain.cases.commands import WithdrawCase
from broker.domain.cases.events import CasePushed
from broker.domain.envelope import Material
from broker.domain.identifiers import CaseId, Side
from broker.schemas.sealed import APART
from broker.views.changes import EventRecorded
from broker.web.ports import StoredMaterial
from tests.support.complaints import complain
from tests.views.histories import HANGZHOU, PHOTO, QINGYANG, SEALED, SUBMIT, play
from tests.web.places import XIAN
from tests.web.world import World
from tests.wiring.travel import Pair, listening

CASE = CaseId("621000-aaaaaaaaaaaaaaaaaaaaaaaaaa")
KEY = b"k" * 32
DOCUMENT = b"%PDF-1.7\n" + bytes(range(256)) * 2_000  # many pieces on the wire
STEPS_TO_PUSH = (None, None, None)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Give two regions; the receiving one holds the key of the case's sealed fields."""
    made = Pair(tmp_path)
    made.receiving.keys.store(SEALED.key_id, CASE, KEY)
    made.receiving.keys.store(PHOTO.key_id, CASE, KEY)
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give accounts, a clock and rates."""
    made = World(tmp_path)
    yield made
    made.close()


def split(history: Sequence[EventRecorded]) -> tuple[Sequence[EventRecorded], EventRecorded]:
    """Answer what was before the push, and the push."""
    [place] = [at for at, each in enumerate(history) if isinstance(each.arrived.event, CasePushed)]
    return history[:place], history[place]


def with_document(stored: StoredMaterial) -> Sequence[EventRecorded]:
    """Tell a case up to the push, handed in with a document."""
    material = Material(
        digest=stored.digest,
        key_id=stored.key_id,
        title="其他材料",
        media_type=stored.media_type,
        size_bytes=stored.size_bytes,
    )
    return play(CASE, STEPS_TO_PUSH, submit=replace(SUBMIT, materials=(material,)))


async def test_a_peer_holds_no_key_before_the_push_and_all_after_it(pair: Pair) -> None:
    before, push = split(play(CASE, STEPS_TO_PUSH))
    await pair.tell(before)
    assert pair.held(CASE) == []
    await pair.tell([push])
    assert pair.held(CASE) == sorted([SEALED.key_id, PHOTO.key_id])
    assert pair.handling.keys.get(SEALED.key_id) == KEY


@pytest.mark.parametrize("steps", range(3))
async def test_a_case_withdrawn_before_the_push_stays_closed_to_the_peer(
    pair: Pair, steps: int
) -> None:
    reason = replace(SEALED, key_id="k9")
    pair.receiving.keys.store(reason.key_id, CASE, KEY)
    history = play(CASE, (*STEPS_TO_PUSH[:steps], WithdrawCase(sealed=reason)))
    assert type(history[-1].arrived.event).__name__ == "CaseWithdrawn"
    await pair.tell(history)
    assert pair.held(CASE) == []


async def test_a_peer_gets_a_document_only_after_the_push(
    pair: Pair, world: World, tmp_path: Path
) -> None:
    async with listening(pair, world, tmp_path) as client:
        stored = await pair.receiving.materials(client).store(CASE, DOCUMENT, "application/pdf")
        before, push = split(with_document(stored))
        there = pair.handling.materials(client)
        fetch, fetch_elsewhere = client.fetcher(HANGZHOU), client.fetcher(XIAN)

        await pair.tell(before)
        assert await fetch(QINGYANG, CASE, stored.digest) is None
        assert await there.read(CASE, stored.digest) is None

        await pair.tell([push])
        assert await fetch_elsewhere(QINGYANG, CASE, stored.digest) is None
        sealed = await fetch(QINGYANG, CASE, stored.digest)
        assert sealed is not None
        assert DOCUMENT[:64] not in sealed
        assert await there.read(CASE, stored.digest) == DOCUMENT

    assert await there.read(CASE, stored.digest) == DOCUMENT, "fetched once, kept from then on"


async def test_what_is_said_of_one_body_does_not_travel_with_the_push(pair: Pair) -> None:
    """个人信息保护法 6: a complaint about the receiving body, and a draft, stay closed."""
    here, draft = replace(SEALED, key_id=f"{APART}here"), f"{APART}draft"
    for key_id in (here.key_id, draft):
        pair.receiving.keys.store(key_id, CASE, KEY)
    complaint = replace(complain(Side.RECEIVING, Side.RECEIVING), sealed=here)
    await pair.tell(play(CASE, (complaint, *STEPS_TO_PUSH)))
    assert pair.held(CASE) == sorted([SEALED.key_id, PHOTO.key_id])


async def test_what_is_said_of_the_other_body_travels_with_its_event(pair: Pair) -> None:
    there = replace(SEALED, key_id=f"{APART}there")
    pair.receiving.keys.store(there.key_id, CASE, KEY)
    complaint = replace(complain(Side.RECEIVING, Side.HANDLING), sealed=there)
    await pair.tell(play(CASE, (*STEPS_TO_PUSH, complaint)))
    assert there.key_id in pair.held(CASE)
