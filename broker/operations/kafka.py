"""A real single-node Kafka as a child process, for the demo and the tests."""

import asyncio
import signal
import subprocess
from pathlib import Path
from string import Template

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from broker.errors import Misconfigured, Unavailable
from broker.operations.kafka_jars import (
    JAVA_SECONDS_MAX,
    REPOSITORY,
    find_java,
    libraries_folder,
    resolve_jars,
)
from broker.operations.ports import free_port, require_free
from broker.operations.watchdog import Watchdog

SERVER_PROPERTIES = REPOSITORY / "infra" / "kafka" / "server.properties"
# SerialGC and a small heap: measured at 220 to 330 MB resident. The first compiler only: a Kafka of
# a demo or a test lives for minutes, and the second one took 2 s of processor at every start.
JAVA_OPTIONS = (
    "-Xms256m",
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
)
READY_SECONDS_MAX = 90
PROBE_SECONDS = 0.1
STOP_SECONDS_MAX = 15
LOG_BYTES_MAX = 8 * 1024 * 1024


class EmbeddedKafka:
    """One Kafka on one folder and one port; kill and start again as often as a test likes."""

    def __init__(
        self, folder: Path, *, port: int | None = None, controller_port: int | None = None
    ) -> None:
        self.folder = folder.absolute()
        self.port = port or free_port()
        self.controller_port = controller_port or free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog: Watchdog | None = None

    @property
    def bootstrap(self) -> str:
        """Answer the address that clients are given."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Answer the file that holds what Kafka printed."""
        return self.folder / "kafka.log"

    def is_running(self) -> bool:
        """Tell whether the child process is there, paused or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the child process, formatting the folder the first time; see `ready`."""
        assert not self.is_running()
        self._release()
        java = find_java()
        jars = resolve_jars(libraries_folder())
        for port in (self.port, self.controller_port):
            require_free(port)
        properties = self._write_properties()
        command = [java, *JAVA_OPTIONS, "-cp", f"{jars}/*"]
        if not (self.folder / "data" / "meta.properties").is_file():
            _format(command, properties)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "kafka.Kafka", str(properties)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for this process, which stops Kafka in order
            )
        self._watchdog = Watchdog(self._process.pid)

    async def ready(self) -> None:
        """Return when Kafka answers a metadata request."""
        try:
            async with asyncio.timeout(READY_SECONDS_MAX):
                while not await _answers(self.port):
                    await asyncio.to_thread(self._require_running, seconds=PROBE_SECONDS)
        except TimeoutError:
            raise Unavailable(
                f"Kafka 在 {READY_SECONDS_MAX} 秒内没有就绪，请查看 {self.log}。"
                f" Kafka was not ready within {READY_SECONDS_MAX} seconds: see {self.log}."
            ) from None

    async def is_answering(self) -> bool:
        """Tell whether Kafka answers a metadata request."""
        return self.is_running() and await _answers(self.port)

    def stop(self) -> None:
        """Ask Kafka to stop, and kill it if it does not within its time."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._release()

    def kill(self) -> None:
        """End Kafka as a power cut of its process would (kill -9)."""
        self._signal(signal.SIGKILL)
        self._release()

    def pause(self) -> None:
        """Freeze Kafka (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen Kafka go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _release(self) -> None:
        """Forget an ended process, and its watchdog before the pid can belong to another."""
        if self._watchdog is not None:
            self._watchdog.release()
            self._watchdog = None
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _write_properties(self) -> Path:
        properties = self.folder / "server.properties"
        text = Template(SERVER_PROPERTIES.read_text()).substitute(
            port=self.port, controller_port=self.controller_port, folder=self.folder
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            properties.write_text(text)
            if self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX:
                self.log.rename(self.log.with_suffix(".log.1"))
        except OSError as error:
            raise Misconfigured(
                f"无法写入目录 {self.folder}（{error.strerror}）：请换一个可写的目录。"
                f" The folder {self.folder} cannot be written: choose another one."
            ) from error
        return properties

    def _require_running(self, *, seconds: float) -> None:
        """Wait a moment for the child to end, which it must not."""
        assert self._process is not None
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return
        raise Unavailable(
            f"Kafka 启动后退出（代码 {code}），请查看 {self.log}。"
            f" Kafka ended after it was started (code {code}): see {self.log}."
        )


async def _answers(port: int) -> bool:
    """Tell whether a metadata request succeeds and names a broker."""
    try:
        # A refused connection is expected while Kafka starts; aiokafka would log it as an error.
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await writer.wait_closed()
    except OSError:
        return False
    admin = AIOKafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", request_timeout_ms=5_000)
    try:
        await admin.start()
        cluster = await admin.describe_cluster()
    except KafkaError:
        return False
    finally:
        await admin.close()
    return bool(cluster["brokers"])


def _format(command: list[str], properties: Path) -> None:
    tool = [*command, "kafka.tools.StorageTool"]
    cluster = _capture([*tool, "random-uuid"]).split()[-1]
    _capture([*tool, "format", "-t", cluster, "-c", str(properties)])


def _capture(command: list[str]) -> str:
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=JAVA_SECONDS_MAX,
            check=True,
        ).stdout
    except subprocess.CalledProcessError as error:
        raise Unavailable(
            f"Kafka 无法初始化数据目录：{error.stderr.strip()[-300:]}"
            " (Kafka could not format its folder.)"
        ) from error
