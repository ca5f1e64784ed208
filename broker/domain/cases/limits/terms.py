"""The terms of a case: the time regime of its item, as published, as listed, or by law."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from broker.domain.calendar import WorkCalendar, parse_calendar
from broker.domain.cases.limits.events import TermsApplied, TermsSource
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.rules import Extension, NoticeSilence, working_days
from broker.domain.identifiers import Instant, RegionCode
from broker.domain.items.importing import Imported
from broker.domain.items.item import Item, Term
from broker.domain.items.json_rows import parse_strictly
from broker.domain.items.reading import read
from broker.domain.items.starting import import_starting
from broker.domain.items.times import ExtensionTerms, Limit, NoticeRule, Times
from broker.domain.items.words import Start
from broker.domain.items.written import write
from broker.domain.reference import Reference

ANY_REGION = RegionCode("000000")
ALWAYS = Term(from_on=date.min)
TERMS_SHARED = 1_024
"""Cases of one item have the same terms; this many are read once for all of them."""

LEGAL_DEFAULT = Times(
    statutory=Limit(period=working_days(20), starts_on=Start.ACCEPTANCE, basis="行政许可法 42"),
    notice=NoticeRule(period=working_days(5), silence=NoticeSilence.DEEMED_ACCEPTED),
    extension=ExtensionTerms(extension=Extension(n=10), approver="本行政机关负责人"),
    delivery=working_days(10),
)
"""What the licensing law says where no special rule is known [行政许可法 32(4), 42, 44, 82]."""


class Terms(NamedTuple):
    """A time regime, and whose it is."""

    times: Times
    source: TermsSource


def terms_of(written: str, item_code: str) -> Terms:
    """Answer the terms applied to a case, or those it has as long as no version was applied."""
    if written:
        return Terms(read_terms(written), TermsSource.PUBLISHED)
    listed = national_list().get(item_code)
    if listed is not None:
        return Terms(listed.times, TermsSource.NATIONAL_LIST)
    return Terms(LEGAL_DEFAULT, TermsSource.LEGAL_DEFAULT)


def apply_terms(
    reference: Reference, *, region: RegionCode, item_code: str, now: Instant
) -> TermsApplied | None:
    """Apply the version that the handling region has in force; None where it has published none."""
    known = reference.item(region, item_code)
    version = None if known is None else known.catalogue.in_force(item_code, legal_day(now))
    if version is None:
        return None
    return TermsApplied(item_number=version.number, terms=write_terms(version.item.times))


def write_terms(times: Times) -> str:
    """Write a time regime as it stands in the event."""
    return json.dumps(write(times), ensure_ascii=False, separators=(",", ":"))


@lru_cache(TERMS_SHARED)
def read_terms(written: str) -> Times:
    """Read a time regime back; raises Unreadable for anything else."""
    times = read(Times, parse_strictly(written), "")
    assert isinstance(times, Times)
    return times


@cache
def national_list() -> Mapping[str, Item]:
    """Answer the items that come with the product, by code; every region begins with the same."""
    text = _table("items.json")
    imported = import_starting(text, region=ANY_REGION, effective=ALWAYS)
    assert isinstance(imported, Imported), imported
    return MappingProxyType({item.code: item for item in imported.items})


@cache
def national_calendar() -> WorkCalendar:
    """Answer the working days that come with the product; no region has published local ones."""
    return parse_calendar(json.loads(_table("calendars.json")))


def _table(name: str) -> str:
    return files("broker").joinpath("data", name).read_text(encoding="utf-8")
