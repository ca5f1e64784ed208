"""`python -m broker` is the command `tongban`."""

import sys

from broker.cli import main

sys.exit(main())
