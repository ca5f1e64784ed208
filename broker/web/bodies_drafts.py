"""What is sent to keep a draft (暂存): a hand-in with whatever is still missing."""

from pydantic import Field, JsonValue

from broker.domain.cases.commands import DeliveryWay
from broker.web.fields import Body, ItemCode, Line, MaterialList, Prose, RegionText


class DraftBody(Body):
    """A hand-in as far as it is filled in; nothing is examined before it is handed in."""

    item_code: ItemCode | None = None
    handling_region: RegionText | None = None
    applicant: dict[str, JsonValue] | None = None
    representative: dict[str, JsonValue] | None = None
    delivery_way: DeliveryWay | None = None
    address: Line | None = None
    remark: Prose | None = None
    materials: MaterialList = Field(default=(), description="Uploaded for this draft's key.")
