"""Under which codes a region files its cases (归档); every one is the region's own to set.

No national value of these codes is known for 政务服务 records, so none is a rule here: what a
region has not set stays open, and its archive fills it in at accession.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

UNAPPRAISED = "待鉴定"
"""The retention period (保管期限) of what nobody has appraised yet."""
CODE = re.compile(r"[A-Za-z0-9.·-]{0,32}")
RETENTION = re.compile(rf"永久|(?:定期)?[1-9][0-9]{{0,2}}年|{UNAPPRAISED}", re.ASCII)
CODE_NAMES = ("fonds", "category", "unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The codes of a region's archive; an empty one is filled in at accession."""

    fonds: str = ""
    """全宗号."""
    category: str = ""
    """档案门类代码."""
    unit: str = ""
    """机构（问题）代码."""
    retention: str = UNAPPRAISED
    """保管期限 of items that have none of their own."""
    retentions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """保管期限 by item code."""

    def retention_of(self, item_code: str) -> str:
        """Answer how long the cases of an item are kept."""
        return self.retentions.get(item_code, self.retention)


def parse_filing(row: Mapping[str, object]) -> Filing:
    """Read the codes of a configuration; ValueError names the one that is wrong."""
    unknown = set(row) - {*CODE_NAMES, "retention", "retentions"}
    if unknown:
        raise ValueError(f"archive has no field {min(unknown)}")
    table = row.get("retentions", {})
    if not isinstance(table, Mapping):
        raise TypeError("archive.retentions is not a table of item codes")
    codes = {name: _code(name, row.get(name, "")) for name in CODE_NAMES}
    return Filing(
        **codes,
        retention=_retention(row.get("retention", UNAPPRAISED)),
        retentions=MappingProxyType({str(item): _retention(one) for item, one in table.items()}),
    )


def _code(name: str, value: object) -> str:
    if not (isinstance(value, str) and CODE.fullmatch(value)):
        raise ValueError(f"archive.{name} {value!r} is not a code of up to 32 characters")
    return value


def _retention(value: object) -> str:
    if not (isinstance(value, str) and RETENTION.fullmatch(value)):
        raise ValueError(f"{value!r} is not a retention period: 永久, 30年, 10年 …, {UNAPPRAISED}")
    return value
