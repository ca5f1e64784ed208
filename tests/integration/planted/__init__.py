"""Planted bugs on real Kafka, each with the fail-point that brings it out; tests only."""
