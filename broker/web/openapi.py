"""OpenAPI 3.1, written from the routes and from the models that validate."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from broker.domain.cases.status import CaseStatus
from broker.domain.identifiers import Side
from broker.views.labels import COMMAND_TEXTS
from broker.web.bodies import SubmitCaseBody
from broker.web.feed import LAST_ID
from broker.web.fields import Body
from broker.web.items import STATES
from broker.web.kinds import BODIES
from broker.web.materials import MAGIC
from broker.web.ports import LetterStanding
from broker.web.problems import PROBLEM_MEDIA_TYPE, ProblemAnswer
from broker.web.route import Operation, Route
from broker.web.routes import ROUTES

REFERENCE = "#/components/schemas/{model}"
PROBLEMS_EVERYWHERE = (400, 401, 403, 412, 429, 503)
POSITION_PATTERN = "^[0-9]{1,5}:[0-9]{1,18}$"
KEY_SCHEMA = {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"}
CASE_ID_SCHEMA = {"type": "string", "pattern": "^[0-9]{6}-[a-z2-7]{26}$"}
Schema = dict[str, Any]

PATH_SCHEMAS: Mapping[str, Schema] = {
    "region": {"type": "string", "pattern": "^[0-9]{6}$"},
    "case_id": CASE_ID_SCHEMA,
    "key": KEY_SCHEMA,
    "document": {"type": "string", "pattern": "^[a-z]+(-[a-z]+){0,2}(-[0-9]{1,3})?$"},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "owner": {"type": "string", "pattern": "^[0-9]{6}$"},
    "code": {"type": "string", "pattern": "^[A-Z0-9]{1,32}$"},
    "letter_id": {
        "type": "string",
        "pattern": "^[0-9]{6}[.][a-z0-9.-]{1,40}-[0-9]{1,5}-[0-9]{1,18}$",
    },
}
PLACE_SCHEMA: Schema = {"type": "string", "minLength": 1, "maxLength": 64}
STATUS_SCHEMA: Schema = {"type": "string", "enum": [status.value for status in CaseStatus]}
SIDE_SCHEMA: Schema = {"type": "string", "enum": [side.value for side in Side]}
QUERY_SCHEMAS: Mapping[str, Schema] = {
    "case_id": {"type": "string", "pattern": "^[0-9]{6}-(item-)?[a-z2-7]{26}$"},
    "side": SIDE_SCHEMA,
    "owed": SIDE_SCHEMA,
    "status": {"type": "array", "items": STATUS_SCHEMA},
    "item": PLACE_SCHEMA,
    "office": PLACE_SCHEMA,
    "window": PLACE_SCHEMA,
    "place": {"type": "string", "pattern": "^[0-9]{6}([0-9]{6})?$"},
    "cursor": {"type": "string"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 200},
    "after": {"type": "integer", "minimum": 0, "maximum": 999999999},
    "reveal": {"type": "boolean"},
    "region": {"type": "string", "pattern": "^[0-9]{6}$"},
    "with": {"type": "string", "pattern": "^[0-9]{6}$"},
    "state": {"type": "string", "enum": list(STATES)},
    "text": {"type": "string", "maxLength": 100},
    "first": {"type": "string", "format": "date"},
    "last": {"type": "string", "format": "date"},
    "standing": {"type": "string", "enum": [standing.value for standing in LetterStanding]},
}
HEADER_SCHEMAS: Mapping[str, Schema] = {
    "Idempotency-Key": KEY_SCHEMA,
    "Prefer": {"type": "string", "examples": ["wait=10"]},
    "If-Match": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "Last-Event-ID": {"type": "string", "pattern": f"^{LAST_ID.pattern}$"},
    "Tongban-Position": {"type": "string", "pattern": POSITION_PATTERN},
}
HEADERS_REQUIRED = frozenset({"Idempotency-Key"})


def openapi_document() -> Schema:
    """Write the whole document."""
    paths: dict[str, Schema] = {}
    for path, method, operation in _operations():
        paths.setdefault(path, {})[method.lower()] = _operation(path, operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "通办 Tongban Broker",
            "version": "1",
            "description": "跨区域政务服务办件协同接口。",
        },
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operations() -> Iterator[tuple[str, str, Operation]]:
    for route in ROUTES:
        if route.is_for_each_kind:
            yield from _each_kind(route)
        else:
            yield route.path, route.method, route.operation


def _each_kind(route: Route) -> Iterator[tuple[str, str, Operation]]:
    """A command has its own address and its own body."""
    template = route.operation
    for kind, body in BODIES.items():
        if body is not SubmitCaseBody:
            yield (
                route.path.replace("{kind}", kind.__name__),
                route.method,
                Operation(
                    name=kind.__name__,
                    summary=COMMAND_TEXTS[kind],
                    answers=template.answers,
                    problems=template.problems,
                    body=body,
                    headers=template.headers,
                ),
            )


def _operation(path: str, operation: Operation) -> Schema:
    written: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": list(_parameters(path, operation)),
        "responses": _responses(operation),
    }
    if operation.body is not None:
        written["requestBody"] = {"required": True, "content": _request_content(operation.body)}
    return written


def _parameters(path: str, operation: Operation) -> Iterator[Schema]:
    for name, schema in PATH_SCHEMAS.items():
        if f"{{{name}}}" in path:
            yield {"name": name, "in": "path", "required": True, "schema": schema}
    for name in operation.queries:
        yield {"name": name, "in": "query", "schema": QUERY_SCHEMAS[name]}
    for name in (*operation.headers, "Tongban-Position"):
        required = name in HEADERS_REQUIRED
        schema = HEADER_SCHEMAS[name]
        yield {"name": name, "in": "header", "required": required, "schema": schema}


def _responses(operation: Operation) -> Schema:
    responses: Schema = {}
    for status, shown in operation.answers.items():
        is_model = isinstance(shown, type)
        media_type = "application/json" if is_model else shown
        schema = _reference(shown) if isinstance(shown, type) else {"type": "string"}
        responses[str(status)] = {
            "description": operation.summary,
            "content": {media_type: {"schema": schema}},
        }
    for status in sorted({*PROBLEMS_EVERYWHERE, *operation.problems}):
        responses[str(status)] = {
            "description": "见 reason 与 detail",
            "content": {PROBLEM_MEDIA_TYPE: {"schema": _reference(ProblemAnswer)}},
        }
    if "application/octet-stream" in operation.answers.values():
        responses["200"]["content"] = {media_type: {} for media_type in MAGIC}
    return responses


def _request_content(body: type[Body] | str) -> Schema:
    if isinstance(body, str):
        binary = {"type": "string", "format": "binary"}
        form = {
            "type": "object",
            "properties": {"file": binary},
            "required": ["file"],
            "additionalProperties": False,
        }
        raw = {media_type: {"schema": binary} for media_type in MAGIC}
        return {**raw, "multipart/form-data": {"schema": form}}
    return {"application/json": {"schema": _reference(body)}}


def _reference(model: type[BaseModel]) -> Schema:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas() -> Schema:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {
        (ProblemAnswer, "serialization"): None
    }
    for _, _, operation in _operations():
        for shown in operation.answers.values():
            if isinstance(shown, type):
                wanted[shown, "serialization"] = None
        if isinstance(operation.body, type):
            wanted[operation.body, "validation"] = None
    _, document = models_json_schema(list(wanted), ref_template=REFERENCE)
    schemas: Schema = document["$defs"]
    return schemas
