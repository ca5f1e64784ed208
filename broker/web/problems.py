"""Every way to say no over HTTP: problem+json (RFC 9457), in Chinese and English."""

from collections.abc import Mapping, Sequence

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from broker.domain.reason_texts import REASON_TEXTS
from broker.domain.refusal import Reason
from broker.web.faults import TEXTS, Fault

PROBLEM_MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:tongban:problem:"


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pointer: str
    """JSON pointer into the body, or the name of a parameter."""
    reason: str
    detail: str
    detail_en: str


class ProblemAnswer(BaseModel):
    """A problem as RFC 9457 writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    status: int
    title: str
    reason: str
    detail: str
    detail_en: str
    errors: list[FieldProblem]


class Problem(Exception):
    """The request ends here with this answer."""

    def __init__(
        self,
        fault: Fault,
        *,
        reason: str | None = None,
        detail: tuple[str, str] | None = None,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(fault)
        text = TEXTS[fault]
        zh, en = detail or _first(errors) or (text.zh, text.en)
        self.headers = dict(headers or {})
        self.answer = ProblemAnswer(
            type=TYPE_PREFIX + fault,
            status=text.status,
            title=text.title,
            reason=reason or fault.replace("-", "_"),
            detail=zh,
            detail_en=en,
            errors=list(errors),
        )

    def response(self) -> web.Response:
        """Write the problem."""
        return web.Response(
            status=self.answer.status,
            text=self.answer.model_dump_json(),
            content_type=PROBLEM_MEDIA_TYPE,
            headers=self.headers,
        )


def _first(errors: Sequence[FieldProblem]) -> tuple[str, str] | None:
    """Say the first field's sentence: it is what a clerk reads."""
    return (errors[0].detail, errors[0].detail_en) if errors else None


def refused(code: str) -> Problem:
    """Say the domain's no (409)."""
    if code in set(Reason):
        text = REASON_TEXTS[Reason(code)]
        return Problem(Fault.REFUSED, reason=code, detail=(text.zh, text.en))
    return Problem(Fault.REFUSED, reason=code)


def invalid_parameter(name: str, zh: str, en: str) -> Problem:
    """Say which query parameter or header is wrong."""
    return Problem(
        Fault.INVALID_PARAMETER,
        errors=[FieldProblem(pointer=name, reason="invalid_parameter", detail=zh, detail_en=en)],
    )
