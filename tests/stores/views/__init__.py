"""The read model in databases: one contract suite for SQLite and PostgreSQL."""
