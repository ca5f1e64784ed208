"""The schemas under the API of the Confluent Schema Registry, read-only, for stock Kafka tools."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from broker.web.ports import Edge

MEDIA_TYPE = "application/vnd.schemaregistry.v1+json"
SUBJECT_UNKNOWN = 40401
VERSION_UNKNOWN = 40402
SCHEMA_UNKNOWN = 40403

Handler = Callable[[web.Request, Edge], Awaitable[web.Response]]


async def get_subjects(_request: web.Request, edge: Edge) -> web.Response:
    """Name all subjects."""
    return _json(edge.registry.subjects())


async def get_versions(request: web.Request, edge: Edge) -> web.Response:
    """Name the versions of a subject."""
    versions = edge.registry.versions(request.match_info["subject"])
    return _json(versions) if versions else _unknown(SUBJECT_UNKNOWN, "Subject not found.")


async def get_version(request: web.Request, edge: Edge) -> web.Response:
    """Answer one version of a subject; `latest` is the newest."""
    subject, wanted = request.match_info["subject"], request.match_info["version"]
    if edge.registry.latest(subject) is None:
        return _unknown(SUBJECT_UNKNOWN, "Subject not found.")
    numbers = {str(version): version for version in edge.registry.versions(subject)}
    schema = (
        edge.registry.latest(subject)
        if wanted == "latest"
        else edge.registry.schema(subject, numbers.get(wanted, 0))
    )
    if schema is None:
        return _unknown(VERSION_UNKNOWN, "Version not found.")
    return _json(
        {
            "subject": schema.subject,
            "version": schema.version,
            "id": schema.id,
            "schema": schema.text,
        }
    )


async def get_schema(request: web.Request, edge: Edge) -> web.Response:
    """Answer the schema with this id, as written on topics."""
    schema = edge.registry.schema_by_id(int(request.match_info["schema_id"]))
    if schema is None:
        return _unknown(SCHEMA_UNKNOWN, "Schema not found.")
    return _json({"schema": schema.text})


REGISTRY_ROUTES: tuple[tuple[str, Handler], ...] = (
    ("/subjects", get_subjects),
    ("/subjects/{subject}/versions", get_versions),
    ("/subjects/{subject}/versions/{version}", get_version),
    (r"/schemas/ids/{schema_id:[0-9]{1,10}}", get_schema),
)
"""Open to all: schemas are documentation and hold nothing of any case."""


def _json(value: object) -> web.Response:
    return web.Response(text=json.dumps(value, ensure_ascii=False), content_type=MEDIA_TYPE)


def _unknown(code: int, message: str) -> web.Response:
    return web.Response(
        status=404,
        text=json.dumps({"error_code": code, "message": message}),
        content_type=MEDIA_TYPE,
    )
