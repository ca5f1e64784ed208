"""What a scripted morning is made of: desks, papers, acts, scenes and how each has to end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broker.domain.cases.status import CaseStatus
from broker.domain.envelope import Actor, Role
from broker.domain.identifiers import RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A region of the demo; `mark` begins the names of its accounts."""

    code: RegionCode
    name: str
    mark: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A window of a region, and the clerk who sits there."""

    town: Town
    number: int

    @property
    def account(self) -> str:
        """Name the clerk's account."""
        return f"{self.town.mark}{self.number}"

    @property
    def window(self) -> str:
        """Name the window."""
        return f"{self.number}号窗口"

    @property
    def title(self) -> str:
        """Name region and window, as people read it."""
        return f"{self.town.name} {self.window}"

    @property
    def actor(self) -> Actor:
        """Answer as whom the clerk acts."""
        return Actor(
            subject=self.account,
            role=Role.CLERK,
            region=self.town.code,
            office=self.town.office,
            window=self.window,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document to upload: its title from the material list, and what is written on it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A command that a desk gives once its region knows of the event `after`."""

    desk: Desk
    kind: str
    body: Mapping[str, object] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """A desk downloads a document that the other side uploaded and compares it byte by byte."""

    desk: Desk
    paper: Paper
    after: str


Step = Act | Compare


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a case has to end, in the views of both regions."""

    status: CaseStatus
    result: str | None = None
    is_over: bool = True
    """False: somebody still owes an act, so that a visitor sees who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One case of the morning: the first step hands it in."""

    name: str
    """Part of every idempotency key of the scene."""
    title: str
    receiving: Desk
    handling: Desk
    steps: tuple[Step, ...]
    end: End
