"""The Avro schemas that a package brings along, so that its events stay readable by any tool."""

import json
from collections.abc import Iterable

from broker.schemas.catalogue import Schema, catalogue
from broker.schemas.forms import CONFLUENT_HEAD

FOLDER = "模式/avro"
MARK_BYTES, FINGERPRINT_END = 2, 10


def event_schema_path(data: bytes) -> str:
    """Name the schema of an event by the fingerprint that its bytes carry."""
    return f"{FOLDER}/event-{data[MARK_BYTES:FINGERPRINT_END].hex()}.avsc"


def decision_schema_path(value: bytes) -> str:
    """Name the schema of a Decision by the id that its bytes carry."""
    return f"{FOLDER}/record-{CONFLUENT_HEAD.unpack_from(value)[1]}.avsc"


def schema_files(events: Iterable[bytes], decisions: Iterable[bytes]) -> dict[str, bytes]:
    """Write the schemas of these bytes, each once."""
    wanted = {event_schema_path(data) for data in events}
    wanted |= {decision_schema_path(value) for value in decisions}
    found = {}
    for schema in catalogue():
        for path in _paths(schema):
            if path in wanted:
                text = json.dumps(schema.document, ensure_ascii=False, indent=2)
                found[path] = f"{text}\n".encode()
    assert found.keys() == wanted
    return found


def _paths(schema: Schema) -> tuple[str, str]:
    fingerprint = schema.fingerprint.hex()
    return f"{FOLDER}/event-{fingerprint}.avsc", f"{FOLDER}/record-{schema.id}.avsc"
