"""docker-compose.yml keeps to the compose specification, to loopback, and to what the guard relies on."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from devtools import credentials
from devtools.servers import GUARD
from settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker-compose.yml"
TEXT = COMPOSE.read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
NAMES = sorted(SERVICES)

RELIED_ON = {
    "db.memory.transaction.max": "256m",
    "db.transaction.timeout": "10m",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "dbms.security.procedures.allowlist": "db.*,dbms.*,tx.*",
    "dbms.usage_report.enabled": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
}
"""Setting of Neo4j -> value: what the guard of analysts' queries relies on beside its own checks."""
SEARCH = {
    "discovery.type": "single-node",
    "xpack.security.enabled": "true",
    "xpack.security.http.ssl.enabled": "false",
}
ASKED = {"neo4j": ("cypher-shell", "RETURN 1"), "elasticsearch": ("curl", "/_cluster/health?")}
"""Service -> what its health check runs: a query behind the password, not a look at an open port."""
PORTS = {"127.0.0.1:7474:7474", "127.0.0.1:7687:7687", "127.0.0.1:9200:9200"}


def environment_name(setting: str) -> str:
    """The name by which the image of Neo4j takes a setting from the environment."""
    return "NEO4J_" + setting.replace("_", "__").replace(".", "_")


def interpolated() -> set[str]:
    return set(re.findall(r"\$\{(\w+)", TEXT.replace("$$", "")))


def keeps_to_specification(path: Path) -> bool:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def git(*arguments: str) -> int:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False).returncode


def test_the_file_keeps_to_the_specification() -> None:
    assert keeps_to_specification(COMPOSE)


def test_a_misspelt_key_is_against_the_specification(tmp_path: Path) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(TEXT.replace("mem_limit:", "memory_limit:", 1), encoding="utf-8")
    assert not keeps_to_specification(wrong)


def test_ports_are_published_on_loopback_alone() -> None:
    published = [port for service in SERVICES.values() for port in service["ports"]]
    assert set(published) == PORTS
    assert not [name for name, service in SERVICES.items() if "network_mode" in service]


@pytest.mark.parametrize("name", NAMES)
def test_an_image_is_of_one_version(name: str) -> None:
    assert re.fullmatch(r"[\w./-]+:\d+\.\d+\.\d+(-community)?", SERVICES[name]["image"])


@pytest.mark.parametrize("name", NAMES)
def test_health_is_a_query(name: str) -> None:
    kind, command = SERVICES[name]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert all(part in command for part in ASKED[name])
    assert "disable" not in SERVICES[name]["healthcheck"]


@pytest.mark.parametrize("name", NAMES)
def test_memory_is_limited_and_not_swapped(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"\d+g", service["mem_limit"])
    assert service["memswap_limit"] == service["mem_limit"]


@pytest.mark.parametrize("name", NAMES)
def test_a_service_has_no_privilege(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"cap_add", "privileged", "devices", "pid", "ipc"} & set(service)


def test_the_graph_starts_as_its_own_user() -> None:
    assert SERVICES["neo4j"]["user"] == "7474:7474"


@pytest.mark.parametrize("name", NAMES)
def test_a_service_comes_back_and_keeps_its_data(name: str) -> None:
    named = yaml.safe_load(TEXT)["volumes"]
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert {volume.split(":")[0] for volume in SERVICES[name]["volumes"]} <= set(named)


@pytest.mark.parametrize("setting", RELIED_ON)
def test_what_the_guard_relies_on_is_set(setting: str) -> None:
    assert SERVICES["neo4j"]["environment"][environment_name(setting)] == RELIED_ON[setting]


def test_the_servers_of_the_tests_keep_to_the_same_settings() -> None:
    assert dict(line.split("=", maxsplit=1) for line in GUARD).items() <= RELIED_ON.items()


@pytest.mark.parametrize("setting", SEARCH)
def test_the_index_asks_for_a_password(setting: str) -> None:
    assert SERVICES["elasticsearch"]["environment"][setting] == SEARCH[setting]


def test_a_password_comes_from_outside_and_its_absence_is_told() -> None:
    told = r"(neo4j/)?\$\{SHUANGJIN_\w+_PASSWORD:\?先运行 make secrets\}"
    assert re.fullmatch(told, SERVICES["neo4j"]["environment"]["NEO4J_AUTH"])
    assert re.fullmatch(told, SERVICES["elasticsearch"]["environment"]["ELASTIC_PASSWORD"])


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="不是 git 工作区")
def test_the_passwords_stay_out_of_git() -> None:
    assert git("check-ignore", "--quiet", "--no-index", ".env") == 0
    assert git("ls-files", "--error-unmatch", ".env") != 0


def test_the_passwords_are_for_their_owner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / ".env"
    assert credentials.main(path) == 0
    assert "docker compose up -d" in capsys.readouterr().out
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_variable_is_written_and_is_a_setting() -> None:
    written = set(credentials.variables())
    assert interpolated() <= written
    assert {name.removeprefix("SHUANGJIN_").lower() for name in written} <= set(Settings.model_fields)


def test_passwords_are_new_each_time() -> None:
    first, second = credentials.variables(), credentials.variables()
    passwords = [made[name] for made in (first, second) for name in made if name.endswith("_PASSWORD")]
    assert len(set(passwords)) == len(passwords) == 4


def test_an_existing_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / ".env"
    credentials.write(path)
    before = path.read_bytes()
    assert credentials.main(path) == 1
    assert path.read_bytes() == before
    assert "已经存在" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("sh") is None, reason="没有 sh")
def test_the_shell_reads_the_values_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    credentials.write(path)
    command = ["sh", "-c", f"set -a; . ./{path.name}; exec env"]
    shown = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=True).stdout
    assert set(path.read_text(encoding="utf-8").splitlines()) <= set(shown.splitlines())
