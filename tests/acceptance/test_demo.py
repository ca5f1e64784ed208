"""`tongban demo`: it reaches ready, plays as scripted, survives a killed node, leaves nothing."""

import asyncio
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.cli import FAILED, MISCONFIGURED
from broker.operations.demo import NODE_TEXT
from broker.operations.morning import MORNING
from tests.acceptance.running import (
    RunningDemo,
    demo_words,
    free_ports,
    kafkas_of,
    nodes_of,
    processes_of,
    running_demo,
    tongban,
)
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
BODY = (
    *("--region", "621000", "--item", "KT080017", "--handling", "610100", "--name", "冯晓岚"),
    *("--resident-id", "621002198804129738", "--phone", "13800000001"),
)
ARCHIVIST = ("--role", "clerk", "--scope", "archive")
CASE_ID = re.compile(r"提交办件 +(\d{6}-[a-z2-7]{26})")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """Give a demo that has played its morning and stays up."""
    with running_demo(tmp_path_factory.mktemp("demo") / "var") as demo:
        yield demo


def config(demo: RunningDemo, region: str = "621000") -> tuple[str, ...]:
    """Name the region and the configuration of a command that reads the logs."""
    return ("--region", region, "--config", str(demo.folder / "node.toml"))


def test_every_scene_ends_as_scripted_in_both_regions(demo: RunningDemo) -> None:
    assert demo.text.count("✔ 两地一致") == len(MORNING)
    assert len(set(CASE_ID.findall(demo.text))) == len(MORNING)
    assert demo.text.count("与对方原件一致") == 3


def test_every_region_has_published_its_items_and_sees_those_of_all(demo: RunningDemo) -> None:
    assert demo.text.count("新发布 122 项，此前已发布 0 项") == 3
    assert "各地区均已看到所有地区的事项" in demo.text


def test_it_says_where_to_go_and_as_whom(demo: RunningDemo) -> None:
    assert demo.url in demo.text
    for account in ("qy1", "qy2", "hz1", "hz2", "xa1", "xa2", "qy-jd", "yunwei"):
        assert f"    {account} " in demo.text
    assert "ready" in demo.operations("/readyz")


def test_a_case_is_submitted_and_shown(demo: RunningDemo) -> None:
    told = demo.command("submit", *BODY, "--url", demo.url, "--key", "by-hand-1")
    again = demo.command("submit", *BODY, "--url", demo.url, "--key", "by-hand-1")
    assert (told.status, again.status) == (0, 0), told.err
    found = re.search(r"已收件 (\S+)", told.out)
    assert found is not None
    assert found[1] in again.out
    shown = demo.command("case", "show", found[1], "--url", demo.url)
    assert "异地就医结算备案（KT080017）  已收件" in shown.out
    assert "下一步  收件地：形式审查" in shown.out
    timeline = demo.command("case", "timeline", found[1], "--url", demo.url)
    assert timeline.out.count("\n") == 1


def test_a_wrong_number_is_refused_in_one_sentence(demo: RunningDemo) -> None:
    body = [word.replace("129738", "129739") for word in BODY]
    told = demo.command("submit", *body, "--url", demo.url)
    assert told.status == FAILED
    assert told.err == "tongban: 公民身份号码校验码不正确，请核对每一位。\n"


def test_the_journal_is_shown_without_persons(demo: RunningDemo) -> None:
    told = demo.command("journal", "tail", "--last", "500", *config(demo))
    assert told.status == 0, told.err
    assert '"kind": "CaseSubmitted"' in told.out
    assert '"sealed_under"' in told.out
    assert "冯晓岚" not in told.out
    assert "621002198804129738" not in told.out


def test_there_are_no_dead_letters(demo: RunningDemo) -> None:
    assert demo.command("dead-letters", "list", *config(demo)).out == "共 0 条。\n"
    missing = demo.command("dead-letters", "discard", "x", "--reason", "test", *config(demo))
    assert missing.status == MISCONFIGURED
    assert "没有编号为 x" in missing.err


def test_the_read_model_is_rebuilt_while_the_node_runs(demo: RunningDemo) -> None:
    [case_id, *_] = CASE_ID.findall(demo.text)
    before = demo.command("case", "timeline", case_id, "--json", "--url", demo.url)
    told = demo.command("replay", *config(demo))
    assert "已重建" in told.out, told.err
    after = demo.command("case", "timeline", case_id, "--json", "--url", demo.url)
    assert after.out == before.out
    assert after.status == 0


def test_accounts_and_tokens_are_made_and_shut_out(demo: RunningDemo) -> None:
    options = ("--config", str(demo.folder / "node.toml"))
    new = ("accounts", "add", "qy3", "--title", "3号窗口", "--region", "621000", *options)
    assert "至少" in demo.command(*new, given="short\n").err
    assert demo.command(*new, given="long enough\n").status == 0
    assert demo.command("accounts", "disable", "qy3", *options).status == 0
    made = demo.command(
        "accounts", "token", "--title", "t", "--region", "621000", "--scope", "case", *options
    )
    assert made.out.startswith("tb_")
    assert demo.command("accounts", "revoke", made.out.strip(), *options).status == 0


