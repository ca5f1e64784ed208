"""What the API answers about items."""

from typing import Any

from pydantic import Field

from broker.web.answers import Answer


class ItemAnswer(Answer):
    """An item of a catalogue, as its version in force or, where none is, its last one says."""

    region: str
    code: str
    version: int
    state: str
    """in_force, not_yet or ended."""
    source: str
    """published by the region, or starting data because it has published nothing yet."""
    from_on: str | None
    """None for starting data, which has no first day."""
    last_on: str | None
    name: str
    name_en: str
    department: str
    applicant_kinds: list[str]
    material_titles: list[str]
    modes: list[str]


class ItemsAnswer(Answer):
    """Some items of one region, and the cursor that continues after them."""

    region: str
    source: str
    items: list[ItemAnswer]
    cursor: str | None


class VersionAnswer(Answer):
    """A version; what was published never changes."""

    number: int
    state: str
    published_on: str | None
    from_on: str | None
    last_on: str | None
    """The last day, be it that it was given up or that its successor begins."""
    item: dict[str, Any] = Field(description="The entry in its written form.")


class OneItemAnswer(ItemAnswer):
    """An item with all of its versions, the first one first."""

    versions: list[VersionAnswer]


class PartAnswer(Answer):
    """The smallest place inside an element that differs."""

    path: str
    left: Any
    right: Any


class DifferenceAnswer(Answer):
    """An element that differs; a local one differs by nature (phones, places)."""

    path: str
    name: str
    is_local: bool
    parts: list[PartAnswer]


class DifferencesAnswer(Answer):
    """The differences of an item between two regions, element by element."""

    code: str
    left: str
    left_version: int
    right: str
    right_version: int
    differences: list[DifferenceAnswer]
