"""OpenAPI: complete, and schemathesis finds no server error and no answer outside of it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from aiohttp import ClientSession, web
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.cases.limits.commands import CheckDeadline
from broker.domain.envelope import Role
from broker.web.app import make_app
from broker.web.openapi import openapi_document
from tests.web.driver import WAIT, hand_in
from tests.web.places import QINGYANG
from tests.web.world import World

EXAMPLES_EACH = 30
SCHEMA = schemathesis.openapi.from_dict(openapi_document())
CHECKED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_every_command_is_documented_with_its_own_body() -> None:
    paths = openapi_document()["paths"]
    names = {
        operation["operationId"] for methods in paths.values() for operation in methods.values()
    }
    asked_by_people = COMMAND_SIDES.keys() - {CheckDeadline}
    assert {each.__name__ for each in asked_by_people} <= names


def test_every_reference_leads_somewhere() -> None:
    document = openapi_document()
    text = json.dumps(document)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]


def test_no_schema_lets_unknown_fields_in() -> None:
    for name, schema in openapi_document()["components"]["schemas"].items():
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False, name


class Served:
    """The application in a thread of its own, for clients that block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = threading.Event()
        self.session = requests.Session()  # Connections that are kept save most of the time.
        self.session.trust_env = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Served":
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self.world = World(self._folder)
        self.token = self.world.token(QINGYANG)
        self.operator_token = self.world.token(QINGYANG, role=Role.OPERATOR)
        self.letter_id = self.world.regions[QINGYANG].letters.set_aside("schema_unknown")
        runner = web.AppRunner(make_app(self.world.edge))
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self.case_id = self._loop.run_until_complete(self._hand_in())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self.world.close()
        self._loop.close()

    async def _hand_in(self) -> str:
        """Make a case, so that not every answer is 404."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": "k", **WAIT}
        url = f"{self.url}/api/v1/regions/{QINGYANG}/cases"
        async with (
            ClientSession() as session,
            session.post(url, json=hand_in(), headers=headers) as answer,
        ):
            case_id: str = (await answer.json())["case_id"]
            return case_id


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("served")) as made:
        yield made


OPERATIONS = sorted(
    (method.upper(), path)
    for path, methods in openapi_document()["paths"].items()
    for method in methods
    if not path.endswith("/events")  # A stream does not end: see test_feed.
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_input_makes_a_server_error(served: Served, method: str, path: str) -> None:
    operation = SCHEMA[path][method]
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES_EACH,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(good | bad, st.booleans())
    def exercise(case: Case[Any], is_ours: bool) -> None:  # noqa: FBT001 - drawn
        if is_ours:
            ours = {
                "region": str(QINGYANG),
                "case_id": served.case_id,
                "letter_id": served.letter_id,
                "document": "receipt",
            }
            case.path_parameters |= ours
            case.headers.pop("Tongban-Position", None)
        is_for_operators = "dead-letters" in path
        token = served.operator_token if is_for_operators else served.token
        headers = {"Authorization": f"Bearer {token}"}
        case.call_and_validate(
            base_url=served.url, headers=headers, checks=CHECKED, session=served.session
        )

    exercise()
