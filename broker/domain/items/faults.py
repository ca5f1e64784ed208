"""What can be wrong with a written value or a file, and where it stands."""

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """Why a written value is no value, or a file no list of items."""

    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_WORD = "unknown_word"
    INVALID_DATE = "invalid_date"
    OUT_OF_RANGE = "out_of_range"
    TEXT_NOT_ALLOWED = "text_not_allowed"
    TOO_LONG = "too_long"
    REPEATED = "repeated"
    NOT_JSON = "not_json"
    NOT_CSV = "not_csv"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    CELL_COUNT = "cell_count"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    REPEATED_COLUMN = "repeated_column"
    REPEATED_ITEM = "repeated_item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and where."""

    path: str
    code: StrEnum
    text: str


class Unreadable(Exception):
    """A written value has faults; every one of them is here."""

    def __init__(self, *faults: Fault) -> None:
        """Keep the faults."""
        super().__init__(*faults)
        self.faults = faults


def fault(path: str, code: FaultCode, text: str) -> Unreadable:
    """Make the exception for one fault."""
    return Unreadable(Fault(path=path, code=code, text=text))
