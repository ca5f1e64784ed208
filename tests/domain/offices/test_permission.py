"""Who may do what: the kind of window, the item, the own right or a delegation in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.cases.commands import (
    COMMAND_SIDES,
    AcceptCase,
    CheckIdentity,
    DecideCase,
    DeliverResult,
    PushCase,
    SubmitCase,
)
from broker.domain.identifiers import RegionCode, Side
from broker.domain.items.item import Item
from broker.domain.offices.acts import HANDLING_ACTS, PERMITTED, Act, may_ever
from broker.domain.offices.handled import EVERYTHING, NOTHING, Handled
from broker.domain.offices.office import Delegation, Office
from broker.domain.offices.permission import (
    DENIAL_TEXTS,
    Ask,
    Denial,
    Desk,
    NotPermitted,
    Permission,
    Permitted,
    permit,
)
from broker.domain.offices.words import WindowKind
from tests.domain.offices.support import (
    BUREAU,
    CARD,
    CITY,
    CITY_BUREAU,
    DISABLED,
    GIVEN,
    HALL,
    PENSION,
    SOCIAL,
    STATION,
    TODAY,
    meant_for,
)

ACTS = sorted(COMMAND_SIDES, key=lambda act: act.__name__)
ONE_DAY = timedelta(days=1)


def ask(
    act: Act,
    *,
    at: Office = HALL,
    window: str = "1",
    item: Item = CARD,
    on: date = TODAY,
) -> Ask:
    found = at.window(window)
    assert found is not None
    return Ask(desk=Desk(office=at, window=found), act=act, item=item, on=on)


def denied(permission: Permission) -> Denial | None:
    return permission.denial if isinstance(permission, NotPermitted) else None


def giving(**more: object) -> Office:
    return replace(BUREAU, delegations=(replace(GIVEN, **more),))  # type: ignore[arg-type]


@pytest.mark.parametrize("window", ["1", "2"])
def test_the_receiving_side_never_accepts_unless_delegated(window: str) -> None:
    """Invariant 1: only the handling side issues a 受理通知书 [行政许可法 32]."""
    alone = replace(BUREAU, delegations=())
    for act in HANDLING_ACTS.values():
        assert denied(permit(ask(act, window=window), competent=alone)) is Denial.NOT_DELEGATED


def test_a_delegated_window_accepts_for_the_authority() -> None:
    """事进人不进 (plan 2)."""
    assert permit(ask(AcceptCase), competent=BUREAU) == Permitted(delegation=GIVEN)
    other = ask(AcceptCase, window="2")
    assert denied(permit(other, competent=BUREAU)) is Denial.NOT_DELEGATED
    assert permit(other, competent=giving(to_window="")) == Permitted(
        delegation=replace(GIVEN, to_window="")
    )


def test_the_competent_office_needs_no_delegation() -> None:
    assert permit(ask(DecideCase, at=BUREAU), competent=BUREAU) == Permitted()


def test_a_delegation_counts_only_from_the_competent_office() -> None:
    """Nobody passes on what was delegated to him, or what is another one's."""
    assert denied(permit(ask(AcceptCase), competent=CITY_BUREAU)) is Denial.NOT_DELEGATED
    assert denied(permit(ask(AcceptCase), competent=None)) is Denial.NOBODY_COMPETENT
    passed_on = replace(HALL, delegations=(replace(GIVEN, to_office="town"),))
    assert denied(permit(ask(AcceptCase), competent=passed_on)) is Denial.NOBODY_COMPETENT


def test_a_delegation_counts_only_for_its_items() -> None:
    """A delegation never gives more than the authority has."""
    named = giving(handles=Handled(codes=frozenset({CARD.code})))
    assert denied(permit(ask(AcceptCase), competent=named)) is None
    assert denied(permit(ask(AcceptCase, item=PENSION), competent=named)) is Denial.NOT_DELEGATED
    too_much = giving(handles=EVERYTHING)
    found = denied(permit(ask(AcceptCase, item=DISABLED), competent=too_much))
    assert found is Denial.NOBODY_COMPETENT


def test_a_delegation_counts_only_for_its_acts() -> None:
    accepting = giving(acts=frozenset({"AcceptCase"}))
    assert denied(permit(ask(AcceptCase), competent=accepting)) is None
    assert denied(permit(ask(DecideCase), competent=accepting)) is Denial.ACT_NOT_DELEGATED


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (GIVEN.from_on - ONE_DAY, False),
        (GIVEN.from_on, True),
        (GIVEN.until_on, True),
        (GIVEN.until_on + ONE_DAY, False),
    ],
)
def test_a_delegation_begins_and_expires(on: date, holds: bool) -> None:  # noqa: FBT001
    found = denied(permit(ask(AcceptCase, on=on), competent=BUREAU))
    assert found is (None if holds else Denial.DELEGATION_NOT_IN_FORCE)


def test_a_closed_authority_has_nothing_left_to_delegate() -> None:
    closed = meant_for(BUREAU, date(2026, 1, 1), TODAY - ONE_DAY)
    assert denied(permit(ask(AcceptCase), competent=closed)) is Denial.NOBODY_COMPETENT


def test_a_closed_office_does_nothing() -> None:
    closed = meant_for(HALL, date(2026, 1, 1), TODAY - ONE_DAY)
    found = denied(permit(ask(SubmitCase, at=closed), competent=BUREAU))
    assert found is Denial.OFFICE_NOT_IN_FORCE


