"""`tongban demo`: Kafka, three regions, a scripted morning; then it stays up."""

import argparse
from pathlib import Path

from broker.operations.commands.parsing import Subparsers, add_command
from broker.operations.commands.running import run_async
from broker.operations.console import say
from broker.operations.demo import Demo, Plan
from broker.operations.demo_folder import Ports, owned
from broker.operations.kafka_jars import find_java, libraries_folder, resolve_jars

PORTS = (
    ("web", 8080, "网页与接口"),
    ("operations", 8090, "运维"),
    ("link", 8070, "地区间取阅材料"),
    ("kafka", 19092, "Kafka"),
    ("kafka-controller", 19093, "Kafka 控制器"),
)


def add_parser(commands: Subparsers, sentence: str) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "demo",
        sentence,
        run,
        example="tongban demo --fresh",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("var"),
        metavar="DIR",
        help="数据目录（默认 %(default)s）",
    )
    parser.add_argument("--fresh", action="store_true", help="清空数据目录，从头开始")
    parser.add_argument("--once", action="store_true", help="演完并核对后退出")
    for name, default, text in PORTS:
        parser.add_argument(
            f"--{name}-port",
            type=int,
            default=default,
            metavar="PORT",
            help=f"{text}端口（默认 %(default)s）",
        )


def run(options: argparse.Namespace) -> int:
    """Check what is needed from the machine, then run."""
    with owned(options.folder.absolute(), fresh=options.fresh) as folder:
        find_java()
        if not libraries_folder().is_dir():
            say("首次运行：由 Maven 下载 Kafka，约一分钟……")
        resolve_jars(libraries_folder())
        ports = Ports(
            web=options.web_port,
            operations=options.operations_port,
            link=options.link_port,
            kafka=options.kafka_port,
            kafka_controller=options.kafka_controller_port,
        )
        return run_async(Demo(Plan(folder=folder, ports=ports, stays_up=not options.once)).run())