@pytest.mark.parametrize("region", ["621000", "330100"])
def test_an_ended_case_is_filed_by_each_region_and_checked_from_the_file(
    demo: RunningDemo, tmp_path: Path, region: str
) -> None:
    [case_id, *_] = CASE_ID.findall(demo.text)
    token = demo.command(
        "accounts", "token", "--title", "档案室", *ARCHIVIST, *config(demo, region)
    )
    words = ("--out", str(tmp_path), "--url", demo.url, "--token", token.out.strip())
    made = demo.command("archive", "make", case_id, "--region", region, *words)
    assert made.status == 0, made.out + made.err
    [package] = tmp_path.glob(f"{case_id}_{region}_v*.zip")
    checked = demo.command("archive", "check", str(package))
    assert checked.status == 0, checked.out
    assert checked.out.endswith(" passed, 0 failed\n")
    again = demo.command("archive", "make", case_id, "--region", region, *words)
    assert again.out == made.out
    assert demo.command("archive", "check", str(package)).out == checked.out


def test_a_second_demo_in_the_same_folder_is_refused(demo: RunningDemo) -> None:
    told = tongban(*demo_words(demo.folder, free_ports()))
    assert told.status == MISCONFIGURED
    assert "另一个演示正在使用" in told.err


def test_a_taken_port_is_said_in_one_sentence(demo: RunningDemo, tmp_path: Path) -> None:
    told = tongban(*demo_words(tmp_path / "var", dict(demo.ports)))
    assert told.status == MISCONFIGURED
    assert f"端口 {demo.ports['web']} 已被占用" in told.err
    assert told.err.count("\n") == 1


async def test_a_killed_node_is_started_again_and_counted(demo: RunningDemo) -> None:
    [killed] = nodes_of(demo.folder)
    os.kill(killed, signal.SIGKILL)

    async def is_back() -> bool:
        if nodes_of(demo.folder) in ([], [killed]):
            return False
        try:
            return '"ready"' in demo.operations("/readyz")
        except OSError:
            return False

    await wait_until(is_back, seconds=60)
    counted = 'tongban_process_exits_total{reason="sigkill"} 1.0'
    assert counted in demo.operations("/metrics")


async def test_a_killed_kafka_is_started_again(demo: RunningDemo) -> None:
    [killed] = kafkas_of(demo.folder)
    os.kill(killed, signal.SIGKILL)

    async def is_back() -> bool:
        return kafkas_of(demo.folder) not in ([], [killed])

    async def is_served() -> bool:
        words = ("submit", *BODY, "--url", demo.url, "--key", "after-kafka")
        return (await asyncio.to_thread(demo.command, *words)).status == 0

    await wait_until(is_back, seconds=60)
    await wait_until(is_served, seconds=120)


def test_it_stops_at_ctrl_c_and_continues_on_the_same_data(demo: RunningDemo) -> None:
    assert demo.stop(signal.SIGINT) == 0
    assert processes_of(demo.folder) == {}
    told = tongban(*demo_words(demo.folder, demo.ports), "--once")
    assert told.status == 0, told.out + told.err
    assert "主题齐备，新建 0 个" in told.out
    assert told.out.count("✔ 两地一致") == len(MORNING)
    if day_of(told.out) == day_of(demo.text):
        assert CASE_ID.findall(told.out) == CASE_ID.findall(demo.text)
    assert processes_of(demo.folder) == {}


async def test_a_killed_demo_leaves_no_process(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with running_demo(folder, until=NODE_TEXT) as demo:
        assert nodes_of(folder)
        demo.process.kill()

        async def is_empty() -> bool:
            return processes_of(folder) == {}

        await wait_until(is_empty, seconds=20)


def test_a_folder_that_is_no_demos_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    told = tongban(*demo_words(tmp_path, free_ports()), "--fresh")
    assert told.status == MISCONFIGURED
    assert "不是演示的目录" in told.err
    assert (tmp_path / "thesis.txt").exists()


def test_an_unwritable_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    told = tongban(*demo_words(tmp_path / "file" / "var", free_ports()))
    assert told.status == MISCONFIGURED
    assert re.fullmatch(r"tongban: 无法写入目录.*cannot be written.*\n", told.err)


def test_a_missing_java_is_said_in_one_sentence(tmp_path: Path) -> None:
    told = tongban(*demo_words(tmp_path / "var", free_ports()), environment={"PATH": ""})
    assert told.status == MISCONFIGURED
    assert re.fullmatch(r"tongban: 找不到 Java.*Java was not found.*\n", told.err)


def day_of(text: str) -> str:
    """Read which day was played: at midnight a new morning begins."""
    found = re.search(r"剧本：(\d{8})", text)
    assert found is not None
    return found[1]
