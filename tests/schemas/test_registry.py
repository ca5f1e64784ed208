"""The registry's data, as Confluent's clients ask for it."""

import json

from broker.schemas import codec
from broker.schemas.registry import COMPATIBILITY, registry
from tests.schemas.samples import sample_submissions


def test_subjects_are_record_names() -> None:
    subjects = registry().subjects()
    assert "cn.tongban.events.CaseSubmitted" in subjects
    assert "cn.tongban.commands.SubmitCase" in subjects
    assert "cn.tongban.records.Decision" in subjects
    assert not [each for each in subjects if each.startswith("cn.tongban.common.")]


def test_a_record_on_a_topic_names_a_schema_of_the_registry() -> None:
    data = codec.encode_intake(sample_submissions()[0])
    found = registry().schema_by_id(int.from_bytes(data[1:5], "big"))
    assert found is not None
    assert found.subject == "cn.tongban.commands.SubmitCase"
    assert found == registry().latest(found.subject)
    assert found == registry().schema(found.subject, found.version)


def test_versions_count_from_one() -> None:
    for subject in registry().subjects():
        versions = registry().versions(subject)
        assert versions == list(range(1, len(versions) + 1))


def test_a_schema_is_found_by_its_text() -> None:
    latest = registry().latest("cn.tongban.events.CasePushed")
    assert latest is not None
    assert registry().find(latest.subject, json.loads(latest.text)) == latest
    assert registry().find("cn.tongban.events.CaseAccepted", json.loads(latest.text)) is None


def test_what_is_unknown_is_none() -> None:
    assert registry().versions("no.such.Subject") == []
    assert registry().latest("no.such.Subject") is None
    assert registry().schema("cn.tongban.events.CasePushed", 99) is None
    assert registry().schema_by_id(-1) is None


def test_the_promise_is_full_and_transitive() -> None:
    assert COMPATIBILITY == "FULL_TRANSITIVE"
