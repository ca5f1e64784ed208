"""What a node tells Prometheus and Kafka's tools, after one case between two regions over HTTP."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
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
from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.rights import OperatorAct, Reading
from broker.operations.client import ApiClient, Denied, open_session
from broker.operations.ports import free_port
from broker.schemas.records import NewRecord
from broker.stores.accounts import open_accounts
from broker.streams.kafka_log import KafkaAppender
from broker.streams.topics import events_topic, intake_topic
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]

CHONGQING, CHENGDU = RegionCode("500100"), RegionCode("510100")
PARTITIONS = 2
FAR = Instant(2**52)
READY_SECONDS = 60.0
SEEN_SECONDS = 40.0
POISON = b"not a record of ours"
PERSON = {
    "kind": "natural",
    "name": "张小兰",
    "resident_id": "621002198611239711",
    "phone": "13812345678",
}
HAND_IN: Mapping[str, object] = {
    "item_code": "KT020160",
    "handling_region": CHENGDU,
    "applicant": PERSON,
    "delivery_way": "online",
    "remark": "请尽快办理",
}
BEFORE_PUSH: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("CheckForm", {"passed": True}),
    ("CheckIdentity", {"method": "id_card", "passed": True}),
    ("PushCase", {}),
)
HANDLING: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("AcceptCase", {}),
    ("DecideCase", {"result": "granted"}),
    ("ReturnResult", {}),
)
AFTER_RETURN: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("DeliverResult", {"way": "online"}),
    ("NotifyApplicant", {"channel": "sms"}),
    ("FinishCase", {}),
)
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
class Site:
    """A node process and how to reach it."""

    bootstrap: str
    folder: Path
    web: str
    operations: str


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


@contextmanager
def a_node(bootstrap: str, folder: Path) -> Iterator[Site]:
    """Run a node process with two regions of its own."""
    web, operations, link = free_port(), free_port(), free_port()
    regions = "".join(
        f'[[region]]\ncode = "{code}"\nname = "{name}"\npartitions = {PARTITIONS}\n'
        for code, name in ((CHONGQING, "重庆市"), (CHENGDU, "成都市"))
    )
    config = folder / "node.toml"
    config.write_text(
        f'folder = "var"\n[kafka]\nbootstrap = "{bootstrap}"\n[web]\nport = {web}\n'
        f"[operations]\nport = {operations}\n[link]\nport = {link}\n{regions}",
        encoding="utf-8",
    )
    command = (sys.executable, "-m", "broker")
    subprocess.run((*command, "topics", "--config", config), check=True, timeout=60)
    exits = {"TONGBAN_EXITS": json.dumps({"fenced": 1})}
    with (folder / "node.log").open("wb") as log:
        process = subprocess.Popen(
            (*command, "node", "--config", config), stderr=log, env=dict(environ) | exits
        )
    try:
        yield Site(
            bootstrap=bootstrap,
            folder=folder / "var",
            web=f"http://127.0.0.1:{web}",
            operations=f"http://127.0.0.1:{operations}",
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


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


async def play_case(receiving: ApiClient, handling: ApiClient) -> str:
    """Carry a case from hand-in to its end."""
    told = await receiving.submit(HAND_IN, key="metrics-1")
    assert told.is_done, told
    await give(receiving, told.case_id, BEFORE_PUSH)
    await until_owed(handling, told.case_id, "examine")
    await give(handling, told.case_id, HANDLING)
    await until_owed(receiving, told.case_id, "deliver_result")
    await give(receiving, told.case_id, AFTER_RETURN)
    return told.case_id


async def give(
    client: ApiClient, case_id: str, commands: tuple[tuple[str, Mapping[str, object]], ...]
) -> None:
    """Give commands, one after the other."""
    for kind, body in commands:
        told = await client.command(case_id, kind, body, key=f"{kind}-1")
        assert told.is_done, (kind, told)


async def until_owed(client: ApiClient, case_id: str, act: str) -> None:
    """Wait until the next act is this region's."""

    async def is_there() -> bool:
        try:
            case = await client.case(case_id)
        except Denied:
            return False
        return case["owed"] is not None and case["owed"]["act"] == act

    await wait_until(is_there, seconds=SEEN_SECONDS)


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


def asking(
    session: aiohttp.ClientSession, site: Site
) -> Callable[..., Awaitable[Mapping[str, Any]]]:
    """Ask about dead letters as an operator."""
    scope = frozenset({Reading.OPERATIONS}) | frozenset(OperatorAct)
    headers = {"Authorization": f"Bearer {a_token(site, CHONGQING, Role.OPERATOR, scope)}"}
    prefix = f"{site.web}/api/v1/regions/{CHONGQING}/dead-letters"

    async def ask(method: str, path: str, body: object = None) -> Mapping[str, Any]:
        async with session.request(method, prefix + path, json=body, headers=headers) as answer:
            told: Mapping[str, Any] = await answer.json(content_type=None)
            assert answer.status == 200, told
            return told

    return ask


def a_client(session: aiohttp.ClientSession, site: Site, region: RegionCode) -> ApiClient:
    """Come in as a clerk."""
    scope = frozenset(kind.__name__ for kind in COMMAND_SIDES) | frozenset(Reading)
    token = a_token(site, region, Role.CLERK, scope)
    return ApiClient(session, url=site.web, region=region, token=token)


def a_token(site: Site, region: RegionCode, role: Role, scope: frozenset[str]) -> str:
    accounts = open_accounts(site.folder / "accounts.db")
    actor = Actor(subject="t-1", role=role, region=region, office="政务服务大厅", window="W01")
    token = accounts.new_service_token(actor=actor, title="test", scope=scope, expires_at=FAR)
    accounts.close()
    return token


async def is_answered(session: aiohttp.ClientSession, url: str) -> bool:
    """Tell whether a server answers with 200."""
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


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
