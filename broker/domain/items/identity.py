"""What an item is, and whose authority it is."""

from dataclasses import dataclass

from broker.domain.items.words import BodyNature, CaseType, ItemKind, Level, Served


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Name, kind, codes and level; codes are kept as written, for provinces differ."""

    name: str
    served: frozenset[Served]
    kind: ItemKind | None = None
    basic_code: str = ""
    """基本编码."""
    carried_out_code: str = ""
    """实施编码."""
    level: Level | None = None
    case_type: CaseType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that acts: its department, and name and USCC where they are published."""

    department: str
    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who decides, by what right, with whom, and on whose preparatory work."""

    body: Organisation
    nature: BodyNature | None = None
    joint_bodies: tuple[Organisation, ...] = ()
    intermediaries: tuple[str, ...] = ()
