"""Where the originals of a case are: two parts folded apart, and what they say together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.identifiers import Side
from broker.domain.replacing import replace

ORIGINALS_MAX = 50
"""Originals that one side may take in one case."""
PARCELS_MAX = 20
"""Parcels that one side may seal in one case."""


class ParcelStage(StrEnum):
    """How far a parcel is, as the side knows it that sealed it."""

    SEALED = "sealed"
    SHIPPED = "shipped"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What a side sealed for the other."""

    originals: tuple[str, ...]
    stage: ParcelStage


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodySide:
    """One side's part, folded from its own events alone."""

    taken: tuple[str, ...] = ()
    handed_back: tuple[str, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    """Own parcels, the first one has number 1."""
    arrived: frozenset[int] = frozenset()
    """Numbers of the other side's parcels that came."""
    lost: frozenset[int] = frozenset()
    """Numbers of the other side's parcels that will not come."""

    def parcel(self, number: int) -> Parcel | None:
        """Answer an own parcel by its number, None for a number never given."""
        return self.parcels[number - 1] if 1 <= number <= len(self.parcels) else None

    def has_closed(self, number: int) -> bool:
        """Tell whether the side has said what became of the other side's parcel."""
        return number in self.arrived or number in self.lost


EMPTY_HANDED = CustodySide()


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """Both parts."""

    receiving: CustodySide = EMPTY_HANDED
    handling: CustodySide = EMPTY_HANDED

    def of(self, side: Side) -> CustodySide:
        """Answer the part of a side."""
        return self.receiving if side is Side.RECEIVING else self.handling

    def having(self, side: Side, part: CustodySide) -> "Custody":
        """Answer the custody with another part of a side."""
        if side is Side.RECEIVING:
            return replace(self, receiving=part)
        return replace(self, handling=part)


NO_CUSTODY = Custody()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A side has them, unpacked, and answers for them."""

    side: Side
    originals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A side has them in a sealed parcel, and answers for them."""

    side: Side
    parcel: int
    originals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """The carrier has them, on the way from one side to the other."""

    sender: Side
    parcel: int
    originals: tuple[str, ...]


Place = Kept | Packed | OnTheWay


def kept_by(custody: Custody, side: Side) -> Counter[str]:
    """Count the originals that a side has unpacked, by title.

    Taken from the applicant, or come in a parcel of the other side; without those handed back, and
    without those in own parcels, but for parcels recalled and those that the other side lost.
    """
    own, other = custody.of(side), custody.of(side.other)
    kept = Counter(own.taken)
    for number, parcel in enumerate(other.parcels, start=1):
        if number in own.arrived:
            kept.update(parcel.originals)
    kept.subtract(own.handed_back)
    for number, parcel in enumerate(own.parcels, start=1):
        if parcel.stage is not ParcelStage.RECALLED and number not in other.lost:
            kept.subtract(parcel.originals)
    return +kept


def places(custody: Custody) -> Iterator[Place]:
    """Name, for every original that is not handed back, who answers for it or who ships it."""
    for side in Side:
        kept = kept_by(custody, side)
        if kept:
            yield Kept(side=side, originals=tuple(sorted(kept.elements())))
        for number, parcel in enumerate(custody.of(side).parcels, start=1):
            if parcel.stage is ParcelStage.SEALED:
                yield Packed(side=side, parcel=number, originals=parcel.originals)
            is_closed = custody.of(side.other).has_closed(number)
            if parcel.stage is ParcelStage.SHIPPED and not is_closed:
                yield OnTheWay(sender=side, parcel=number, originals=parcel.originals)


def is_settled(custody: Custody) -> bool:
    """Tell whether the applicant has every original back (domain reference, invariant 8)."""
    return custody is NO_CUSTODY or next(places(custody), None) is None
