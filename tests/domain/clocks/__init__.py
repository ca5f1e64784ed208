"""Tests of legal clocks, one rule each."""
