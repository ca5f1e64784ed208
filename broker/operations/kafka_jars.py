"""The jars of the embedded Kafka: resolved by Maven once for each state of the pom."""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from broker.errors import Misconfigured, Unavailable

REPOSITORY = Path(__file__).parents[2]
POM = REPOSITORY / "infra" / "kafka" / "pom.xml"
JAVA_VERSION_MIN = 17
JAVA_SECONDS_MAX = 60
MAVEN_SECONDS_MAX = 900


def libraries_folder() -> Path:
    """Answer where the jars are kept: TONGBAN_KAFKA_LIBS, or a cache beside the code."""
    return Path(os.environ.get("TONGBAN_KAFKA_LIBS", REPOSITORY / ".cache" / "kafka-libs"))


def resolve_jars(folder: Path) -> Path:
    """Answer the folder with the pom's jars, after asking Maven for them if the pom is new."""
    stamp = folder / "pom.sha256"
    digest = sha256(POM.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return folder
    # Built aside and renamed, so that an interrupted download never looks complete.
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _copy_dependencies(partial)
        (partial / stamp.name).write_text(digest)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except OSError as error:
        raise Misconfigured(
            f"无法写入 {folder}（{error.strerror}）：请把 TONGBAN_KAFKA_LIBS 指向可写的目录。"
            f" {folder} cannot be written: point TONGBAN_KAFKA_LIBS at a writable folder."
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def _copy_dependencies(target: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Misconfigured(
            "找不到 Maven（mvn）：请先安装，例如 apt-get install maven。"
            " Maven (mvn) was not found: install it, for example with apt-get install maven."
        )
    goal = "dependency:copy-dependencies"
    command = [maven, "-q", "-B", "-f", str(POM), goal, f"-DoutputDirectory={target}"]
    result = _run(command, seconds_max=MAVEN_SECONDS_MAX)
    if result.returncode != 0:
        first = next(iter(re.findall(r"\[ERROR\] (.+)", result.stdout)), result.stdout[-300:])
        raise Unavailable(
            f"Maven 未能下载 Kafka，请检查网络或 Maven 设置后重试：{first}"
            " (Maven could not fetch Kafka: check the network or Maven's settings and try again.)"
        )


def find_java() -> str:
    """Answer the path of a Java that is new enough."""
    java = shutil.which("java")
    if java is None:
        raise Misconfigured(
            f"找不到 Java：请安装 Java {JAVA_VERSION_MIN} 或更新版本，"
            "例如 apt-get install openjdk-17-jre-headless。"
            f" Java was not found: install Java {JAVA_VERSION_MIN} or newer."
        )
    answer = _run([java, "-version"], seconds_max=JAVA_SECONDS_MAX).stdout
    found = re.search(r'version "(\d+)', answer)
    if found is None or int(found[1]) < JAVA_VERSION_MIN:
        raise Misconfigured(
            f"Java 版本过旧：Kafka 需要 Java {JAVA_VERSION_MIN} 或更新版本，请升级 {java}。"
            f" Java is too old: Kafka needs Java {JAVA_VERSION_MIN} or newer; upgrade {java}."
        )
    return java


def _run(command: list[str], *, seconds_max: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=seconds_max,
        check=False,
    )


if __name__ == "__main__":  # the set-up in the Makefile
    try:
        find_java()
        resolve_jars(libraries_folder())
    except (Misconfigured, Unavailable) as refusal:
        sys.exit(str(refusal))
