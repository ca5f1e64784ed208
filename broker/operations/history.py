"""The history of clients: a JSON line before and after each operation, and what it promises."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TextIO

from broker.domain.identifiers import AggregateId, RegionCode, Side
from broker.engine.auditing import Invocation, audit_history
from broker.engine.fold import CaseSide
from broker.engine.ledgers import Finding, Ledger, Oracle
from broker.errors import Misconfigured
from broker.schemas.records import Outcome

REUSED = "command_id_reused"
"""Told of another body under an id; says nothing about what became of the id itself."""
SIDES = {side[0]: side for side in Side}


class Phase(StrEnum):
    """Where an operation stands; `fail` only when it certainly did not happen."""

    INVOKE = "invoke"
    OK = "ok"
    FAIL = "fail"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a history."""

    t: float
    actor: str
    op: str
    phase: Phase
    region: RegionCode
    case_id: str
    side: Side
    command_id: str
    intent: str
    outcome: str = ""
    """What the answer said: `events`, `pending`, `refusal`; empty if the edge refused or nobody."""
    reason: str = ""
    event_ids: tuple[str, ...] = ()


class HistoryFile:
    """A history being written; lines reach the file in order."""

    def __init__(self, path: Path) -> None:
        self._file: TextIO = path.open("a", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, line: Line) -> None:
        """Add a line."""
        row = {name: getattr(line, name) for name in Line.__slots__}
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_history(path: Path) -> list[Line]:
    """Read a history; Misconfigured names the first line that is none."""
    lines = []
    with path.open(encoding="utf-8") as file:
        for number, text in enumerate(file, start=1):
            try:
                lines.append(read_line(json.loads(text)))
            except (ValueError, KeyError, TypeError) as error:
                raise Misconfigured(f"{path}:{number} is no line of a history") from error
    return lines


def read_line(row: Mapping[str, Any]) -> Line:
    """Read one line."""
    return Line(
        **{
            **row,
            "phase": Phase(row["phase"]),
            "side": Side(row["side"]),
            "event_ids": tuple(row["event_ids"]),
        }
    )


@dataclass(slots=True)
class Asked:
    """What a client knows of one of its commands."""

    first: Line
    told: list[Line] = field(default_factory=list)

    @property
    def is_acknowledged(self) -> bool:
        """Say whether the journal must hold an outcome: somebody was told that it is recorded."""
        return any(line.outcome for line in self.told)

    @property
    def is_turned_away(self) -> bool:
        """Say whether the edge refused it, every time, so that it never entered."""
        return bool(self.told) and all(
            line.phase is Phase.FAIL and not line.outcome for line in self.told
        )


def gather(lines: Iterable[Line]) -> dict[str, Asked]:
    """Gather the lines of each command."""
    asked: dict[str, Asked] = {}
    for line in lines:
        one = asked.setdefault(line.command_id, Asked(line))
        if line.phase is not Phase.INVOKE:
            one.told.append(line)
    return asked


def check_history(lines: Iterable[Line], ledgers: Mapping[RegionCode, Ledger]) -> list[Finding]:
    """Compare what clients did and were told with what the journals say (O1, O2, O3, O6)."""
    asked = gather(lines)
    invocations = [
        Invocation(
            intent=one.first.intent,
            command_id=command_id,
            region=one.first.region,
            acknowledged=one.is_acknowledged,
        )
        for command_id, one in asked.items()
    ]
    findings = audit_history(invocations, ledgers)
    for command_id, one in asked.items():
        findings += check_told(command_id, one, ledgers[one.first.region])
    return findings


def check_told(command_id: str, asked: Asked, ledger: Ledger) -> list[Finding]:
    """Check every answer to a command against its one outcome in the journal."""
    place = f"command {command_id}"
    answer = ledger.answers.get(command_id)
    if answer is not None and asked.is_turned_away:
        return [Finding(Oracle.INVENTED, place, "refused at the edge, yet in the journal")]
    if not any(line.phase in (Phase.OK, Phase.FAIL) for line in asked.told):
        return [Finding(Oracle.LIVE, place, "its client never learned what became of it")]
    if answer is None:
        return []
    findings = []
    for line in asked.told:
        if line.outcome in (Outcome.EVENTS, Outcome.REFUSAL) and line.reason != REUSED:
            now = (answer.outcome, answer.refusal or "")
            if now != (line.outcome, line.reason):
                oracle = Oracle.LOST if line.outcome == Outcome.EVENTS else Oracle.INVENTED
                message = f"told {line.outcome} {line.reason}, the journal says {now}"
                findings.append(Finding(oracle, place, message))
        findings += [
            Finding(Oracle.LOST, place, f"told of event {event_id}, which is nowhere")
            for event_id in line.event_ids
            if not stands(event_id, ledger)
        ]
    return findings


def stands(event_id: str, ledger: Ledger) -> bool:
    """Say whether an event of this derived id is in the journal."""
    aggregate_id, _, place = event_id.rpartition(".")
    known = ledger.events.get(CaseSide(AggregateId(aggregate_id), SIDES[place[0]]), [])
    return int(place[1:]) <= len(known)
