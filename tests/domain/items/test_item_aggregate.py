"""The item as an aggregate: what is published, what is refused, what another region may say."""

from dataclasses import replace
from datetime import date
from functools import reduce

import pytest

from broker.domain.aggregate import Written
from broker.domain.aggregates import kind_of
from broker.domain.cases.aggregate import CASES
from broker.domain.identifiers import AggregateId, Side
from broker.domain.items.aggregate import ITEMS
from broker.domain.items.commands import ItemCommand, PublishItem, RetireItem
from broker.domain.items.events import ItemEvent, ItemPublished, ItemRetired
from broker.domain.items.faults import Unreadable
from broker.domain.items.item import Term
from broker.domain.items.state import (
    UNKNOWN,
    WRITTEN_BYTES_MAX,
    ItemState,
    KnownItem,
    item_of,
    text_of,
)
from broker.domain.refusal import Reason, Refusal
from tests.domain.items.support import FULL
from tests.support.builders import CASE_ID, HANGZHOU, NOON, QINGYANG
from tests.support.items import CODE, JANUARY, JUNE, MARCH, an_item, item_id, publish, retire

Facts = tuple[Written[ItemEvent], ...]


def decided(*commands: ItemCommand) -> tuple[ItemState, Facts]:
    """Play commands that must all be answered by events."""
    state, facts = UNKNOWN, Facts(())
    for command in commands:
        answer = ITEMS.decide(command, QINGYANG, state, NOON)
        assert not isinstance(answer, Refusal), answer
        state, facts = reduce(ITEMS.evolve, answer, state), facts + answer
    return state, facts


def refused(command: ItemCommand, *before: ItemCommand) -> Reason:
    """Answer why a command is refused after others."""
    answer = ITEMS.decide(command, QINGYANG, decided(*before)[0], NOON)
    assert isinstance(answer, Refusal)
    return answer.reason


def numbers(state: ItemState) -> list[int]:
    """List the versions."""
    assert isinstance(state, KnownItem)
    return [version.number for version in state.versions]


def test_an_item_is_published_whole_and_read_back_the_same() -> None:
    state, (written,) = decided(publish())
    assert isinstance(written.event, ItemPublished)
    assert (written.side, written.event.published_on) == (Side.HANDLING, "2026-01-01")
    assert isinstance(state, KnownItem)
    assert state.versions[0].item == FULL


def test_the_next_version_begins_after_the_one_before() -> None:
    assert numbers(decided(publish(), publish(MARCH))[0]) == [1, 2]
    assert refused(publish(MARCH, name="other"), publish(MARCH)) == Reason.ITEM_OVERLAPS
    assert refused(publish(MARCH), publish(JUNE)) == Reason.ITEM_OVERLAPS


def test_a_day_that_has_passed_keeps_its_version() -> None:
    early = date(2025, 6, 1)
    assert numbers(decided(publish(early))[0]) == [1], "the first tells what was always so"
    assert refused(publish(date(2025, 9, 1)), publish(early)) == Reason.ITEM_BACKDATED


def test_nothing_new_is_not_published() -> None:
    assert refused(publish(), publish()) == Reason.ITEM_UNCHANGED


def test_an_entry_that_contradicts_itself_is_not_published() -> None:
    ended = replace(an_item(), effective=Term(from_on=MARCH, until_on=JANUARY))
    command = PublishItem(code=CODE, written=text_of(ended))
    assert refused(command) == Reason.ITEM_CONTRADICTORY


@pytest.mark.parametrize("written", ["", "{", "[]", "{}", '{"code": 1}', "null"])
def test_what_is_no_entry_is_not_published(written: str) -> None:
    assert refused(PublishItem(code=CODE, written=written)) == Reason.ITEM_UNREADABLE
    with pytest.raises(Unreadable):
        item_of(written)


def test_an_entry_under_another_code_is_not_published() -> None:
    assert refused(replace(publish(), code="another")) == Reason.ITEM_UNREADABLE


def test_an_entry_that_no_event_could_carry_is_not_published() -> None:
    command = PublishItem(code=CODE, written=" " * WRITTEN_BYTES_MAX + publish().written)
    assert refused(command) == Reason.ITEM_TOO_LARGE


