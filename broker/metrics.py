"""Every metric of the product: declared here, once, with its kind, labels and meaning."""

from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)

disable_created_metrics()  # type: ignore[no-untyped-call]  # ships without annotations

FAST = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
LATE = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 86_400)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Metrics:
    """The metrics of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._declare_commands()
        self._declare_journal()
        self._declare_relay()
        self._declare_timekeeper()
        self._declare_process()

    def _declare_commands(self) -> None:
        one = self.registry
        self.http_requests = Counter(
            "tongban_http_requests_total",
            "HTTP requests answered.",
            ["route", "method", "code"],
            registry=one,
        )
        self.http_seconds = Histogram(
            "tongban_http_request_duration_seconds",
            "Time to answer an HTTP request.",
            ["route", "method"],
            buckets=FAST,
            registry=one,
        )
        self.commands_decided = Counter(
            "tongban_commands_decided_total",
            "Intake records decided, by kind and outcome.",
            ["region", "kind", "outcome"],
            registry=one,
        )
        self.dead_letters = Counter(
            "tongban_dead_letters_total", "Records set aside.", ["topic", "reason"], registry=one
        )
        self.dead_letter_records = Gauge(
            "tongban_dead_letter_records",
            "Dead letters neither retried nor discarded.",
            ["region"],
            registry=one,
        )

    def _declare_journal(self) -> None:
        one, place = self.registry, ["region", "partition"]
        self.record_seconds = Histogram(
            "tongban_journal_append_seconds",
            "Time to decide and append one batch of Decisions.",
            ["region"],
            buckets=FAST,
            registry=one,
        )
        self.batch_decisions = Histogram(
            "tongban_journal_batch_decisions",
            "Decisions appended together.",
            ["region"],
            buckets=SIZES,
            registry=one,
        )
        self.events_appended = Counter(
            "tongban_journal_events_appended_total",
            "Own events put into the journal.",
            ["region"],
            registry=one,
        )
        self.lead_epoch = Gauge(
            "tongban_lead_epoch", "Epoch of the lead this process holds.", place, registry=one
        )
        self.stale_records = Counter(
            "tongban_stale_records_ignored_total",
            "Journal records of an older epoch passed over.",
            place,
            registry=one,
        )
        self.gaps_repaired = Counter(
            "tongban_gaps_repaired_total",
            "Intake records decided by repair, not by delivery.",
            place,
            registry=one,
        )
        self.intake_lag = Gauge(
            "tongban_intake_lag_records",
            "Intake records behind the journal's position.",
            place,
            registry=one,
        )
        self.projection_lag = Gauge(
            "tongban_projection_lag_records",
            "Journal records the read model has yet to take.",
            place,
            registry=one,
        )

        self.keys_swept = Counter(
            "tongban_keys_swept_total",
            "Keys that no event named in time, forgotten with what was stored under them.",
            ["region", "kind"],
            registry=one,
        )

    def _declare_relay(self) -> None:
        one = self.registry
        self.relay_deliveries = Counter(
            "tongban_relay_deliveries_total",
            "Events sent, sent again, and receipted.",
            ["region", "peer", "outcome"],
            registry=one,
        )
        self.relay_unreceipted = Gauge(
            "tongban_relay_unreceipted_deliveries",
            "Own events that the peer has not receipted.",
            ["region", "peer", "partition"],
            registry=one,
        )
        self.relay_oldest = Gauge(
            "tongban_relay_oldest_unreceipted_timestamp_seconds",
            "Instant of the oldest unreceipted event; 0 when there is none.",
            ["region", "peer", "partition"],
            registry=one,
        )
        self.events_refused = Counter(
            "tongban_peer_events_refused_total",
            "Events of a peer refused at our border.",
            ["region", "peer", "reason"],
            registry=one,
        )
        self.end_to_end_seconds = Histogram(
            "tongban_relay_command_to_peer_journal_seconds",
            "From the command's log time to the peer's journal.",
            ["region", "peer"],
            buckets=FAST,
            registry=one,
        )

    def _declare_timekeeper(self) -> None:
        one = self.registry
        self.deadlines_open = Gauge(
            "tongban_deadlines_open_records",
            "Aggregates for which an instant is noted at which something falls due.",
            ["region", "partition"],
            registry=one,
        )
        self.deadline_checks = Counter(
            "tongban_deadline_checks_sent_total",
            "Checks of a deadline put on the intake.",
            ["region"],
            registry=one,
        )
        self.deadline_lateness = Histogram(
            "tongban_deadline_check_lateness_seconds",
            "From the instant of a deadline to the check that wakes it; no outcome depends on it.",
            ["region"],
            buckets=LATE,
            registry=one,
        )

    def _declare_process(self) -> None:
        one = self.registry
        self.exits = Counter(
            "tongban_process_exits_total",
            "Exits of this process counted by its supervisor.",
            ["reason"],
            registry=one,
        )
        self.build = Gauge(
            "tongban_build_info",
            "Always 1; the label tells the version.",
            ["version"],
            registry=one,
        )
        self.build.labels(version("tongban-broker")).set(1)
        self.loop_lag = Gauge(
            "tongban_event_loop_lag_seconds", "How late the event loop woke up last.", registry=one
        )
