"""What a check found: how much holds, and every fault with its place."""

from dataclasses import dataclass, field

FAULTS_MAX = 1_000
"""More tell nobody anything; they are counted."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not hold; `place` is a file of the package or a part of one."""

    place: str
    message: str


@dataclass(slots=True)
class Report:
    """The single checks of one package, counted."""

    passed: int = 0
    failed: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    withheld: int = 0
    """Decisions whose bytes stay with the region: their chain values are only told."""
    manifest_digest: str = ""

    def check(self, holds: bool, place: str, message: str) -> bool:  # noqa: FBT001 - reads as an assertion
        """Count a check and note the fault if it does not hold."""
        if holds:
            self.passed += 1
            return True
        self.failed += 1
        if len(self.flaws) < FAULTS_MAX:
            self.flaws.append(Flaw(place, message))
        return False

    def fail(self, place: str, message: str) -> None:
        """Note a fault."""
        self.check(False, place, message)  # noqa: FBT003 - reads as an assertion
