"""The file of a package: a ZIP that has one form only, so that nothing can hide in it.

Nothing is compressed, the members stand in the order of their names, times and attributes are
fixed. Whatever differs by a byte from this form is not a package, so reading needs no trust in
what the file says of itself.
"""

import re
import struct
from collections.abc import Mapping
from typing import Final
from unicodedata import is_normalized
from zlib import crc32

PACKAGE_BYTES_MAX: Final = 256 * 1024 * 1024
MEMBERS_MAX: Final = 5_000
NAME_BYTES_MAX: Final = 400

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION = 20
MADE_ON_UNIX = 3 << 8 | VERSION
UTF_8 = 1 << 11
STORED = 0
MIDNIGHT, FIRST_DAY = 0, 1 << 5 | 1
"""1980-01-01 00:00, the first instant a ZIP can say."""
PLAIN_FILE = 0o100644 << 16
BAD_IN_NAME = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


class BrokenContainer(Exception):
    """The file is not in the one form of a package; `place` says where."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def write_container(members: Mapping[str, bytes]) -> bytes:
    """Write files by their path; the same files are the same bytes."""
    assert 0 < len(members) <= MEMBERS_MAX
    body, directory = bytearray(), bytearray()
    for name in sorted(members, key=str.encode):
        assert fault_of_name(name) is None, name
        written, content = name.encode(), members[name]
        offset, about = len(body), (crc32(content), len(content), len(content), len(written), 0)
        head = (UTF_8, STORED, MIDNIGHT, FIRST_DAY)
        body += LOCAL.pack(LOCAL_MARK, VERSION, *head, *about) + written + content
        rest = (0, 0, 0, PLAIN_FILE, offset)
        entry = CENTRAL.pack(CENTRAL_MARK, MADE_ON_UNIX, VERSION, *head, *about, *rest)
        directory += entry + written
    count = len(members)
    end = END.pack(END_MARK, 0, 0, count, count, len(directory), len(body), 0)
    data = bytes(body + directory + end)
    assert len(data) <= PACKAGE_BYTES_MAX
    return data


def read_container(data: bytes) -> dict[str, bytes]:
    """Read the files of a package; BrokenContainer for the first thing that is not in its form."""
    if len(data) > PACKAGE_BYTES_MAX:
        raise BrokenContainer("文件", f"超过 {PACKAGE_BYTES_MAX} 字节，不予读取")
    members: dict[str, bytes] = {}
    offset, last = 0, b""
    while data[offset : offset + 4] == LOCAL_MARK:
        name, content, offset = _read_member(data, offset)
        if name.encode() <= last:
            raise BrokenContainer(name, "文件顺序不对，或同名文件重复")
        if len(members) == MEMBERS_MAX:
            raise BrokenContainer(name, f"文件超过 {MEMBERS_MAX} 个")
        members[name], last = content, name.encode()
    if not members:
        raise BrokenContainer("文件", "不是归档信息包（ZIP 格式）")
    _compare(data, write_container(members))
    return members


def fault_of_name(name: str) -> str | None:
    """Say why a name may not stand in a package, None if it may."""
    if len(name.encode()) > NAME_BYTES_MAX or BAD_IN_NAME.search(name):
        return "文件名过长或含有不允许的字符"
    if not is_normalized("NFC", name):
        return "文件名未按 Unicode NFC 书写"
    parts = name.split("/")
    if any(part in {"", ".", ".."} or part != part.strip(" .") for part in parts):
        return "文件路径越出信息包或不完整"
    return None


def _read_member(data: bytes, offset: int) -> tuple[str, bytes, int]:
    place = f"第 {offset} 字节"
    if offset + LOCAL.size > len(data):
        raise BrokenContainer(place, "文件不完整")
    _, _, flags, method, _, _, _, packed, size, name_length, extra = LOCAL.unpack_from(data, offset)
    start = offset + LOCAL.size + name_length
    name = _read_name(data[offset + LOCAL.size : start], place)
    if method != STORED or packed != size:
        raise BrokenContainer(name, "文件被压缩：不是原始的归档信息包")
    if flags != UTF_8 or extra:
        raise BrokenContainer(name, "文件头被改动（加密、编码或附加字段）")
    if start + size > len(data):
        raise BrokenContainer(name, "文件不完整")
    return name, data[start : start + size], start + size


def _read_name(written: bytes, place: str) -> str:
    try:
        name = written.decode("utf-8")
    except UnicodeDecodeError:
        raise BrokenContainer(place, "文件名不是 UTF-8 编码") from None
    fault = fault_of_name(name)
    if fault is not None:
        raise BrokenContainer(ascii(name), fault)
    return name


def _compare(data: bytes, expected: bytes) -> None:
    """Raise where a file first leaves the form that its own members give."""
    if data == expected:
        return
    place = f"第 {_common_length(data, expected)} 字节"
    raise BrokenContainer(place, "与信息包的唯一形式不符：被改动、添加或截断")


def _common_length(one: bytes, other: bytes) -> int:
    """Answer how many bytes two files have in common from the first on."""
    here, there = memoryview(one), memoryview(other)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        same = here[low:middle] == there[low:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low
