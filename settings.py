"""The only reader of the environment: one frozen Settings.

`SHUANGJIN_HOME` (default `~/.shuangjin`) holds the ledger and the embedded stores;
`SHUANGJIN_GRAPH_URL` and `SHUANGJIN_SEARCH_URL` name other stores (none set: embedded folders in the home).
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from login import Login

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
    query_timeout: float = Field(default=30.0, gt=0, description="一次图查询最长多少秒")

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @property
    def ledger_path(self) -> Path:
        """The ledger's SQLite file."""
        return self.home / "ledger.sqlite"

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
