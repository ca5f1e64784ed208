"""The closed vocabularies of offices and windows, each word with its Chinese."""

from datetime import date

from broker.domain.items.words import Level, Word


class OfficeLevel(Word):
    """At which of the four levels an office stands [plan 14: 市、县、乡、村四级]."""

    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class WindowKind(Word):
    """What serves the person (domain sections 1 and 13, plan 2 and 5)."""

    COMPREHENSIVE = "comprehensive", "综合窗口"
    SPECIAL = "special", "专窗"
    KIOSK = "kiosk", "自助终端"
    BANK_POINT = "bank_point", "银行网点"
    POST_POINT = "post_point", "邮政网点"
    VILLAGE_POINT = "village_point", "村级便民服务点"
    REMOTE = "remote", "远程虚拟窗口"


class Weekday(Word):
    """A day of the week."""

    MONDAY = "mon", "星期一"
    TUESDAY = "tue", "星期二"
    WEDNESDAY = "wed", "星期三"
    THURSDAY = "thu", "星期四"
    FRIDAY = "fri", "星期五"
    SATURDAY = "sat", "星期六"
    SUNDAY = "sun", "星期日"


WEEKDAYS = tuple(Weekday)
"""Monday first, as Python counts them."""
WEEKEND = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})
OFFICE_LEVELS = {
    Level.CITY: OfficeLevel.CITY,
    Level.COUNTY: OfficeLevel.COUNTY,
    Level.TOWNSHIP: OfficeLevel.TOWNSHIP,
    Level.VILLAGE: OfficeLevel.VILLAGE,
}
"""The level of the office that exercises a power; a province's or the nation's is no region's."""


def weekday_of(day: date) -> Weekday:
    """Answer the day of the week."""
    return WEEKDAYS[day.weekday()]
