"""`tongban accounts`: local accounts and service tokens of a node."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from broker.clock import SystemClock
from broker.config import load_config
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import Instant
from broker.domain.rights import CASE_COMMANDS, CATALOGUE_COMMANDS, READINGS, OperatorAct
from broker.errors import Misconfigured
from broker.identity import new_id
from broker.operations.commands.parsing import (
    Subparsers,
    add_command,
    add_config_option,
    add_family,
)
from broker.operations.console import say
from broker.stores.accounts import (
    PASSWORD_LENGTH_MIN,
    Account,
    AccountStore,
    open_accounts,
)

DAYS_DEFAULT = 90
DAY_MILLISECONDS = 86_400_000
PEOPLE = (Role.CLERK, Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR)
SCOPES = (CASE_COMMANDS | CATALOGUE_COMMANDS).union(*READINGS.values(), OperatorAct)


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the family."""
    family = add_family(
        commands, "accounts", sentence, example="tongban accounts token --help"
    ).add_subparsers(required=True, metavar="子命令")
    add_add(family)
    add_token(family)
    disable = add_command(
        family,
        "disable",
        "停用账号，并结束其登录",
        run_disable,
        example="tongban accounts disable qy3",
    )
    disable.add_argument("name", metavar="NAME", help="用户名")
    revoke = add_command(
        family, "revoke", "作废令牌", run_revoke, example="tongban accounts revoke tb_8f0b9c4cf5df"
    )
    revoke.add_argument("token", metavar="TOKEN", help="令牌，或其小数点前的部分")
    for parser in (disable, revoke):
        add_config_option(parser)


def add_add(family: Subparsers) -> None:
    """Add the command that makes an account."""
    parser = add_command(
        family,
        "add",
        "新建账号或重设其密码（密码从终端或标准输入读取）",
        run_add,
        example="tongban accounts add qy3 --title 3号窗口 --region 621000"
        " --office 庆阳市政务服务中心 --window 3号窗口",
    )
    parser.add_argument("name", metavar="NAME", help="用户名")
    parser.add_argument("--title", required=True, metavar="TEXT", help="页面上显示的称呼")
    add_actor_options(parser, PEOPLE)


def add_token(family: Subparsers) -> None:
    """Add the command that makes a token."""
    parser = add_command(
        family,
        "token",
        "新建令牌（只显示这一次）",
        run_token,
        example="tongban accounts token --title 省平台 --region 621000 --role platform"
        " --scope SubmitCase --scope outcome --days 30",
    )
    parser.add_argument("--title", required=True, metavar="TEXT", help="令牌的用途")
    parser.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=sorted(SCOPES),
        metavar="ACT",
        help=f"允许的操作，可重复：{' '.join(sorted(SCOPES))}",
    )
    parser.add_argument(
        "--days", type=int, default=DAYS_DEFAULT, metavar="N", help="有效天数（默认 %(default)s）"
    )
    parser.add_argument("--subject", metavar="ID", help="令牌代表谁（默认新编）")
    add_actor_options(parser, (Role.PLATFORM, *PEOPLE))


def add_actor_options(parser: argparse.ArgumentParser, roles: tuple[Role, ...]) -> None:
    """Let a command say who acts, in which role and where."""
    parser.add_argument("--region", required=True, metavar="CODE", help="地区代码，六位数字")
    parser.add_argument(
        "--role",
        type=Role,
        default=roles[0],
        choices=roles,
        metavar="ROLE",
        help=f"角色：{' '.join(roles)}（默认 {roles[0]}）",
    )
    parser.add_argument("--office", default="", metavar="TEXT", help="所在机构")
    parser.add_argument("--window", default="", metavar="TEXT", help="所在窗口")
    add_config_option(parser)


def run_add(options: argparse.Namespace) -> int:
    """Make an account, or give it another password."""
    with opened(options) as store:
        actor = actor_of(options, subject=options.name)
        store.put_account(
            Account(name=options.name, title=options.title, actor=actor), read_password()
        )
    say(f"账号 {options.name} 可以登录。")
    return 0


def run_token(options: argparse.Namespace) -> int:
    """Make a token and show it, once."""
    with opened(options) as store:
        expires_at = Instant(SystemClock().now() + options.days * DAY_MILLISECONDS)
        say(
            store.new_service_token(
                actor=actor_of(options, subject=options.subject or new_id()),
                title=options.title,
                scope=frozenset(options.scope),
                expires_at=expires_at,
            )
        )
    return 0


def run_disable(options: argparse.Namespace) -> int:
    """Shut an account out."""
    with opened(options) as store:
        store.disable_account(options.name)
    say(f"账号 {options.name} 不能再登录。")
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    """Make a token worthless."""
    with opened(options) as store:
        store.revoke_token(options.token)
    say("令牌已作废。")
    return 0


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[AccountStore]:
    """Open the accounts of the node."""
    store = open_accounts(load_config(options.config).folder / "accounts.db")
    try:
        yield store
    finally:
        store.close()


def actor_of(options: argparse.Namespace, *, subject: str) -> Actor:
    """Answer as whom the account or token acts, in a region that this node serves."""
    region = load_config(options.config).region(options.region)
    return Actor(
        subject=subject,
        role=options.role,
        region=region.code,
        office=options.office,
        window=options.window,
    )


def read_password() -> str:
    """Read a password without showing it, or a line of standard input."""
    is_typed = sys.stdin.isatty()
    password = getpass.getpass("密码：") if is_typed else sys.stdin.readline().rstrip("\r\n")
    if len(password) < PASSWORD_LENGTH_MIN:
        raise Misconfigured(f"密码至少 {PASSWORD_LENGTH_MIN} 位。")
    return password
