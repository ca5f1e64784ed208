"""What an aggregate may look up: reference data as its own log has brought it so far."""

from typing import Protocol

from broker.domain.identifiers import RegionCode
from broker.domain.items.state import KnownItem


class Reference(Protocol):
    """The published items of the own and of linked regions."""

    def item(self, region: RegionCode, code: str) -> KnownItem | None:
        """Answer an item with all of its versions, None where nothing is published."""
        ...


class NothingPublished:
    """No item of any region."""

    def item(self, region: RegionCode, code: str) -> KnownItem | None:
        """Answer that nothing is published."""
        return None


NOTHING_PUBLISHED: Reference = NothingPublished()
