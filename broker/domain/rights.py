"""Who may do what: one table of roles, deny by default.

A role says what a principal may ask for at all; whose case it is, the caller asks with
may_see_case, and which side a command belongs to, `decide` answers with WRONG_SIDE.
"""

from collections.abc import Collection
from enum import StrEnum

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.cases.limits.commands import CheckDeadline, WithdrawCard
from broker.domain.envelope import Role
from broker.domain.identifiers import RegionCode
from broker.domain.items.commands import ITEM_COMMAND_SIDES


class Reading(StrEnum):
    """What can be read."""

    CASE_LIST = "case_list"
    CASE = "case"
    """View and timeline of a case, without sealed fields."""
    SEALED = "sealed"
    """Person and free-text fields of a case."""
    MATERIAL = "material"
    ARCHIVE = "archive"
    """The archive package of an ended case, with everything opened: persons too."""
    EVIDENCE = "evidence"
    OUTCOME = "outcome"
    """Outcomes of the principal's own commands."""
    FEED = "feed"
    """Live events of cases one may see."""
    RATIOS = "ratios"
    """How content people are with each body: complaints and ratings, counted."""
    ITEMS = "items"
    OWN_CASE = "own_case"
    """An applicant's own case."""
    OPERATIONS = "operations"
    """Health, lag, dead letters, leads: never the content of a case."""


class OperatorAct(StrEnum):
    """What keeps the broker running; none of it shows or changes a case."""

    RETRY_DEAD_LETTER = "retry_dead_letter"
    DISCARD_DEAD_LETTER = "discard_dead_letter"


TIMER_COMMANDS = frozenset({CheckDeadline.__name__})
"""What only the broker itself asks for; refused to any person and any platform."""
SUPERVISION_COMMANDS = frozenset({WithdrawCard.__name__})
"""Whoever supervises judges the appeals; the window that is late does not."""
CASE_COMMANDS = (
    frozenset(kind.__name__ for kind in COMMAND_SIDES) - TIMER_COMMANDS - SUPERVISION_COMMANDS
)
CATALOGUE_COMMANDS = frozenset(kind.__name__ for kind in ITEM_COMMAND_SIDES)
"""The region's own catalogue is kept by who runs the region, not at a window."""
NOTHING: frozenset[str] = frozenset()
PERSONAL_COMMANDS = frozenset({"ProposeDecision", "ConfirmProposal", "SendBackProposal"})
"""Two clerks are two people, so no platform stands in for one of them (行政许可法 34)."""
REGISTRAR_COMMANDS = frozenset(
    {"RegisterComplaint", "FollowUpComplaint", "ReopenComplaint", "CloseComplaint"}
)
"""Supervision takes complaints and follows them up; only the body concerned answers (12345)."""

COMMANDS: dict[Role, frozenset[str]] = {
    Role.CLERK: CASE_COMMANDS,
    Role.APPLICANT: NOTHING,
    Role.SUPERVISOR: SUPERVISION_COMMANDS | REGISTRAR_COMMANDS,
    Role.PLATFORM: CASE_COMMANDS
    - PERSONAL_COMMANDS,  # As far as the token's scope goes, see may_command.
    Role.OPERATOR: CATALOGUE_COMMANDS,
    Role.AUDITOR: NOTHING,
    Role.PEER: NOTHING,
    Role.SYSTEM: TIMER_COMMANDS,
}

READINGS: dict[Role, frozenset[Reading]] = {
    Role.CLERK: frozenset(
        {
            Reading.CASE_LIST,
            Reading.CASE,
            Reading.SEALED,
            Reading.MATERIAL,
            Reading.ARCHIVE,
            Reading.EVIDENCE,
            Reading.OUTCOME,
            Reading.FEED,
            Reading.ITEMS,
        }
    ),
    Role.APPLICANT: frozenset({Reading.OWN_CASE, Reading.ITEMS}),
    Role.SUPERVISOR: frozenset(
        {
            Reading.CASE_LIST,
            Reading.CASE,
            Reading.EVIDENCE,
            Reading.FEED,
            Reading.RATIOS,
            Reading.ITEMS,
        }
    ),
    Role.PLATFORM: frozenset(
        {Reading.CASE_LIST, Reading.CASE, Reading.OUTCOME, Reading.FEED, Reading.ITEMS}
    ),
    Role.OPERATOR: frozenset({Reading.OPERATIONS, Reading.ITEMS, Reading.OUTCOME}),
    Role.AUDITOR: frozenset(
        {Reading.CASE_LIST, Reading.CASE, Reading.EVIDENCE, Reading.FEED, Reading.ITEMS}
    ),
    Role.PEER: frozenset({Reading.MATERIAL}),
    Role.SYSTEM: frozenset(),
}


OPERATOR_ACTS: dict[Role, frozenset[OperatorAct]] = {
    Role.OPERATOR: frozenset(OperatorAct),
}
"""A role that is not named here may do none of them."""


def may_command(role: Role, kind: str, *, scope: Collection[str] = NOTHING) -> bool:
    """Tell whether a role may give commands of this kind; a platform only those in its scope."""
    if role is Role.PLATFORM and kind not in scope:
        return False
    return kind in COMMANDS[role]


def may_read(role: Role, what: Reading) -> bool:
    """Tell whether a role may read this kind of thing at all."""
    return what in READINGS[role]


def may_operate(role: Role, act: OperatorAct) -> bool:
    """Tell whether a role may do this act of operations."""
    return act in OPERATOR_ACTS.get(role, frozenset())


def may_see_case(principal_region: RegionCode, parties: Collection[RegionCode]) -> bool:
    """Tell whether a case is shared with a region: it receives the case or handles it."""
    return principal_region in parties
