"""The one configuration of a node: read once from TOML, frozen, checked with a clear sentence."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from broker.domain.filing import Filing, parse_filing
from broker.domain.identifiers import RegionCode
from broker.errors import Misconfigured

PARTITIONS_DEFAULT = 4
SNAPSHOT_EVERY_DEFAULT = 20_000
SWEEP_AFTER_DAYS_DEFAULT = 7
COMPLAINT_DAYS_DEFAULT = 5
RATE_PER_SECOND_DEFAULT = 2_000
LOOPBACK = "127.0.0.1"
EXITS_VARIABLE = "TONGBAN_EXITS"
"""Set by a supervisor: exits of this process so far, by reason, as JSON."""
MEMBER_VARIABLE = "TONGBAN_MEMBER"
"""Set by a supervisor: the name under which it starts this process again, and nothing else."""
CODE = re.compile(r"[0-9]{6}", re.ASCII)


class NodeRole(StrEnum):
    """What a node process does for its regions."""

    RECORDER = "recorder"
    RELAY = "relay"
    EDGE = "edge"
    PROJECTOR = "projector"
    SNAPSHOTS = "snapshots"
    EXPORTER = "exporter"
    TIMEKEEPER = "timekeeper"
    WEB = "web"


ALL_ROLES = frozenset(NodeRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where a listener binds; port 0 takes a free one."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionConfig:
    """A region whose logs this node works on."""

    code: RegionCode
    name: str
    partitions: int
    views_url: str
    objects_url: str
    filing: Filing = field(default_factory=Filing)
    """Under which codes its cases are filed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerConfig:
    """A region worked on elsewhere: how to reach it and how to wrap keys for it."""

    code: RegionCode
    name: str
    partitions: int
    public_key: bytes
    link_url: str
    link_token_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a node is told from outside."""

    bootstrap: str
    replication: int
    folder: Path
    regions: tuple[RegionConfig, ...]
    peers: tuple[PeerConfig, ...]
    web: Listener
    rate_per_second: int
    """Commands, and reads, that one service token may ask of this process."""
    operations: Listener
    link: Listener
    session_seconds: int
    snapshot_every: int
    sweep_after_days: int
    """How long an upload may wait to be handed in, and a sealing key for its event."""
    complaint_days: int
    """Working days that a body has to answer a complaint: every place sets its own."""
    is_https: bool

    def region(self, code: str) -> RegionConfig:
        """Answer a region of this node; Misconfigured if it is not one."""
        for region in self.regions:
            if region.code == code:
                return region
        raise Misconfigured(f"region {code} is not in the configuration")

    @property
    def partitions(self) -> Mapping[RegionCode, int]:
        """Answer the partition counts of all regions known here."""
        own = {region.code: region.partitions for region in self.regions}
        return own | {peer.code: peer.partitions for peer in self.peers}

    @property
    def names(self) -> Mapping[RegionCode, str]:
        """Answer the Chinese names of all regions known here."""
        own = {region.code: region.name for region in self.regions}
        return own | {peer.code: peer.name for peer in self.peers}


def load_config(path: Path) -> Config:
    """Read a configuration file; Misconfigured names what is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Misconfigured(f"there is no configuration file {path}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} is not TOML: {error}") from error
    try:
        return read_config(document, path.parent)
    except KeyError as error:
        raise Misconfigured(f"{path} lacks {error}") from error
    except (TypeError, ValueError) as error:
        raise Misconfigured(f"{path}: {error}") from error


def read_config(document: Mapping[str, Any], base: Path) -> Config:
    """Read a parsed configuration; relative folders are seen from `base`."""
    folder = base / document.get("folder", "var")
    return Config(
        bootstrap=document["kafka"]["bootstrap"],
        replication=int(document["kafka"].get("replication", 1)),
        folder=folder,
        regions=tuple(read_region(row, folder) for row in document["region"]),
        peers=tuple(read_peer(row) for row in document.get("peer", ())),
        web=read_listener(document, "web", 8080),
        rate_per_second=read_rate(document),
        operations=read_listener(document, "operations", 8090),
        link=read_listener(document, "link", 8070),
        session_seconds=int(document["kafka"].get("session_seconds", 6)),
        snapshot_every=int(document.get("snapshot_every", SNAPSHOT_EVERY_DEFAULT)),
        sweep_after_days=read_sweep_after(document),
        complaint_days=read_complaint_days(document),
        is_https=bool(document.get("https", False)),
    )


def read_listener(document: Mapping[str, Any], name: str, port: int) -> Listener:
    """Read where a listener binds; loopback unless said otherwise."""
    row = document.get(name, {})
    return Listener(host=row.get("host", LOOPBACK), port=int(row.get("port", port)))


def read_rate(document: Mapping[str, Any]) -> int:
    """Read how often one service token may ask, in a second."""
    rate = int(document.get("web", {}).get("rate_per_second", RATE_PER_SECOND_DEFAULT))
    if rate < 1:
        raise ValueError("[web] rate_per_second must be at least 1")
    return rate


def read_sweep_after(document: Mapping[str, Any]) -> int:
    """Read after how many days what no event names is swept."""
    days = int(document.get("sweep_after_days", SWEEP_AFTER_DAYS_DEFAULT))
    if days < 1:
        raise ValueError("sweep_after_days must be at least 1")
    return days


def read_complaint_days(document: Mapping[str, Any]) -> int:
    """Read how many working days a body has to answer a complaint."""
    days = int(document.get("complaint_days", COMPLAINT_DAYS_DEFAULT))
    if days < 1:
        raise ValueError("complaint_days must be at least 1")
    return days


def read_code(value: object) -> RegionCode:
    """Read a region code: six digits of GB/T 2260."""
    if not (isinstance(value, str) and CODE.fullmatch(value)):
        raise ValueError(f"{value!r} is not a region code of six digits")
    return RegionCode(value)


def read_region(row: Mapping[str, Any], folder: Path) -> RegionConfig:
    """Read a region of this node."""
    code = read_code(row["code"])
    home = folder / code
    return RegionConfig(
        code=code,
        name=row["name"],
        partitions=int(row.get("partitions", PARTITIONS_DEFAULT)),
        views_url=row.get("views", f"sqlite:///{home / 'views.db'}"),
        objects_url=row.get("objects", str(home / "objects")),
        filing=parse_filing(row.get("archive", {})),
    )


def read_peer(row: Mapping[str, Any]) -> PeerConfig:
    """Read a peer."""
    return PeerConfig(
        code=read_code(row["code"]),
        name=row["name"],
        partitions=int(row.get("partitions", PARTITIONS_DEFAULT)),
        public_key=bytes.fromhex(row["public_key"]),
        link_url=row["link_url"],
        link_token_file=row["link_token_file"],
    )
