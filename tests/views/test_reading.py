"""A cursor continues a list, and a foreign one is told from ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.identifiers import CaseId, Instant
from broker.views.reading import After, InvalidCursor, decode_cursor, encode_cursor

STRANGERS = [
    "",
    "!",
    "甲",
    "W10",
    "WzEsMl0",
    "bnVsbA",
    "eyJhIjoxfQ",
    "WzFlOTksICJhIl0",
    "=" * 9,
    "W1tb" * 9999,
]


@given(st.integers(0, 2**53 - 1), st.text(max_size=40))
def test_a_cursor_comes_back(submitted_at: int, case_id: str) -> None:
    after = After(submitted_at=Instant(submitted_at), case_id=CaseId(case_id))
    assert decode_cursor(encode_cursor(after)) == after


@pytest.mark.parametrize("cursor", STRANGERS)
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor)


@given(st.text())
def test_no_text_breaks_the_reader(cursor: str) -> None:
    try:
        decode_cursor(cursor)
    except InvalidCursor:
        return
