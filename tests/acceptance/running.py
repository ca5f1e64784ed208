"""Starts the demo as a person would, and tells what it left behind."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch
from urllib.request import urlopen

from broker.cli import main
from broker.operations.ports import free_port

PORT_NAMES = ("web", "operations", "link", "kafka", "kafka-controller")
START_SECONDS_MAX = 150
STOP_SECONDS_MAX = 60


@dataclass(frozen=True, slots=True)
class Answered:
    """What a command said."""

    status: int
    out: str
    err: str


@dataclass(slots=True)
class RunningDemo:
    """A demo that is up, in a folder of its own."""

    folder: Path
    ports: Mapping[str, int]
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Answer all that was printed so far."""
        return "".join(self.printed)

    @property
    def url(self) -> str:
        """Answer the address of web and API."""
        return f"http://127.0.0.1:{self.ports['web']}"

    def operations(self, path: str) -> str:
        """Ask the operations listener."""
        with urlopen(f"http://127.0.0.1:{self.ports['operations']}{path}", timeout=10) as answer:
            told: str = answer.read().decode()
        return told

    @property
    def token(self) -> str:
        """Answer the platform's token."""
        told: str = json.loads((self.folder / "demo.json").read_text())["token"]
        return told

    def command(self, *words: str, given: str | None = None) -> Answered:
        """Run a command against this demo, in this process, which has imported it all."""
        out, err = io.StringIO(), io.StringIO()
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch.dict(os.environ, {"TONGBAN_TOKEN": self.token}),
            patch("sys.stdin", io.StringIO(given)),
        ):
            status = main(words)
        return Answered(status, out.getvalue(), err.getvalue())

    def stop(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=STOP_SECONDS_MAX)
        self.printed.append(rest)
        return self.process.returncode


def tongban(*words: str, environment: Mapping[str, str] | None = None) -> Answered:
    """Run a command to its end, in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "broker", *words],
        capture_output=True,
        text=True,
        timeout=START_SECONDS_MAX,
        env=dict(os.environ) | dict(environment or {}),
        check=False,
    )
    return Answered(result.returncode, result.stdout, result.stderr)


def demo_words(folder: Path, ports: Mapping[str, int]) -> tuple[str, ...]:
    """Write the command line of a demo in a folder, on ports of its own."""
    options = [word for name, port in ports.items() for word in (f"--{name}-port", str(port))]
    return ("demo", "--folder", str(folder), *options)


def free_ports() -> dict[str, int]:
    """Choose a free port for each listener."""
    return {name: free_port() for name in PORT_NAMES}


@contextmanager
def running_demo(folder: Path, *, until: str = "Ctrl-C") -> Iterator[RunningDemo]:
    """Start a demo and wait until it says something; it is killed if it is still there."""
    ports = free_ports()
    process = subprocess.Popen(
        [sys.executable, "-m", "broker", *demo_words(folder, ports)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    demo = RunningDemo(folder, ports, process)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            demo.printed.append(line)
            if until in line:
                break
        assert until in demo.text, demo.text
        yield demo
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def processes_of(folder: Path) -> dict[int, str]:
    """List the processes that work in a folder, with their command lines."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # It has ended meanwhile.
        if str(folder) in words:
            found[int(path.parent.name)] = words
    return found


def nodes_of(folder: Path) -> list[int]:
    """Find the node processes of a demo."""
    return [number for number, words in processes_of(folder).items() if "broker node" in words]


def kafkas_of(folder: Path) -> list[int]:
    """Find the Kafka of a demo."""
    return [number for number, words in processes_of(folder).items() if "kafka.Kafka" in words]
