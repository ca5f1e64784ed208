"""Contract: drafts are kept, listed and forgotten in every kind of database."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId, CommandId, Instant
from broker.ports import DraftStore, StoredDraft
from broker.stores.drafts import SqlDrafts
from broker.stores.views.store import SqlViewStore
from tests.stores.views.conftest import url as url  # noqa: PLC0414 - the fixture
from tests.stores.views.support import keep
from tests.views.histories import QINGYANG, play

NOW, LATER = Instant(1_000), Instant(2_000)
SEALED = Sealed(suite="standard", key_id="k-1", nonce=b"n" * 12, ciphertext=b"\x00\xff")
DRAFT = StoredDraft(
    case_id=CaseId("621000-draft"),
    command_id=CommandId("c-1"),
    key="k-1",
    owner="s-1",
    office="o-1",
    sealed=SEALED,
    saved_at=NOW,
    expires_at=Instant(5_000),
)


@pytest.fixture
def drafts(url: str) -> Iterator[SqlDrafts]:
    """An empty store."""
    with closing(SqlDrafts(url)) as opened:
        yield opened


def draft(name: str, **changes: Any) -> StoredDraft:
    """Write another draft."""
    return replace(DRAFT, case_id=CaseId(f"621000-{name}"), **changes)


def test_the_store_keeps_what_its_port_promises(drafts: SqlDrafts) -> None:
    promised: DraftStore = drafts
    promised.save(DRAFT)
    assert promised.find(DRAFT.case_id, NOW) == DRAFT


def test_saving_again_replaces(drafts: SqlDrafts) -> None:
    drafts.save(DRAFT)
    again = replace(DRAFT, sealed=replace(SEALED, key_id="k-2"), saved_at=LATER)
    drafts.save(again)
    assert drafts.of("s-1", None, NOW) == (again,)


def test_an_owner_lists_own_drafts_and_those_of_the_office(drafts: SqlDrafts) -> None:
    mine, colleagues = draft("mine"), draft("theirs", owner="s-2", saved_at=LATER)
    strangers = draft("strange", owner="s-3", office="o-2")
    for one in (mine, colleagues, strangers):
        drafts.save(one)
    assert drafts.of("s-1", None, NOW) == (mine,)
    assert drafts.of("s-1", "o-1", NOW) == (colleagues, mine)
    assert drafts.of("s-4", None, NOW) == ()


def test_what_has_expired_is_gone_before_and_after_the_sweep(drafts: SqlDrafts) -> None:
    stays = draft("stays", expires_at=Instant(5_001))
    drafts.save(DRAFT)
    drafts.save(stays)
    at = DRAFT.expires_at
    assert drafts.find(DRAFT.case_id, at) is None
    assert drafts.of("s-1", "o-1", at) == (stays,)
    assert drafts.forget_expired(at) == 1
    assert drafts.forget_expired(at) == 0
    assert drafts.find(DRAFT.case_id, NOW) is None
    assert drafts.find(stays.case_id, at) == stays


def test_a_draft_is_deleted_once(drafts: SqlDrafts) -> None:
    drafts.save(DRAFT)
    assert drafts.delete(DRAFT.case_id)
    assert not drafts.delete(DRAFT.case_id)
    assert drafts.find(DRAFT.case_id, NOW) is None


@pytest.mark.parametrize("name", ["\x00", "\ud800"])
def test_what_no_database_can_hold_is_not_found(drafts: SqlDrafts, name: str) -> None:
    assert drafts.find(name, NOW) is None
    assert not drafts.delete(name)


def test_opening_again_keeps_drafts_and_a_rebuilt_model_leaves_them_alone(
    drafts: SqlDrafts, url: str
) -> None:
    drafts.save(DRAFT)
    with closing(SqlViewStore(url, QINGYANG)) as views:
        keep(views, play("621000-one"))
        views.drop_all()
    with closing(SqlDrafts(url)) as reopened:
        assert reopened.find(DRAFT.case_id, NOW) == DRAFT
