"""What the tests of offices share: a small region with four levels, and the tables."""

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

from broker.domain.calendar import parse_calendar
from broker.domain.codes.regions import parse_regions
from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Item, Term
from broker.domain.offices.handled import EVERYTHING, Handled
from broker.domain.offices.hours import Hours, Span, WeekdayHours
from broker.domain.offices.office import Contacts, Delegation, Office, Window
from broker.domain.offices.registry import OfficesPublished, Registry, publish
from broker.domain.offices.words import WEEKDAYS, OfficeLevel, WindowKind
from tests.domain.items.support import changed, starting_items


def table(name: str) -> Any:
    return json.loads(files("broker").joinpath("data", name).read_text(encoding="utf-8"))


DIRECTORY = parse_regions(table("regions.json"))
CALENDAR = parse_calendar(table("calendars.json"))
CITY = RegionCode("621000")
XIFENG, HUANXIAN, TOWN, VILLAGE = "621002", "621022", "621002990000", "621002990201"
ITEMS = {item.code: item for item in starting_items()}
CARD, PENSION, DISABLED = ITEMS["KT020186"], ITEMS["KT020292"], ITEMS["KT110023"]
TERM = Term(from_on=date(2026, 1, 1))
TODAY = date(2026, 6, 10)
MORNING, AFTERNOON = Span(opens="09:00", closes="12:00"), Span(opens="14:30", closes="18:00")
WEEK = Hours(
    weekly=(WeekdayHours(days=frozenset(WEEKDAYS[:5]), spans=(MORNING, AFTERNOON)),),
)
SOCIAL = Handled(departments=frozenset({"人社"}))


def window(
    code: str,
    kind: WindowKind = WindowKind.COMPREHENSIVE,
    *,
    handles: Handled = EVERYTHING,
    hours: Hours | None = None,
) -> Window:
    return Window(code=code, name=f"{code}号窗口", kind=kind, handles=handles, hours=hours)


def office(code: str, place: str, level: OfficeLevel, **more: Any) -> Office:
    term = more.pop("effective", TERM)
    return Office(
        region=CITY, code=code, name=f"{code}部门", level=level, place=place, effective=term, **more
    )


GIVEN = Delegation(
    to_office="hall",
    to_window="1",
    handles=SOCIAL,
    acts=frozenset(
        {"AcceptCase", "DecideCase", "DeclineCase", "RequestSupplement", "ReturnResult"}
    ),
    from_on=date(2026, 2, 1),
    until_on=date(2026, 8, 31),
    basis="授权书第一号",
)
HALL = office(
    "hall",
    XIFENG,
    OfficeLevel.COUNTY,
    windows=(
        window("1"),
        window("2", WindowKind.SPECIAL, handles=SOCIAL),
        window("3", WindowKind.KIOSK, hours=Hours(weekly=WEEK.weekly, on_rest_days=True)),
        window("4", WindowKind.BANK_POINT),
        window("5", WindowKind.POST_POINT),
        window("6", WindowKind.REMOTE),
    ),
    hours=WEEK,
    contacts=Contacts(phones=("0934-0000000",), complaint_phones=("12345",), address="示例路"),
)
BUREAU = office(
    "rs", XIFENG, OfficeLevel.COUNTY, decides=SOCIAL, delegations=(GIVEN,), windows=(window("1"),)
)
CITY_BUREAU = office("city-rs", CITY, OfficeLevel.CITY, decides=SOCIAL)
TOWN_OFFICE = office(
    "town", TOWN, OfficeLevel.TOWNSHIP, decides=Handled(codes=frozenset({PENSION.code}))
)
STATION = office(
    "station",
    VILLAGE,
    OfficeLevel.VILLAGE,
    windows=(window("1", WindowKind.VILLAGE_POINT),),
)
OFFICES = (HALL, BUREAU, CITY_BUREAU, TOWN_OFFICE, STATION)


def registry_of(*offices: Office) -> Registry:
    answer = publish(
        Registry(region=CITY), offices, published_on=date(2026, 1, 1), directory=DIRECTORY
    )
    assert isinstance(answer, OfficesPublished), answer
    return answer.registry


REGION = registry_of(*OFFICES)


def at_level(item: Item, level: Any) -> Item:
    return changed(item, "identity.level", level)  # type: ignore[no-any-return]


def meant_for(one: Office, from_on: date, until_on: date | None = None) -> Office:
    return replace(one, effective=Term(from_on=from_on, until_on=until_on))
