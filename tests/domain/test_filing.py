"""Under which codes a region files: its own to set, checked when they are read."""

import re
from pathlib import Path

import pytest

from broker.config import load_config
from broker.domain.filing import UNAPPRAISED, Filing, parse_filing
from broker.errors import Misconfigured

NODE = """
[kafka]
bootstrap = "kafka:9092"
[[region]]
code = "621000"
name = "庆阳市"
"""


def test_what_a_region_has_not_set_stays_open() -> None:
    assert parse_filing({}) == Filing()
    assert Filing().retention_of("KT020160") == UNAPPRAISED


def test_an_item_may_be_kept_longer_than_the_others() -> None:
    filing = parse_filing({"retention": "30年", "retentions": {"KT020160": "永久"}})
    assert filing.retention_of("KT020160") == "永久"
    assert filing.retention_of("KT020071") == "30年"


@pytest.mark.parametrize(
    "row",
    [
        {"fonds": "X 43"},
        {"fonds": "x" * 33},
        {"category": 7},
        {"retention": "0年"},
        {"retention": "forever"},
        {"retentions": {"KT020160": ""}},
        {"funds": "X043"},
    ],
)
def test_a_code_that_no_archive_takes_is_named(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"archive|retention"):
        parse_filing(row)


def test_a_node_reads_them_with_its_region(tmp_path: Path) -> None:
    path = tmp_path / "node.toml"
    path.write_text(f'{NODE}[region.archive]\nfonds = "X043"\nretention = "10年"\n', "utf-8")
    [region] = load_config(path).regions
    assert (region.filing.fonds, region.filing.retention) == ("X043", "10年")
    path.write_text(NODE, "utf-8")
    assert load_config(path).regions[0].filing == Filing()
    path.write_text(f'{NODE}[region.archive]\nretention = "随意"\n', "utf-8")
    with pytest.raises(Misconfigured, match=re.escape("'随意' is not a retention period")):
        load_config(path)
