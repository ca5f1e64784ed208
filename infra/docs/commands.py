"""Write docs/commands.md from the code; `--check` fails when the file differs."""

import ast
import inspect
import sys
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from broker.domain import envelope, rights
from broker.domain.cases import commands, decide_handling, decide_receiving, events
from broker.domain.cases.complaints import decide as decide_complaints
from broker.domain.cases.custody import decide as decide_custody
from broker.domain.cases.dialogue import decide as decide_dialogue
from broker.domain.cases.fees import decide as decide_fees
from broker.domain.cases.later import decide as decide_later
from broker.domain.cases.limits import decide as decide_limits
from broker.domain.cases.procedures import decide as decide_procedures
from broker.domain.cases.proposals import decide as decide_proposals
from broker.domain.cases.ratings import decide as decide_ratings
from broker.domain.cases.status import ACT_TEXTS, STATUS_TEXTS
from broker.domain.identifiers import Side
from broker.domain.reason_texts import REASON_TEXTS
from broker.domain.refusal import Reason, Refusal

DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"
OWNER_TEXTS: dict[Side | None, str] = {
    Side.RECEIVING: "Commands of the receiving side (收件地)",
    Side.HANDLING: "Commands of the handling side (办理地)",
    None: "Commands of either side, which name it",
}
NO_EVENT = "no event of its own, but by whatever has become due (E8)"
RULES = (
    decide_receiving,
    decide_handling,
    decide_dialogue,
    decide_custody,
    decide_procedures,
    decide_proposals,
    decide_limits,
    decide_later,
    decide_fees,
    decide_ratings,
    decide_complaints,
)
"""Where the rules of the commands stand."""

HEAD = """# Commands, events and reasons

Written by `python infra/docs/commands.py` from the code; the tests fail when this page differs.

A command is given with `POST /api/v1/regions/{region}/cases/{id}/commands/{Kind}` (`SubmitCase`
with `POST /api/v1/regions/{region}/cases`); the body is its payload. A *sealed* field is sent as
plain fields and leaves the edge only as ciphertext; what follows from the person
(`applicant_hash`, `applicant_is_minor`) the edge finds out itself; `/openapi.json` has the exact
bodies. A command is answered by its event, or refused with one reason and then changes nothing.

Any command may also be refused with
"""

GATE = (
    Reason.CASE_UNKNOWN,
    Reason.WRONG_SIDE,
    Reason.CASE_ENDED,
    Reason.ROLE_NOT_ALLOWED,
    Reason.COMMAND_ID_REUSED,
    Reason.VERSION_MISMATCH,
)


def document() -> str:
    """Write the whole page."""
    lines = [HEAD.rstrip() + " " + ", ".join(f"`{reason}`" for reason in GATE) + ".", ""]
    for side, heading in OWNER_TEXTS.items():
        lines += [f"## {heading}", ""]
        for kind, owner in commands.COMMAND_SIDES.items():
            if owner is side:
                lines += command_lines(kind)
    lines += ["## Commands of either side", ""]
    for kind, owner in commands.COMMAND_SIDES.items():
        if owner is None:
            lines += command_lines(kind)
    lines += ["## Events", "", *event_lines(), "", "## Reasons of refusal", "", *reason_lines()]
    lines += ["", "## States and acts", "", *status_lines(), "", "## Roles", "", *role_lines()]
    return "\n".join(lines) + "\n"


def command_lines(kind: type) -> list[str]:
    """Describe one command."""
    function = rule_of(kind)
    reasons = sorted(reasons_of(function), key=list(Reason).index)
    if kind is commands.SubmitCase:  # Its one reason is found before its rule is asked.
        reasons = [Reason.CASE_EXISTS]
    answers = [f"`{event.__name__}`" for event in answers_of(function)] or [NO_EVENT]
    lines = [f"### {kind.__name__}", "", sentence(kind), ""]
    for name, hint in get_type_hints(kind).items():
        lines.append(f"- `{name}`: {describe(hint)}{field_note(kind, name)}")
    lines += [""] if get_type_hints(kind) else []
    refused = ", ".join(f"`{reason}`" for reason in reasons) or "none of its own"
    return [*lines, f"Answered by {' or '.join(answers)}; refused with {refused}.", ""]


def rule_of(kind: type) -> object:
    """Find the function that decides a command: its name in small letters."""
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")
    return next(found for module in RULES if (found := getattr(module, name, None)) is not None)


