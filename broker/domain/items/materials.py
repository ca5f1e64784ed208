"""What the applicant hands in (申请材料)."""

from dataclasses import dataclass

from broker.domain.items.words import MaterialForm, MaterialSource, Need, TrustGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A material of the list; what is not published about it is None or empty."""

    name: str
    name_en: str = ""
    need: Need = Need.REQUIRED
    form: MaterialForm | None = None
    copies: int | None = None
    source: MaterialSource | None = None
    certificate_type: str = ""
    """21 characters of GB/T 36904: an e-certificate of this type stands for the material."""
    original_needed: bool | None = None
    grade: TrustGrade | None = None
    """The lowest grade that is good enough (A is the highest)."""
