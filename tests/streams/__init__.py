"""Tests of the shell around Kafka that need no Kafka."""
