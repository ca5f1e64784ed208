"""A region's dead letters for the web: read from their topic, told without their content."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka.errors import KafkaError

from broker.domain.identifiers import RegionCode
from broker.errors import Unavailable
from broker.ports import Logs
from broker.streams.dead_letters import (
    DeadLetter,
    DeadLetters,
    NoSuchLetter,
    Standing,
    find_open,
    list_dead_letters,
)
from broker.web.ports import LetterStanding, SetAside

READ_SECONDS_MAX = 20.0


class LetterDesk:
    """Lists, retries and discards; what was retried twice is harmless by its ids."""

    def __init__(self, region: RegionCode, logs: Logs) -> None:
        self._region = region
        self._log = logs.log
        self._letters = DeadLetters(region=region, appender=logs.appender)

    async def all(self) -> Sequence[SetAside]:
        """Answer every letter, oldest first."""
        async with reading():
            letters = await list_dead_letters(self._log, self._region)
        return [without_content(letter) for letter in letters]

    async def retry(self, letter_id: str) -> bool:
        """Put the record at the end of its topic again; False when the letter is not open."""
        letter = await self._find_open(letter_id)
        if letter is not None:
            await self._letters.retry(letter)
        return letter is not None

    async def discard(self, letter_id: str, reason: str) -> bool:
        """Close the letter with a reason's code; False when it is not open."""
        letter = await self._find_open(letter_id)
        if letter is not None:
            await self._letters.close(letter, Standing.DISCARDED, reason)
        return letter is not None

    async def _find_open(self, letter_id: str) -> DeadLetter | None:
        try:
            async with reading():
                return await find_open(self._log, self._region, letter_id)
        except NoSuchLetter:
            return None


@asynccontextmanager
async def reading() -> AsyncIterator[None]:
    """Turn a Kafka that does not answer into Unavailable."""
    try:
        async with asyncio.timeout(READ_SECONDS_MAX):
            yield
    except (KafkaError, TimeoutError) as error:
        raise Unavailable("the dead letters cannot be read now") from error


def without_content(letter: DeadLetter) -> SetAside:
    """Tell where a record stood, why it was set aside, and its fingerprint."""
    return SetAside(
        id=letter.id,
        topic=letter.topic,
        partition=letter.partition,
        offset=letter.offset,
        reason=letter.reason,
        first_seen_at=letter.first_seen_at,
        attempts=letter.attempts,
        standing=LetterStanding(letter.standing),
        note=letter.note,
        size_bytes=len(letter.value),
        sha256=hashlib.sha256(letter.value).hexdigest(),
    )
