"""The only reader of the environment: one frozen Settings.

`SHUANGJIN_HOME` (default `~/.shuangjin`) holds the ledger and the embedded stores;
`SHUANGJIN_GRAPH_URL` and `SHUANGJIN_SEARCH_URL` name other stores (none set: embedded folders in the home).
"""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import UsageError
from login import Login

_INDEX = re.compile(r"/?|/[a-z0-9][a-z0-9_-]*/?")
_READING = 6
"""A person who asks waits a sixth of the time a load waits."""


class Settings(BaseSettings):
    """What a run needs to know of its surroundings; paths are absolute."""

    model_config = SettingsConfigDict(env_prefix="SHUANGJIN_", frozen=True)

    home: Path = Field(default=Path("~/.shuangjin"), description="账本与内嵌库所在的数据目录")
    graph_url: str = Field(default="", description="图库地址；留空用数据目录里的内嵌图库")
    search_url: str = Field(default="", description="全文索引地址；留空用数据目录里的内嵌索引")
    graph_user: str = Field(default="neo4j", description="图库服务器的用户名")
    graph_password: str = Field(default="", repr=False, description="图库服务器的密码；留空为不用密码")
    search_user: str = Field(default="elastic", description="索引服务器的用户名")
    search_password: str = Field(default="", repr=False, description="索引服务器的密码；留空为不用密码")
    patience: float = Field(default=60.0, ge=0, description="写入时服务器不应答，最多等多少秒")
    user: str = Field(default="", description="写进记录的使用人：谁做的决定、谁导出了联系方式；留空用登录名")
    query_timeout: float = Field(default=30.0, gt=0, description="一次图查询最长多少秒")

    semantic: bool = Field(
        default=True,
        description="装了附加包 semantic 时，匹配也看语义向量；填 0 为不看（没装就不看，不用填）",
    )

    weights: Path | None = Field(
        default=None,
        description="打分权重的文件，evaluate --fit 写的；留空用数据目录里的 weights.yaml，没有就用随程序的",
    )

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            wrong = error.errors()[0]
            name = f"SHUANGJIN_{str(wrong['loc'][0]).upper()}"
            reason = str(wrong.get("ctx", {}).get("error") or wrong["msg"])
            raise UsageError(
                f"设置 {name} 不对：{reason}", "改正后再运行；全部设置见 docs/reference.md"
            ) from error

    @field_validator("graph_url", "search_url")
    @classmethod
    def _address(cls, address: str) -> str:
        parts = urlsplit(address)
        if "@" in parts.netloc:
            raise ValueError("地址里不要写用户名和密码，用 SHUANGJIN_GRAPH_PASSWORD 等设置")
        try:
            _ = parts.port
        except ValueError as error:
            raise ValueError(f"{address} 里的端口不是数字") from error
        if parts.scheme.startswith("http") and not _INDEX.fullmatch(parts.path):
            raise ValueError(
                f"{address} 里的索引名只能用小写字母、数字、- 和 _，如 http://主机:9200/shuangjin"
            )
        return address

    @field_validator("home", "weights")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @property
    def who(self) -> str:
        """Who uses the program, for what must be on record."""
        try:
            return self.user.strip() or getpass.getuser()
        except (OSError, KeyError):  # a container's user may have no name
            return "无名用户"

    @property
    def ledger_path(self) -> Path:
        """The ledger's SQLite file."""
        return self.home / "ledger.sqlite"

    @property
    def weights_path(self) -> Path:
        """Where other weights than those shipped may lie."""
        return self.weights or self.home / "weights.yaml"

    @property
    def vectors_path(self) -> Path:
        """The folder of vectors, beside whichever index."""
        return self.home / "vectors"

    @property
    def graph_target(self) -> str:
        """The graph's URL, or the embedded folder."""
        return self.graph_url or str(self.home / "graph")

    def graph_login(self, *, read_only: bool) -> Login:
        """How to come to the graph's server; whoever reads waits for an answer, and so waits less."""
        return Login(self.graph_user, self.graph_password, self._patience(read_only))

    def search_login(self, *, read_only: bool) -> Login:
        """How to come to the index's server."""
        return Login(self.search_user, self.search_password, self._patience(read_only))

    def _patience(self, read_only: bool) -> float:
        return self.patience / _READING if read_only else self.patience

    @property
    def search_target(self) -> str:
        """The index's URL, or the embedded folder."""
        return self.search_url or str(self.home / "index")
