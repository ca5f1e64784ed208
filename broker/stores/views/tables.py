"""The tables of a read model: what is searched stands in columns, the rest in one JSON document."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

FORMAT = 4
"""Raised with every change of tables or documents; a model of an older format is built anew."""

METADATA = MetaData()

META = Table(
    "meta",
    METADATA,
    Column("name", String, primary_key=True),
    Column("content", String, nullable=False),
)

POSITIONS = Table(
    "positions",
    METADATA,
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("journal_offset", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
)

CASES = Table(
    "cases",
    METADATA,
    Column("case_id", String, primary_key=True),
    Column("receiving_region", String, nullable=False),
    Column("handling_region", String, nullable=False),
    Column("status", String, nullable=False),
    Column("owed_by", String),
    Column("item_code", String, nullable=False),
    Column("applicant_hash", String, nullable=False),
    Column("receiving_office", String, nullable=False),
    Column("receiving_window", String, nullable=False),
    Column("handling_office", String, nullable=False),
    Column("handling_window", String, nullable=False),
    Column("submitted_at", BigInteger, nullable=False),
    Column("pushed_at", BigInteger),
    Column("updated_at", BigInteger, nullable=False),
    Column("complained_at", BigInteger),
    Column("receiving_rated_at", BigInteger),
    Column("receiving_rating", String),
    Column("handling_rated_at", BigInteger),
    Column("handling_rating", String),
    Column("document", Text, nullable=False),
    Index("cases_by_age", "submitted_at", "case_id"),
    Index("cases_by_status", "status", "submitted_at", "case_id"),
    Index("cases_by_applicant", "applicant_hash"),
    Index("cases_by_complaint", "complained_at"),
    Index("cases_by_receiving_rating", "receiving_rated_at"),
    Index("cases_by_handling_rating", "handling_rated_at"),
)

TIMELINE = Table(
    "timeline",
    METADATA,
    Column("case_id", String, primary_key=True),
    Column("side", String, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("arrival", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("document", Text, nullable=False),
    Index("timeline_by_arrival", "case_id", "arrival", unique=True),
)

ITEM_EVENTS = Table(
    "item_events",
    METADATA,
    Column("item_id", String, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("region", String, nullable=False),
    Column("document", Text, nullable=False),
    Index("item_events_by_region", "region", "item_id", "sequence"),
)
"""What was published and given up, of the own and of linked regions, whichever partition told."""

OUTCOMES = Table(
    "outcomes",
    METADATA,
    Column("command_id", String, primary_key=True),
    Column("case_id", String),
    Column("outcome", String, nullable=False),
    Column("document", Text, nullable=False),
)
