"""Run `tongban` with a planted bug: python -m tests.integration.planted B5 -- node --config FILE.

A name with `-healthy` plants only the fail-point, to see that the product survives it.
"""

import sys

from broker.cli import main
from tests.integration.planted.bugs import plant

SEPARATOR = "--"


def run(arguments: list[str]) -> int:
    """Plant, then do what was asked."""
    name, separator, *rest = arguments
    assert separator == SEPARATOR, "python -m tests.integration.planted NAME -- COMMAND …"
    plant(name)
    return main(rest)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
