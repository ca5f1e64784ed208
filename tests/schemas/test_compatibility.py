"""The compatibility check finds what breaks, and only that."""

import json
from collections.abc import Callable
from copy import deepcopy

import pytest

from broker.schemas.catalogue import Json, catalogue
from broker.schemas.compatibility import full_transitive, unreadable
from broker.schemas.nodes import walk

CURRENT: Json = catalogue().current("CaseSubmitted").document


def edited(edit: Callable[[Json], object]) -> Json:
    """A copy of CaseSubmitted after an edit."""
    document = deepcopy(CURRENT)
    edit(document)
    return document


def field(document: Json, name: str) -> Json:
    """A field of a record."""
    return next(each for each in document["fields"] if each["name"] == name)


def role(document: Json) -> Json:
    """The enum of roles inside a document."""
    return next(n for _, n in walk(document, "") if isinstance(n, dict) and n.get("name") == "Role")


NOTE = {"name": "note", "type": ["null", "string"], "doc": "A note.", "default": None}

COMPATIBLE: dict[str, Callable[[Json], object]] = {
    "nothing": lambda each: each,
    "a doc": lambda each: each.update(doc="Another sentence."),
    "an optional field": lambda each: each["fields"].append(NOTE),
    "an optional field between others": lambda each: each["fields"].insert(3, NOTE),
    "a symbol": lambda each: role(each)["symbols"].append("inspector"),
}

BREAKING: dict[str, Callable[[Json], object]] = {
    "a field without default": lambda each: each["fields"].append(
        {"name": "note", "type": "string", "doc": "A note."}
    ),
    "a field without default is gone": lambda each: each["fields"].remove(field(each, "item_code")),
    "a renamed field": lambda each: field(each, "item_code").update(name="code"),
    "a rename with an alias, for old readers": lambda each: field(each, "item_code").update(
        name="code", aliases=["item_code"]
    ),
    "another type": lambda each: field(each, "item_code").update(type="long"),
    "a wider type, for old readers": lambda each: field(each, "item_version").update(type="double"),
    "null becomes possible": lambda each: field(each, "item_code").update(type=["null", "string"]),
    "a symbol is gone": lambda each: role(each)["symbols"].remove("auditor"),
    "an enum without default": lambda each: role(each).pop("default"),
    "another name": lambda each: each.update(name="CaseSent"),
    "items of no width": lambda each: field(each, "materials")["type"].update(items="null"),
    "a field without doc": lambda each: field(each, "item_code").pop("doc"),
    "an array becomes one": lambda each: field(each, "materials").update(type="string"),
}


@pytest.mark.parametrize("edit", COMPATIBLE.values(), ids=COMPATIBLE.keys())
def test_a_compatible_change_passes(edit: Callable[[Json], object]) -> None:
    assert full_transitive(edited(edit), [CURRENT]) == []


@pytest.mark.parametrize("edit", BREAKING.values(), ids=BREAKING.keys())
def test_a_breaking_change_is_told(edit: Callable[[Json], object]) -> None:
    assert full_transitive(edited(edit), [CURRENT])


def test_every_former_version_counts() -> None:
    with_note = edited(lambda each: each["fields"].append(NOTE))
    other_note = edited(lambda each: each["fields"].append({**NOTE, "type": ["null", "long"]}))
    assert full_transitive(other_note, [CURRENT]) == []
    assert full_transitive(other_note, [CURRENT, with_note])


def test_a_problem_names_the_place() -> None:
    def edit(document: Json) -> None:
        field(document, "sealed")["type"]["fields"].pop()

    (problem,) = unreadable(reader=CURRENT, writer=edited(edit))
    assert problem == "CaseSubmitted.sealed.ciphertext: absent and without default"


def test_a_schema_survives_being_written_down() -> None:
    assert json.loads(json.dumps(CURRENT)) == CURRENT
