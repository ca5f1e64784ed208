"""The fixtures that every test may ask for."""

from tests.support.kafka import kafka
from tests.support.postgres import postgres_url

__all__ = ["kafka", "postgres_url"]
