"""What the log itself says of limits: acceptance by silence, the terms, the signals."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from broker.domain.calendar import CalendarUnknown
from broker.domain.cases.limits.events import SignalKind, SupervisedLimit, TermsSource
from broker.domain.clocks.beijing import legal_day
from broker.domain.clocks.intake import DeemedAccepted, IntakeState
from broker.domain.clocks.wording import write_day
from broker.views.case import TimelineEntry
from broker.views.value_labels import SIGNAL_TEXTS, SUPERVISED_LIMIT_TEXTS, TERMS_SOURCE_TEXTS


def as_recorded(
    intake: IntakeState | CalendarUnknown | None, entries: Sequence[TimelineEntry]
) -> IntakeState | CalendarUnknown | None:
    """Keep an acceptance by silence as it was written down, whatever a later calendar says."""
    recorded = next(_of_kind(entries, "CaseDeemedAccepted"), None)
    if recorded is None or not isinstance(intake, IntakeState):
        return intake
    accepted_on = date.fromisoformat(recorded.summary["accepted_on"])
    return replace(intake, standing=DeemedAccepted(on=accepted_on))


def recorded_notes(entries: Sequence[TimelineEntry]) -> Iterator[str]:
    """Say what the broker has written by rule; a withdrawn signal is still shown."""
    for entry in _of_kind(entries, "TermsApplied"):
        number = entry.summary["item_number"]
        yield f"本办件始终适用办理地公布的事项第 {number} 版。"
    for entry in _of_kind(entries, "CaseDeemedAccepted"):
        yield (
            f"系统已于 {write_day(legal_day(entry.at))}按规则记录：自 {_day(entry, 'accepted_on')}"
            f"起视为受理（{_source(entry)}，告知期限截至 {_day(entry, 'due_on')}）。"
        )
    for entry in _of_kind(entries, "CaseDeemedWithdrawn"):
        yield (
            f"系统已于 {write_day(legal_day(entry.at))}按规则记录：申请人逾期未补正，视为撤回"
            f"（{_source(entry)}，补正期限截至 {_day(entry, 'due_on')}）。"
        )
    withdrawn = {entry.summary["number"] for entry in _of_kind(entries, "CardWithdrawn")}
    for entry in _of_kind(entries, "SignalRaised"):
        yield _signal(entry, is_withdrawn=entry.summary["number"] in withdrawn)


def _signal(entry: TimelineEntry, *, is_withdrawn: bool) -> str:
    said = entry.summary
    signal = SIGNAL_TEXTS[SignalKind(said["signal"])]
    limit = SUPERVISED_LIMIT_TEXTS[SupervisedLimit(said["limit"])]
    due = _day(entry, "due_on") if "due_on" in said else "暂定，该年放假安排尚未公布"
    end = "；申诉成立，已撤销" if is_withdrawn else ""
    return (
        f"{_day(entry, 'raised_on')}{signal}（第 {said['number']} 号）：办理地{limit} "
        f"{said['limit_days']} 个工作日，已计 {said['counted_day']} 个工作日，到期日：{due}{end}。"
    )


def _of_kind(entries: Sequence[TimelineEntry], kind: str) -> Iterator[TimelineEntry]:
    return (entry for entry in entries if entry.kind == kind)


def _source(entry: TimelineEntry) -> str:
    return f"依据{TERMS_SOURCE_TEXTS[TermsSource(entry.summary['source'])]}"


def _day(entry: TimelineEntry, field: str) -> str:
    return write_day(date.fromisoformat(entry.summary[field]))
