"""Export offices as JSON, as `importing` reads them back."""

import json
from collections.abc import Iterable
from typing import Any

from broker.domain.items.written import write
from broker.domain.offices.office import Office


def write_office(office: Office) -> dict[str, Any]:
    """Write an office whole."""
    written = write(office)
    assert isinstance(written, dict)
    return written


def export_offices(offices: Iterable[Office]) -> str:
    """Write a JSON list, one office a line."""
    rows = ",\n".join(json.dumps(write_office(one), ensure_ascii=False) for one in offices)
    return f"[\n{rows}\n]\n"