def answers_of(function: object) -> list[type]:
    """List the events a rule may answer, from its type."""
    answer = get_type_hints(function)["return"]
    kinds = get_args(answer) if isinstance(answer, UnionType) else (answer,)
    return [kind for kind in kinds if kind not in (Refusal, tuple[()])]


def reasons_of(function: object) -> set[Reason]:
    """Collect the reasons a rule names, also through the functions of the case that it calls."""
    module = inspect.getmodule(function)
    assert module is not None
    assert inspect.isfunction(function)
    found: set[Reason] = set()
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        match node:
            case ast.Attribute(value=ast.Name(id="Reason"), attr=name):
                found.add(Reason[name])
            case ast.Call(func=ast.Name(id=name)):
                called = getattr(module, name, None)
                if inspect.isfunction(called) and called.__module__.startswith("broker.domain."):
                    found |= reasons_of(called)
    return found


def event_lines() -> Iterator[str]:
    """List the events."""
    yield "| event | written by | says |"
    yield "|---|---|---|"
    for kind, sides in events.EVENT_SIDES.items():
        writers = ", ".join(side for side in Side if side in sides)
        yield f"| `{kind.__name__}` | {writers} | {sentence(kind)} |"


def reason_lines() -> Iterator[str]:
    """List the reasons."""
    yield "| reason | 中文 | English |"
    yield "|---|---|---|"
    for reason, text in REASON_TEXTS.items():
        yield f"| `{reason}` | {text.zh} | {text.en} |"


def status_lines() -> Iterator[str]:
    """List the words for a case and for what is owed next."""
    yield "| state | 中文 |"
    yield "|---|---|"
    yield from (f"| `{word}` | {text} |" for word, text in STATUS_TEXTS.items())
    yield ""
    yield "| next act | 中文 |"
    yield "|---|---|"
    yield from (f"| `{act}` | {text} |" for act, text in ACT_TEXTS.items())


def role_lines() -> Iterator[str]:
    """List what each role may do."""
    yield "| role | commands | reads | acts of operations |"
    yield "|---|---|---|---|"
    for role in envelope.Role:
        kinds = rights.COMMANDS[role]
        what = "none" if not kinds else "all of a case, for the sides its region owns"
        if kinds == rights.CATALOGUE_COMMANDS:
            what = ", ".join(f"`{kind}`" for kind in sorted(kinds)) + " of its region's items"
        if kinds in (rights.SUPERVISION_COMMANDS, rights.TIMER_COMMANDS):
            what = ", ".join(f"`{kind}`" for kind in sorted(kinds))
        if role is envelope.Role.PLATFORM:
            what = "those in the scope of its token"
        reads = ", ".join(f"`{r}`" for r in rights.Reading if r in rights.READINGS[role]) or "none"
        acts = ", ".join(f"`{a}`" for a in rights.OperatorAct if rights.may_operate(role, a))
        yield f"| `{role}` | {what} | {reads} | {acts or 'none'} |"


def describe(hint: object) -> str:
    """Say a field's type in words."""
    if isinstance(hint, UnionType):
        first, *_ = get_args(hint)
        return describe(first) + " or nothing"
    if get_origin(hint) is tuple:
        return "list of " + describe(get_args(hint)[0])
    plain = getattr(hint, "__supertype__", hint)
    assert isinstance(plain, type)
    if issubclass(plain, StrEnum):
        return " \\| ".join(f"`{member}`" for member in plain)
    names = {str: "text", int: "number", bool: "true or false", envelope.Sealed: "sealed"}
    return names.get(plain, plain.__name__.lower())


def field_note(kind: type, name: str) -> str:
    """Answer the sentence below a field, if there is one."""
    (definition,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(definition, ast.ClassDef)
    body = definition.body
    for field, note in pairwise(body):
        match field, note:
            case (
                ast.AnnAssign(target=ast.Name(id=found)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ) if found == name:
                return f". {text}"
    return ""


def sentence(described: type) -> str:
    """Answer the docstring, on one line."""
    return " ".join((described.__doc__ or "").split())


def main() -> int:
    """Write the page, or only compare."""
    if "--check" not in sys.argv[1:]:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    if DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == document():
        return 0
    sys.stderr.write("docs/commands.md is not what the code says: run infra/docs/commands.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
