"""What has happened to an item; these bytes reach every region that may hand a case in for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPublished:
    """A version of an item was published.

    The written form belongs to the schema: an entry that says more needs an event of a new name, so
    that a release that cannot read it holds it.
    """

    code: str
    number: int
    """Number of the version, from 1; a case keeps the one it began with."""
    published_on: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRetired:
    """An item was given up: its newest version ends after this day."""

    code: str
    number: int
    last_on: str


ItemEvent = ItemPublished | ItemRetired

ITEM_EVENTS: tuple[type[ItemEvent], ...] = (ItemPublished, ItemRetired)
