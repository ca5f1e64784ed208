"""May the shape of a record change so? Avro's resolution rules, and the rules we add to them."""

from collections.abc import Iterator, Sequence

from broker.schemas.catalogue import Json
from broker.schemas.nodes import definition, full_name, kind, named_types, short_name
from broker.schemas.rules import lost_symbols, own_rules

PROMOTIONS = {
    "int": {"long", "float", "double"},
    "long": {"float", "double"},
    "float": {"double"},
    "string": {"bytes"},
    "bytes": {"string"},
}
"""What a reader may take a writer's primitive for (Avro specification, schema resolution)."""


def full_transitive(current: Json, former: Sequence[Json]) -> list[str]:
    """Say what breaks between a schema and all its former versions; empty when nothing does."""
    problems = own_rules(current)
    for each in former:
        problems += [f"old data: {problem}" for problem in unreadable(reader=current, writer=each)]
        problems += [
            f"old reader: {problem}" for problem in unreadable(reader=each, writer=current)
        ]
        problems += [f"old data: {problem}" for problem in lost_symbols(current, each)]
    return problems


def unreadable(*, reader: Json, writer: Json) -> list[str]:
    """Say why data of the writer's schema cannot be read by the reader's (Avro's rules)."""
    return list(_resolve(reader, writer, _Pair(reader, writer), short_name(reader)))


class _Pair:
    """The named types of both schemas."""

    def __init__(self, reader: Json, writer: Json) -> None:
        self.reader_names = named_types(reader)
        self.writer_names = named_types(writer)


def _resolve(reader: Json, writer: Json, pair: _Pair, path: str) -> Iterator[str]:
    reader, writer = definition(reader, pair.reader_names), definition(writer, pair.writer_names)
    if isinstance(writer, list):
        for branch in writer:
            yield from _resolve(reader, branch, pair, path)
    elif isinstance(reader, list):
        tried = (list(_resolve(branch, writer, pair, path)) for branch in reader)
        if all(tried):
            yield f"{path}: no branch of the union takes {short_name(writer)}"
    elif kind(reader) != kind(writer):
        if kind(reader) not in PROMOTIONS.get(kind(writer), ()):
            yield f"{path}: {kind(writer)} cannot be read as {kind(reader)}"
    else:
        yield from _resolve_same_kind(reader, writer, pair, path)


def _resolve_same_kind(reader: Json, writer: Json, pair: _Pair, path: str) -> Iterator[str]:
    match kind(reader):
        case "array":
            yield from _resolve(reader["items"], writer["items"], pair, f"{path}[]")
        case "record" | "enum" if not _same_name(reader, writer):
            yield f"{path}: {full_name(writer)} is not {full_name(reader)}"
        case "record":
            yield from _resolve_fields(reader, writer, pair, path)
        case "enum" if "default" not in reader:
            for symbol in sorted(set(writer["symbols"]) - set(reader["symbols"])):
                yield f"{path}: the symbol {symbol} is unknown and there is no default"


def _resolve_fields(reader: Json, writer: Json, pair: _Pair, path: str) -> Iterator[str]:
    written = {each["name"]: each for each in writer["fields"]}
    for field in reader["fields"]:
        names = (field["name"], *field.get("aliases", ()))
        source = next((written[name] for name in names if name in written), None)
        if source is not None:
            yield from _resolve(field["type"], source["type"], pair, f"{path}.{field['name']}")
        elif "default" not in field:
            yield f"{path}.{field['name']}: absent and without default"


def _same_name(reader: Json, writer: Json) -> bool:
    """Names match without namespace, or through an alias of the reader."""
    names = {
        short_name(reader),
        *(str(each).rpartition(".")[2] for each in reader.get("aliases", ())),
    }
    return short_name(writer) in names
