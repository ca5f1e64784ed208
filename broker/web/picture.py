"""One case as a picture of its two sides: which acts are done, which is owed, what crossed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from broker.domain.cases.status import Act
from broker.domain.identifiers import Instant, Side
from broker.views.case import CaseView, TimelineEntry
from broker.views.labels import ACT_TEXTS, KIND_TEXTS


class NodeState(StrEnum):
    """How an act stands."""

    DONE = "done"
    FAILED = "failed"
    OWED = "owed"
    AHEAD = "ahead"


class Arrow(StrEnum):
    """Which way something crosses between the sides in a row."""

    NONE = "none"
    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An act in a side's column."""

    text: str
    state: NodeState
    at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What happens at the same height of the picture."""

    receiving: Node | None
    arrow: Arrow
    is_crossed: bool
    handling: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A node of the common path: the facts that settle it, and the act that leads to it."""

    kinds: tuple[str, ...]
    act: Act | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    receiving: _Step | None = None
    arrow: Arrow = Arrow.NONE
    handling: _Step | None = None


PATH: tuple[_Level, ...] = (
    _Level(receiving=_Step(kinds=("CaseSubmitted",))),
    _Level(receiving=_Step(kinds=("FormChecked",), act=Act.CHECK_FORM)),
    _Level(receiving=_Step(kinds=("IdentityChecked",), act=Act.CHECK_IDENTITY)),
    _Level(
        receiving=_Step(kinds=("CasePushed",), act=Act.PUSH),
        arrow=Arrow.RIGHT,
        handling=_Step(kinds=("PushReceived",), act=Act.RECEIVE_PUSH),
    ),
    _Level(
        receiving=_Step(kinds=("SupplementAnswered",), act=Act.ANSWER_SUPPLEMENT, is_optional=True),
        arrow=Arrow.LEFT,
        handling=_Step(kinds=("SupplementRequested",), is_optional=True),
    ),
    _Level(
        arrow=Arrow.RIGHT,
        handling=_Step(kinds=("SupplementReceived",), act=Act.RECEIVE_SUPPLEMENT, is_optional=True),
    ),
    _Level(handling=_Step(kinds=("CaseAccepted", "CaseNotAccepted"), act=Act.EXAMINE)),
    _Level(
        receiving=_Step(kinds=("WithdrawalRequested",), is_optional=True),
        arrow=Arrow.RIGHT,
        handling=_Step(
            kinds=("CaseWithdrawn", "WithdrawalDeclined"),
            act=Act.ANSWER_WITHDRAWAL,
            is_optional=True,
        ),
    ),
    _Level(handling=_Step(kinds=("CaseTerminated",), is_optional=True)),
    _Level(
        handling=_Step(
            kinds=("SpecialProcedureEnded", "SpecialProcedureStarted"),
            act=Act.END_PROCEDURE,
            is_optional=True,
        )
    ),
    _Level(handling=_Step(kinds=("ExtensionGranted",), is_optional=True)),
    _Level(handling=_Step(kinds=("DecisionMade",), act=Act.DECIDE)),
    _Level(
        receiving=_Step(kinds=("ResultReceived",), act=Act.RECEIVE_RESULT),
        arrow=Arrow.LEFT,
        handling=_Step(kinds=("ResultReturned",), act=Act.RETURN_RESULT),
    ),
    _Level(receiving=_Step(kinds=("ResultDelivered",), act=Act.DELIVER_RESULT)),
    _Level(receiving=_Step(kinds=("ApplicantNotified",), act=Act.NOTIFY_APPLICANT)),
    _Level(receiving=_Step(kinds=("CaseFinished",), act=Act.FINISH)),
    _Level(handling=_Step(kinds=("DecisionCorrected",), is_optional=True)),
    _Level(handling=_Step(kinds=("DecisionRevoked",), is_optional=True)),
    _Level(handling=_Step(kinds=("LicenceCancelled",), is_optional=True)),
)
"""The common path from top to bottom; optional nodes are drawn once they play a part."""
ENDS_EARLY = frozenset({"CaseNotAccepted", "CaseVoided", "CaseWithdrawn", "CaseTerminated"})
BAD_ENDS = ENDS_EARLY | {"WithdrawalDeclined", "DecisionRevoked", "LicenceCancelled"}
ENDS_HERE = ("CaseWithdrawn", "CaseVoided")
"""What the receiving side may end a case with before the push."""


def draw(view: CaseView, entries: Sequence[TimelineEntry]) -> tuple[Row, ...]:
    """Lay the case out; what an early end makes impossible is not drawn."""
    facts = {(entry.side, entry.kind): entry for entry in entries}
    is_cut = any(kind in ENDS_EARLY for _, kind in facts)
    rows = []
    for level in _levels(facts):
        receiving = _node(level.receiving, Side.RECEIVING, view, facts, is_cut=is_cut)
        handling = _node(level.handling, Side.HANDLING, view, facts, is_cut=is_cut)
        if receiving is not None or handling is not None:
            rows.append(_row(level, receiving, handling))
    return tuple(rows)


def _levels(facts: Mapping[tuple[Side, str], TimelineEntry]) -> tuple[_Level, ...]:
    """Answer the path; an end before the push stands in the receiving column."""
    if not any((Side.RECEIVING, kind) in facts for kind in ENDS_HERE):
        return PATH
    early = _Level(receiving=_Step(kinds=ENDS_HERE))
    return (*PATH[:3], early, *PATH[3:])


def _row(level: _Level, receiving: Node | None, handling: Node | None) -> Row:
    source = receiving if level.arrow is Arrow.RIGHT else handling
    has_both = level.receiving is None or (receiving is not None and handling is not None)
    is_crossed = (handling if source is None else source) is not None and all(
        node is None or node.state is NodeState.DONE for node in (source,)
    )
    return Row(
        receiving=receiving,
        arrow=level.arrow if has_both else Arrow.NONE,
        is_crossed=is_crossed,
        handling=handling,
    )


def _node(
    step: _Step | None,
    side: Side,
    view: CaseView,
    facts: Mapping[tuple[Side, str], TimelineEntry],
    *,
    is_cut: bool,
) -> Node | None:
    if step is None:
        return None
    is_owed = view.owed is not None and view.owed.side is side and view.owed.act is step.act
    found = next((facts[side, kind] for kind in step.kinds if (side, kind) in facts), None)
    if found is not None and not is_owed:
        return Node(text=_text(found), state=_state_of(found), at=found.at)
    if is_owed:
        assert step.act is not None
        return Node(text=ACT_TEXTS[step.act], state=NodeState.OWED, at=None)
    if is_cut or step.is_optional:
        return None
    return Node(text=_text_ahead(step), state=NodeState.AHEAD, at=None)


def _text(entry: TimelineEntry) -> str:
    match entry.summary.get("result"), entry.summary.get("passed"):
        case "granted", _:
            return "准予许可"
        case "rejected", _:
            return "不予许可"
        case _, "no":
            return f"{KIND_TEXTS[entry.kind]}未通过"
        case _:
            return KIND_TEXTS[entry.kind]


def _text_ahead(step: _Step) -> str:
    return KIND_TEXTS[step.kinds[0]]


def _state_of(entry: TimelineEntry) -> NodeState:
    is_bad = (
        entry.kind in BAD_ENDS
        or entry.summary.get("result") == "rejected"
        or entry.summary.get("passed") == "no"
    )
    return NodeState.FAILED if is_bad else NodeState.DONE
