"""Fixtures and builders that the tests share."""
