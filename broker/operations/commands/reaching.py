"""How commands reach what they work on: the API with a token, or Kafka with a configuration."""

import argparse
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

from aiokafka.errors import KafkaError

from broker.config import Config, RegionConfig, load_config
from broker.errors import Misconfigured, Unavailable
from broker.operations.client import ApiClient, open_session
from broker.operations.commands.parsing import add_config_option
from broker.operations.demo_folder import SECRETS_NAME
from broker.streams.kafka_log import KafkaAppender, KafkaLog

TOKEN_VARIABLE = "TONGBAN_TOKEN"  # noqa: S105  # the name of a variable
URL_DEFAULT = "http://127.0.0.1:8080"
DEMO_SECRETS = Path("var") / SECRETS_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A region of the configuration, and its logs."""

    config: Config
    region: RegionConfig
    log: KafkaLog
    appender: KafkaAppender


def add_api_options(parser: argparse.ArgumentParser) -> None:
    """Let a command name the API and its token."""
    parser.add_argument(
        "--url", default=URL_DEFAULT, metavar="URL", help="接口地址（默认 %(default)s）"
    )
    parser.add_argument(
        "--token",
        metavar="TOKEN",
        help=f"访问令牌（默认取环境变量 {TOKEN_VARIABLE}，其次取演示的平台令牌）",
    )


def add_region_options(parser: argparse.ArgumentParser) -> None:
    """Let a command name a region of a configuration."""
    add_config_option(parser)
    parser.add_argument("--region", required=True, metavar="CODE", help="地区代码，六位数字")


def token_of(options: argparse.Namespace) -> str:
    """Answer the token to use."""
    token: str | None = options.token or environ.get(TOKEN_VARIABLE)
    if token is None and DEMO_SECRETS.is_file():
        token = json.loads(DEMO_SECRETS.read_text(encoding="utf-8"))["token"]
    if token is None:
        raise Misconfigured(
            f"请用 --token 或环境变量 {TOKEN_VARIABLE} 提供访问令牌。"
            f" Give a token with --token or {TOKEN_VARIABLE}."
        )
    return token


@asynccontextmanager
async def reach_api(options: argparse.Namespace, region: str) -> AsyncIterator[ApiClient]:
    """Open the API of a region."""
    async with open_session() as session:
        yield ApiClient(
            session, url=options.url.rstrip("/"), region=region, token=token_of(options)
        )


@asynccontextmanager
async def reach_logs(options: argparse.Namespace) -> AsyncIterator[Reach]:
    """Open the logs of a region."""
    config = load_config(options.config)
    region = config.region(options.region)
    log, appender = KafkaLog(config.bootstrap), KafkaAppender(config.bootstrap)
    await connect(appender, config.bootstrap)
    try:
        yield Reach(config=config, region=region, log=log, appender=appender)
    finally:
        await appender.stop()
        await log.stop()


async def connect(appender: KafkaAppender, bootstrap: str) -> None:
    """Connect to Kafka; Unavailable says that it is not there."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what it would say, we say
    try:
        await appender.start()
    except KafkaError as error:
        await appender.stop()
        raise Unavailable(
            f"无法连接 Kafka {bootstrap}：请确认它正在运行。"
            f" Kafka at {bootstrap} does not answer: is it running?"
        ) from error
