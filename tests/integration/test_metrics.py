"""What a node tells Prometheus and Kafka's tools, after one case between two regions over HTTP."""

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from broker.clock import SystemClock
from broker.operations.client import open_session
from broker.schemas.records import NewRecord
from broker.streams.kafka_log import KafkaAppender
from broker.streams.topics import events_topic, intake_topic
from tests.integration.case_by_hand import HAND_IN, PERSON, SEEN_SECONDS, play_case
from tests.integration.site import (
    CHENGDU,
    CHONGQING,
    PARTITIONS,
    Site,
    a_client,
    a_node,
    asking,
    is_answered,
)
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]

POISON = b"not a record of ours"
LABELS = frozenset(
    {"code", "kind", "le", "method", "outcome", "partition", "peer", "reason", "region", "route"}
    | {"topic", "version"}
)
REQUIRED = (
    "tongban_commands_decided_total",
    "tongban_journal_append_seconds_count",
    "tongban_journal_batch_decisions_count",
    "tongban_journal_events_appended_total",
    "tongban_intake_lag_records",
    "tongban_projection_lag_records",
    "tongban_lead_epoch",
    "tongban_process_exits_total",
    "tongban_gaps_repaired_total",
    "tongban_stale_records_ignored_total",
    "tongban_dead_letters_total",
    "tongban_dead_letter_records",
    "tongban_keys_swept_total",
    "tongban_relay_deliveries_total",
    "tongban_relay_unreceipted_deliveries",
    "tongban_relay_oldest_unreceipted_timestamp_seconds",
    "tongban_relay_command_to_peer_journal_seconds_count",
    "tongban_http_requests_total",
    "tongban_http_request_duration_seconds_count",
    "tongban_event_loop_lag_seconds",
    "tongban_build_info",
)
IN_EACH_PARTITION = (
    "tongban_intake_lag_records",
    "tongban_projection_lag_records",
    "tongban_lead_epoch",
    "tongban_gaps_repaired_total",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What was done, and what the node told afterwards."""

    site: Site
    case_id: str
    page: str
    samples: tuple[Sample, ...]
    letter: Mapping[str, Any]
    retried: Mapping[str, Any]
    discarded: Mapping[str, Any]


@pytest.fixture(scope="module")
def played(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Run a node, one whole case and one poisonous record."""
    with a_node(kafka, tmp_path_factory.mktemp("node")) as site:
        yield asyncio.run(play(site))


async def play(site: Site) -> Played:
    """Do the case, set a record aside, retry and discard it, and read the metrics."""
    async with open_session() as session:
        await wait_until(lambda: is_answered(session, f"{site.operations}/readyz"), seconds=60)
        clients = {code: a_client(session, site, code) for code in (CHONGQING, CHENGDU)}
        case_id = await play_case(clients[CHONGQING], clients[CHENGDU])
        await poison(site)
        letter = await one_open_letter(session, site)

        async def is_all_told() -> bool:
            samples = read_samples(await read_page(session, site))
            return not missing(samples) and open_letters(samples) == 1

        await wait_until(is_all_told, seconds=SEEN_SECONDS)
        page = await read_page(session, site)
        retried, discarded = await close_letters(session, site, letter)
    return Played(
        site=site,
        case_id=case_id,
        page=page,
        samples=tuple(read_samples(page)),
        letter=letter,
        retried=retried,
        discarded=discarded,
    )


async def poison(site: Site) -> None:
    """Put bytes on the intake that nobody can read."""
    appender = KafkaAppender(site.bootstrap)
    await appender.start()
    await appender.append(intake_topic(CHONGQING), 0, [NewRecord(b"key", POISON)])
    await appender.stop()


async def one_open_letter(session: aiohttp.ClientSession, site: Site) -> Mapping[str, Any]:
    """Wait for the dead letter and show it."""
    ask = asking(session, site)

    async def is_there() -> bool:
        return len((await ask("GET", ""))["letters"]) == 1

    await wait_until(is_there, seconds=SEEN_SECONDS)
    [letter] = (await ask("GET", ""))["letters"]
    return await ask("GET", f"/{letter['id']}")


async def close_letters(
    session: aiohttp.ClientSession, site: Site, letter: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Retry the letter, which sets its record aside again, and discard that one."""
    ask = asking(session, site)
    retried = await ask("POST", f"/{letter['id']}/retry")
    again = await one_open_letter(session, site)
    discarded = await ask("POST", f"/{again['id']}/discard", {"reason": "test"})
    assert (await ask("GET", ""))["open_count"] == 0
    return retried, discarded


async def read_page(session: aiohttp.ClientSession, site: Site) -> str:
    async with session.get(f"{site.operations}/metrics") as answer:
        return await answer.text()


def read_samples(page: str) -> list[Sample]:
    return [sample for family in text_string_to_metric_families(page) for sample in family.samples]


def missing(samples: list[Sample]) -> set[str]:
    return set(REQUIRED) - {sample.name for sample in samples}


def open_letters(samples: list[Sample]) -> float:
    return sum(each.value for each in samples if each.name == "tongban_dead_letter_records")


def test_promtool_finds_nothing_to_complain_about(played: Played) -> None:
    checked = subprocess.run(
        ("/usr/bin/env", "promtool", "check", "metrics"),
        input=played.page,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.parametrize("name", REQUIRED)
def test_a_metric_has_a_sample(played: Played, name: str) -> None:
    assert name in {sample.name for sample in played.samples}


@pytest.mark.parametrize("name", IN_EACH_PARTITION)
def test_a_metric_tells_of_each_partition_of_each_region(played: Played, name: str) -> None:
    places = {
        (sample.labels["region"], sample.labels["partition"])
        for sample in played.samples
        if sample.name == name
    }
    numbers = [str(number) for number in range(PARTITIONS)]
    assert places == {(code, number) for code in (CHONGQING, CHENGDU) for number in numbers}


def test_commands_are_counted_by_kind_and_outcome(played: Played) -> None:
    counted = {
        (sample.labels["region"], sample.labels["kind"], sample.labels["outcome"]): sample.value
        for sample in played.samples
        if sample.name == "tongban_commands_decided_total"
    }
    assert counted[CHONGQING, "SubmitCase", "events"] == 1
    assert counted[CHENGDU, "DecideCase", "events"] == 1


def test_exits_that_a_supervisor_counted_are_shown(played: Played) -> None:
    [exits] = [each for each in played.samples if each.name == "tongban_process_exits_total"]
    assert (exits.labels, exits.value) == ({"reason": "fenced"}, 1)


def test_no_label_tells_of_a_person_or_a_case(played: Played) -> None:
    assert {label for sample in played.samples for label in sample.labels} <= LABELS
    told = {text for sample in played.samples for text in sample.labels.values()}
    for secret in (*PERSON.values(), played.case_id, HAND_IN["remark"], "t-1", "tb_"):
        assert not any(str(secret) in text for text in told - {PERSON["kind"]}), secret
    assert not any(re.search(r"[a-z2-7]{26}|[0-9]{11,}|[\u4e00-\u9fff]", text) for text in told)


def test_a_dead_letter_is_told_retried_and_discarded(played: Played) -> None:
    letter = played.letter
    assert (letter["topic"], letter["partition"]) == (f"{CHONGQING}.intake", 0)
    assert (letter["standing"], letter["size_bytes"]) == ("set_aside", len(POISON))
    assert POISON.decode() not in json.dumps(letter)
    assert (played.retried["id"], played.retried["standing"]) == (letter["id"], "retried")
    assert (played.discarded["standing"], played.discarded["note"]) == ("discarded", "test")
    assert played.discarded["sha256"] == letter["sha256"]


def test_kafkas_tools_read_the_exported_events_through_our_registry(played: Played) -> None:
    wanted = {"CaseSubmitted", "CasePushed", "DecisionMade", "ResultReceived", "CaseFinished"}
    with SchemaRegistryClient({"url": played.site.web}) as registry:
        read = exported_events(played.site.bootstrap, registry, wanted)
    assert wanted <= set(read)
    assert {event["meta"]["aggregate_id"] for event in read.values()} == {played.case_id}
    assert PERSON["name"] not in str(read)


def exported_events(
    bootstrap: str, registry: SchemaRegistryClient, wanted: set[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Read events by the name of their schema until those that are wanted are among them."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "metrics-test",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    topic, deserialize = events_topic(CHONGQING), AvroDeserializer(registry)
    consumer.subscribe([topic])
    found: dict[str, Mapping[str, Any]] = {}
    deadline = SystemClock().elapsed() + SEEN_SECONDS
    while not wanted <= set(found) and SystemClock().elapsed() < deadline:
        record = consumer.poll(1.0)
        if record is not None and record.error() is None:
            value = record.value() or b""
            schema = registry.get_schema(int.from_bytes(value[1:5], "big"))
            context = SerializationContext(topic, MessageField.VALUE)
            found[json.loads(schema.schema_str or "")["name"]] = deserialize(value, context)
    consumer.close()
    return found
