"""What a client of the API does, in few words."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from broker.domain.identifiers import RegionCode
from tests.web.places import HANGZHOU

Client = TestClient[web.Request, web.Application]
WAIT = {"Prefer": "wait=5"}
PDF = b"%PDF-1.7\n%%EOF\n"
NATURAL_ITEM = "KT020160"
PERSON = {
    "kind": "natural",
    "name": "张小兰",
    "resident_id": "621002198611239711",
    "phone": "13812345678",
}

GUARDIAN = {
    "kind": "guardian",
    "name": "张大山",
    "resident_id": "621002199001011239",
    "phone": "13900002222",
    "relation": "parent",
}


def hand_in(**changes: object) -> dict[str, object]:
    """Write a body of SubmitCase."""
    return {
        "item_code": NATURAL_ITEM,
        "handling_region": HANGZHOU,
        "applicant": PERSON,
        "delivery_way": "online",
        **changes,
    }


@dataclass(frozen=True, slots=True)
class Api:
    """A client with a token of one region."""

    client: Client
    region: RegionCode
    token: str

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """Read below the region's prefix."""
        return await self.client.get(self.path(path), headers=self._headers(headers))

    async def post(
        self, path: str, body: object = None, *, key: str | None, **options: Any
    ) -> ClientResponse:
        """Post JSON below the region's prefix."""
        headers = self._headers({**WAIT, **options.pop("headers", {})})
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self.client.post(self.path(path), json=body, headers=headers, **options)

    async def submit(self, key: str = "k-1", **changes: object) -> str:
        """Hand a case in and answer its id."""
        answer = await self.post("/cases", hand_in(**changes), key=key)
        told = await answer.json()
        assert answer.status == 201, told
        case_id: str = told["case_id"]
        return case_id

    async def command(
        self,
        case_id: str,
        kind: str,
        body: Mapping[str, object] | None = None,
        *,
        status: int = 200,
        key: str = "",
    ) -> dict[str, Any]:
        """Give a command and expect a status."""
        key = key or f"{kind}-{case_id[-8:]}-{status}"
        answer = await self.post(f"/cases/{case_id}/commands/{kind}", body or {}, key=key)
        told: dict[str, Any] = await answer.json()
        assert answer.status == status, told
        return told

    async def push(self, key: str = "k-1", **changes: object) -> str:
        """Hand a case in and over."""
        case_id = await self.submit(key, **changes)
        await self.command(case_id, "CheckForm", {"passed": True})
        await self.command(case_id, "CheckIdentity", {"method": "id_card", "passed": True})
        await self.command(case_id, "PushCase")
        return case_id

    async def upload(self, path: str, content: bytes, media_type: str) -> ClientResponse:
        """Upload raw bytes."""
        headers = self._headers({"Content-Type": media_type})
        return await self.client.post(self.path(path), data=io.BytesIO(content), headers=headers)

    def path(self, path: str) -> str:
        """Answer the whole path."""
        return f"/api/v1/regions/{self.region}{path}"

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **headers}
