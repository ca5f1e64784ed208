"""The report of a fault run, in one line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from broker.engine.ledgers import Finding, Oracle
from broker.operations.faults.schedule import FaultKind

WORDS: Mapping[Oracle, str] = {
    Oracle.LOST: "lost",
    Oracle.DOUBLED: "doubled",
    Oracle.INVENTED: "invented",
    Oracle.ORDER: "disordered",
    Oracle.LEGAL: "illegal",
    Oracle.LIVE: "late",
    Oracle.EVIDENCE: "unproven",
    Oracle.SECRET: "leaked",
}
ALWAYS_SHOWN = (Oracle.LOST, Oracle.DOUBLED, Oracle.INVENTED, Oracle.LEGAL)
READY_QUANTILE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultReport:
    """What a fault run did and what its audit found."""

    seed: int
    offered: int
    offered_rate: float
    answered: int
    answered_rate: float
    done: int
    unknown: int
    stale: int
    struck: Mapping[FaultKind, int]
    findings: tuple[Finding, ...]
    ready_seconds: tuple[float, ...]
    exits: Mapping[str, int]

    def sentence(self) -> str:
        """Write the report."""
        counts = Counter(finding.oracle for finding in self.findings)
        found = " ".join(
            f"{word} {counts[oracle]}"
            for oracle, word in WORDS.items()
            if counts[oracle] or oracle in ALWAYS_SHOWN
        )
        struck = ", ".join(f"{count} {kind}" for kind, count in sorted(self.struck.items()))
        exits = ", ".join(f"{name} {count}" for name, count in sorted(self.exits.items()))
        return (
            f"seed {self.seed}: {self.offered} commands offered at {self.offered_rate:.0f}/s, "
            f"{self.answered} answered at {self.answered_rate:.0f}/s, {self.done} done, "
            f"{self.unknown} times unknown; {struck or 'no faults'}; {found}; "
            f"stale {self.stale}; ready p95 {quantile(self.ready_seconds):.1f} s; "
            f"exits {exits or 'none'}"
        )


def quantile(ascending: tuple[float, ...]) -> float:
    """Answer the 95th percentile, 0 when nothing was measured."""
    if not ascending:
        return 0.0
    return ascending[min(len(ascending) - 1, int(len(ascending) * READY_QUANTILE))]
