"""`replace` of the domain does what the standard one does."""

from dataclasses import dataclass
from dataclasses import replace as standard_replace

import pytest

from broker.domain.replacing import replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: int
    y: int = 2


@pytest.mark.parametrize("changes", [{}, {"x": 5}, {"y": 0}, {"x": 7, "y": 8}])
def test_answers_what_the_standard_one_answers(changes: dict[str, int]) -> None:
    point = Point(x=1)
    assert replace(point, **changes) == standard_replace(point, **changes)
    assert point == Point(x=1)


def test_a_field_that_is_none_is_a_defect() -> None:
    unknown: dict[str, int] = {"z": 3}
    with pytest.raises(AssertionError, match="no such field"):
        replace(Point(x=1), **unknown)


def test_a_class_that_checks_itself_is_no_class_for_a_plan() -> None:
    @dataclass(frozen=True, slots=True)
    class Checked:
        x: int

        def __post_init__(self) -> None:
            assert self.x

    with pytest.raises(AssertionError, match="pass by"):
        replace(Checked(1), x=0)
