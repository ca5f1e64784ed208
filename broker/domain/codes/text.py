"""What is done to every number before it is checked, and two simple shapes."""

import re
from datetime import date

ASCII_SPACE = " \t\n\r\f\v"
PHONE = re.compile(r"(?:\+86)?1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}", re.ASCII)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def normalize(text: str) -> str:
    """Trim ASCII white space and put ASCII letters in upper case; repair nothing else."""
    return "".join(
        letter.upper() if letter.isascii() else letter for letter in text.strip(ASCII_SPACE)
    )


def is_phone(text: str) -> bool:
    """Answer whether this is a mobile or fixed-line number of the mainland."""
    return PHONE.fullmatch(text) is not None


def parse_date(text: str) -> date | None:
    """Read a date written YYYY-MM-DD; None where there is no such day."""
    if DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
