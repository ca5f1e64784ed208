"""Who may do what: the table, read aloud."""

import pytest

from broker.domain.cases.commands import COMMAND_SIDES
from broker.domain.envelope import Role
from broker.domain.items.commands import ITEM_COMMAND_SIDES
from broker.domain.rights import (
    COMMANDS,
    READINGS,
    OperatorAct,
    Reading,
    may_command,
    may_operate,
    may_read,
    may_see_case,
)
from tests.support.builders import HANGZHOU, QINGYANG, XIAN

NOT_AT_A_WINDOW = ("CheckDeadline", "WithdrawCard")
KINDS = [kind.__name__ for kind in COMMAND_SIDES if kind.__name__ not in NOT_AT_A_WINDOW]
CATALOGUE = [kind.__name__ for kind in ITEM_COMMAND_SIDES]
WITHOUT_COMMANDS = set(Role) - {Role.CLERK, Role.PLATFORM, Role.SUPERVISOR}


def test_every_role_has_its_line() -> None:
    assert set(COMMANDS) == set(Role)
    assert set(READINGS) == set(Role)


@pytest.mark.parametrize("kind", KINDS)
def test_a_clerk_may_give_every_command(kind: str) -> None:
    assert may_command(Role.CLERK, kind)


@pytest.mark.parametrize("role", sorted(WITHOUT_COMMANDS))
def test_nobody_else_gives_window_commands(role: Role) -> None:
    assert not any(may_command(role, kind, scope=KINDS) for kind in KINDS)


def test_a_card_is_withdrawn_by_who_supervises_and_a_deadline_checked_by_the_broker_alone() -> None:
    for kind, owner in zip(NOT_AT_A_WINDOW, (Role.SYSTEM, Role.SUPERVISOR), strict=True):
        assert [role for role in Role if may_command(role, kind, scope={kind})] == [owner]


@pytest.mark.parametrize("kind", ["ProposeDecision", "ConfirmProposal", "SendBackProposal"])
def test_no_platform_is_one_of_two_clerks_article_34(kind: str) -> None:
    assert not may_command(Role.PLATFORM, kind, scope=KINDS)


def test_a_platform_gives_only_the_commands_in_its_scope() -> None:
    scope = frozenset({"SubmitCase", "Unheard"})
    assert [kind for kind in KINDS if may_command(Role.PLATFORM, kind, scope=scope)] == [
        "SubmitCase"
    ]
    assert not may_command(Role.PLATFORM, "SubmitCase")
    assert not may_command(Role.PLATFORM, "Unheard", scope=scope)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_only_an_operator_keeps_the_catalogue(kind: str) -> None:
    assert [role for role in Role if may_command(role, kind, scope=CATALOGUE)] == [Role.OPERATOR]


@pytest.mark.parametrize("role", Role)
def test_unknown_commands_are_nobodys(role: Role) -> None:
    assert not may_command(role, "DropEverything")


def test_persons_are_shown_to_clerks_only() -> None:
    assert [role for role in Role if may_read(role, Reading.SEALED)] == [Role.CLERK]


def test_an_operator_sees_operations_and_no_case() -> None:
    readings = [what for what in Reading if may_read(Role.OPERATOR, what)]
    assert readings == [Reading.OUTCOME, Reading.ITEMS, Reading.OPERATIONS]


@pytest.mark.parametrize("act", OperatorAct)
def test_only_an_operator_acts_on_operations(act: OperatorAct) -> None:
    assert [role for role in Role if may_operate(role, act)] == [Role.OPERATOR]


def test_an_applicant_sees_only_an_own_case() -> None:
    assert {what for what in Reading if may_read(Role.APPLICANT, what)} == {
        Reading.OWN_CASE,
        Reading.ITEMS,
    }


def test_supervision_takes_complaints_and_answers_none() -> None:
    allowed = {kind for kind in KINDS if may_command(Role.SUPERVISOR, kind)}
    assert allowed == {
        "RegisterComplaint",
        "FollowUpComplaint",
        "ReopenComplaint",
        "CloseComplaint",
    }
    assert [role for role in Role if may_read(role, Reading.RATIOS)] == [Role.SUPERVISOR]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_supervision_reads_cases_without_persons(role: Role) -> None:
    assert may_read(role, Reading.CASE)
    assert may_read(role, Reading.CASE_LIST)
    assert not may_read(role, Reading.MATERIAL)


def test_a_peer_fetches_materials_and_the_clock_reads_nothing() -> None:
    assert {what for what in Reading if may_read(Role.PEER, what)} == {Reading.MATERIAL}
    assert not any(may_read(Role.SYSTEM, what) for what in Reading)


def test_a_case_is_seen_by_its_two_regions_only() -> None:
    parties = (QINGYANG, HANGZHOU)
    assert may_see_case(QINGYANG, parties)
    assert may_see_case(HANGZHOU, parties)
    assert not may_see_case(XIAN, parties)
