"""Reading a schema as JSON: kinds, names, definitions."""

from collections.abc import Iterator

from broker.schemas.catalogue import Json

PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}


def walk(node: Json, path: str) -> Iterator[tuple[str, Json]]:
    """Every node of a schema with its path, outermost first."""
    yield path, node
    match node:
        case list():
            for branch in node:
                yield from walk(branch, path)
        case {"type": "record", "fields": fields}:
            for field in fields:
                yield from walk(field["type"], f"{path}.{field['name']}")
        case {"type": "array", "items": items}:
            yield from walk(items, f"{path}[]")
        case _:
            pass


def named_types(schema: Json) -> dict[str, Json]:
    """The definitions inside a schema by full name."""
    return {
        full_name(node): node for _, node in walk(schema, "") if kind(node) in {"record", "enum"}
    }


def definition(node: Json, names: dict[str, Json]) -> Json:
    """The definition behind a name, the primitive behind a logical type."""
    match node:
        case {"type": str() as primitive} if primitive in PRIMITIVES:
            return primitive
        case str() if node in names:
            return names[node]
        case _:
            return node


def kind(node: Json) -> str:
    """The Avro type of a node, or the name it refers to."""
    match node:
        case str():
            return node
        case list():
            return "union"
        case _:
            return str(node["type"])


def full_name(node: Json) -> str:
    """Namespace and name of a definition."""
    return f"{node['namespace']}.{node['name']}"


def short_name(node: Json) -> str:
    """What to call a node in a sentence."""
    return str(node["name"]) if isinstance(node, dict) and "name" in node else kind(node)
