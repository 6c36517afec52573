"""Settings that cannot be meant are told by name, with a cure, before anything is done."""

from pathlib import Path

import pytest

from errors import UsageError
from settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("graph_url", "bolt://neo4j:geheim@127.0.0.1:7687", "不要写用户名和密码"),
        ("search_url", "http://elastic:geheim@127.0.0.1:9200/x", "不要写用户名和密码"),
        ("graph_url", "bolt://127.0.0.1:abc", "端口不是数字"),
        ("search_url", "http://127.0.0.1:99999/x", "端口不是数字"),
        ("search_url", "http://127.0.0.1:9200/a*", "索引名"),
        ("search_url", "http://127.0.0.1:9200/A", "索引名"),
        ("search_url", "http://127.0.0.1:9200/_all", "索引名"),
        ("query_timeout", "abc", "number"),
        ("patience", "-1", "0"),
    ],
)
def test_a_setting_that_cannot_be_meant(
    name: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SHUANGJIN_{name.upper()}", value)
    with pytest.raises(UsageError, match=f"SHUANGJIN_{name.upper()} 不对：.*{reason}") as told:
        Settings()
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize(
    "address", ["", "http://127.0.0.1:9200", "https://es.example/shuangjin-2", "http://h:1/x/"]
)
def test_addresses_that_can(address: str, tmp_path: Path) -> None:
    assert Settings(home=tmp_path, search_url=address).search_url == address


def test_passwords_do_not_show(tmp_path: Path) -> None:
    shown = repr(Settings(home=tmp_path, graph_password="geheim", search_password="geheim"))
    assert "geheim" not in shown
