"""Topics: one table, equal partitions, never compacted."""

from broker.domain.identifiers import RegionCode
from broker.streams.topics import topic_settings, topics_of

REGION, PEER = RegionCode("621000"), RegionCode("330100")
SPECS = {spec.name: spec for spec in topics_of(REGION, 4, [PEER])}


def test_a_region_has_its_topics_and_a_link_topic_for_each_writer() -> None:
    assert set(SPECS) == {
        "621000.intake",
        "621000.journal",
        "621000.events",
        "621000.dead-letters",
        "621000.link.330100",
        "621000.link.621000",
    }


def test_intake_journal_and_links_have_the_same_partitions() -> None:
    counts = {spec.partitions for name, spec in SPECS.items() if "dead" not in name}
    assert counts == {4}


def test_no_topic_is_compacted_and_all_carry_the_logs_own_time() -> None:
    for spec in SPECS.values():
        settings = topic_settings(spec)
        assert settings["cleanup.policy"] == "delete"
        assert settings["message.timestamp.type"] == "LogAppendTime"


def test_a_journal_is_kept_for_ever_and_an_intake_for_thirty_days() -> None:
    assert SPECS["621000.journal"].retention_ms == -1
    assert SPECS["621000.intake"].retention_ms == 30 * 24 * 3600 * 1000


def test_no_name_has_an_underscore_that_metrics_confuse_with_a_dot() -> None:
    assert not any("_" in name for name in SPECS)
