"""docker-compose.yml and Dockerfile, as far as they can be checked without a container engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_database_migrate_web_and_worker(compose):
    assert list(compose["services"]) == ["database", "migrate", "web", "worker"]
    assert compose["services"]["database"]["image"] == "postgres:18"
    assert {compose["services"][name]["build"] for name in ("migrate", "web", "worker")} == {"."}


def test_compose_starts_each_service_once_what_it_needs_is_there(compose):
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in compose["services"].items()
    }
    assert waits == {
        "database": {},
        "migrate": {"database": "service_healthy"},
        "web": {"migrate": "service_completed_successfully"},
        "worker": {"migrate": "service_completed_successfully"},
    }


def test_compose_checks_the_health_of_all_that_keeps_running(compose):
    checked = {name for name, service in compose["services"].items() if "healthcheck" in service}
    lasting = {name for name, service in compose["services"].items() if service["restart"] != "no"}
    assert checked == lasting == {"database", "web", "worker"}


def test_compose_worker_can_be_scaled(compose):
    # A fixed name or a port of the host can be had by one container only.
    assert {"container_name", "ports", "hostname"} & set(compose["services"]["worker"]) == set()


def test_compose_keeps_the_data_in_a_volume(compose):
    volume, folder = compose["services"]["database"]["volumes"][0].split(":")
    assert volume in compose["volumes"]
    assert folder == "/var/lib/postgresql"  # since 18 the image keeps its data below this


def test_compose_is_reachable_from_its_host_alone_and_has_no_default_secret(compose):
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:${PORT:-8000}:8000"]
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert set(re.findall(rf"\${{{secret}.?.?", text)) == {f"${{{secret}:?"}


def test_compose_sets_only_what_the_settings_read(compose):
    readers = (ROOT / "newsdesk" / "settings.py").read_text() + (
        ROOT / "newsdesk" / "environment.py"
    ).read_text()
    known = set(re.findall(r'"([A-Z_]{4,})"', readers))
    assert set(compose["services"]["web"]["environment"]) - known == set()


def test_dockerfile_builds_its_environment_with_make():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert "RUN make setup" in lines
    assert not any("pip install" in line for line in lines)
    copied = next(line for line in lines if "Makefile" in line).split()[1:-1]
    assert [name for name in copied if not (ROOT / name).is_file()] == []
