"""Who may apply, who may not, and what may be promised or follow later."""

from dataclasses import dataclass

from broker.domain.clocks.rules import Period, SupplementRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """An entry of the negative list (负面清单): who or what is left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The conditions of acceptance, and the local exclusions that surprise people."""

    conditions: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """告知承诺: decided on the applicant's promise, checked later [安阳市政务服务条例 25-29]."""

    terms: str
    """What the applicant is told and promises."""
    excluded: tuple[str, ...]
    """Who cannot choose it, people with bad credit at least."""
    breach: str
    """What follows when the promise is false."""
    verified_within: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """容缺受理: accepted while lenient materials are missing [安阳市政务服务条例 24]."""

    due: SupplementRule
    """Until when they must follow, and what silence means."""
    consequence: str
    """What the applicant is told about a late or missing material."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Easing:
    """The two ways around a material; None: not open for this item."""

    commitment: Commitment | None = None
    leniency: Leniency | None = None
