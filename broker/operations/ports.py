"""Free ports for servers that are killed and started again on the same port."""

import itertools
import os
import socket
from collections.abc import Iterator
from typing import Final

from broker.errors import Misconfigured

# Below the range that outgoing connections draw from (32768 upwards on Linux). Inside it, a client
# that reconnects to a killed server may connect to itself and keep the port from the next start.
PORTS: Final = range(20_000, 30_000)
# Never the same port twice in a process, and other processes begin elsewhere.
_candidates: Iterator[int] = itertools.count(os.getpid() * 7)


def free_port() -> int:
    """Answer a port of 127.0.0.1 that nobody holds."""
    for _ in PORTS:
        port = PORTS[next(_candidates) % len(PORTS)]
        if is_free(port):
            return port
    raise Misconfigured(
        f"端口 {PORTS.start}-{PORTS.stop} 全部被占用：请结束一些程序。"
        f" All ports from {PORTS.start} to {PORTS.stop} are taken: end some programs."
    )


def require_free(port: int) -> None:
    """Raise a sentence for people if somebody holds the port."""
    if not is_free(port):
        raise Misconfigured(
            f"端口 {port} 已被占用：请结束占用它的程序，或换一个端口。"
            f" Port {port} is taken: end the program that holds it, or choose another port."
        )


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port of 127.0.0.1 now."""
    with socket.socket() as probe:
        # As servers do: connections that linger after a kill do not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
