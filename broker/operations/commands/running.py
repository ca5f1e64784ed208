"""How commands run a coroutine."""

from collections.abc import Coroutine
from typing import Any

import uvloop


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run a coroutine on uvloop."""
    return uvloop.run(work)
