"""Sealed fields open with their key for their case, and for nothing else."""

from dataclasses import replace

import pytest

from broker.domain.envelope import Sealed
from broker.domain.identifiers import CaseId
from broker.errors import DecodeError
from broker.schemas.codec import EVENT_BYTES_MAX
from broker.schemas.sealed import (
    PLAIN_BYTES_MAX,
    blind_index,
    bound,
    canonical,
    hash_body,
    seal,
    unseal,
)

KEY, NONCE, PEPPER = b"k" * 32, b"n" * 12, b"p" * 32
CASE = CaseId("621000-a")
PLAIN: dict[str, object] = {"name": "张三", "age": 30, "notes": ["一", {"z": None}]}
SEALED = seal(KEY, key_id="key-1", case_id=CASE, nonce=NONCE, plain=PLAIN)


def test_what_was_sealed_is_unsealed() -> None:
    assert unseal(KEY, SEALED, CASE) == PLAIN
    assert SEALED.suite == "standard"
    assert "张三".encode() not in SEALED.ciphertext


@pytest.mark.parametrize(
    "changed",
    [
        replace(SEALED, key_id="key-2"),
        replace(SEALED, nonce=b"m" * 12),
        replace(SEALED, nonce=b""),
        replace(SEALED, ciphertext=SEALED.ciphertext[:-1]),
        replace(SEALED, ciphertext=b""),
        replace(SEALED, suite="guomi"),
    ],
)
def test_a_changed_field_does_not_open(changed: Sealed) -> None:
    with pytest.raises(DecodeError):
        unseal(KEY, changed, CASE)


def test_another_key_and_another_case_do_not_open_it() -> None:
    with pytest.raises(DecodeError):
        unseal(b"x" * 32, SEALED, CASE)
    with pytest.raises(DecodeError):
        unseal(KEY, SEALED, CaseId("621000-b"))


def test_case_and_key_id_cannot_be_shifted_into_each_other() -> None:
    assert bound("ab", "c") != bound("a", "bc")


def test_equal_fields_are_equal_bytes() -> None:
    assert (
        canonical({"b": 1, "a": "通"})
        == canonical({"a": "通", "b": 1})
        == '{"a":"通","b":1}'.encode()
    )


def test_what_is_too_large_or_no_text_is_refused() -> None:
    overhead = len(canonical({"a": ""}))
    assert len(canonical({"a": "x" * (PLAIN_BYTES_MAX - overhead)})) == PLAIN_BYTES_MAX
    for plain, code in (({"a": "x" * PLAIN_BYTES_MAX}, "too_large"), ({"a": "\ud800"}, "not_text")):
        with pytest.raises(DecodeError) as caught:
            canonical(plain)
        assert caught.value.code == code


def test_the_largest_sealed_field_fits_into_an_event() -> None:
    assert PLAIN_BYTES_MAX * 5 // 4 < EVENT_BYTES_MAX


def test_a_body_hash_tells_bodies_and_regions_apart() -> None:
    first = hash_body(PEPPER, b"body")
    assert first == hash_body(PEPPER, b"body")
    assert first != hash_body(PEPPER, b"bodY")
    assert first != hash_body(b"q" * 32, b"body")


def test_a_blind_index_finds_the_same_person_however_typed() -> None:
    number = "11010519491231002X"
    assert blind_index(PEPPER, number) == blind_index(PEPPER, f" {number.lower()} ")
    assert number not in blind_index(PEPPER, number)
    assert blind_index(PEPPER, number) != blind_index(b"q" * 32, number)
