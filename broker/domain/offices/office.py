"""An office of a region: its windows, what it decides, and whom it lets act for it."""

from dataclasses import dataclass
from datetime import date

from broker.domain.identifiers import RegionCode
from broker.domain.items.item import Term
from broker.domain.offices.handled import NOTHING, Handled
from broker.domain.offices.hours import Hours
from broker.domain.offices.words import OfficeLevel, WindowKind

NO_REGION = RegionCode("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Where to ask, where to complain, where to come."""

    phones: tuple[str, ...] = ()
    complaint_phones: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A place where a person is served, with the items it takes."""

    code: str
    """Unique in its office, the same from version to version."""
    name: str
    """As an actor names it, 1号窗口."""
    kind: WindowKind
    handles: Handled
    hours: Hours | None = None
    """None: those of the office."""
    contacts: Contacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """事进人不进: the items come into the hall, the authority lets its windows act for it.

    Both days are included. Nobody passes on what was delegated to him: only the competent
    office's own delegations count.
    """

    to_office: str
    to_window: str = ""
    """Empty: every window of that office."""
    to_region: RegionCode = NO_REGION
    """Empty: the own region."""
    handles: Handled
    acts: frozenset[str]
    """Kinds of commands of the handling side, such as AcceptCase."""
    from_on: date
    until_on: date
    basis: str
    """The document that grants it."""

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in its term."""
        return self.from_on <= on <= self.until_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One office in one version, owned by its region."""

    region: RegionCode
    code: str
    """Unique in its region, the same from version to version."""
    name: str
    """As an actor names it."""
    level: OfficeLevel
    place: str
    """What it is there for: six digits of a city or county, twelve of a township or village."""
    effective: Term
    decides: Handled = NOTHING
    """The items of which it is the authority at its place."""
    windows: tuple[Window, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    hours: Hours | None = None
    """None: not published."""
    contacts: Contacts = Contacts()
    hosted_by: RegionCode = NO_REGION
    """The region whose broker keeps the log of this one; empty: the region has its own broker."""
    demo: bool = False
    """Invented for demonstrations."""
    note: str = ""

    def window(self, code: str) -> Window | None:
        """Find a window by its code."""
        return next((one for one in self.windows if one.code == code), None)

    def window_named(self, name: str) -> Window | None:
        """Find a window by the name that an actor gives."""
        return next((one for one in self.windows if one.name == name), None)

    def hours_of(self, window: Window) -> Hours | None:
        """Answer the hours of a window, the office's where it has none of its own."""
        return self.hours if window.hours is None else window.hours
