"""docs/wire-format.md is true: its example, its numbers, its codes."""

import re
from pathlib import Path

from broker.domain.cases.events import CasePushed
from broker.schemas import codec
from broker.schemas.registry import registry
from broker.schemas.sealed import PLAIN_BYTES_MAX
from broker.schemas.wrapping import PURPOSE
from tests.support.builders import a_meta

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "wire-format.md").read_text(encoding="utf-8")
RAISED = re.compile(r'(?:DecodeError|UnknownFingerprint)\("(\w+)"\)')


def test_the_example_is_what_we_write() -> None:
    block = PAGE.split("```")[1]
    shown = "".join(re.match(r"(?:[0-9a-f]{2}(?: |$))*", line)[0] for line in block.splitlines())  # type: ignore[index]
    assert bytes.fromhex(shown) == codec.encode_event(a_meta(), CasePushed())


def test_the_example_names_its_id() -> None:
    latest = registry().latest("cn.tongban.events.CasePushed")
    assert latest is not None
    assert f"{latest.id} (`{latest.id.to_bytes(4, 'big').hex(' ')}`)" in PAGE


def test_the_sizes_are_ours() -> None:
    sizes = (PLAIN_BYTES_MAX, codec.EVENT_BYTES_MAX, codec.RECORD_BYTES_MAX, codec.LINK_BYTES_MAX)
    assert all(f"{size:,}" in PAGE for size in sizes)
    assert sorted(sizes) == list(sizes)


def test_the_purpose_of_a_wrapped_key_is_named() -> None:
    assert f"`{PURPOSE.decode()}`" in PAGE


def test_every_code_is_listed() -> None:
    files = [
        *(ROOT / "broker" / "schemas").glob("*.py"),
        *(ROOT / "broker" / "stores").glob("*.py"),
    ]
    codes = {code for each in files for code in RAISED.findall(each.read_text(encoding="utf-8"))}
    assert len(codes) > 10
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
