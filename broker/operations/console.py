"""What commands say to the person at the terminal."""

import sys


def say(sentence: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """Print a line to standard error at once."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
