"""One form split to the children: what is asked, what is missing, who gets what (一表申请)."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from broker.domain.composites.definition import CompositeDefinition, FormField

Value = TypeVar("Value")


def asked(definition: CompositeDefinition, children: Collection[str]) -> tuple[FormField, ...]:
    """Answer the fields that these children need, and the choices that other children rest on."""
    choices = {child.condition.field for child in definition.children if child.condition}
    return tuple(
        field
        for field in definition.form
        if field.name in choices or any(feed.child in children for feed in field.feeds)
    )


def missing(
    definition: CompositeDefinition, children: Collection[str], filled: Collection[str]
) -> tuple[str, ...]:
    """Name the fields without which one of these children lacks what it requires."""
    required = {
        (child.key, field.name)
        for child in definition.children
        if child.key in children
        for field in child.fields
        if field.required
    }
    return tuple(
        field.name
        for field in definition.form
        if field.name not in filled
        and any((feed.child, feed.name) in required for feed in field.feeds)
    )


def split(
    definition: CompositeDefinition, children: Collection[str], values: Mapping[str, Value]
) -> dict[str, dict[str, Value]]:
    """Give each child its own fields and nothing else [个人信息保护法 6].

    The edge calls this with plain values and seals each part under a key of that child's case.
    """
    parts: dict[str, dict[str, Value]] = {
        child.key: {} for child in definition.children if child.key in children
    }
    for field in definition.form:
        for feed in field.feeds:
            if feed.child in parts and field.name in values:
                parts[feed.child][feed.name] = values[field.name]
    return parts
