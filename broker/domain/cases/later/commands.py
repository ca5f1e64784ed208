"""What may be asked after the finish: revoke, cancel, correct; each always with a reason."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.envelope import Material, Sealed


class RevocationGround(StrEnum):
    """Why a licence should not have been granted [行政许可法 69]."""

    ABUSE_OF_OFFICE = "abuse_of_office"
    BEYOND_COMPETENCE = "beyond_competence"
    PROCEDURE_VIOLATED = "procedure_violated"
    CONDITIONS_NOT_MET = "conditions_not_met"
    FRAUD_OR_BRIBERY = "fraud_or_bribery"
    OTHER = "other"
    """Another case in which it may be revoked by law."""


class CancellationGround(StrEnum):
    """Why a licence is struck off [行政许可法 70]."""

    EXPIRED = "expired"
    """Not renewed."""
    HOLDER_GONE = "holder_gone"
    """The person died or lost the capacity, the organisation was dissolved."""
    REVOKED = "revoked"
    """Revoked or withdrawn, or the certificate was taken away."""
    FORCE_MAJEURE = "force_majeure"
    OTHER = "other"
    """Another case in which it is to be cancelled by law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDecision:
    """Revoke a grant that should not have been made (撤销)."""

    ground: RevocationGround
    sealed: Sealed | None
    """The reason; required (行政许可法 art. 69)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelLicence:
    """Strike a licence off that is no longer valid (注销)."""

    ground: CancellationGround
    sealed: Sealed | None
    """The reason; required (行政许可法 art. 70)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDecision:
    """Correct a decision whose substance stays (更正)."""

    documents: tuple[Material, ...]
    """The corrected documents, if there are any."""
    sealed: Sealed | None
    """What was wrong and is right now; required."""


LaterCommand = RevokeDecision | CancelLicence | CorrectDecision
