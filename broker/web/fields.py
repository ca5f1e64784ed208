"""What the bodies of commands are made of: kinds of text, numbers, and documents."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from broker.domain.cases.custody.state import ORIGINALS_MAX
from broker.domain.cases.fees.state import FEES_MAX
from broker.domain.identifiers import Side

MATERIALS_MAX = 50
TITLES_MAX = 50
DAYS_MAX = 366
AMOUNT_FEN_MAX = 10**12

Line = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x20\x7f]([^\x00-\x1f\x7f]*[^\x00-\x20\x7f])?$",
    ),
]
"""One line of text without control characters, no blank at either end."""
Prose = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=2000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
    ),
]
"""Free text; it is sealed before it goes anywhere."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
RegionText = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,32}$")]
OfficeCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$")]
"""A code, so that nothing personal can be written in its place."""
Days = Annotated[int, Field(ge=1, le=DAYS_MAX)]
FeeNumber = Annotated[int, Field(ge=1, le=FEES_MAX, description="Number of the fee, from 1.")]
Number = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Mark = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{4,40}$")]
"""A number on a parcel: of its seal, or for tracking it."""
Ordinal = Annotated[int, Field(ge=1, le=999)]
ActingSide = Annotated[Side, Field(description="The side that acts; it is a side of its region.")]
AskingSide = Annotated[Side, Field(description="The side that asked; it is a side of its region.")]


class Body(BaseModel):
    """A request body: unknown fields and loose types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class MaterialBody(Body):
    """A document that was uploaded before."""

    digest: Digest
    title: Line = Field(description="A name from the item's material list, never a file name.")


MaterialList = Annotated[tuple[MaterialBody, ...], Field(max_length=MATERIALS_MAX)]

Originals = Annotated[
    tuple[Line, ...],
    Field(
        min_length=1,
        max_length=ORIGINALS_MAX,
        description="Names from the item's material list, one for each original.",
    ),
]
