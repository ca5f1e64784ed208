"""Who sees and does what: over all routes, nobody of one region touches another's case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.envelope import Role
from broker.domain.identifiers import Instant, RegionCode
from broker.web.app import make_app, page_routes
from broker.web.registry import REGISTRY_ROUTES
from broker.web.routes import ROUTES
from tests.web.driver import PDF, PERSON, Api, Client, hand_in
from tests.web.places import HANGZHOU, QINGYANG, START, XIAN
from tests.web.world import PASSWORD, World

OPEN = frozenset(path for path, _ in REGISTRY_ROUTES) | {"/openapi.json"}
COMMANDS = frozenset(each.__name__ for each in COMMAND_SIDES)
SECRETS = (PERSON["name"], PERSON["resident_id"], PERSON["phone"])


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a route."""

    method: str
    path: str
    is_case_bound: bool


def every_call(region: RegionCode, case_id: str, digest: str) -> Iterator[Call]:
    """Fill every route of the table with a real case of somebody else."""
    kinds = sorted(COMMANDS)
    for route in ROUTES:
        for kind in kinds if route.is_for_each_kind else [""]:
            path = route.path.format(
                region=region,
                case_id=case_id,
                digest=digest,
                document="receipt",
                kind=kind,
                key="k-1",
                code="KT020160",
                owner=HANGZHOU,
                letter_id=f"{QINGYANG}.intake-0-0",
            )
            yield Call(route.method, path, is_case_bound="{case_id}" in route.path)


async def ask(client: Client, call: Call, token: str | None) -> tuple[int, str]:
    headers = {"Idempotency-Key": "foreign", "Prefer": "wait=1"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    body = hand_in() if call.path.endswith("/cases") else {}
    sent = body if call.method == "POST" else None
    async with client.request(call.method, call.path, headers=headers, json=sent) as answer:
        if answer.content_type == "text/event-stream":
            return answer.status, ""
        return answer.status, await answer.text()


@pytest.fixture
async def foreign_case(qingyang: Api) -> tuple[str, str]:
    """A case of Qingyang with a document, handed over to Hangzhou."""
    upload = await qingyang.upload("/drafts/k-1/materials", PDF, "application/pdf")
    digest: str = (await upload.json())["digest"]
    case_id = await qingyang.push(materials=[{"digest": digest, "title": "居民身份证"}])
    return case_id, digest


@pytest.mark.parametrize("role", list(Role))
async def test_no_principal_of_another_region_gets_through_any_route(
    world: World, client: Client, foreign_case: tuple[str, str], role: Role
) -> None:
    token, before = world.token(XIAN, role=role), world.appended()
    for region in (QINGYANG, HANGZHOU, XIAN, RegionCode("999999")):
        for call in every_call(region, *foreign_case):
            if region == XIAN and not call.is_case_bound:
                continue  # Their own lists: see the next test.
            status, text = await ask(client, call, token)
            assert status in {401, 403, 404}, call
            assert not any(secret in text for secret in SECRETS), call
    assert world.appended() == before


async def test_lists_and_feeds_show_no_foreign_case(
    world: World, client: Client, foreign_case: tuple[str, str]
) -> None:
    xian = Api(client, XIAN, world.token(XIAN))
    told = await (await xian.get("/cases")).json()
    assert told == {"cases": [], "cursor": None}


async def test_nobody_gets_in_without_a_credential(
    world: World, client: Client, foreign_case: tuple[str, str]
) -> None:
    before = world.appended()
    for call in every_call(QINGYANG, *foreign_case):
        for token in (None, "", "x", "tb_1.2", "tb_" + "x" * 500, "кто"):
            status, _ = await ask(client, call, token)
            assert status == 401, (call, token)
    assert world.appended() == before


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CLERK}])
async def test_a_role_without_commands_gives_none(
    world: World, client: Client, foreign_case: tuple[str, str], role: Role
) -> None:
    token, before = world.token(QINGYANG, role=role, scope=frozenset()), world.appended()
    for call in every_call(QINGYANG, *foreign_case):
        if call.method == "POST":
            status, _ = await ask(client, call, token)
            assert status == 403, call
    assert world.appended() == before


async def test_a_token_does_only_what_its_scope_names(world: World, client: Client) -> None:
    scope = frozenset({"SubmitCase"})
    platform = Api(client, QINGYANG, world.token(QINGYANG, role=Role.PLATFORM, scope=scope))
    case_id = await platform.submit()
    assert (await platform.get(f"/cases/{case_id}")).status == 403
    await platform.command(case_id, "CheckForm", {"passed": True}, status=403)


async def test_an_expired_token_is_nobody(world: World, client: Client) -> None:
    api = Api(client, QINGYANG, world.token(QINGYANG, expires_at=Instant(START + 1)))
    assert (await api.get("/items")).status == 200
    await world.clock.sleep(1)
    assert (await api.get("/items")).status == 401


async def test_the_handling_side_sees_a_case_from_the_push_on(qingyang: Api, hangzhou: Api) -> None:
    case_id = await qingyang.submit()
    assert (await hangzhou.get(f"/cases/{case_id}")).status == 404
    await hangzhou.command(case_id, "AcceptCase", status=404)
    pushed = await qingyang.push("k-2")
    assert (await hangzhou.get(f"/cases/{pushed}")).status == 200


async def test_every_address_of_the_application_is_in_a_table(world: World) -> None:
    known = {("GET", path) for path in OPEN}
    known |= {(route.method, route.path) for route in ROUTES}
    known |= {(method, path) for method, path, _ in page_routes(world.edge)}
    known = {(method, re.sub(r"\{(\w+):[^}]*\}+", r"{\1}", path)) for method, path in known}
    for route in make_app(world.edge).router.routes():
        resource = route.resource
        assert resource is not None
        is_static = resource.canonical.startswith("/static/")
        method = "GET" if route.method == "HEAD" else route.method
        assert is_static or (method, resource.canonical) in known, resource.canonical


async def test_pages_send_strangers_to_the_login(client: Client) -> None:
    for path in ("/cases", "/cases/621000-aaaaaaaaaaaaaaaaaaaaaaaaaa"):
        answer = await client.get(path, allow_redirects=False)
        assert answer.status == 303
        assert answer.headers["Location"].startswith("/login?next=")


async def test_a_foreign_case_has_no_page(
    world: World, client: Client, foreign_case: tuple[str, str]
) -> None:
    world.account("xa01", XIAN)
    secret = await world.accounts.log_in("xa01", PASSWORD, world.clock.now())
    cookies = {"Cookie": f"tongban_session={secret}"}
    answer = await client.get(f"/cases/{foreign_case[0]}", headers=cookies)
    assert answer.status == 404
    text = await answer.text()
    assert not any(each in text for each in SECRETS)


async def test_a_browser_commands_only_with_its_form_token(
    world: World, client: Client, qingyang: Api
) -> None:
    world.account("qy01", QINGYANG)
    secret = await world.accounts.log_in("qy01", PASSWORD, world.clock.now())
    headers = {"Cookie": f"tongban_session={secret}", "Idempotency-Key": "k-9"}
    answer = await client.post(qingyang.path("/cases"), json=hand_in(), headers=headers)
    assert (answer.status, world.appended()) == (403, 0)
