"""The classes and their schemas say the same, so fastavro may write without validating."""

from dataclasses import is_dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any, get_type_hints

import pytest
from fastavro.schema import fingerprint, to_parsing_canonical_form

from broker.domain.identifiers import Instant
from broker.schemas.catalogue import Json, catalogue
from broker.schemas.kinds import COMMAND_KINDS, EVENT_KINDS
from broker.schemas.nodes import definition, kind, named_types
from broker.schemas.plans import PRIMITIVES, item_type, optional_type, plain_type
from broker.schemas.records import Submission
from broker.schemas.registry import TOP_LEVEL

KINDS = {name: each for kinds in TOP_LEVEL for name, each in kinds.items()}
HEADS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(EVENT_KINDS, ("meta",)),
    **dict.fromkeys(COMMAND_KINDS, ("meta", "body_hash", "expected_version")),
}
HEAD_TYPES = get_type_hints(Submission)


def difference(hint: Any, node: Json, names: dict[str, Json]) -> str | None:
    """Say how a class's type and a schema's node differ."""
    if hint is Instant:
        same = node == {"type": "long", "logicalType": "timestamp-millis"}
        return None if same else "an instant is a timestamp-millis"
    hint, node = plain_type(hint), definition(node, names)
    if (inner := optional_type(hint)) is not None:
        null, branch = node
        return difference(inner, branch, names) if null == "null" else "null comes first"
    if (item := item_type(hint)) is not None:
        return difference(item, node["items"], names)
    if hint in PRIMITIVES:
        return None if PRIMITIVES[hint] == node else f"{hint} is not {node}"
    if issubclass(hint, StrEnum):
        same = node["symbols"] == ["unknown", *hint] and node["default"] == "unknown"
        return None if same else f"symbols of {hint.__name__}"
    return class_difference(hint, node, names, head=())


def class_difference(
    cls: type, node: Json, names: dict[str, Json], *, head: tuple[str, ...]
) -> str | None:
    """Say how a dataclass and a record differ."""
    assert is_dataclass(cls)
    if node["name"] != cls.__name__:
        return f"{node['name']} is not {cls.__name__}"
    hints = {name: HEAD_TYPES[name] for name in head} | get_type_hints(cls)
    if (written := [each["name"] for each in node["fields"]]) != list(hints):
        return f"fields of {cls.__name__}: {written}"
    for each in node["fields"]:
        if found := difference(hints[each["name"]], each["type"], names):
            return f"{cls.__name__}.{each['name']}: {found}"
        if kind(each["type"]) == "union" and each.get("default", ...) is not None:
            return f"{cls.__name__}.{each['name']}: null is the default"
    return None


@pytest.mark.parametrize("name", KINDS)
def test_a_class_and_its_schema_have_the_same_fields(name: str) -> None:
    document = catalogue().current(name).document
    head = HEADS.get(name, ())
    assert class_difference(KINDS[name], document, named_types(document), head=head) is None


@pytest.mark.parametrize("name", HEADS)
def test_every_event_and_command_begins_with_the_same_head(name: str) -> None:
    first, meta = (catalogue().current(each).document for each in (name, "Meta"))
    assert first["fields"][0]["name"] == "meta"
    assert first["fields"][0]["type"] == meta


def test_every_schema_file_belongs_to_a_class() -> None:
    shared = {name for each in KINDS for name in named_types(catalogue().current(each).document)}
    assert {each.full_name for each in catalogue()} == shared


def test_a_file_is_named_after_its_type() -> None:
    names = {
        each.name.removesuffix(".avsc") for each in (files("broker.schemas") / "avro").iterdir()
    }
    assert names == {each.name for each in catalogue()}


def test_schema_ids_do_not_collide() -> None:
    ids = [each.id for each in catalogue()]
    assert len(set(ids)) == len(ids)
    assert all(0 <= each < 1 << 31 for each in ids)


def test_the_fingerprint_is_the_one_of_the_specification() -> None:
    # avro.apache.org, specification: CRC-64-AVRO of "null" is 0x63dd24e7cc258f8a.
    canonical = to_parsing_canonical_form("null")
    assert fingerprint(canonical, "CRC-64-AVRO") == bytes.fromhex("63dd24e7cc258f8a")[::-1].hex()
