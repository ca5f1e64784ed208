"""The addresses of the documents of a case, open like the case, and of its archive package."""

from broker.domain.rights import Reading
from broker.web import answers, archive, documents
from broker.web.entrance import ToRead
from broker.web.route import PREFIX, Operation, Route

DOCUMENT_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/documents",
        access=ToRead(Reading.CASE),
        handle=documents.get_documents,
        operation=Operation(
            name="listDocuments",
            summary="办件文书：名称、编号与地址",
            answers={200: answers.DocumentsAnswer},
            problems=(404,),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/documents/{{document}}.html",
        access=ToRead(Reading.CASE),
        handle=documents.get_document_page,
        operation=Operation(
            name="showDocument",
            summary="文书网页（默认遮盖个人信息）",
            answers={200: "text/html"},
            problems=(404,),
            queries=("reveal",),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/documents/{{document}}.pdf",
        access=ToRead(Reading.CASE),
        handle=documents.get_document_pdf,
        operation=Operation(
            name="printDocument",
            summary="文书 PDF（默认遮盖个人信息）",
            answers={200: "application/pdf"},
            problems=(404,),
            queries=("reveal",),
        ),
    ),
    Route(
        method="GET",
        path=f"{PREFIX}/cases/{{case_id}}/archive",
        access=ToRead(Reading.ARCHIVE),
        handle=archive.get_archive,
        operation=Operation(
            name="archiveCase",
            summary="归档信息包（ZIP，含个人信息；办件办完后才有）",
            answers={200: "application/zip"},
            problems=(404, 409, 413),
        ),
    ),
)
