"""What the codec costs: `python -m tests.schemas.measure` prints microseconds, best of forty."""

import sys
from collections.abc import Callable
from timeit import repeat

from broker.domain.cases.commands import CheckForm
from broker.domain.cases.events import FormChecked
from broker.domain.envelope import Meta, Sealed
from broker.domain.identifiers import AggregateId, RegionCode, Side
from broker.schemas import codec
from broker.schemas.records import (
    Cause,
    DecidedEvent,
    Decision,
    Numbered,
    Origin,
    Outcome,
    Previous,
    Submission,
)
from tests.support.builders import NOON, an_actor

RUNS, ROUNDS = 500, 40
CASE = AggregateId("621000-abcdefghijklmnopqrstuvwxyz")
META = Meta(
    id=f"{CASE}.r5",
    aggregate_id=CASE,
    side=Side.RECEIVING,
    sequence=5,
    region=RegionCode("621000"),
    at=NOON,
    causation_id="abcdefghijklmnopqrstuvwxyz",
    correlation_id="abcdefghijklmnopqrstuvwxyz",
    actor=an_actor(),
)
SEALED = Sealed(suite="standard", key_id="0" * 32, nonce=b"n" * 12, ciphertext=b"c" * 200)
EVENT = FormChecked(passed=True, sealed=SEALED)
COMMAND = Submission(
    meta=META,
    body_hash=b"h" * 32,
    expected_version=4,
    payload=CheckForm(passed=True, sealed=SEALED),
)
EVENT_BYTES = codec.encode_event(META, EVENT)
DECIDED = DecidedEvent(
    aggregate_id=CASE,
    side=Side.RECEIVING,
    sequence=5,
    origin=Origin.OWN,
    event=EVENT_BYTES,
    numbered=Numbered(peer=RegionCode("330100"), target_partition=3, number=88),
)
DECISION = Decision(
    format=1,
    suite="standard",
    now=NOON,
    cause=Cause(offset=123, kind="CheckForm", id=META.id, digest=b"d" * 32),
    outcome=Outcome.EVENTS,
    correlation_id=META.correlation_id,
    body_hash=b"h" * 32,
    events=(DECIDED,),
    refusal=None,
    duplicate_of=None,
    set_aside=None,
    receipt=None,
    noted=None,
    previous=(Previous(aggregate_id=CASE, offset=99),),
    key_ids=("0" * 32,),
    previous_chain=b"p" * 32,
)
COMMAND_BYTES = codec.encode_intake(COMMAND)
DECISION_BYTES = codec.encode_journal(DECISION)

MEASURED: dict[str, Callable[[], object]] = {
    "encode_event": lambda: codec.encode_event(META, EVENT),
    "decode_intake": lambda: codec.decode_intake(COMMAND_BYTES),
    "encode_journal": lambda: codec.encode_journal(DECISION),
    "decode_event": lambda: codec.decode_event(EVENT_BYTES),
    "encode_intake": lambda: codec.encode_intake(COMMAND),
    "decode_journal": lambda: codec.decode_journal(DECISION_BYTES),
}


def main() -> None:
    """Print a line for each, and the sum a recorder pays for each command."""
    cost = {
        name: min(repeat(run, number=RUNS, repeat=ROUNDS)) / RUNS * 1e6
        for name, run in MEASURED.items()
    }
    recorder = sum(list(cost.values())[:3])
    lines = [f"{name:16}{microseconds:6.1f} µs" for name, microseconds in cost.items()]
    lines.append(f"{'first three':16}{recorder:6.1f} µs")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
