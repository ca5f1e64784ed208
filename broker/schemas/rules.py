"""What our schemas keep beyond Avro's own rules."""

from collections.abc import Iterator

from broker.schemas.catalogue import Json
from broker.schemas.nodes import definition, kind, named_types, short_name, walk


def own_rules(schema: Json) -> list[str]:
    """Say where a schema breaks our rules; empty when nowhere."""
    return list(_own_rules(schema))


def lost_symbols(current: Json, former: Json) -> list[str]:
    """Name symbols that are gone: a default would turn an old fact into `unknown`."""
    now = named_types(current)
    return [
        f"{name}: the symbol {symbol} is gone"
        for name, old in named_types(former).items()
        if kind(old) == "enum" and name in now
        for symbol in sorted(set(old["symbols"]) - set(now[name]["symbols"]))
    ]


def _own_rules(schema: Json) -> Iterator[str]:
    names = named_types(schema)
    for path, node in walk(schema, short_name(schema)):
        match kind(node):
            case "record":
                for field in node["fields"]:
                    if not field.get("doc"):
                        yield f"{path}.{field['name']}: has no doc"
            case "enum" if "default" not in node:
                yield f"{path}: an enum has a default"
            case "array" if _is_zero_width(node["items"], names):
                yield f"{path}: items of no width let five bytes claim millions"
            case _:
                pass


def _is_zero_width(node: Json, names: dict[str, Json]) -> bool:
    plain = definition(node, names)
    if kind(plain) == "record":
        return all(_is_zero_width(each["type"], names) for each in plain["fields"])
    return kind(plain) == "null"
