"""The pace of readers that nobody is in a hurry for."""

from broker.streams.loop_consumer import BACKLOG_RECORDS, Pace


def test_the_first_fetch_does_not_wait() -> None:
    assert Pace(1.0).pause(0.0) == 0.0


def test_after_a_trickle_the_rest_of_the_pace_is_waited() -> None:
    pace = Pace(1.0)
    pace.brought(3, now=10.0)
    assert pace.pause(10.25) == 0.75
    assert pace.pause(11.0) == 0.0


def test_an_empty_fetch_asks_for_no_pause() -> None:
    pace = Pace(1.0)
    pace.brought(0, now=10.0)
    assert pace.pause(10.0) == 0.0


def test_a_backlog_is_read_without_a_pause() -> None:
    """At one fetch a second a snapshot would fall behind a busy recorder for ever."""
    pace = Pace(1.0)
    pace.brought(BACKLOG_RECORDS, now=10.0)
    assert pace.pause(10.0) == 0.0
