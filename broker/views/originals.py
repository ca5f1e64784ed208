"""Where originals are, in the words people read."""

from typing import assert_never

from broker.domain.cases.custody.state import Kept, OnTheWay, Packed, Place
from broker.views.labels import SIDE_TEXTS

PLACE_CODES: dict[type[Place], str] = {Kept: "kept", Packed: "packed", OnTheWay: "on_the_way"}


def tell_place(place: Place) -> str:
    """Say in Chinese who has the originals of a place, or between whom they travel."""
    match place:
        case Kept():
            return f"{SIDE_TEXTS[place.side]}保管"
        case Packed():
            return f"{SIDE_TEXTS[place.side]}已封装待寄（第 {place.parcel} 号邮包）"
        case OnTheWay():
            sender, addressee = SIDE_TEXTS[place.sender], SIDE_TEXTS[place.sender.other]
            return f"由{sender}寄往{addressee}途中（{sender}第 {place.parcel} 号邮包）"
        case _:
            assert_never(place)
