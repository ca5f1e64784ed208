"""What the shells observe, turned into metrics."""

from broker.clock import SystemClock
from broker.domain.identifiers import RegionCode
from broker.metrics import Metrics
from broker.schemas.codec import decode_event
from broker.schemas.records import Batch, Decision, Origin, Outcome, Receipt, Verdict
from broker.streams.edge import EdgeWatcher
from broker.streams.journal_tail import Observe
from broker.streams.recorder import Watcher
from broker.streams.relay import RelayWatcher
from broker.streams.timekeeper import TimekeeperWatcher
from broker.streams.topics import intake_topic


def recorder_watcher(metrics: Metrics, region: RegionCode, clock: SystemClock) -> Watcher:
    """Watch a recorder."""

    def decided(decision: Decision) -> None:
        outcome = decision.outcome.value
        metrics.commands_decided.labels(region, decision.cause.kind, outcome).inc()
        own = sum(1 for event in decision.events if event.origin is Origin.OWN)
        metrics.events_appended.labels(region).inc(own)
        if decision.outcome is Outcome.SET_ASIDE:
            reason = decision.set_aside or ""
            metrics.dead_letters.labels(intake_topic(region), reason).inc()
        if decision.receipt is not None:
            count_refused(metrics, decision.receipt)
        if decision.cause.kind == Batch.__name__:
            observe_arrival(metrics, decision, region, clock)

    def appended(partition: int, count: int, seconds: float) -> None:
        metrics.record_seconds.labels(region).observe(seconds)
        metrics.batch_decisions.labels(region).observe(count)

    def repaired(partition: int, count: int) -> None:
        metrics.gaps_repaired.labels(region, partition).inc(count)

    def led(partition: int, epoch: int) -> None:
        metrics.lead_epoch.labels(region, partition).set(epoch)

    return Watcher(decided=decided, appended=appended, repaired=repaired, led=led)


def count_refused(metrics: Metrics, receipt: Receipt) -> None:
    """Count the peer's events that were refused, on arrival or when their hold ended."""
    target, source = receipt.channel.target, receipt.channel.source
    for one in receipt.verdicts:
        if one.verdict is Verdict.REFUSED:
            metrics.events_refused.labels(target, source, one.code).inc()


def observe_arrival(
    metrics: Metrics, decision: Decision, region: RegionCode, clock: SystemClock
) -> None:
    """Measure how long a batch took from the peer's log time to our journal.

    Its first event has waited longest; reading it back is the price of one.
    """
    first = next((one for one in decision.events if one.origin is Origin.PEER), None)
    if first is None:
        return
    meta, _ = decode_event(first.event)
    seconds = max(0.0, (clock.now() - meta.at) / 1000)
    metrics.end_to_end_seconds.labels(meta.region, region).observe(seconds)


def relay_watcher(metrics: Metrics, region: RegionCode) -> RelayWatcher:
    """Watch a relay."""

    def count(peer: RegionCode, outcome: str, events: int) -> None:
        metrics.relay_deliveries.labels(region, peer, outcome).inc(events)

    def standing(peer: RegionCode, partition: int, unreceipted: int, oldest: int | None) -> None:
        metrics.relay_unreceipted.labels(region, peer, partition).set(unreceipted)
        metrics.relay_oldest.labels(region, peer, partition).set((oldest or 0) / 1000)

    return RelayWatcher(
        sent=lambda peer, events: count(peer, "sent", events),
        resent=lambda peer: count(peer, "sent_again", 1),
        receipted=lambda peer, events: count(peer, "receipted", events),
        standing=standing,
    )


def edge_watcher(metrics: Metrics) -> EdgeWatcher:
    """Watch an edge."""

    def set_aside(topic: str, reason: str) -> None:
        metrics.dead_letters.labels(topic, reason).inc()

    return EdgeWatcher(set_aside=set_aside)


def timekeeper_watcher(metrics: Metrics, region: RegionCode) -> TimekeeperWatcher:
    """Watch a timekeeper."""

    def standing(partition: int, open_count: int) -> None:
        metrics.deadlines_open.labels(region, partition).set(open_count)

    def sent(late_seconds: float) -> None:
        metrics.deadline_checks.labels(region).inc()
        metrics.deadline_lateness.labels(region).observe(late_seconds)

    return TimekeeperWatcher(standing=standing, sent=sent)


def journal_watcher(metrics: Metrics, region: RegionCode) -> Observe:
    """Watch a reader of the journal."""

    def observe(partition: int, _offset: int, stale: int) -> None:
        if stale:
            metrics.stale_records.labels(region, partition).inc(stale)

    return observe
