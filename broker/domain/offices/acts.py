"""What each kind of window may do at all: one table, deny by default.

That a kiosk, a bank or a post point has fewer rights is practice (domain section 13, plan 2 and
11); which ones exactly no document says, so the rows are a convention of this project.
"""

from collections.abc import Mapping
from types import MappingProxyType

from broker.domain.cases.commands import (
    COMMAND_SIDES,
    AddMaterials,
    AnswerSupplement,
    CheckForm,
    CheckIdentity,
    Command,
    DeliverResult,
    FinishCase,
    NotifyApplicant,
    PushCase,
    SubmitCase,
    WithdrawCase,
)
from broker.domain.identifiers import Side
from broker.domain.offices.words import WindowKind

Act = type[Command]

EVERY_ACT: frozenset[Act] = frozenset(COMMAND_SIDES)
HANDED_IN: frozenset[Act] = frozenset({SubmitCase, AddMaterials, AnswerSupplement})
"""What a person can do alone in front of a machine."""
AGENCY: frozenset[Act] = HANDED_IN | {DeliverResult, NotifyApplicant}
"""Take papers and hand results over, but check nobody and push nothing."""
COLLECTING: frozenset[Act] = AGENCY | {
    CheckForm,
    CheckIdentity,
    PushCase,
    WithdrawCase,
    FinishCase,
}
"""The receiving side's acts where a clerk serves, but no authority sits."""

PERMITTED: Mapping[WindowKind, frozenset[Act]] = MappingProxyType(
    {
        WindowKind.COMPREHENSIVE: EVERY_ACT,
        WindowKind.SPECIAL: EVERY_ACT,
        WindowKind.REMOTE: COLLECTING,
        WindowKind.VILLAGE_POINT: COLLECTING,
        WindowKind.BANK_POINT: AGENCY,
        WindowKind.POST_POINT: AGENCY,
        WindowKind.KIOSK: HANDED_IN,
    }
)
HANDLING_ACTS: Mapping[str, Act] = MappingProxyType(
    {act.__name__: act for act, side in COMMAND_SIDES.items() if side is Side.HANDLING}
)
"""The acts of an authority by name: the only ones that need to be delegated, and can be.

What either side may do, talk to the other window and look after originals, is nobody's authority.
"""


def may_ever(kind: WindowKind, act: Act) -> bool:
    """Tell whether any window of this kind may do this."""
    return act in PERMITTED[kind]
