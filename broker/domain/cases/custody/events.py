"""What has happened to the originals of a case."""

from dataclasses import dataclass

from broker.domain.cases.custody.commands import HandBackManner, ParcelCondition
from broker.domain.envelope import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsTaken:
    """A window took originals from the applicant (收存)."""

    originals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSealed:
    """Originals were sealed into a parcel; each side numbers its own parcels from 1 (封装)."""

    parcel: int
    originals: tuple[str, ...]
    seal_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelShipped:
    """The carrier has the parcel (寄送)."""

    parcel: int
    carrier: str
    tracking_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelArrived:
    """A parcel of the other side arrived; from here on this side answers for it (签收)."""

    parcel: int
    condition: ParcelCondition
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLost:
    """A parcel of the other side will not arrive; the other side answers for it again (报失)."""

    parcel: int
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRecalled:
    """The side that sealed a parcel has it back (取回)."""

    parcel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalsHandedBack:
    """The applicant has the originals again, or was satisfied for lost ones (退还)."""

    originals: tuple[str, ...]
    manner: HandBackManner


CustodyEvent = (
    OriginalsTaken
    | ParcelSealed
    | ParcelShipped
    | ParcelArrived
    | ParcelLost
    | ParcelRecalled
    | OriginalsHandedBack
)
