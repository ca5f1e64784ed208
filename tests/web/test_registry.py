"""The registry facade: a stock Confluent client reads our records with it."""

import asyncio
import json
from typing import Any

import pytest
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from broker.schemas.codec import encode_intake, encode_journal
from broker.schemas.records import LeadTaken
from broker.schemas.registry import registry
from tests.web.driver import Api, Client
from tests.web.places import QINGYANG
from tests.web.world import World


def deserialize(url: str, topic: str, data: bytes) -> dict[str, Any]:
    with SchemaRegistryClient({"url": url}) as client:
        deserializer = AvroDeserializer(client)
        value = deserializer(data, SerializationContext(topic, MessageField.VALUE))
    assert isinstance(value, dict)
    return value


async def test_a_stock_deserializer_reads_a_journal_record(client: Client) -> None:
    url = str(client.make_url("/")).rstrip("/")
    data = encode_journal(LeadTaken(format=1, epoch=3, writer="node-1"))
    value = await asyncio.to_thread(deserialize, url, "621000.journal", data)
    assert (value["epoch"], value["writer"]) == (3, "node-1")


async def test_a_stock_deserializer_reads_a_submission(
    world: World, client: Client, qingyang: Api
) -> None:
    await qingyang.submit()
    [submission] = world.regions[QINGYANG].intake
    url = str(client.make_url("/")).rstrip("/")
    value = await asyncio.to_thread(deserialize, url, "621000.intake", encode_intake(submission))
    assert "张小兰" not in str(value)


async def test_every_subject_can_be_walked_to_its_schema(client: Client) -> None:
    subjects = await (await client.get("/subjects")).json(content_type=None)
    assert subjects == registry().subjects()
    for subject in subjects:
        versions = await (await client.get(f"/subjects/{subject}/versions")).json(content_type=None)
        answer = await client.get(f"/subjects/{subject}/versions/{versions[-1]}")
        latest = await client.get(f"/subjects/{subject}/versions/latest")
        told = await answer.json(content_type=None)
        assert await latest.json(content_type=None) == told
        by_id = await (await client.get(f"/schemas/ids/{told['id']}")).json(content_type=None)
        assert json.loads(by_id["schema"]) == json.loads(told["schema"])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/subjects/nothing/versions", 40401),
        ("/subjects/nothing/versions/1", 40401),
        ("/schemas/ids/1", 40403),
        ("/schemas/ids/9999999999", 40403),
    ],
)
async def test_what_is_unknown_has_confluents_code(client: Client, path: str, code: int) -> None:
    answer = await client.get(path)
    assert answer.status == 404
    assert (await answer.json(content_type=None))["error_code"] == code


async def test_an_unknown_version_has_confluents_code(client: Client) -> None:
    subject = registry().subjects()[0]
    for version in ("99", "x", "0", "-1"):
        answer = await client.get(f"/subjects/{subject}/versions/{version}")
        assert (await answer.json(content_type=None))["error_code"] == 40402
