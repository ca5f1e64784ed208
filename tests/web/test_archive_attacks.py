"""What was done to a package afterwards is found, and told with its place (档案法实施条例 40)."""

import asyncio
import re
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.archive.checking.check import check_package
from broker.archive.checking.report import Report
from broker.archive.container import LOCAL, MEMBERS_MAX, read_container, write_container
from broker.archive.package import write_manifest
from broker.web.app import make_app
from tests.web.driver import Api
from tests.web.places import HANGZHOU, QINGYANG
from tests.web.test_archive import an_ended_case, package
from tests.web.world import World

Files = dict[str, bytes]
METADATA, MANIFEST = "元数据.xml", "目录.xml"
EVENT, DECISION = "过程/事件/handling-0002.avro", "过程/决定/000000000004.avro"
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


async def a_package() -> bytes:
    """Make the package of the receiving region for an ended case, in memory."""
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        async with TestClient(TestServer(make_app(world.edge))) as client:
            qingyang = Api(client, QINGYANG, world.token(QINGYANG))
            hangzhou = Api(client, HANGZHOU, world.token(HANGZHOU))
            made = await package(qingyang, await an_ended_case(qingyang, hangzhou))
        world.close()
        return made


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A package that holds."""
    return asyncio.run(a_package())


@pytest.fixture
def files(sound: bytes) -> Files:
    """Its files, without the top folder."""
    return {name.partition("/")[2]: content for name, content in read_container(sound).items()}


def root_of(sound: bytes) -> str:
    """Name its top folder."""
    return next(iter(read_container(sound))).partition("/")[0]


def packed(root: str, files: Files, *, list_anew: bool = False) -> bytes:
    """Put files together in the right form; with a list that fits them, as a forger would."""
    if list_anew:
        rest = {name: content for name, content in files.items() if name != MANIFEST}
        files = {**rest, MANIFEST: write_manifest(root, rest)}
    return write_container({f"{root}/{name}": content for name, content in files.items()})


def flaws(report: Report) -> str:
    """Write the faults as one text; there must be one."""
    assert report.failed == len(report.flaws) > 0
    return "\n".join(f"{flaw.place}: {flaw.message}" for flaw in report.flaws)


def test_a_sound_package_has_no_fault(sound: bytes) -> None:
    report = check_package(sound)
    assert (report.failed, report.withheld) == (0, 0)
    assert report.passed > 100


def test_every_changed_file_is_told_by_its_name(sound: bytes, files: Files) -> None:
    root = root_of(sound)
    for name, content in files.items():
        middle = len(content) // 2
        changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        report = check_package(packed(root, {**files, name: changed}))
        # The list itself is told by what it says otherwise of a file.
        assert name == MANIFEST or name in flaws(report)
        assert report.failed


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_changed_byte_of_the_file_is_a_fault(sound: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sound) - 1))
    changed = bytearray(sound)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert check_package(bytes(changed)).failed


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_file_the_check_ends_with_a_report(
    sound: bytes, data: st.DataObject
) -> None:
    root = root_of(sound)
    files = {name.partition("/")[2]: each for name, each in read_container(sound).items()}
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[place] = data.draw(st.integers(0, 255))
    forged = packed(root, {**files, name: bytes(content)}, list_anew=True)
    report = check_package(forged)
    assert report.passed + report.failed > 0


@given(data=st.binary(max_size=2_000))
@settings(max_examples=60, deadline=None)
def test_any_other_bytes_are_no_package(data: bytes) -> None:
    assert check_package(data).failed == 1
    assert check_package(b"PK\x03\x04" + data).failed == 1


def test_every_removed_file_is_told_by_its_name(sound: bytes, files: Files) -> None:
    root = root_of(sound)
    for name in files:
        rest = {each: content for each, content in files.items() if each != name}
        assert name in flaws(check_package(packed(root, rest)))


@pytest.mark.parametrize("name", ["材料/99-x.pdf", "文书/99-x.pdf", "x.txt", "过程/决定/x.avro"])
def test_an_added_file_is_told_by_its_name(sound: bytes, files: Files, name: str) -> None:
    report = check_package(packed(root_of(sound), {**files, name: b"%PDF-1.7"}))
    assert f"{name}: 目录未列出此文件：是后来添加的" in flaws(report)


@pytest.mark.parametrize("name", ["材料/99-x.pdf", "文书/99-x.pdf", "过程/决定/x.avro"])
def test_an_added_file_with_a_forged_list_has_no_event_behind_it(
    sound: bytes, files: Files, name: str
) -> None:
    forged = packed(root_of(sound), {**files, name: b"%PDF-1.7"}, list_anew=True)
    assert f"{name}: " in flaws(check_package(forged))


def test_an_exchanged_material_with_a_forged_list_is_not_what_its_event_names(
    sound: bytes, files: Files
) -> None:
    [name] = [each for each in files if each.startswith("材料/")]
    old, new = files[name], files[name] + b"\n"
    metadata = files[METADATA].decode()
    for before, after in (
        (sha256(old).hexdigest(), sha256(new).hexdigest()),
        (f"<大小>{len(old)}</大小>", f"<大小>{len(new)}</大小>"),
    ):
        assert before in metadata
        metadata = metadata.replace(before, after)
    forged = {**files, name: new, METADATA: metadata.encode()}
    told = flaws(check_package(packed(root_of(sound), forged, list_anew=True)))
    assert "没有事件依据" in told
    assert "元数据.xml 电子文件 材料" in told


def test_a_left_out_event_with_a_forged_list_leaves_a_gap(sound: bytes, files: Files) -> None:
    rest = {name: content for name, content in files.items() if name != EVENT}
    told = flaws(check_package(packed(root_of(sound), rest, list_anew=True)))
    assert f"{EVENT}: 事件顺序号不连续：缺少此事件" in told


def test_a_left_out_decision_shows_in_the_one_after_it(sound: bytes, files: Files) -> None:
    links = re.findall(r"    <决定>.*?</决定>\n", files[METADATA].decode(), re.DOTALL)
    metadata = files[METADATA].decode().replace(links[4], "")
    rest = {name: content for name, content in files.items() if name != DECISION}
    forged = packed(root_of(sound), {**rest, METADATA: metadata.encode()}, list_anew=True)
    assert "位置 5: 前一位置为 4，而前一决定在 3：缺少决定或顺序被改" in flaws(
        check_package(forged)
    )


def test_swapped_decisions_are_told(sound: bytes, files: Files) -> None:
    text = files[METADATA].decode()
    links = re.findall(r"    <决定>.*?</决定>\n", text, re.DOTALL)
    swapped = text.replace(links[3] + links[4], links[4] + links[3])
    assert swapped != text
    forged = packed(root_of(sound), {**files, METADATA: swapped.encode()}, list_anew=True)
    assert "缺少决定或顺序被改" in flaws(check_package(forged))


def test_a_chain_value_told_otherwise_is_not_that_of_the_bytes(sound: bytes, files: Files) -> None:
    text = files[METADATA].decode()
    found = re.search(r"<后链值>([0-9a-f]{64})", text)
    assert found is not None
    changed = text.replace(found[1], "0" * 64, 1)
    forged = packed(root_of(sound), {**files, METADATA: changed.encode()}, list_anew=True)
    told = flaws(check_package(forged))
    assert "链值或前一位置与元数据不符" in told
    assert "前链值与前一决定的后链值不符" in told


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("<窗口>W03</窗口>", "<窗口>W04</窗口>", "元数据.xml 步骤"),
        ('代码="finished">已办结', '代码="finished">已撤回', "元数据.xml 办件/状态"),
        ("<办理结果>准予", "<办理结果>不予", "元数据.xml 办件/办理结果"),
        ("<归档方>收件地<", "<归档方>办理地<", "元数据.xml 归档/归档方"),
        ("<版本>", "<版本>1", "元数据.xml 归档/版本"),
        ("<未成年人>否", "<未成年人>是", "元数据.xml 申请人/未成年人"),
        ("<结果>events", "<结果>refusal", "过程/决定/000000000000.avro"),
    ],
)
def test_metadata_say_only_what_the_events_say(
    sound: bytes, files: Files, before: str, after: str, place: str
) -> None:
    text = files[METADATA].decode()
    assert before in text
    forged = {**files, METADATA: text.replace(before, after, 1).encode()}
    assert place in flaws(check_package(packed(root_of(sound), forged, list_anew=True)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<保管期限>30年</保管期限>", "<保管期限>随意</保管期限>"),
        ("<保管期限>30年</保管期限>", ""),
        ("<全宗号>", "<其他/><全宗号>"),
        ("<位置>0</位置>", "<位置>-1</位置>"),
        ("<位置>0</位置>", f"<位置>{'9' * 5000}</位置>"),
        ("<位置>0</位置>", "<位置>NaN</位置>"),
        ('xmlns="urn:tongban:archive:1"', 'xmlns="urn:tongban:archive:2"'),
    ],
)
def test_metadata_are_valid_by_the_schema(
    sound: bytes, files: Files, before: str, after: str
) -> None:
    text = files[METADATA].decode()
    assert before in text
    forged = {**files, METADATA: text.replace(before, after, 1).encode()}
    told = flaws(check_package(packed(root_of(sound), forged, list_anew=True)))
    assert "不符合 XML Schema" in told or "根元素" in told


@pytest.mark.parametrize("name", [METADATA, MANIFEST])
@pytest.mark.parametrize("declared", [XXE, LAUGHS, "<!-- x -->", "<?x y?>"])
def test_no_entity_is_ever_expanded_or_fetched(
    sound: bytes, files: Files, name: str, declared: str
) -> None:
    head, _, rest = files[name].decode().partition("\n")
    forged = {**files, name: f"{head}\n{declared}{rest}".encode()}
    told = flaws(check_package(packed(root_of(sound), forged)))
    assert f"{name}: 含有类型声明、实体、注释或处理指令，不予解析" in told


def in_gb18030(text: str) -> bytes:
    return text.replace("UTF-8", "GB18030").encode("gb18030")


def in_utf_16(text: str) -> bytes:
    return text.replace("UTF-8", "UTF-16").encode("utf-16")


def misdeclared(text: str) -> bytes:
    return text.replace("UTF-8", "UTF-7", 1).encode()


def with_mark(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def too_deep(text: str) -> bytes:
    return (text.partition("\n")[0] + "\n" + "<a>" * 100_000 + "</a>" * 100_000).encode()


def cut_off(text: str) -> bytes:
    return text[:-20].encode()


@pytest.mark.parametrize(
    "write", [in_gb18030, in_utf_16, misdeclared, with_mark, too_deep, cut_off]
)
@pytest.mark.parametrize("name", [METADATA, MANIFEST])
def test_metadata_in_another_form_are_not_read(
    sound: bytes, files: Files, name: str, write: Callable[[str], bytes]
) -> None:
    forged = {**files, name: write(files[name].decode())}
    assert f"{name}: " in flaws(check_package(packed(root_of(sound), forged)))


def test_a_large_text_is_not_parsed(
    sound: bytes, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broker.archive.checking.reading.XML_BYTES_MAX", 100)
    assert "不予解析" in flaws(check_package(sound))


def test_a_large_file_is_not_read(sound: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broker.archive.container.PACKAGE_BYTES_MAX", len(sound) - 1)
    [flaw] = check_package(sound).flaws
    assert "不予读取" in flaw.message


def test_a_package_packed_anew_is_not_the_package(sound: bytes) -> None:
    repacked = BytesIO()
    with zipfile.ZipFile(repacked, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in read_container(sound).items():
            target.writestr(name, content)
    assert "文件被压缩" in flaws(check_package(repacked.getvalue()))


def test_a_bomb_is_never_unpacked() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a/元数据.xml", bytes(50_000_000))
    report = check_package(bomb.getvalue())
    assert flaws(report) == "a/元数据.xml: 文件被压缩：不是原始的归档信息包"


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "a/../../x", "a//x", "a\\..\\x", "C:x", "a/.", "e\u0301", "a\x00"],
)
def test_no_path_leads_out_of_a_package(name: str) -> None:
    written = name.encode()
    head = LOCAL.pack(b"PK\x03\x04", 20, 1 << 11, 0, 0, 33, 0, 0, 0, len(written), 0)
    [flaw] = check_package(head + written).flaws
    assert "路径" in flaw.message or "文件名" in flaw.message
    assert flaw.place == ascii(name)


def test_a_name_in_another_encoding_is_told() -> None:
    written = "元数据.xml".encode("gb18030")
    head = LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, len(written), 0)
    assert flaws(check_package(head + written)) == "第 0 字节: 文件名不是 UTF-8 编码"


def test_files_in_another_order_or_twice_are_told(sound: bytes) -> None:
    members = list(read_container(sound).items())
    for chosen in (members[1::-1], [members[0], members[0]]):
        other = b""
        for name, content in chosen:
            other += write_container({name: content}).partition(b"PK\x01\x02")[0]
        assert "文件顺序不对，或同名文件重复" in flaws(check_package(other))


@pytest.mark.parametrize("cut", [1, 22, 100, 10_000])
def test_a_file_cut_short_is_told(sound: bytes, cut: int) -> None:
    assert check_package(sound[:-cut]).failed == 1


@pytest.mark.parametrize("hidden", [b"x", b"PK\x05\x06" + bytes(18)])
def test_nothing_hides_before_or_behind_a_package(sound: bytes, hidden: bytes) -> None:
    assert check_package(sound + hidden).failed == 1
    assert check_package(hidden + sound).failed == 1


def test_too_many_files_are_not_read() -> None:
    written = [f"a/{number:05d}".encode() for number in range(MEMBERS_MAX + 1)]
    data = b"".join(
        LOCAL.pack(b"PK\x03\x04", 20, 1 << 11, 0, 0, 33, 0, 0, 0, len(name), 0) + name
        for name in written
    )
    assert f"文件超过 {MEMBERS_MAX} 个" in flaws(check_package(data))


def test_a_package_under_another_name_is_told(sound: bytes, files: Files) -> None:
    assert "信息包名称与文件夹" in flaws(check_package(packed("other", files)))
