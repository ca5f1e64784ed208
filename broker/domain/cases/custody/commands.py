"""What may be asked for the originals of a case; either side holds some, so each names its side."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Sealed
from broker.domain.identifiers import Side


class ParcelCondition(StrEnum):
    """How the seal of a parcel was found on arrival."""

    INTACT = "intact"
    DAMAGED = "damaged"


class HandBackManner(StrEnum):
    """How the applicant got an original back, or was satisfied for one that is lost."""

    IN_PERSON = "in_person"
    MADE_GOOD = "made_good"
    """It was replaced, or its loss compensated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOriginals:
    """Take originals from the applicant at the window, and answer for them from then on (收存)."""

    side: Side
    """The side whose window takes them."""
    originals: tuple[str, ...]
    """Names from the item's material list, one for each original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealParcel:
    """Seal originals of a case into one parcel for the other side (封装)."""

    side: Side
    """The side that seals and will ship."""
    originals: tuple[str, ...]
    """Names from the item's material list, one for each original."""
    seal_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipParcel:
    """Give a sealed parcel to the carrier, with a tracking number (寄送)."""

    side: Side
    """The side that sealed it."""
    parcel: int
    """Number of the parcel among those of the side that sealed it."""
    carrier: str
    """Code of the carrier."""
    tracking_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmParcel:
    """Confirm that a parcel of the other side arrived, and how (签收)."""

    side: Side
    """The side at which it arrived."""
    parcel: int
    """Number of the parcel among those of the side that sealed it."""
    condition: ParcelCondition
    sealed: Sealed | None
    """What was found; required when the seal is damaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParcelLost:
    """Report that a parcel will not arrive: who shipped it answers for it again (报失)."""

    side: Side
    """The side at which it should have arrived; only one side closes a parcel."""
    parcel: int
    """Number of the parcel among those of the side that sealed it."""
    sealed: Sealed | None
    """What the carrier said; required."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallParcel:
    """Take back an own parcel that the other side cannot have confirmed (取回)."""

    side: Side
    """The side that sealed it."""
    parcel: int
    """Number of the parcel among those of the side that sealed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBackOriginals:
    """Give originals back to the applicant at the window (退还)."""

    side: Side
    """The side that answers for them."""
    originals: tuple[str, ...]
    """Names from the item's material list, one for each original."""
    manner: HandBackManner


CustodyCommand = (
    TakeOriginals
    | SealParcel
    | ShipParcel
    | ConfirmParcel
    | ReportParcelLost
    | RecallParcel
    | HandBackOriginals
)
