"""The folder of the demo: one owner at a time, its configuration, its secrets, its accounts."""

import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from broker.config import LOOPBACK
from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant
from broker.domain.rights import CATALOGUE_COMMANDS, READINGS, Reading
from broker.errors import Misconfigured
from broker.identity import new_token
from broker.operations.morning import DESKS, QINGYANG, TOWNS
from broker.stores.accounts import Account, AccountStore
from broker.stores.durable import OWNER_ONLY

MARK = "# Written by `tongban demo`."
CONFIG_NAME, LOCK_NAME, SECRETS_NAME = "node.toml", "demo.lock", "demo.json"
PASSWORD_BITS = 72
PLATFORM_DAYS = 90
DAY_MILLISECONDS = 86_400_000
PLATFORM_SCOPE = frozenset({"SubmitCase", "case", "case_list", "outcome", "feed", "items"})
KEEPER_SCOPE = CATALOGUE_COMMANDS | {Reading.ITEMS}
CLERK_SCOPE = frozenset(kind.__name__ for kind in COMMAND_SIDES) | READINGS[Role.CLERK]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the demo listens; all on the loopback."""

    web: int
    operations: int
    link: int
    kafka: int
    kafka_controller: int

    def all(self) -> tuple[int, ...]:
        """Answer every port that must be free."""
        return (self.web, self.operations, self.link, self.kafka, self.kafka_controller)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Made once for a folder: the accounts' password, and a platform's token."""

    password: str
    token: str


@contextmanager
def owned(folder: Path, *, fresh: bool) -> Iterator[Path]:
    """Hold the folder, emptied first if asked to; Misconfigured says why it cannot be had."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK_NAME).open("w")
    except OSError as error:
        raise Misconfigured(
            f"无法写入目录 {folder}（{error.strerror}）：请用 --folder 换一个可写的目录。"
            f" The folder {folder} cannot be written: choose another one with --folder."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Misconfigured(
                f"另一个演示正在使用 {folder}：请先停止它，或用 --folder 换一个目录。"
                f" Another demo is using {folder}: stop it, or choose another folder."
            ) from None
        if fresh:
            empty(folder)
        yield folder


def empty(folder: Path) -> None:
    """Remove what the demo made; never a folder that is not a demo's."""
    found = [path for path in folder.iterdir() if path.name != LOCK_NAME]
    config = folder / CONFIG_NAME
    if found and not (config.is_file() and config.read_text().startswith(MARK)):
        raise Misconfigured(
            f"{folder} 不是演示的目录，不会清空：请换一个目录。"
            f" {folder} is no folder of the demo and is not emptied: choose another one."
        )
    for path in found:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def write_config(folder: Path, ports: Ports) -> Path:
    """Write the configuration of the one node."""
    regions = "".join(
        f'\n[[region]]\ncode = "{town.code}"\nname = "{town.name}"\n' for town in TOWNS
    )
    path = folder / CONFIG_NAME
    path.write_text(
        f"""{MARK} It is written again at each start; see infra/node.example.toml.
folder = "."

[kafka]
bootstrap = "{LOOPBACK}:{ports.kafka}"

[web]
port = {ports.web}

[operations]
port = {ports.operations}

[link]
port = {ports.link}
{regions}""",
        encoding="utf-8",
    )
    return path


def accounts_of_demo() -> tuple[Account, ...]:
    """List who may log in: two clerks and a supervisor of each region, and one operator."""
    clerks = [Account(name=desk.account, title=desk.window, actor=desk.actor) for desk in DESKS]
    supervisors = [
        Account(
            name=f"{town.mark}-jd",
            title="监督岗",
            actor=Actor(
                subject=f"{town.mark}-jd",
                role=Role.SUPERVISOR,
                region=town.code,
                office=town.office,
                window="",
            ),
        )
        for town in TOWNS
    ]
    operator = Actor(
        subject="yunwei", role=Role.OPERATOR, region=QINGYANG.code, office="", window=""
    )
    return (*clerks, *supervisors, Account(name="yunwei", title="运维岗", actor=operator))


def prepare_accounts(folder: Path, store: AccountStore, now: Instant) -> Secrets:
    """Create the accounts, with the password and the token this folder has had from its start."""
    path = folder / SECRETS_NAME
    secrets: Secrets | None = None
    with suppress(FileNotFoundError):
        secrets = Secrets(**json.loads(path.read_text()))
    if secrets is None or store.principal_of_token(secrets.token, now) is None:
        password = new_token(PASSWORD_BITS) if secrets is None else secrets.password
        secrets = Secrets(password=password, token=platform_token(store, now))
        path.touch(mode=OWNER_ONLY)
        written = {"password": secrets.password, "token": secrets.token}
        path.write_text(json.dumps(written), encoding="utf-8")
    for account in accounts_of_demo():
        store.put_account(account, secrets.password)
    return secrets


def platform_token(store: AccountStore, now: Instant) -> str:
    """Make the token of a platform that may hand cases in at Qingyang and follow them."""
    actor = Actor(
        subject="platform", role=Role.PLATFORM, region=QINGYANG.code, office="", window=""
    )
    return store.new_service_token(
        actor=actor,
        title="演示政务平台",
        scope=PLATFORM_SCOPE,
        expires_at=Instant(now + PLATFORM_DAYS * DAY_MILLISECONDS),
    )


@contextmanager
def clerk_tokens(store: AccountStore, now: Instant) -> Iterator[dict[str, str]]:
    """Lend the script a token for each clerk, by account."""
    actors = {desk.account: desk.actor for desk in DESKS}
    with lent_tokens(store, now, actors, scope=CLERK_SCOPE) as tokens:
        yield tokens


@contextmanager
def keeper_tokens(store: AccountStore, now: Instant) -> Iterator[dict[str, str]]:
    """Lend the demo a token for each region that may keep its catalogue, by region."""
    actors: dict[str, Actor] = {
        town.code: Actor(
            subject=f"{town.mark}-sx", role=Role.OPERATOR, region=town.code, office="", window=""
        )
        for town in TOWNS
    }
    with lent_tokens(store, now, actors, scope=KEEPER_SCOPE) as tokens:
        yield tokens


@contextmanager
def lent_tokens(
    store: AccountStore, now: Instant, actors: Mapping[str, Actor], *, scope: frozenset[str]
) -> Iterator[dict[str, str]]:
    """Lend a token for each actor; they are worthless afterwards."""
    tokens = {
        name: store.new_service_token(
            actor=actor,
            title=f"{actor.subject} 演示脚本",
            scope=scope,
            expires_at=Instant(now + DAY_MILLISECONDS),
        )
        for name, actor in actors.items()
    }
    try:
        yield tokens
    finally:
        for token in tokens.values():
            store.revoke_token(token)
