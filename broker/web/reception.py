"""Reading what a client sent, within bounds: bodies, headers, queries."""

import asyncio
import re
from collections.abc import Mapping
from typing import TypeVar

from aiohttp import web
from aiohttp.web_exceptions import HTTPException
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from broker.domain.cases.commands import ApplicantKind
from broker.web.faults import Fault
from broker.web.fields import Body
from broker.web.problems import FieldProblem, Problem, invalid_parameter

BODY_BYTES_MAX = 64 * 1024
"""Below the limit of an event (broker.schemas.codec), as limits descend (design E5)."""
BODY_SECONDS_MAX = 30.0
WAIT_SECONDS_MAX = 30
CHUNK_BYTES = 64 * 1024
ERRORS_SHOWN_MAX = 20
POSITION_HEADER = "Tongban-Position"
KEY_HEADER = "Idempotency-Key"

IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9._:-]{1,64}")
PREFERRED_WAIT = re.compile(r"(?:^|[,;\s])wait=([0-9]{1,6})(?:$|[,;\s])")
POSITION = re.compile(r"([0-9]{1,5}):([0-9]{1,18})", re.ASCII)
SMALL_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
EXPECTED_VERSION = re.compile(r'"([0-9]{1,9})"', re.ASCII)

FIELD_TEXTS: Mapping[str, tuple[str, str]] = {
    "missing": ("必填项未填写", "is required"),
    "extra_forbidden": ("含有不认识的字段", "holds an unknown field"),
    "string_too_long": ("内容过长", "is too long"),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_pattern_mismatch": ("格式不对", "is not of the documented form"),
    "string_type": ("应为文字", "must be a text"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "int_type": ("应为整数", "must be a whole number"),
    "greater_than_equal": ("数值过小", "is too small"),
    "less_than_equal": ("数值过大", "is too large"),
    "date_type": ("应为日期", "must be a date"),
    "date_parsing": ("应为日期，如 2026-01-31", "must be a date like 2026-01-31"),
    "enum": ("不是可选的值", "is not one of the documented values"),
    "literal_error": ("不是可选的值", "is not one of the documented values"),
    "too_long": ("项目过多", "has too many entries"),
    "too_short": ("项目过少", "has too few entries"),
    "tuple_type": ("应为列表", "must be a list"),
    "model_type": ("应为 JSON 对象", "must be an object"),
    "model_attributes_type": ("应为 JSON 对象", "must be an object"),
    "union_tag_invalid": ("申请人类型不对", "is of no known kind"),
    "union_tag_not_found": ("未说明申请人类型", "names no kind"),
}
ANY_FIELD = ("填写有误", "is not valid")

Wanted = TypeVar("Wanted", bound=Body)


async def read_json(request: web.Request, model: type[Wanted]) -> Wanted:
    """Read and validate a JSON body; every way it can be wrong is a Problem."""
    if request.content_type != "application/json":
        raise Problem(Fault.WRONG_MEDIA_TYPE)
    if (request.charset or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8"}:
        raise Problem(Fault.WRONG_MEDIA_TYPE)
    data = await read_bounded(request, BODY_BYTES_MAX)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise body_problem(error) from None


async def read_bounded(request: web.Request, bytes_max: int) -> bytes:
    """Read a body as it streams in, and stop as soon as it is too large or too slow."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem(Fault.WRONG_MEDIA_TYPE)
    if (request.content_length or 0) > bytes_max:
        raise Problem(Fault.TOO_LARGE)
    data = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX):
            async for chunk in request.content.iter_chunked(CHUNK_BYTES):
                data += chunk
                if len(data) > bytes_max:
                    raise Problem(Fault.TOO_LARGE)
    except TimeoutError:
        raise Problem(Fault.TOO_SLOW) from None
    except (web.RequestPayloadError, HTTPException):
        raise Problem(Fault.INVALID_JSON) from None
    return bytes(data)


def idempotency_key(request: web.Request) -> str:
    """Answer the key that makes a command repeatable."""
    key = request.headers.get(KEY_HEADER, "")
    if len(request.headers.getall(KEY_HEADER, [])) != 1 or not IDEMPOTENCY_KEY.fullmatch(key):
        raise Problem(Fault.KEY_MISSING)
    return key


def preferred_wait_seconds(request: web.Request) -> float:
    """Answer for how long the client wants to wait, 0 for not at all (RFC 7240)."""
    found = PREFERRED_WAIT.search(",".join(request.headers.getall("Prefer", [])))
    return float(min(int(found[1]), WAIT_SECONDS_MAX)) if found else 0.0


def wanted_position(request: web.Request) -> tuple[int, int] | None:
    """Answer the journal position that the client wants to see at least."""
    text = request.headers.get(POSITION_HEADER)
    if text is None:
        return None
    found = POSITION.fullmatch(text)
    if found is None:
        raise invalid_parameter(
            POSITION_HEADER, "应为“分区:位置”。", "It is `partition:offset`, as answered before."
        )
    return int(found[1]), int(found[2])


def expected_version(request: web.Request) -> int | None:
    """Answer the version of the case that the client has seen (If-Match)."""
    text = request.headers.get("If-Match")
    if text is None or text == "*":
        return None
    found = EXPECTED_VERSION.fullmatch(text)
    if found is None:
        raise invalid_parameter("If-Match", "应为办件的 ETag。", "It is the ETag of the case.")
    return int(found[1])


def is_asked_for(request: web.Request, name: str) -> bool:
    """Answer a yes-or-no query parameter; missing is no."""
    match request.query.get(name):
        case None | "false":
            return False
        case "true":
            return True
        case _:
            raise invalid_parameter(name, "只能是 true 或 false。", "It is true or false.")


def small_number(
    request: web.Request, name: str, *, default: int, lowest: int, highest: int
) -> int:
    """Answer a query parameter that is a number within bounds."""
    text = request.query.get(name)
    if text is None:
        return default
    if not SMALL_NUMBER.fullmatch(text) or not lowest <= int(text) <= highest:
        raise invalid_parameter(
            name, f"应为 {lowest} 至 {highest} 的整数。", f"A number from {lowest} to {highest}."
        )
    return int(text)


def body_problem(error: ValidationError) -> Problem:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    if any(detail["type"] == "json_invalid" for detail in details):
        return Problem(Fault.INVALID_JSON)
    return Problem(
        Fault.INVALID_BODY, errors=[_field(detail) for detail in details[:ERRORS_SHOWN_MAX]]
    )


def _field(detail: ErrorDetails) -> FieldProblem:
    """Name the field and what is wrong; what was typed, even as a field's name, stays out."""
    zh, en = FIELD_TEXTS.get(detail["type"], ANY_FIELD)
    path = detail["loc"][:-1] if detail["type"] == "extra_forbidden" else detail["loc"]
    parts = [str(part) for part in path if part not in set(ApplicantKind)]
    name = parts[-1] if parts else "the body"
    return FieldProblem(
        pointer="".join(f"/{part}" for part in parts),
        reason=detail["type"],
        detail=f"{zh}。",
        detail_en=f"{name} {en}.",
    )
