"""The embedded Kafka keeps what it acknowledged through kill -9, and leaves no process behind."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from broker.errors import Misconfigured
from broker.operations import kafka_jars
from broker.operations.kafka import EmbeddedKafka
from tests.support.kafka import own_kafka

RECORDS = [f"record-{number}".encode() for number in range(100)]
PARTITION = TopicPartition("survivors", 0)


@pytest.mark.integration
async def test_what_was_acknowledged_survives_kill_and_restart(tmp_path: Path) -> None:
    async with own_kafka(tmp_path / "kafka") as kafka:
        await _create_topic(kafka.bootstrap)
        await _append(kafka.bootstrap)

        await asyncio.to_thread(kafka.kill)
        assert not kafka.is_running()
        await asyncio.to_thread(kafka.start)
        await kafka.ready()

        assert await _read(kafka.bootstrap) == RECORDS


@pytest.mark.integration
async def test_a_paused_kafka_answers_again_when_it_is_resumed(tmp_path: Path) -> None:
    async with own_kafka(tmp_path / "kafka") as kafka:
        kafka.pause()
        assert kafka.is_running()
        kafka.resume()
        await kafka.ready()


@pytest.mark.integration
async def test_kafka_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from broker.operations.kafka import *\n"
        "kafka = EmbeddedKafka(Path(sys.argv[1])); kafka.start()\n"
        "print(kafka._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(  # noqa: ASYNC220 - reading one line is all there is to wait for
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    with parent.stdout as answer:
        child = int(await asyncio.to_thread(answer.readline))
    ended = os.pidfd_open(child)
    try:
        parent.kill()
        parent.wait()
        await asyncio.wait_for(_readable(ended), timeout=10)
    finally:
        os.close(ended)


@pytest.mark.integration
def test_the_session_kafka_is_there(kafka: str) -> None:
    host, port = kafka.split(":")
    with socket.create_connection((host, int(port))):
        pass


@pytest.mark.integration
def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        kafka = EmbeddedKafka(tmp_path, port=taken.getsockname()[1])
        with pytest.raises(Misconfigured, match=r"端口 \d+ 已被占用.* Port \d+ is taken"):
            kafka.start()


@pytest.mark.integration
def test_an_unwritable_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Misconfigured, match=r"无法写入目录.*cannot be written"):
        EmbeddedKafka(tmp_path / "file" / "kafka").start()


def test_a_missing_java_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match=r"找不到 Java.*Java was not found"):
        kafka_jars.find_java()


def test_an_old_java_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match=r"Java 版本过旧.*Java is too old"):
        kafka_jars.find_java()


def test_a_missing_maven_is_said_and_leaves_no_half_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Misconfigured, match=r"找不到 Maven.*was not found"):
        kafka_jars.resolve_jars(tmp_path / "libs")
    assert list(tmp_path.iterdir()) == []


async def _readable(descriptor: int) -> None:
    """Return when the process behind a pidfd has ended."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, ended.set)
    await ended.wait()
    loop.remove_reader(descriptor)


async def _create_topic(bootstrap: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(PARTITION.topic, 1, 1)])
        assert all(code == 0 for _, code, *_ in answer.topic_errors)
    finally:
        await admin.close()


async def _append(bootstrap: str) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        sent = [await producer.send(PARTITION.topic, value, partition=0) for value in RECORDS]
        assert [(await one).offset for one in sent] == list(range(len(RECORDS)))
    finally:
        await producer.stop()


async def _read(bootstrap: str) -> list[bytes]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign([PARTITION])
        await consumer.seek_to_beginning(PARTITION)
        values: list[bytes] = []
        async with asyncio.timeout(20):
            while len(values) < len(RECORDS):
                found = await consumer.getmany(PARTITION, timeout_ms=500)
                values += [record.value for record in found.get(PARTITION, ())]
        return values
    finally:
        await consumer.stop()
