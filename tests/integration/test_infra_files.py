"""The files that no test starts are at least well-formed and agree with the code."""

import subprocess
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from broker.operations.kafka_jars import POM, REPOSITORY

COMPOSE = REPOSITORY / "docker-compose.yml"
PROMETHEUS = REPOSITORY / "infra" / "prometheus" / "prometheus.yml"
MAVEN = {"maven": "http://maven.apache.org/POM/4.0.0"}


@pytest.mark.integration
def test_prometheus_accepts_its_configuration() -> None:
    subprocess.run(["/usr/bin/promtool", "check", "config", str(PROMETHEUS)], check=True)


def test_compose_runs_the_kafka_that_the_tests_run() -> None:
    versions = ElementTree.parse(POM).findall("maven:dependencies/maven:dependency", MAVEN)  # noqa: S314 - our own file
    kafka = versions[0].findtext("maven:version", namespaces=MAVEN)
    assert _services()["kafka"]["image"] == f"apache/kafka:{kafka}"


def test_compose_waits_only_for_services_it_has_and_mounts_only_what_exists() -> None:
    services = _services()
    for service in services.values():
        assert service.get("depends_on", {}).keys() <= services.keys()
    assert (REPOSITORY / services["node"]["build"]["dockerfile"]).is_file()
    assert PROMETHEUS.is_file()


def test_prometheus_scrapes_services_of_compose() -> None:
    jobs = yaml.safe_load(PROMETHEUS.read_text())["scrape_configs"]
    targets = {
        target for job in jobs for config in job["static_configs"] for target in config["targets"]
    }
    hosts = {target.split(":")[0] for target in targets} - {"localhost"}
    assert hosts <= _services().keys()


def test_compose_publishes_on_loopback_only() -> None:
    ports = [port for service in _services().values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def _services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return services
