"""What has happened after the finish, all of it written by the handling side."""

from dataclasses import dataclass

from broker.domain.cases.later.commands import CancellationGround, RevocationGround
from broker.domain.envelope import Material, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRevoked:
    """The grant was revoked (撤销, 行政许可法 art. 69)."""

    ground: RevocationGround
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCancelled:
    """The licence was struck off (注销, 行政许可法 art. 70)."""

    ground: CancellationGround
    sealed: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCorrected:
    """The decision was corrected, its substance stays (更正)."""

    documents: tuple[Material, ...]
    sealed: Sealed


LaterEvent = DecisionRevoked | LicenceCancelled | DecisionCorrected
