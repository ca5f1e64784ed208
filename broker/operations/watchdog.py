"""Ends a child process when this process is gone, however it went."""

import subprocess

# `read` fails at the end of the pipe, whose only writer is this process. Linux's PR_SET_PDEATHSIG
# would fire when the starting *thread* ends.
SCRIPT = 'read -r line && exit 0; kill -9 "$1"'


class Watchdog:
    """Watches over one child; release it as soon as the child has ended."""

    def __init__(self, pid: int) -> None:
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", SCRIPT, "watchdog", str(pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def release(self) -> None:
        """End the watch, before the child's number can belong to another process."""
        self._process.communicate(b"ended\n")
