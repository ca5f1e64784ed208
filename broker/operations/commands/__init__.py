"""The commands of `tongban`, one module each, in the order that --help shows."""

from importlib import import_module
from typing import Protocol, cast

from broker.operations.commands.parsing import Subparsers

COMMANDS = {
    "demo": "启动 Kafka 与三个地区，演一上午的办件，然后保持运行",
    "node": "运行一个节点进程",
    "topics": "创建或检查本节点各地区的 Kafka 主题",
    "submit": "提交一个办件（收件）",
    "case": "查看办件",
    "archive": "归档信息包：办件办完后导出，离线核对（有问题则以 1 退出）",
    "journal": "查看日志",
    "dead-letters": "搁置的记录",
    "replay": "删除一个地区的查询库，由运行中的节点按日志重建，并等待完成",
    "accounts": "账号与令牌",
    "audit": "审计本节点各地区的主题和查询库（系统静止时运行；有问题则以 1 退出）",
    "fault": "在独立的 Kafka 和进程上边压测边制造故障，恢复后审计（有问题则以 1 退出）",
    "items": "事项：检查并发布、导出、查看、比较、停办，告知新接入的地区",
    "offices": "部门与窗口：检查文件，按事项和地点确定主管部门",
    "vectors": "用测试向量核对期限与编码规则",
    "bench": "测量性能，打印表格并写出 JSON",
}
"""Command to its sentence in --help: told without importing the command's module."""


class CommandModule(Protocol):
    """A module with one command, or one family of commands."""

    def add_parser(self, commands: Subparsers, sentence: str) -> None:
        """Add its parser; the parsed options carry `run`."""
        ...


def command_module(name: str) -> CommandModule:
    """Import the module of a command, with all that the command needs."""
    return cast("CommandModule", import_module(f"{__name__}.{name.replace('-', '_')}"))