def test_a_window_takes_only_its_items() -> None:
    found = permit(ask(SubmitCase, window="2", item=DISABLED), competent=None)
    assert denied(found) is Denial.ITEM_NOT_HANDLED


def test_collecting_needs_no_delegation() -> None:
    """收受分离: collecting is separate from accepting (domain section 2)."""
    assert permit(ask(SubmitCase), competent=None) == Permitted()
    assert permit(ask(PushCase, at=STATION), competent=None) == Permitted()


@pytest.mark.parametrize(
    ("window", "allowed", "denied_act"),
    [
        ("3", SubmitCase, DeliverResult),
        ("4", DeliverResult, CheckIdentity),
        ("5", SubmitCase, PushCase),
    ],
)
def test_kiosk_bank_and_post_point_have_fewer_rights(
    window: str, allowed: Act, denied_act: Act
) -> None:
    """Plan 2 and 11; which rights exactly is a convention."""
    assert permit(ask(allowed, window=window), competent=None) == Permitted()
    found = permit(ask(denied_act, window=window), competent=None)
    assert denied(found) is Denial.KIND_NOT_ALLOWED


@pytest.mark.parametrize("kind", list(WindowKind)[2:])
def test_no_other_kind_acts_for_an_authority_whatever_it_is_given(kind: WindowKind) -> None:
    given = giving(to_window="")
    desk = replace(HALL.windows[0], kind=kind)
    for act in HANDLING_ACTS.values():
        asked = Ask(desk=Desk(office=HALL, window=desk), act=act, item=CARD, on=TODAY)
        assert denied(permit(asked, competent=given)) is Denial.KIND_NOT_ALLOWED


def test_each_kind_has_its_row_and_fewer_rights_are_a_part_of_more() -> None:
    assert set(PERMITTED) == set(WindowKind)
    kiosk, bank = PERMITTED[WindowKind.KIOSK], PERMITTED[WindowKind.BANK_POINT]
    assert kiosk < bank < PERMITTED[WindowKind.REMOTE] < PERMITTED[WindowKind.COMPREHENSIVE]
    assert all(COMMAND_SIDES[act] is Side.RECEIVING for act in PERMITTED[WindowKind.REMOTE])


def test_a_window_of_another_region_accepts_only_when_delegated() -> None:
    """Invariant 1 across regions: the authority names region, office and window."""
    away = replace(HALL, region=RegionCode("330100"))
    assert denied(permit(ask(AcceptCase, at=away), competent=BUREAU)) is Denial.NOT_DELEGATED
    given = giving(to_region=away.region)
    assert denied(permit(ask(AcceptCase, at=away), competent=given)) is None
    assert denied(permit(ask(AcceptCase), competent=given)) is Denial.NOT_DELEGATED
    same = replace(BUREAU, region=away.region)
    assert denied(permit(ask(AcceptCase, at=same), competent=BUREAU)) is Denial.NOT_DELEGATED


def test_every_denial_is_said_in_chinese() -> None:
    assert set(DENIAL_TEXTS) == set(Denial)
    assert NotPermitted(denial=Denial.NOT_DELEGATED).text == "主管部门未就此事项授权该窗口"


days = st.integers(-40, 40).map(lambda n: TODAY + timedelta(days=n))
handled = st.sampled_from([NOTHING, EVERYTHING, SOCIAL, Handled(codes=frozenset({CARD.code}))])
delegations = st.builds(
    Delegation,
    to_office=st.sampled_from(["hall", "town"]),
    to_window=st.sampled_from(["", "1", "2"]),
    to_region=st.sampled_from(["", CITY, "330100"]).map(RegionCode),
    handles=handled,
    acts=st.frozensets(st.sampled_from(sorted(HANDLING_ACTS)), max_size=3),
    from_on=days,
    until_on=days,
    basis=st.just("授权书"),
)


@given(
    granted=st.lists(delegations, max_size=4).map(tuple),
    act=st.sampled_from(ACTS),
    code=st.sampled_from([one.code for one in HALL.windows]),
    item=st.sampled_from([CARD, PENSION, DISABLED]),
    decides=handled,
    on=days,
)
def test_a_delegation_never_permits_outside_its_scope_and_dates(
    granted: tuple[Delegation, ...], act: Act, code: str, item: Item, decides: Handled, on: date
) -> None:
    """Permitted exactly when one delegation says so in every respect, read by hand."""
    competent = replace(BUREAU, delegations=granted, decides=decides)
    asked = ask(act, window=code, item=item, on=on)
    permission = permit(asked, competent=competent)
    if COMMAND_SIDES[act] is not Side.HANDLING:
        expected = may_ever(asked.desk.window.kind, act)
    else:
        expected = (
            code in {"1", "2"}
            and decides.covers(item)
            and any(
                one.to_office == "hall"
                and one.to_window in ("", code)
                and one.to_region in ("", CITY)
                and one.handles.covers(item)
                and act.__name__ in one.acts
                and one.from_on <= on <= one.until_on
                for one in granted
            )
        )
    expected = expected and asked.desk.window.handles.covers(item)
    assert isinstance(permission, Permitted) == expected
    if isinstance(permission, Permitted) and permission.delegation is not None:
        assert permission.delegation.from_on <= on <= permission.delegation.until_on
