"""Tests of the composition root's own adapters."""
