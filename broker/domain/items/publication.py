"""What else the public is told: fees, result, legal basis, where to ask and to complain."""

from dataclasses import dataclass

from broker.domain.items.words import ResultKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One charge, in fen, with what it is charged for (每证、每份)."""

    name: str
    amount_fen: int
    per: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """The charges: none listed is free of charge, None is not published."""

    charges: tuple[Fee, ...] | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What comes out, and a sample of it."""

    kind: ResultKind | None = None
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A law, the article, and its words."""

    law: str
    article: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Phones, places and hours."""

    consultation_phones: tuple[str, ...] = ()
    complaint_phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    hours: str = ""
