"""A summary shows only what names no person."""

from dataclasses import fields
from typing import get_args

from broker.domain.cases.events import Event
from broker.views.absorb import absorb
from broker.views.summary import LISTED, SHOWN
from tests.views.histories import play

HIDDEN = {
    "applicant_hash",
    "applicant_is_minor",
    "clerk",
    "grants",
    "handling_region",
    "receiving_region",
    "sealed",
    "terms",
}
"""Personal, shown by the case itself, or an opinion of the office that is no decision yet.

A new field must be sorted into one of the three.
"""


def test_every_field_of_every_event_is_sorted() -> None:
    names = {field.name for kind in get_args(Event) for field in fields(kind)}
    assert names == SHOWN | LISTED | HIDDEN


def test_materials_are_shown_by_title() -> None:
    first, *_ = absorb({}, play("621000-case")).entries
    assert first.summary == {
        "item_code": "残联-01",
        "item_version": "1",
        "applicant_kind": "natural",
        "delivery_way": "post",
        "materials": "照片",
    }
