"""The way to the link listeners of peers, from which encrypted documents are fetched."""

import asyncio
from pathlib import Path

import aiohttp
from aiohttp import web

from broker.config import Config
from broker.domain.identifiers import CaseId, RegionCode
from broker.errors import Unavailable
from broker.wiring.link_tokens import LinkTokens
from broker.wiring.materials import FetchSealed

FETCH_SECONDS_MAX = 20.0
MATERIAL_BYTES_MAX = 21 * 1024 * 1024


class PeerClient:
    """Fetches documents from the link listeners of peers."""

    def __init__(self, config: Config, tokens: LinkTokens) -> None:
        self.config = config
        self._tokens = tokens
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def fetcher(self, region: RegionCode) -> FetchSealed:
        """Answer how this region fetches the encrypted object of a document from a peer."""

        async def fetch(peer: RegionCode, case_id: CaseId, digest: str) -> bytes | None:
            token = await asyncio.to_thread(self._token, region, peer)
            url = f"{self._url(peer)}/link/cases/{case_id}/materials/{digest}"
            return await self._get(url, token)

        return fetch

    async def _get(self, url: str, token: str) -> bytes | None:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS_MAX)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status == web.HTTPNotFound.status_code:
                    return None
                if answer.status != web.HTTPOk.status_code:
                    raise Unavailable(f"the peer answers {answer.status}")
                return await read_whole(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unavailable("the peer does not answer") from error

    def _url(self, peer: RegionCode) -> str:
        for known in self.config.peers:
            if known.code == peer:
                return known.link_url
        where = self.config.link
        return f"http://{where.host}:{where.port}/{peer}"

    def _token(self, region: RegionCode, peer: RegionCode) -> str:
        """Read the token the peer gave us; regions of one node trust each other's."""
        for known in self.config.peers:
            if known.code == peer:
                return read_token(Path(known.link_token_file))
        return self._tokens.token(region, peer)


async def read_whole(answer: aiohttp.ClientResponse) -> bytes:
    """Read a document piece by piece, and stop as soon as it is larger than any."""
    content = bytearray()
    async for piece in answer.content.iter_any():
        content += piece
        if len(content) > MATERIAL_BYTES_MAX:
            raise Unavailable("the peer's document is too large")
    return bytes(content)


def read_token(file: Path) -> str:
    """Read the token that a peer gave us, afresh each time: it may have been replaced."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Unavailable(f"the peer's token cannot be read: {error}") from error
