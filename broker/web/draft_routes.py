"""The addresses of drafts: open to whom may hand in; whose a draft is, the handlers ask."""

from collections.abc import Mapping

from broker.web import answers, drafts
from broker.web.bodies_drafts import DraftBody
from broker.web.entrance import ToCommand
from broker.web.route import PREFIX, Operation, Route

HAND_IN = ToCommand("SubmitCase")
PATH = f"{PREFIX}/drafts/{{key}}"
KEPT: Mapping[int, type[answers.Answer] | str] = {
    200: answers.DraftAnswer,
    201: answers.DraftAnswer,
}

DRAFT_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=f"{PREFIX}/drafts",
        access=HAND_IN,
        handle=drafts.get_drafts,
        operation=Operation(
            name="listDrafts",
            summary="暂存的办件（本人及本单位）",
            answers={200: answers.DraftsAnswer},
        ),
    ),
    Route(
        method="GET",
        path=PATH,
        access=HAND_IN,
        handle=drafts.get_draft,
        operation=Operation(
            name="getDraft",
            summary="继续填写暂存的办件",
            answers={200: answers.FullDraftAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="PUT",
        path=PATH,
        access=HAND_IN,
        handle=drafts.put_draft,
        operation=Operation(
            name="saveDraft",
            summary="暂存办件（key 为提交时的幂等编号）",
            answers=KEPT,
            problems=(404, 408, 413, 415, 422),
            body=DraftBody,
        ),
    ),
    Route(
        method="DELETE",
        path=PATH,
        access=HAND_IN,
        handle=drafts.delete_draft,
        operation=Operation(
            name="deleteDraft",
            summary="删除暂存的办件",
            answers={200: answers.DraftAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="POST",
        path=f"{PATH}/submit",
        access=HAND_IN,
        handle=drafts.submit_draft,
        operation=Operation(
            name="submitDraft",
            summary="提交暂存的办件",
            answers={201: answers.CommandAnswer, 202: answers.CommandAnswer},
            problems=(404, 409, 422),
            headers=("Prefer",),
        ),
    ),
)
