"""The data of the read-only registry facade: what Confluent's clients ask for, from our files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from broker.schemas.catalogue import Catalogue, Json, Schema, build_schema, catalogue
from broker.schemas.kinds import (
    COMMAND_KINDS,
    EVENT_KINDS,
    INTAKE_KINDS,
    JOURNAL_KINDS,
    LINK_KINDS,
)

COMPATIBILITY = "FULL_TRANSITIVE"
TOP_LEVEL: tuple[Mapping[str, type], ...] = (
    EVENT_KINDS,
    COMMAND_KINDS,
    INTAKE_KINDS,
    JOURNAL_KINDS,
    LINK_KINDS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredSchema:
    """A version of a subject; `text` stands alone, with every named type inlined."""

    subject: str
    version: int
    id: int
    text: str


class Registry:
    """Subjects are record names (the record-name strategy), versions count from 1."""

    def __init__(self, schemas: Catalogue) -> None:
        self._subjects = {
            versions[-1].full_name: tuple(_registered(versions))
            for versions in (schemas.versions(name) for kinds in TOP_LEVEL for name in kinds)
        }
        self._by_id = {each.id: each for each in self._all()}

    def subjects(self) -> list[str]:
        """Names of all subjects, sorted."""
        return sorted(self._subjects)

    def versions(self, subject: str) -> list[int]:
        """Version numbers of a subject, empty when it is unknown."""
        return [each.version for each in self._subjects.get(subject, ())]

    def schema(self, subject: str, version: int) -> RegisteredSchema | None:
        """One version of a subject."""
        found = (each for each in self._subjects.get(subject, ()) if each.version == version)
        return next(found, None)

    def latest(self, subject: str) -> RegisteredSchema | None:
        """The version this release writes."""
        versions = self._subjects.get(subject)
        return versions[-1] if versions else None

    def ids(self) -> list[int]:
        """Ids of all schemas, sorted."""
        return sorted(self._by_id)

    def schema_by_id(self, schema_id: int) -> RegisteredSchema | None:
        """The schema that records with this id were written with."""
        return self._by_id.get(schema_id)

    def find(self, subject: str, document: Json) -> RegisteredSchema | None:
        """The version of a subject that has the same canonical form as a document."""
        wanted = build_schema(document).id
        found = (each for each in self._subjects.get(subject, ()) if each.id == wanted)
        return next(found, None)

    def _all(self) -> Iterable[RegisteredSchema]:
        return (each for versions in self._subjects.values() for each in versions)


@cache
def registry() -> Registry:
    """The registry of this release."""
    return Registry(catalogue())


def _registered(versions: tuple[Schema, ...]) -> Iterable[RegisteredSchema]:
    for number, schema in enumerate(versions, start=1):
        yield RegisteredSchema(
            subject=schema.full_name,
            version=number,
            id=schema.id,
            text=json.dumps(schema.document, ensure_ascii=False),
        )
