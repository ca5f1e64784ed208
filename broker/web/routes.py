"""Every address of the API, with the right it asks for and what its documentation says."""

from collections.abc import Mapping

from broker.domain.rights import Reading
from broker.web import answers, deadlines, feed, materials, posting, queries
from broker.web.bodies import SubmitCaseBody
from broker.web.complaint_routes import COMPLAINT_ROUTES
from broker.web.document_routes import DOCUMENT_ROUTES
from broker.web.draft_routes import DRAFT_ROUTES
from broker.web.entrance import ToCommand, ToRead, ToUpload
from broker.web.item_routes import ITEM_ROUTES
from broker.web.letter_routes import LETTER_ROUTES
from broker.web.offices import OFFICE_ROUTES
from broker.web.route import PREFIX, Operation, Route

QUERIES_OF_LIST = ("side", "status", "item", "office", "window", "owed", "cursor", "limit")
AFTER_COMMAND = (408, 409, 413, 415, 422)
COMMANDING = ("Idempotency-Key", "Prefer", "If-Match")
DECIDED: Mapping[int, type[answers.Answer] | str] = {
    200: answers.CommandAnswer,
    202: answers.CommandAnswer,
}
UPLOADED: Mapping[int, type[answers.Answer] | str] = {201: answers.UploadAnswer}

CASE_ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path=f"{PREFIX}/cases",
        access=ToCommand("SubmitCase"),
        handle=posting.post_case,
        operation=Operation(
            name="SubmitCase",
            summary="提交办件（收件）",
            answers={201: answers.CommandAnswer, 202: answers.CommandAnswer},
            problems=AFTER_COMMAND,
            body=SubmitCaseBody,
            headers=("Idempotency-Key", "Prefer"),
        ),
    ),
    Route(
        method="POST",
        path=f"{PREFIX}/cases/{{case_id}}/commands/{{kind}}",
        access=ToCommand(None),
        handle=posting.post_command,
        is_for_each_kind=True,
        operation=Operation(
            name="command",
            summary="办理",
            answers=DECIDED,
            problems=(404, *AFTER_COMMAND),
            headers=COMMANDING,
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/commands/{{key}}",
        access=ToRead(Reading.OUTCOME),
        handle=posting.get_outcome,
        operation=Operation(
            name="getOutcome",
            summary="查询请求结果（不填 case_id 时为收件请求）",
            answers={200: answers.CommandAnswer},
            problems=(404,),
            queries=("case_id",),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases",
        access=ToRead(Reading.CASE_LIST),
        handle=queries.get_cases,
        operation=Operation(
            name="listCases",
            summary="办件列表",
            answers={200: answers.CasesAnswer},
            queries=QUERIES_OF_LIST,
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}",
        access=ToRead(Reading.CASE),
        handle=queries.get_case,
        operation=Operation(
            name="getCase",
            summary="办件详情",
            answers={200: answers.OneCaseAnswer},
            problems=(404,),
            queries=("reveal",),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/timeline",
        access=ToRead(Reading.CASE),
        handle=queries.get_timeline,
        operation=Operation(
            name="getTimeline",
            summary="办理过程",
            answers={200: answers.TimelineAnswer},
            problems=(404,),
            queries=("after", "reveal"),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/deadlines",
        access=ToRead(Reading.CASE),
        handle=deadlines.get_deadlines,
        operation=Operation(
            name="getDeadlines",
            summary="办理期限：到期日、责任方与逐日计算过程",
            answers={200: answers.DeadlinesAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/events",
        access=ToRead(Reading.FEED),
        handle=feed.get_events,
        operation=Operation(
            name="watchCases",
            summary="办件动态（SSE）：case.updated 为办件变动，reset 为有遗漏、须重新读取",
            answers={200: "text/event-stream"},
            headers=("Last-Event-ID",),
        ),
    ),
    Route(
        method="POST",
        path=f"{PREFIX}/cases/{{case_id}}/materials",
        access=ToUpload(),
        handle=materials.post_material,
        operation=Operation(
            name="uploadMaterial",
            summary="上传材料",
            answers=UPLOADED,
            problems=(404, 408, 413, 415, 422),
            body="material",
        ),
    ),
    Route(
        method="POST",
        path=f"{PREFIX}/drafts/{{key}}/materials",
        access=ToUpload(),
        handle=materials.post_draft_material,
        operation=Operation(
            name="uploadDraftMaterial",
            summary="提交办件前上传材料（key 为提交时的幂等编号）",
            answers=UPLOADED,
            problems=(404, 408, 413, 415, 422),
            body="material",
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/materials/{{digest}}",
        access=ToRead(Reading.MATERIAL),
        handle=materials.get_material,
        operation=Operation(
            name="downloadMaterial",
            summary="下载材料",
            answers={200: "application/octet-stream"},
            problems=(404,),
        ),
    ),
)

ROUTES: tuple[Route, ...] = (
    *CASE_ROUTES,
    *DOCUMENT_ROUTES,
    *COMPLAINT_ROUTES,
    *DRAFT_ROUTES,
    *ITEM_ROUTES,
    *LETTER_ROUTES,
    *OFFICE_ROUTES,
)
"""All of them; what no route names is denied."""
