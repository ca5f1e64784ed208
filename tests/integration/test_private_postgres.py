"""The tests' own PostgreSQL answers, and takes transactions."""

import pytest
from sqlalchemy import create_engine, text


@pytest.mark.postgres
def test_the_private_server_keeps_what_was_committed(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("create table survivors (name text)"))
            connection.execute(text("insert into survivors values ('王小明')"))
        with engine.begin() as connection:
            assert connection.scalars(text("select name from survivors")).all() == ["王小明"]
            connection.execute(text("drop table survivors"))
    finally:
        engine.dispose()
