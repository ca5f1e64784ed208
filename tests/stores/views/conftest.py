"""An empty read model in each kind of database."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from broker.stores.views.store import SqlViewStore
from tests.views.histories import QINGYANG

SCHEMAS = count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/view.db"
    server: str = request.getfixturevalue("postgres_url")
    schema = f"view_{next(SCHEMAS)}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{server}?options=-csearch_path%3D{schema}"


@pytest.fixture
def store(url: str) -> Iterator[SqlViewStore]:
    """Give the empty read model of Qingyang."""
    opened = SqlViewStore(url, QINGYANG)
    yield opened
    opened.close()
