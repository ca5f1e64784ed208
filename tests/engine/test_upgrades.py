"""A rolling upgrade: a newer release leads, an older one refuses, nothing is lost between them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest

from broker.domain.cases.commands import Command
from broker.engine.lead import JOURNAL_FORMAT
from broker.errors import NewerFormat
from broker.schemas.codec import decode_intake
from broker.schemas.records import Batch, Decision, Outcome, ReleaseHeld
from tests.engine.cluster import INTAKE, JOURNAL, Cluster
from tests.engine.support import Desk, batch_of, decisions, not_knowing, partition_of
from tests.support.builders import (
    ACCEPT,
    CASE_ID,
    HANGZHOU,
    PASS_FORM,
    PASS_IDENTITY,
    PUSH,
    submit,
)

WRITERS = ("engine.lead", "engine.draft", "streams.leading")
"""Who writes the format of the journal, or judges it."""
PUSHED: tuple[Command, ...] = (submit(), PASS_FORM, PASS_IDENTITY, PUSH)


@contextmanager
def a_newer_release() -> Iterator[None]:
    """Run what follows as the release that writes the next format of the journal."""
    with ExitStack() as stack:
        for module in WRITERS:
            stack.enter_context(patch(f"broker.{module}.JOURNAL_FORMAT", JOURNAL_FORMAT + 1))
        yield


async def test_a_newer_release_goes_on_from_an_older_journal() -> None:
    cluster = Cluster()
    cluster.submit(("c1", submit()))
    await cluster.open(cluster.recorder("older"))
    cluster.submit(("c2", PASS_FORM))
    with a_newer_release():
        await cluster.open(cluster.recorder("newer"))
        assert cluster.read().standings[CASE_ID].version == 2
    assert [one.format for one in cluster.decisions()] == [JOURNAL_FORMAT, JOURNAL_FORMAT + 1]


async def test_an_older_release_neither_leads_nor_decides_behind_a_newer_one() -> None:
    cluster = Cluster()
    with a_newer_release():
        await cluster.open(cluster.recorder("newer"))
    cluster.submit(("c1", submit()))
    before = len(cluster.kafka.partition(JOURNAL, cluster.partition).records)
    with pytest.raises(NewerFormat):
        await cluster.open(cluster.recorder("older"))
    assert len(cluster.kafka.partition(JOURNAL, cluster.partition).records) == before


async def test_an_older_release_ends_when_a_newer_one_takes_its_lead() -> None:
    """What it still wrote is fenced, so the newer one decides the same record, once."""
    cluster = Cluster()
    older = cluster.recorder("older")
    await cluster.open(older)
    with a_newer_release():
        newer = cluster.recorder("newer")
        await cluster.open(newer)
    cluster.submit(("c1", submit()))
    with pytest.raises(NewerFormat):
        await cluster.deliver(older)
    with a_newer_release():
        await cluster.deliver(newer)
        fold = cluster.read()
    assert (fold.stale_count, fold.writer) == (1, "newer")
    assert (fold.intake_position, fold.standings[CASE_ID].version) == (0, 1)


def answer_of_hangzhou() -> Batch:
    """Give what Hangzhou says to a case that was pushed."""
    here = Desk(partition=partition_of())
    here.ask_all(PUSHED)
    there = Desk(region=HANGZHOU, partition=partition_of(region=HANGZHOU))
    there.hear(batch_of(decisions(here), source=here, target=there))
    there.ask("accept", ACCEPT)
    return batch_of(decisions(there), source=there, target=here)


async def test_what_an_older_release_held_is_released_by_the_newer_one_unasked() -> None:
    cluster = Cluster()
    batch = answer_of_hangzhou()
    cluster.submit(*((f"c{number}", command) for number, command in enumerate(PUSHED)))
    cluster.hear(batch)
    with not_knowing("PushReceived"):
        older = cluster.recorder("older")
        await cluster.open(older)
        assert len(cluster.read().holds) == len(batch.events)
        await cluster.deliver(older)
    assert cluster.decisions()[-1].outcome is Outcome.HELD
    newer = cluster.recorder("newer")
    await cluster.open(newer)
    await cluster.deliver(newer)
    assert isinstance(asked(cluster), ReleaseHeld)
    released: Decision = cluster.decisions()[-1]
    assert released.outcome is Outcome.EVENTS
    assert released.receipt is not None
    assert len(released.receipt.verdicts) == len(batch.events)
    fold = cluster.read()
    assert fold.held == {}
    assert fold.standings[CASE_ID].version == len(PUSHED) + len(batch.events)
    await cluster.deliver(newer)
    assert fold.intake_position == cluster.read().intake_position, "nobody asks again"


def asked(cluster: Cluster) -> object:
    """Read the last record of the intake."""
    return decode_intake(cluster.kafka.partition(INTAKE, cluster.partition).records[-1].value)
