"""`tongban items` against the API: all is checked first, and to repeat it is harmless."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from broker.cli import build_parser
from broker.config import load_config
from broker.domain.envelope import Role
from broker.domain.items.exporting import export_csv, export_json
from broker.domain.items.item import Item, Term
from broker.engine.telling import first_page
from broker.errors import Misconfigured, Unavailable
from broker.memory import MemoryAppender, MemoryKafka, MemoryLog, VirtualClock
from broker.operations import publishing
from broker.operations.client import ApiClient, open_session
from broker.operations.commands import items
from broker.operations.commands.reaching import Reach
from broker.operations.demo_folder import Ports, write_config
from broker.operations.publishing import BrokenOff
from broker.operations.starting_items import publish_starting
from broker.schemas.codec import decode_intake
from broker.schemas.records import ADDRESSED_HEADER
from broker.streams.kafka_log import KafkaAppender, KafkaLog
from tests.web.catalogue import an_item
from tests.web.driver import NATURAL_ITEM, Client
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.world import World

FAKE_PORTS = Ports(web=1, operations=2, link=3, kafka=4, kafka_controller=5)
OTHER = an_item(code="KT020022")
FIRST = an_item()
LATER = replace(FIRST, effective=Term(from_on=date(2999, 1, 1)))


@pytest.fixture
async def api(world: World, client: Client) -> AsyncIterator[ApiClient]:
    """The client of whoever keeps the catalogue of Hangzhou."""
    token = world.token(HANGZHOU, role=Role.OPERATOR)
    async with open_session() as session:
        yield ApiClient(session, url=str(client.make_url("")), region=HANGZHOU, token=token)


def options(*words: object) -> argparse.Namespace:
    """Read what was typed."""
    typed = [str(word) for word in words]
    return build_parser(["items"]).parse_args(["items", *typed, "--region", HANGZHOU])


def write(folder: Path, *rows: Item, name: str = "items.json") -> Path:
    """Write a file of items."""
    path = folder / name
    path.write_text(export_csv(rows) if name.endswith("csv") else export_json(rows), newline="")
    return path


async def test_a_list_is_published_once_however_often_it_is_imported(
    world: World, api: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, FIRST, OTHER, LATER)
    assert await items.import_items(options("import", path), api) == 0
    assert await items.import_items(options("import", path), api) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{path}：新发布 3 个版本，此前已发布 0 个",
        f"{path}：新发布 0 个版本，此前已发布 3 个",
    ]
    assert world.appended() == 3


async def test_one_bad_row_in_one_of_the_files_and_nothing_is_published(
    world: World, api: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = write(tmp_path, FIRST, name="sound.csv")
    wrong = replace(OTHER, service=replace(OTHER.service, modes=()))
    bad = write(tmp_path, FIRST, wrong, name="bad.json")
    assert await items.import_items(options("import", sound, bad), api) == 1
    row, count = capsys.readouterr().out.splitlines()
    assert row.startswith(f"{bad} 第 3 行 通办模式：至少须有一种通办模式")
    assert count == f"{bad}：共 1 个问题，没有发布任何事项"
    assert world.appended() == 0


async def test_what_the_published_catalogue_does_not_allow_is_found_before_anything_is_sent(
    world: World, api: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await items.import_items(options("import", write(tmp_path, FIRST)), api)
    backdated = replace(FIRST, effective=Term(from_on=date(2021, 1, 1)))
    path = write(tmp_path, OTHER, backdated, name="more.json")
    assert await items.import_items(options("import", path), api) == 1
    assert "第 3 行 生效日期：新版本的生效日期早于发布日期" in capsys.readouterr().out
    assert world.appended() == 1


async def test_a_check_publishes_nothing(
    world: World, api: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, FIRST)
    assert await items.import_items(options("import", path, "--check"), api) == 0
    assert capsys.readouterr().out == f"{path}：没有问题，1 个版本可以发布，0 个此前已发布\n"
    assert world.appended() == 0


async def test_a_link_that_breaks_is_told_with_what_was_done_and_repeating_ends_it(
    world: World,
    api: ApiClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = write(tmp_path, FIRST, OTHER)
    sent = api.publish_item

    async def breaking(code: str, written: object, *, key: str) -> object:
        if code == NATURAL_ITEM:
            raise Unavailable("没有应答")
        return await sent(code, written, key=key)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "SEND_SECONDS_MAX", 0.0)
    monkeypatch.setattr(api, "publish_item", breaking)
    with pytest.raises(BrokenOff) as broken:
        await items.import_items(options("import", path), api)
    assert "2 个版本中，新发布 1 个，此前已发布 0 个，其余 1 个未确认" in str(broken.value)
    monkeypatch.setattr(api, "publish_item", sent)
    assert await items.import_items(options("import", path), api) == 0
    assert capsys.readouterr().out.endswith("新发布 1 个版本，此前已发布 1 个\n")


@pytest.mark.parametrize("name", ["out.json", "out.csv"])
async def test_what_is_exported_can_be_imported(
    world: World, api: ApiClient, tmp_path: Path, name: str
) -> None:
    await items.import_items(options("import", write(tmp_path, FIRST, OTHER)), api)
    out = tmp_path / name
    typed = options("export", "--format", out.suffix[1:], "--out", out)
    assert await items.export_items(typed, api) == 0
    assert await items.import_items(options("import", out), api) == 0
    assert world.appended() == 2, "all of it was known"


async def test_an_item_is_shown_compared_and_given_up(
    world: World, api: ApiClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await items.import_items(options("import", write(tmp_path, FIRST, LATER)), api)
    assert await items.show_item(options("show", NATURAL_ITEM), api) == 0
    shown = capsys.readouterr().out
    assert "版本 1  2020-01-01 至 2998-12-31  现行" in shown
    assert "版本 2  2999-01-01 起  尚未生效" in shown
    assert "  收费依据：" in shown
    typed = options("diff", NATURAL_ITEM, "--between", HANGZHOU, QINGYANG)
    assert await items.compare_item(typed, api) == 0
    assert "  收费依据" in capsys.readouterr().out
    typed = options("retire", NATURAL_ITEM, "--last-on", "2999-06-30")
    assert [await items.retire_item(typed, api) for _ in range(2)] == [0, 0]
    assert "已经停办" in capsys.readouterr().out
    again = options("retire", "KT020022", "--last-on", "2999-06-30")
    assert await items.retire_item(again, api) == 1


async def test_the_demo_publishes_the_starting_items_once(world: World, api: ApiClient) -> None:
    first = await publish_starting(api, world.clock)
    assert (len(first.published), first.known) == (122, [])
    again = await publish_starting(api, world.clock)
    assert (again.published, len(again.known)) == ([], 122)
    assert world.appended() == 122


async def test_to_tell_a_peer_asks_every_partition_of_the_region(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kafka = MemoryKafka(VirtualClock().now)
    kafka.create_topic(f"{HANGZHOU}.intake", 3)

    @asynccontextmanager
    async def reach(_: argparse.Namespace) -> AsyncIterator[Reach]:
        config = load_config(write_config(tmp_path, FAKE_PORTS))
        region = replace(config.region(HANGZHOU), partitions=3)
        appender = cast("KafkaAppender", MemoryAppender(kafka))
        log = cast("KafkaLog", MemoryLog(kafka))
        yield Reach(config=config, region=region, log=log, appender=appender)

    monkeypatch.setattr(items, "reach_logs", reach)
    assert await items.tell(options("tell", "--peer", QINGYANG)) == 0
    for partition in range(3):
        [record] = kafka.partition(f"{HANGZHOU}.intake", partition).records
        assert decode_intake(record.value) == first_page(HANGZHOU, QINGYANG)
        assert record.headers == ((ADDRESSED_HEADER, b"1"),)
    for peer in (HANGZHOU, "330200"):
        with pytest.raises(Misconfigured):
            await items.tell(options("tell", "--peer", peer))
