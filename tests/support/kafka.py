"""One embedded Kafka for the whole test run; tests keep apart by unique topic names."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from broker.operations.kafka import EmbeddedKafka


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the bootstrap address of a running Kafka."""
    server = EmbeddedKafka(tmp_path_factory.mktemp("kafka"))
    server.start()
    try:
        asyncio.run(server.ready())
        yield server.bootstrap
    finally:
        server.stop()


@asynccontextmanager
async def own_kafka(folder: Path) -> AsyncIterator[EmbeddedKafka]:
    """Give a test its own Kafka, to kill and pause as it likes."""
    server = EmbeddedKafka(folder)
    await asyncio.to_thread(server.start)
    try:
        await server.ready()
        yield server
    finally:
        await asyncio.to_thread(server.stop)
