"""The mistakes can still be planted: each names a text that stands once in its file."""

import pytest

from tests.mutation.clocks import ROOT
from tests.mutation.planted_in_clocks import MUTATIONS, Mutation


@pytest.mark.parametrize(
    "mutation", MUTATIONS, ids=lambda mutation: f"{mutation.rule} {mutation.new}"
)
def test_a_mistake_has_its_place(mutation: Mutation) -> None:
    text = (ROOT / "broker" / "domain" / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.old) == 1
    assert mutation.old != mutation.new
