"""The sweep of drafts: what nobody handed in goes when it has expired; keys and uploads follow."""

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from broker.ports import Clock, DraftStore

log = logging.getLogger(__name__)

SWEEP_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSweep:
    """Deletes expired drafts; several processes may do so at once."""

    drafts: DraftStore
    clock: Clock

    async def run(self) -> None:
        """Sweep for ever; a database that is away is asked the next time."""
        while True:
            try:
                await self.once()
            except DBAPIError as error:
                extra = {"action": "drafts.sweep.waiting", "error": repr(error)}
                log.warning("no drafts can be swept just now", extra=extra)
            await self.clock.sleep(SWEEP_SECONDS)

    async def once(self) -> int:
        """Delete what has expired; answer how many."""
        return await asyncio.to_thread(self.drafts.forget_expired, self.clock.now())
