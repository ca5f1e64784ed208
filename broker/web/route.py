"""A route of the API: an address, the right it asks for, and what its documentation says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from broker.web.answers import Answer
from broker.web.entrance import Access, VisitHandler
from broker.web.fields import Body

PREFIX = "/api/v1/regions/{region}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the documentation says of a route, beside what follows from its address."""

    name: str
    summary: str
    answers: Mapping[int, type[Answer] | str]
    """By status: a model, or a media type."""
    problems: tuple[int, ...] = ()
    body: type[Body] | str | None = None
    """A model, or `material` for the bytes of a document."""
    queries: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An address, who may use it, and what it does."""

    method: str
    path: str
    access: Access
    handle: VisitHandler
    operation: Operation
    is_for_each_kind: bool = field(default=False)
