"""Every code that people can meet has words."""

from enum import StrEnum
from typing import get_args

import pytest
from hypothesis import given

from broker.domain.cases.commands import Command
from broker.domain.cases.events import Event
from broker.domain.cases.status import Act, CaseStatus
from broker.views import labels, value_labels
from broker.views.absorb import absorb
from broker.views.changes import EventRecorded
from broker.views.summary import LISTED, SHOWN
from tests.views.histories import histories

TABLES = {
    name: table
    for name, table in {**vars(labels), **vars(value_labels)}.items()
    if name.endswith("_TEXTS") and name != "VALUE_TEXTS" and isinstance(table, dict)
}
BY_ENUM = {
    type(next(iter(table))): table
    for table in TABLES.values()
    if isinstance(next(iter(table)), StrEnum)
}


@pytest.mark.parametrize("codes", BY_ENUM, ids=lambda codes: codes.__name__)
def test_every_member_has_words(codes: type[StrEnum]) -> None:
    assert set(BY_ENUM[codes]) == set(codes)


def test_statuses_and_acts_are_among_the_tables() -> None:
    assert {CaseStatus, Act} <= set(BY_ENUM)


def test_every_event_and_command_has_words() -> None:
    assert set(labels.EVENT_TEXTS) == set(get_args(Event))
    assert set(labels.COMMAND_TEXTS) == set(get_args(Command))


def test_every_field_of_a_summary_has_words() -> None:
    assert set(labels.FIELD_TEXTS) == SHOWN | LISTED


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_words_are_chinese(table: dict[object, str]) -> None:
    assert all(text and not text.isascii() for text in table.values())


@given(histories)
def test_every_summary_can_be_put_into_words(history: tuple[EventRecorded, ...]) -> None:
    for entry in absorb({}, history).entries:
        for field, value in labels.summary_lines(entry.summary):
            assert field
            assert value
