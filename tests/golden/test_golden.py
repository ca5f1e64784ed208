"""What any release ever wrote is read for ever: schemas, records, and whole histories."""

import json
from base64 import b64decode
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, cast

import pytest

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.events import Event
from broker.domain.cases.state import Case
from broker.domain.cases.status import status
from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId
from broker.domain.items.aggregate import ITEMS as ITEM
from broker.domain.items.events import ItemEvent
from broker.domain.items.state import KnownItem
from broker.schemas import codec
from broker.schemas.catalogue import build_schema, catalogue
from broker.schemas.compatibility import full_transitive
from broker.schemas.kinds import COMMAND_KINDS, EVENT_KINDS, INTAKE_KINDS, JOURNAL_KINDS, LINK_KINDS
from broker.schemas.registry import TOP_LEVEL
from broker.schemas.sealed import unseal
from infra.golden.items import described_versions, written_form
from infra.golden.record import freeze
from tests.schemas.samples import described

GOLDEN = Path(__file__).parent
SCHEMAS = sorted((GOLDEN / "schemas").glob("*.avsc"))
RECORDS = sorted((GOLDEN / "records").glob("*.json"))
HISTORIES = sorted((GOLDEN / "histories").glob("*.json"))
ITEMS = sorted((GOLDEN / "items").glob("*.json"))
NAMES = [name for kinds in TOP_LEVEL for name in kinds]
RECORD_IT = "run python -m infra.golden.record and commit what it wrote"

DECODERS: dict[str, Callable[[bytes], object]] = {
    **dict.fromkeys((*COMMAND_KINDS, *INTAKE_KINDS), codec.decode_intake),
    **dict.fromkeys(JOURNAL_KINDS, codec.decode_journal),
    **dict.fromkeys(LINK_KINDS, codec.decode_link),
}


def name_of(file: Path) -> str:
    """The name of the type a recorded file is about."""
    return file.name.partition(".")[0]


def read(file: Path) -> Any:
    """The content of a recorded file."""
    return json.loads(file.read_text(encoding="utf-8"))


def agrees(recorded: Any, now: Any) -> bool:
    """Whether a value says what was recorded; fields may have come and gone since."""
    match recorded, now:
        case dict(), dict():
            return all(agrees(recorded[each], now[each]) for each in recorded.keys() & now.keys())
        case list(), list():
            return len(recorded) == len(now) and all(map(agrees, recorded, now))
        case _:
            return bool(recorded == now)


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_we_write_is_recorded(name: str) -> None:
    file = f"{name}.{catalogue().current(name).fingerprint.hex()}.avsc"
    assert file in {each.name for each in SCHEMAS}, RECORD_IT


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda each: each.name)
def test_a_recorded_schema_is_known_for_ever(file: Path) -> None:
    recorded = build_schema(read(file))
    assert file.name == f"{recorded.name}.{recorded.fingerprint.hex()}.avsc"
    known = {each.fingerprint for each in catalogue().versions(recorded.name)}
    kept = f"broker/schemas/avro/{recorded.name}@{recorded.fingerprint.hex()}.avsc"
    assert recorded.fingerprint in known, f"keep the former version: copy {file.name} to {kept}"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_compatible_with_all_its_former_versions(name: str) -> None:
    former = [read(each) for each in SCHEMAS if name_of(each) == name]
    assert full_transitive(catalogue().current(name).document, former) == []


@pytest.mark.parametrize("name", DECODERS)
def test_the_record_we_write_is_recorded(name: str) -> None:
    file = f"{name}.{catalogue().current(name).fingerprint.hex()}.json"
    assert file in {each.name for each in RECORDS}, RECORD_IT


@pytest.mark.parametrize("file", RECORDS, ids=lambda each: each.name)
def test_a_recorded_record_is_read_as_it_was_meant(file: Path) -> None:
    decode = DECODERS[name_of(file)]
    samples = read(file)
    assert samples
    for each in samples:
        assert agrees(each["value"], described(decode(b64decode(each["bytes"]))))


@pytest.mark.parametrize("file", HISTORIES, ids=lambda each: each.name)
def test_a_recorded_history_leads_to_the_recorded_status(file: Path) -> None:
    recorded = read(file)
    events = [codec.decode_event(b64decode(each)) for each in recorded["events"]]
    history = [Written(meta.side, cast("Event", event)) for meta, event in events]
    state = reduce(CASES.evolve, history, CASES.initial)
    assert isinstance(state, Case)
    assert status(state) == recorded["status"]


@pytest.mark.parametrize("file", ITEMS, ids=lambda each: each.name)
def test_a_recorded_item_has_the_recorded_versions(file: Path) -> None:
    recorded = read(file)
    events = [codec.decode_event(b64decode(each)) for each in recorded["events"]]
    history = [Written(meta.side, cast("ItemEvent", event)) for meta, event in events]
    state = reduce(ITEM.evolve, history, ITEM.initial)
    assert isinstance(state, KnownItem)
    assert agrees(recorded["versions"], described_versions(state))


def test_the_written_form_of_items_is_the_one_that_item_published_stands_for() -> None:
    """An older release holds what it cannot read: so a form that says more is a new event."""
    recorded = (GOLDEN / "items" / "written-form.txt").read_text(encoding="utf-8")
    assert recorded == written_form(), "keep ItemPublished as it is, and add an event beside it"


@pytest.mark.parametrize("file", HISTORIES, ids=lambda each: each.name)
def test_a_recorded_person_is_still_unsealed(file: Path) -> None:
    recorded = read(file)
    meta, _ = codec.decode_event(b64decode(recorded["events"][0]))
    sealed = Sealed(
        suite="standard",
        key_id="key-1",
        nonce=b"n" * 12,
        ciphertext=b64decode(recorded["sealed"]["ciphertext"]),
    )
    key = b64decode(recorded["sealed"]["key"])
    assert unseal(key, sealed, CaseId(meta.aggregate_id)) == recorded["sealed"]["plain"]


@pytest.mark.parametrize("name", EVENT_KINDS)
def test_every_event_we_write_stands_in_a_recorded_history(name: str) -> None:
    files = (*HISTORIES, *ITEMS)
    recorded = {b64decode(each)[2:10] for file in files for each in read(file)["events"]}
    assert catalogue().current(name).fingerprint in recorded, RECORD_IT


def test_what_is_recorded_is_never_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "recorded.json"
    file.write_text("first", encoding="utf-8")
    assert list(freeze(file, "second")) == []
    assert file.read_text(encoding="utf-8") == "first"
