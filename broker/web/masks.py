"""How a person is shown until somebody asks, with a reason on record, for more."""

from collections.abc import Mapping

NUMBER_HEAD = 6
NUMBER_TAIL = 4
PHONE_HEAD = 3
OPEN = frozenset({"representative_kind", "representative_relation", "power_scope", "power_until"})
"""Codes and a date that tell nothing of who the person is."""


def mask(plain: Mapping[str, str]) -> dict[str, str]:
    """Hide the most of every sealed field: 张**, 110101********1234, 138****5678."""
    return {name: _mask_field(name, text) for name, text in plain.items()}


def _mask_field(name: str, text: str) -> str:
    match name:
        case "name" | "contact" | "representative_name":
            return text[:1] + "*" * 2
        case "number" | "representative_number":
            hidden = max(0, len(text) - NUMBER_HEAD - NUMBER_TAIL)
            return text[:NUMBER_HEAD] + "*" * hidden + text[-NUMBER_TAIL:]
        case "phone" | "representative_phone":
            hidden = max(0, len(text) - PHONE_HEAD - NUMBER_TAIL)
            return text[:PHONE_HEAD] + "*" * hidden + text[-NUMBER_TAIL:]
        case _ if name in OPEN:
            return text
        case _:
            return "***"
