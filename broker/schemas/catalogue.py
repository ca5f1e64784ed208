"""Every schema this release knows, read once: inlined text, fingerprint, id, parsed form."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fastavro import parse_schema
from fastavro.schema import fingerprint, to_parsing_canonical_form

Json = Any
SCHEMA_ID_BITS = 31
FORMER_MARK = "@"
"""`CaseSubmitted@0123456789abcdef.avsc` is a version that earlier releases wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One version of a named schema."""

    name: str
    full_name: str
    is_current: bool
    document: Json
    """The whole schema, named types inlined, with docs and logical types."""
    parsed: Json
    """What fastavro reads and writes by: without logical types, so instants stay plain integers."""
    fingerprint: bytes
    """CRC-64-AVRO of the parsing canonical form, little-endian, as events carry it."""

    @property
    def id(self) -> int:
        """The low 31 bits of the fingerprint: a Confluent schema id that needs no allocation."""
        return int.from_bytes(self.fingerprint, "little") & (1 << SCHEMA_ID_BITS) - 1

    @property
    def namespace(self) -> str:
        """The part of the full name before the last dot."""
        return self.full_name.rpartition(".")[0]


class Catalogue:
    """Schemas by name, made from the texts of the `.avsc` files by file stem."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        documents = {stem: json.loads(text) for stem, text in texts.items()}
        named = {
            _full_name(document): document
            for stem, document in documents.items()
            if FORMER_MARK not in stem
        }
        self._schemas = tuple(
            _build(_inline(document, named, set()), is_current=FORMER_MARK not in stem)
            for stem, document in sorted(documents.items())
        )
        self._current = {each.name: each for each in self._schemas if each.is_current}

    def __iter__(self) -> Iterator[Schema]:
        """All versions of all schemas, by name."""
        return iter(self._schemas)

    def current(self, name: str) -> Schema:
        """The version this release writes."""
        return self._current[name]

    def versions(self, name: str) -> tuple[Schema, ...]:
        """Former versions, then the current one."""
        former = (each for each in self._schemas if each.name == name and not each.is_current)
        return (*former, self._current[name])


@cache
def catalogue() -> Catalogue:
    """The schemas of this release, loaded at the first use."""
    folder = files("broker.schemas") / "avro"
    return Catalogue(
        {
            file.name.removesuffix(".avsc"): file.read_text(encoding="utf-8")
            for file in folder.iterdir()
            if file.name.endswith(".avsc")
        }
    )


def build_schema(document: Json, *, is_current: bool = True) -> Schema:
    """Make a schema of a self-contained document."""
    return _build(document, is_current=is_current)


def _build(document: Json, *, is_current: bool) -> Schema:
    parsed = parse_schema(_without_logical_types(document))
    print_hex = fingerprint(to_parsing_canonical_form(document), "CRC-64-AVRO")
    full_name = _full_name(document)
    return Schema(
        name=full_name.rpartition(".")[2],
        full_name=full_name,
        is_current=is_current,
        document=document,
        parsed=parsed,
        fingerprint=bytes.fromhex(print_hex),
    )


def _full_name(document: Json) -> str:
    return f"{document['namespace']}.{document['name']}"


def _inline(node: Json, named: Mapping[str, Json], seen: set[str]) -> Json:
    """Put each named type where it is first used, so the text stands alone."""
    match node:
        case str() if node in named and node not in seen:
            return _inline(named[node], named, seen)
        case list():
            return [_inline(branch, named, seen) for branch in node]
        case {"type": "record", "fields": fields}:
            seen.add(_full_name(node))
            inlined = [{**each, "type": _inline(each["type"], named, seen)} for each in fields]
            return {**node, "fields": inlined}
        case {"type": "enum"}:
            seen.add(_full_name(node))
            return node
        case {"type": "array", "items": items}:
            return {**node, "items": _inline(items, named, seen)}
        case _:
            return node


def _without_logical_types(node: Json) -> Json:
    match node:
        case {"logicalType": _, "type": plain}:
            return plain
        case dict():
            return {key: _without_logical_types(value) for key, value in node.items()}
        case list():
            return [_without_logical_types(each) for each in node]
        case _:
            return node
