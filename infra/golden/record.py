"""Freeze what this release writes: `python -m infra.golden.record`; nothing recorded is rewritten.

Schemas, a sample of each record, and histories of whole cases go to tests/golden/, where every
later release must read them.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from pathlib import Path

from broker.domain.aggregate import Written
from broker.domain.cases.aggregate import CASES
from broker.domain.cases.commands import Command
from broker.domain.cases.complaints.commands import ComplaintEnd, Satisfaction
from broker.domain.cases.custody.commands import HandBackManner
from broker.domain.cases.events import Event, WithdrawalDeclined, WithdrawalRequested
from broker.domain.cases.limits.events import (
    CardWithdrawn,
    CaseDeemedAccepted,
    CaseDeemedWithdrawn,
    SignalKind,
    SignalRaised,
    SupervisedLimit,
    TermsApplied,
    TermsSource,
)
from broker.domain.cases.limits.terms import LEGAL_DEFAULT, write_terms
from broker.domain.cases.state import Case
from broker.domain.cases.status import status
from broker.domain.envelope import Meta
from broker.domain.identifiers import CaseId, Instant, Side
from broker.schemas.catalogue import catalogue
from broker.schemas.codec import encode_event
from broker.schemas.registry import TOP_LEVEL
from broker.schemas.sealed import seal
from infra.golden.items import item_histories, written_form
from tests.schemas.samples import described, encoded_samples
from tests.support import builders as given
from tests.support import complaints as said
from tests.support import proposals as two
from tests.support.spec import History, handling, played, receiving

GOLDEN = Path(__file__).parents[2] / "tests" / "golden"
KEY = bytes(range(32))
PLAIN: dict[str, object] = {"name": "张三", "note": "补充说明"}

R, H = Side.RECEIVING, Side.HANDLING
CHECKED = (given.FAIL_FORM, given.PASS_FORM, given.FAIL_IDENTITY, given.PASS_IDENTITY)
PUSHED: tuple[Command, ...] = (given.submit(), given.ADD_MATERIALS, *CHECKED, given.PUSH)
HANDED_BACK = (given.RETURN_RESULT, given.DELIVER, given.NOTIFY, given.FINISH)
RECEIVED = played(*PUSHED)
BY_LAW = TermsSource.LEGAL_DEFAULT
DEEMED_ACCEPTED = RECEIVED + handling(
    TermsApplied(item_number=2, terms=write_terms(LEGAL_DEFAULT)),
    CaseDeemedAccepted(
        accepted_on="2026-01-01",
        due_on="2026-01-09",
        source=TermsSource.PUBLISHED,
        calendar="2026.1",
    ),
    SignalRaised(
        number=1,
        signal=SignalKind.RED,
        limit=SupervisedLimit.STATUTORY,
        limit_days=20,
        procedure=None,
        counted_day=21,
        raised_on="2026-01-30",
        due_on="2026-01-29",
        provisional=False,
        source=TermsSource.PUBLISHED,
        calendar="2026.1",
    ),
    CardWithdrawn(number=1, sealed=given.SEALED),
)
DEEMED_WITHDRAWN = played(*PUSHED, given.REQUEST_SUPPLEMENT) + handling(
    CaseDeemedWithdrawn(due_on="2026-01-09", source=BY_LAW, calendar="2026.1")
)
DECIDED = played(*PUSHED, given.ACCEPT, given.GRANT)
GRANTED = played(*PUSHED, given.ACCEPT, given.GRANT, *HANDED_BACK)
CROSSING = receiving(WithdrawalRequested(sealed=given.SEALED)) + handling(WithdrawalDeclined())
ASKED_BOTH_WAYS = (
    given.ask(R),
    given.answer(H),
    given.close(R),
    given.ask(H),
    given.answer(R),
)
SENT_ON_PAPER: tuple[Command, ...] = (
    given.submit(),
    *CHECKED,
    given.take(R, "户口簿", "结婚证"),
    given.pack(R, "户口簿", "结婚证"),
    given.ship(R),
    given.PUSH,
    given.confirm_damaged(H),
)
SENT_HOME = (
    given.pack(H, "户口簿"),
    given.ship(H),
    given.confirm(R),
    given.pack(H, "结婚证"),
    given.ship(H, 2),
    given.report_lost(R, 2),
    given.hand_back(H, "结婚证", manner=HandBackManner.MADE_GOOD),
    given.hand_back(R, "户口簿"),
)
HISTORIES: dict[str, History] = {
    "granted": GRANTED,
    "rejected": played(*PUSHED, given.ACCEPT, given.REJECT, *HANDED_BACK),
    "not-accepted": played(*PUSHED, given.DECLINE, given.NOTIFY),
    "supplement": played(
        *PUSHED,
        given.REQUEST_SUPPLEMENT,
        given.ANSWER_SUPPLEMENT,
        given.ACCEPT,
        given.GRANT,
        *HANDED_BACK,
    ),
    "procedures-and-extension": played(
        *PUSHED,
        given.ACCEPT,
        given.START_PROCEDURE,
        given.HEAR_THIRD_PARTIES,
        given.END_PROCEDURE,
        given.EXTEND,
        given.END_SECOND_PROCEDURE,
        given.GRANT,
        *HANDED_BACK,
    ),
    "decided-by-two": played(
        *PUSHED,
        given.ACCEPT,
        two.VERIFY,
        given.END_PROCEDURE,
        two.PROPOSE_REJECTION,
        replace(two.SEND_BACK, clerk="clerk-7"),
        two.PROPOSE_GRANT,
        replace(two.CONFIRM_PROPOSAL, number=2),
        given.GRANT,
        *HANDED_BACK,
    ),
    "corrected-revoked-cancelled": played(
        *PUSHED,
        given.ACCEPT,
        given.GRANT,
        *HANDED_BACK,
        given.CORRECT,
        given.REVOKE,
        given.CANCEL,
    ),
    "terminated": played(*PUSHED, given.REQUEST_SUPPLEMENT, given.TERMINATE, given.NOTIFY),
    "amended": played(
        given.submit(), given.PASS_FORM, given.AMEND, *CHECKED, given.PUSH, given.DECLINE
    ),
    "charged": played(
        *PUSHED,
        given.ACCEPT,
        given.NOTICE_FEE,
        given.NOTICE_FEE,
        given.PAY,
        given.GRANT,
        given.RETURN_RESULT,
        given.WAIVE_THE_SECOND,
        *HANDED_BACK[1:],
    ),
    "rated": played(
        *PUSHED,
        given.ACCEPT,
        given.GRANT,
        *HANDED_BACK,
        given.RATE_HERE,
        given.RATE_THERE_BADLY,
        given.CONTACT_THERE,
        given.RECTIFY_THERE,
    ),
    "accepted-by-silence": DEEMED_ACCEPTED,
    "withdrawn-by-silence": DEEMED_WITHDRAWN,
    "complained-of": played(
        *PUSHED,
        said.complain(R, R),
        said.pass_on(R, R),
        said.answer_complaint(H, R),
        said.follow_up(R, satisfaction=Satisfaction.DISSATISFIED, solved=False),
        said.reopen(R),
        said.answer_complaint(H, R),
        said.follow_up(R),
        said.close_complaint(R),
        said.complain(H, H, work_order="GD-2026-0001"),
        said.answer_complaint(H, H),
        said.close_complaint(H, end=ComplaintEnd.UNREASONABLE, sealed=given.SEALED),
        said.complain(R, H),
        said.close_complaint(R, 2, end=ComplaintEnd.TAKEN_BACK),
        given.ACCEPT,
        given.GRANT,
        *HANDED_BACK,
    ),
    "voided": played(given.submit(), given.VOID, given.NOTIFY),
    "withdrawn": played(*PUSHED, given.WITHDRAW, given.NOTIFY),
    "withdrawn-before-the-push": played(given.submit(), given.WITHDRAW, given.NOTIFY),
    "withdrawn-too-late": DECIDED + CROSSING + GRANTED[len(DECIDED) :],
    "same-region": played(
        given.submit(handling=given.QINGYANG),
        *CHECKED,
        given.PUSH,
        given.ACCEPT,
        given.GRANT,
        *HANDED_BACK,
    ),
    "dialogue": played(*PUSHED, *ASKED_BOTH_WAYS, given.ACCEPT, given.GRANT, *HANDED_BACK),
    "custody": played(*SENT_ON_PAPER, given.ACCEPT, given.GRANT, *SENT_HOME, *HANDED_BACK),
    "parcel-recalled": played(
        *SENT_ON_PAPER[:-2], given.WITHDRAW, given.recall(R), given.hand_back(R, "户口簿", "结婚证")
    ),
}


def main() -> None:
    """Record what is not recorded yet."""
    written = [*record_schemas(), *record_samples(), *record_histories(), *record_items()]
    sys.stdout.write("".join(f"recorded {each}\n" for each in written) or "nothing new\n")


def record_schemas() -> Iterable[Path]:
    """Freeze each schema that stands for itself, by name and fingerprint."""
    for name in (name for kinds in TOP_LEVEL for name in kinds):
        schema = catalogue().current(name)
        text = json.dumps(schema.document, ensure_ascii=False, indent=1) + "\n"
        yield from freeze(GOLDEN / "schemas" / f"{name}.{schema.fingerprint.hex()}.avsc", text)


def record_samples() -> Iterable[Path]:
    """Freeze the bytes of each command and record, filled and as empty as can be."""
    for name, samples in encoded_samples().items():
        stem = f"{name}.{catalogue().current(name).fingerprint.hex()}"
        records = [{"bytes": text(data), "value": described(value)} for data, value in samples]
        yield from freeze(GOLDEN / "records" / f"{stem}.json", lines(records))


def record_histories() -> Iterable[Path]:
    """Freeze each history whose bytes differ from all recorded ones of its name."""
    for name, events in HISTORIES.items():
        history = encode_history(events)
        known = sorted((GOLDEN / "histories").glob(f"{name}.*.json"))
        if history not in [each.read_text(encoding="utf-8") for each in known]:
            yield from freeze(GOLDEN / "histories" / f"{name}.{len(known) + 1}.json", history)


def record_items() -> Iterable[Path]:
    """Freeze each history of an item, and the form in which items are written."""
    yield from freeze(GOLDEN / "items" / "written-form.txt", written_form())
    for name, history in item_histories().items():
        known = sorted((GOLDEN / "items").glob(f"{name}.*.json"))
        if history not in [each.read_text(encoding="utf-8") for each in known]:
            yield from freeze(GOLDEN / "items" / f"{name}.{len(known) + 1}.json", history)


def freeze(file: Path, content: str) -> Iterable[Path]:
    """Write a file that does not exist."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        yield file.relative_to(GOLDEN)


def encode_history(history: History) -> str:
    """Write the events as the regions would, and name the status they lead to."""
    state = reduce(CASES.evolve, history, CASES.initial)
    assert isinstance(state, Case)
    events = [text(encode_event(meta, each.event)) for meta, each in with_heads(history, state)]
    sealed = seal(KEY, key_id="key-1", case_id=CaseId(given.CASE_ID), nonce=b"n" * 12, plain=PLAIN)
    return lines(
        {
            "status": status(state),
            "sealed": {"key": text(KEY), "ciphertext": text(sealed.ciphertext), "plain": PLAIN},
            "events": events,
        }
    )


def with_heads(history: History, state: Case) -> Iterable[tuple[Meta, Written[Event]]]:
    """Give each event its head, a minute after the one before."""
    sequences = dict.fromkeys(Side, 0)
    for number, written in enumerate(history):
        side = written.side
        sequences[side] += 1
        at = Instant(given.NOON + number * 60_000)
        region = CASES.region_of(state, side)
        assert region is not None
        yield given.a_meta(side=side, sequence=sequences[side], region=region, at=at), written


def text(data: bytes) -> str:
    """Bytes in base64."""
    return b64encode(data).decode()


def lines(content: object) -> str:
    """JSON that is easy to compare."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()