def test_only_its_own_region_publishes_an_item() -> None:
    assert refused(publish(region=HANGZHOU)) == Reason.ITEM_OF_OTHER_REGION
    state, _ = decided(publish())
    for command in (publish(MARCH), retire()):
        answer = ITEMS.decide(command, HANGZHOU, state, NOON)
        assert answer == Refusal(Reason.ITEM_OF_OTHER_REGION)


def test_an_item_is_given_up_from_a_day_on() -> None:
    state, _ = decided(publish(), retire(JUNE))
    assert isinstance(state, KnownItem)
    assert state.catalogue.in_force(CODE, JUNE) is not None
    assert state.catalogue.in_force(CODE, date(2026, 6, 2)) is None


@pytest.mark.parametrize(
    ("command", "before", "reason"),
    [
        (retire(), (), Reason.ITEM_NOT_PUBLISHED),
        (retire(), (publish(), retire(MARCH)), Reason.ITEM_ALREADY_ENDED),
        (retire(JANUARY), (publish(MARCH),), Reason.ITEM_NOT_YET_IN_FORCE),
        (retire(date(2025, 9, 1)), (publish(date(2025, 6, 1)),), Reason.ITEM_BACKDATED),
        (RetireItem(code=CODE, last_on="June"), (publish(),), Reason.ITEM_UNREADABLE),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    command: ItemCommand, before: tuple[ItemCommand, ...], reason: Reason
) -> None:
    assert refused(command, *before) == reason


def test_what_was_decided_follows_at_the_peer() -> None:
    state = UNKNOWN
    for written in decided(publish(), publish(MARCH), retire(JUNE))[1]:
        assert ITEMS.follows(written, state)
        state = ITEMS.evolve(state, written)


FIRST, SECOND, END = (written.event for written in decided(publish(), publish(MARCH), retire())[1])
assert isinstance(FIRST, ItemPublished)
assert isinstance(SECOND, ItemPublished)
assert isinstance(END, ItemRetired)


@pytest.mark.parametrize(
    ("event", "commands"),
    [
        (SECOND, ()),
        (END, ()),
        (FIRST, (publish(),)),
        (END, (publish(),)),
        (replace(SECOND, written=publish(JANUARY).written), (publish(),)),
        (replace(SECOND, written=publish(MARCH, region=HANGZHOU).written), (publish(),)),
        (replace(FIRST, written="{}"), ()),
        (replace(FIRST, code="another"), ()),
        (replace(FIRST, published_on="today"), ()),
        (replace(END, last_on="2026-02-30"), (publish(), publish(MARCH))),
        (replace(END, last_on="2026-01-31"), (publish(), publish(MARCH))),
    ],
)
def test_what_cannot_have_happened_does_not_follow(
    event: ItemEvent, commands: tuple[ItemCommand, ...]
) -> None:
    state, _ = decided(*commands)
    assert not ITEMS.follows(Written(Side.HANDLING, event), state)


def test_the_receiving_side_says_nothing_of_an_item() -> None:
    assert not ITEMS.follows(Written(Side.RECEIVING, FIRST), UNKNOWN)


def test_an_item_is_named_by_its_region_and_its_code() -> None:
    assert ITEMS.concerns(item_id(), publish())
    assert not ITEMS.concerns(item_id(HANGZHOU), replace(publish(), code="another"))
    assert item_id() != item_id(HANGZHOU) != item_id(HANGZHOU, "another")


def test_the_form_of_an_id_tells_the_kind() -> None:
    assert kind_of(CASE_ID) is CASES
    assert kind_of(item_id()) is ITEMS
    assert kind_of(item_id(code="容缺 事项/一")) is ITEMS, "any text can be a code"
    for other in ("", "621000", f"{item_id()}x", f"x{CASE_ID}", "621000-offer-" + "a" * 26):
        assert kind_of(AggregateId(other)) is None


def test_an_item_is_never_over() -> None:
    assert not ITEMS.is_over(decided(publish(), retire())[0])
