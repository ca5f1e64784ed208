"""What a region can do with an item of its own catalogue."""

from dataclasses import dataclass

from broker.domain.identifiers import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishItem:
    """Publish the next version of an item (发布事项); the first one, or a changed one."""

    code: str
    written: str
    """The whole entry with its 46 elements in its written form, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireItem:
    """Give an item up after a last day (停办); what began with it goes on with its version."""

    code: str
    last_on: str
    """The last day on which a case can begin with it, as YYYY-MM-DD."""


ItemCommand = PublishItem | RetireItem

ITEM_COMMAND_SIDES: dict[type[ItemCommand], Side] = {
    PublishItem: Side.HANDLING,
    RetireItem: Side.HANDLING,
}
