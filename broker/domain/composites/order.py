"""What comes before what: is there an order in which everything can begin and end?"""

from collections.abc import Iterator, Mapping


def find_circle(before: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Name the keys that wait for each other, in their given order; none means all can go on."""
    left = {key: set(others) & before.keys() for key, others in before.items()}
    while free := [key for key, others in left.items() if not others]:
        for key in free:
            del left[key]
        for others in left.values():
            others.difference_update(free)
    return tuple(left)


def with_lead(
    before: Mapping[str, frozenset[str]], lead: str
) -> Iterator[tuple[str, frozenset[str]]]:
    """Put the lead behind all others [DB34/T 1164-2010]; no lead changes nothing."""
    for key, others in before.items():
        yield key, frozenset(before.keys() - {lead}) if key == lead else others
