"""Fault runs: real processes on a real Kafka, hurt on schedule, then healed and audited."""
