"""Write `.env`, the passwords of the two servers of docker-compose.yml: `python -m devtools.credentials`.

Compose reads the file by itself, the program through the shell: no password is written down twice.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

PATH = Path(__file__).parents[1] / ".env"
_BYTES = 24
_NEXT = """接下来：
  docker compose up -d --wait      启动两个服务器，等到都答得出查询
  set -a; . ./.env; set +a         让本终端里的 shuangjin 改用它们
  shuangjin sync                   从账本重建图与索引"""
_INSTEAD = """没有改动：第一次启动时密码已写进服务器的数据卷，换掉文件会登录不上。
仍用这些密码：不必再运行本命令，直接 docker compose up -d --wait。
要换新密码（服务器里的图与索引会清空，账本不受影响）：
  docker compose down --volumes
  删除 .env，再运行 make secrets"""


def variables() -> dict[str, str]:
    """What the file says; a password of hexadecimal digits needs no quotes anywhere."""
    return {
        "SHUANGJIN_GRAPH_URL": "bolt://127.0.0.1:7687",
        "SHUANGJIN_GRAPH_USER": "neo4j",
        "SHUANGJIN_GRAPH_PASSWORD": secrets.token_hex(_BYTES),
        "SHUANGJIN_SEARCH_URL": "http://127.0.0.1:9200/shuangjin",
        "SHUANGJIN_SEARCH_USER": "elastic",
        "SHUANGJIN_SEARCH_PASSWORD": secrets.token_hex(_BYTES),
    }


def write(path: Path) -> None:
    """Write the file for its owner's eyes alone; FileExistsError where there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in variables().items())


def main(path: Path = PATH) -> int:
    """Write the file and say what to do next, or say why not."""
    try:
        write(path)
    except FileExistsError:
        print(f"{path} 已经存在。{_INSTEAD}", file=sys.stderr)
        return 1
    print(f"已写好 {path}：随机密码，只有本人能读，不进版本库。{_NEXT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
