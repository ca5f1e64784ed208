"""The read model of one region in SQLite or PostgreSQL, always disposable."""
