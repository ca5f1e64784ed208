"""Whatever the bytes, the codec answers a value or a DecodeError, soon, and nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.errors import DecodeError
from broker.schemas import codec
from broker.schemas.link import LinkRecord
from broker.schemas.records import Batch, Channel, Decision, LeadTaken, Receipt
from tests.schemas.samples import sample, sample_events, sample_submissions

Decode = Callable[[bytes], object]
CHANNEL: Channel = sample(Channel, full=True)

GOOD: list[tuple[Decode, bytes]] = [
    *((codec.decode_event, codec.encode_event(*each)) for each in sample_events()),
    *((codec.decode_intake, codec.encode_intake(each)) for each in sample_submissions()),
    *((codec.decode_intake, codec.encode_intake(sample(k, full=True))) for k in (Batch, Receipt)),
    *(
        (codec.decode_journal, codec.encode_journal(sample(k, full=True)))
        for k in (Decision, LeadTaken)
    ),
    (codec.decode_link, codec.encode_link(sample(LinkRecord, full=True))),
]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Decode, bytes]:
    """Good bytes after a few cuts, insertions and flips behind the head."""
    decode, good = draw(st.sampled_from(GOOD))
    data = bytearray(good)
    start = 10 if decode is codec.decode_event else 5
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(min(start, len(data)), len(data)))
        removed = draw(st.integers(0, 8))
        data[place : place + removed] = draw(st.binary(max_size=10))
    return decode, bytes(data)


def code_of(decode: Decode, data: bytes) -> str | None:
    """The code of the DecodeError, None when there is a value; any other error is a failure."""
    try:
        decode(data)
    except DecodeError as error:
        return error.code
    return None


@given(mutations())
def test_mutated_bytes_are_a_value_or_a_decode_error(mutated: tuple[Decode, bytes]) -> None:
    assert code_of(*mutated) in {None, "malformed", "trailing_bytes"}


@given(st.sampled_from([decode for decode, _ in GOOD]), st.binary(max_size=200))
def test_any_bytes_are_refused_by_their_head(decode: Decode, data: bytes) -> None:
    assert code_of(decode, data) in {
        "not_single_object",
        "not_confluent",
        "unknown_schema",
        "unknown_fingerprint",
    }


@pytest.mark.parametrize(
    "claim",
    [
        b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01",  # 2^63 - 1 items
        b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",  # a block of -2^63 items
        b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01",  # beyond 64 bits
    ],
)
def test_a_claim_of_countless_items_costs_nothing(claim: bytes) -> None:
    batch = Batch(channel=CHANNEL, link_epoch=0, first=0, events=())
    whole = codec.encode_intake(batch)
    assert whole.endswith(b"\x00")
    data = whole[:-1] + claim + b"\x00" * 4_000
    assert code_of(codec.decode_intake, data) in {"malformed", "trailing_bytes"}
