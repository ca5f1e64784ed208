"""Addresses of the catalogue."""

from collections.abc import Mapping

from broker.domain.rights import Reading
from broker.web import answers, item_answers, items
from broker.web.entrance import ToCommand, ToRead
from broker.web.route import PREFIX, Operation, Route

ALL = f"{PREFIX}/items"
OWN = f"{ALL}/{{code}}"
ONE = f"{ALL}/{{owner}}/{{code}}"
AFTER_COMMAND = (408, 409, 413, 415, 422)
COMMANDING = ("Idempotency-Key", "Prefer", "If-Match")
DECIDED: Mapping[int, type[answers.Answer] | str] = {
    200: answers.CommandAnswer,
    202: answers.CommandAnswer,
}
READ = ToRead(Reading.ITEMS)

ITEM_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=ALL,
        access=READ,
        handle=items.get_items,
        operation=Operation(
            name="listItems",
            summary="事项目录：本地区的，或以 region 指定的已接入地区的",
            answers={200: item_answers.ItemsAnswer},
            queries=("region", "state", "text", "cursor", "limit"),
        ),
    ),
    Route(
        method="GET",
        path=OWN,
        access=READ,
        handle=items.get_item,
        operation=Operation(
            name="getItem",
            summary="本地区的事项及其各个版本",
            answers={200: item_answers.OneItemAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="GET",
        path=ONE,
        access=READ,
        handle=items.get_item_of,
        operation=Operation(
            name="getItemOf",
            summary="某地区的事项及其各个版本",
            answers={200: item_answers.OneItemAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="GET",
        path=f"{ONE}/differences",
        access=READ,
        handle=items.get_differences,
        operation=Operation(
            name="compareItem",
            summary="同一事项在两个地区的差异，逐要素列出",
            answers={200: item_answers.DifferencesAnswer},
            problems=(404,),
            queries=("with",),
        ),
    ),
    Route(
        method="PUT",
        path=OWN,
        access=ToCommand("PublishItem"),
        handle=items.put_item,
        operation=Operation(
            name="PublishItem",
            summary="发布本地区事项的下一个版本",
            answers=DECIDED,
            problems=AFTER_COMMAND,
            body=items.PublishItemBody,
            headers=COMMANDING,
        ),
    ),
    Route(
        method="POST",
        path=f"{OWN}/retire",
        access=ToCommand("RetireItem"),
        handle=items.retire_item,
        operation=Operation(
            name="RetireItem",
            summary="停办本地区的事项；已收的办件按原版本继续办理",
            answers=DECIDED,
            problems=AFTER_COMMAND,
            body=items.RetireItemBody,
            headers=COMMANDING,
        ),
    ),
)
