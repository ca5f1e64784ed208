"""Whether an item can be handed in: the rules of the place that decides (国办发〔2020〕35号)."""

from collections.abc import Iterator
from datetime import date

from broker.domain.cases.commands import ApplicantKind, DeliveryWay
from broker.domain.identifiers import RegionCode
from broker.domain.items import words
from broker.domain.items.item import Item
from broker.domain.items.words import Scope, Served
from broker.web.bodies import SubmitCaseBody
from broker.web.catalogue import Found, Source
from broker.web.problems import FieldProblem

PROVINCE_LENGTH = 2
SERVED = {ApplicantKind.NATURAL: Served.NATURAL, ApplicantKind.LEGAL: Served.LEGAL}
WAYS = {
    DeliveryWay.PICK_UP_RECEIVING: words.DeliveryWay.RECEIVING_WINDOW,
    DeliveryWay.PICK_UP_HANDLING: words.DeliveryWay.HANDLING_WINDOW,
    DeliveryWay.POST: words.DeliveryWay.POST,
    DeliveryWay.ONLINE: words.DeliveryWay.ONLINE,
}


def about_item(
    body: SubmitCaseBody, found: Found, *, receiving: RegionCode, on: date
) -> Iterator[FieldProblem]:
    """Find what the handling region's item does not allow; what is not published forbids nothing.

    The negative list stays with the clerk: it is written in words, for people to judge.
    """
    version = found.in_force(on)
    if version is None:
        yield _not_there(found, on)
    else:
        yield from _about_version(body, version.item, receiving)


def _about_version(
    body: SubmitCaseBody, item: Item, receiving: RegionCode
) -> Iterator[FieldProblem]:
    if SERVED[body.applicant.kind] not in item.identity.served:
        yield NOT_FOR_APPLICANT
    if not is_open_between(item, receiving, body.handling_region):
        yield NOT_CROSS_REGION
    ways = item.service.delivery_ways
    if ways and WAYS[body.delivery_way] not in ways:
        yield WAY_NOT_OFFERED


def is_open_between(item: Item, receiving: str, handling: str) -> bool:
    """Tell whether a mode is open between two regions; inside one region none is needed."""
    if receiving == handling:
        return True
    inside = receiving[:PROVINCE_LENGTH] == handling[:PROVINCE_LENGTH]
    enough = frozenset(Scope) if inside else frozenset({Scope.CROSS_PROVINCE})
    return any(terms.scopes & enough for terms in item.service.modes)


def _not_there(found: Found, on: date) -> FieldProblem:
    if found.item is None and found.source is Source.STARTING:
        return _wrong("/item_code", "item_unknown", "没有这个事项", "names no known item")
    if found.item is None:
        return _wrong(
            "/item_code",
            "item_not_published",
            "办理地没有公布这个事项",
            "names no item that the handling region has published",
        )
    if found.item.versions[0].item.effective.from_on > on:
        return _wrong(
            "/item_code",
            "item_not_yet_in_force",
            "办理地的该事项尚未生效",
            "names an item that is not in force yet",
        )
    return _wrong(
        "/item_code",
        "item_ended",
        "办理地已停办该事项",
        "names an item that the handling region has given up",
    )


def _wrong(pointer: str, reason: str, zh: str, en: str) -> FieldProblem:
    """Write a field problem; it never repeats what was typed."""
    name = pointer.rsplit("/", 1)[-1]
    return FieldProblem(pointer=pointer, reason=reason, detail=f"{zh}。", detail_en=f"{name} {en}.")


NOT_FOR_APPLICANT = _wrong(
    "/applicant/kind",
    "item_not_for_applicant",
    "该事项不面向此类申请人",
    "is not whom this item serves",
)
NOT_CROSS_REGION = _wrong(
    "/handling_region",
    "item_not_cross_region",
    "办理地没有对本地区开放该事项的通办",
    "does not offer this item to the receiving region",
)
WAY_NOT_OFFERED = _wrong(
    "/delivery_way",
    "delivery_way_not_offered",
    "办理地的该事项不提供这种送达方式",
    "is not offered for this item by the handling region",
)
