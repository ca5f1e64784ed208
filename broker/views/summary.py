"""The part of an event that may be shown without any key."""

from dataclasses import fields
from enum import StrEnum

from broker.domain.cases.events import Event
from broker.domain.envelope import Sealed

SHOWN = frozenset(
    {
        "accepted_on",
        "against",
        "announced_days",
        "body",
        "calendar",
        "complaint",
        "counted_day",
        "end",
        "item_number",
        "limit",
        "limit_days",
        "provisional",
        "raised_on",
        "registrar",
        "round",
        "satisfaction",
        "signal",
        "solved",
        "source",
        "work_order",
        "amount_fen",
        "applicant_kind",
        "approver_office",
        "approver_role",
        "channel",
        "days",
        "carrier",
        "condition",
        "delivery_way",
        "ground",
        "due_on",
        "fee",
        "item_code",
        "item_version",
        "level",
        "manner",
        "method",
        "number",
        "office",
        "originals",
        "parcel",
        "passed",
        "procedure",
        "rated",
        "question",
        "result",
        "rights_notice_given",
        "seal_number",
        "subject",
        "titles",
        "tracking_number",
        "way",
    }
)
"""Fields shown as they are; a field that is not named here is never shown."""
LISTED = frozenset({"documents", "materials"})
"""Fields of which the titles are shown."""


def summary_of(event: Event) -> dict[str, str]:
    """Answer the fields of an event that name no person, as texts."""
    summary = {}
    for field in fields(event):
        value: object = getattr(event, field.name)
        if field.name in SHOWN and value is not None:
            summary[field.name] = _text(value)
        elif field.name in LISTED and value:
            assert isinstance(value, tuple)
            summary[field.name] = "、".join(material.title for material in value)
    return summary


def sealed_of(event: Event) -> Sealed | None:
    """Answer the ciphertext an event carries; it is never opened here."""
    sealed: object = getattr(event, "sealed", None)
    assert sealed is None or isinstance(sealed, Sealed)
    return sealed


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return value.value
        case tuple():
            return "、".join(value)
        case _:
            return str(value)
