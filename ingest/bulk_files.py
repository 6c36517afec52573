"""The graph as a folder for `neo4j-admin database import full`, which loads a large graph faster than
a driver: files of rows (bulk_rows.py), a script that runs the import, how to in words, and what there is,
counted.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from errors import InputError
from ingest.bulk_rows import ARRAY, Files
from ingest.ledger import Ledger
from ingest.projection import Progress, whole
from ontology.entity import Entity, Link
from ontology.model import Ontology

MANIFEST = "manifest.json"
_SCRIPT = """#!/bin/sh
# 把这个文件夹里的文件装进停着的 Neo4j；怎样运行见 说明.txt。后面写的选项原样交给 neo4j-admin。
set -eu
CDPATH= cd -- "$(dirname -- "$0")"
exec "${{NEO4J_ADMIN:-neo4j-admin}}" database import full neo4j \\
  {options} "$@"
"""
_NOTES = """\
这里是图库的全部内容（{nodes} 个节点，{links} 条关系），供 neo4j-admin 一次装进 Neo4j。
装的时候服务器必须停着；--overwrite-destination 会清掉 neo4j 库里原有的内容。

一、用 docker-compose.yml 起的服务器（在放着那个文件的文件夹里运行）

  docker compose stop neo4j
  docker compose run --rm --no-deps -v {folder}:/export:ro neo4j \\
    sh /export/import.sh --overwrite-destination
  docker compose up -d --wait neo4j

  服务器自己的用户（编号 7474）要读得到这个文件夹：chmod -R a+rX {folder}

二、直接装在机器上的服务器（用运行 Neo4j 的那个用户）

  neo4j stop
  sh {folder}/import.sh --overwrite-destination
  neo4j start

  从没有启动过的服务器，先运行 neo4j-admin dbms set-initial-password 密码。
  neo4j-admin 不在 PATH 里时，在 sh 前面写 NEO4J_ADMIN=它的完整路径。

三、装好以后（SHUANGJIN_GRAPH_URL 等指到这台服务器）

  shuangjin sync --imported {folder}

  它核对每一类、每一种关系的数量，建好约束，记下这台服务器已经跟到账本的哪里，再接着跟上导出以后的改动。
  不运行这一步，下一次 sync 会从头逐批再装一遍。想逐项核对内容，再运行 shuangjin verify。
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export holds: the ledger's `seq` it was made at, nodes by kind (bare ends among them) and
    links by relation.
    """

    seq: int
    nodes: dict[str, int]
    links: dict[str, int]


def write_ledger(ledger: Ledger, folder: Path, progress: Progress) -> Manifest:
    """Write all the ledger calls for into a new or empty folder."""
    entities, links = whole(ledger, progress)
    return write_files(folder, entities, links, ledger.ontology, seq=ledger.seq())


def write_files(
    folder: Path, entities: Iterable[Entity], links: Iterable[Link], model: Ontology, *, seq: int
) -> Manifest:
    """Write entities, then links; an end of a link that is not among the entities is made, bare. InputError
    for a folder that cannot be written or is not empty. The manifest comes last: without it nothing is whole.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"文件夹 {folder} 不是空的", "换一个新的或空的文件夹")
        with Files(folder, model) as files:
            files.fill(entities, links)
        manifest = Manifest(seq, dict(files.nodes), dict(files.links))
        texts = {
            "import.sh": _script(files),
            "说明.txt": _notes(folder, manifest),
            MANIFEST: json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n",
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"写不了 {folder}（{error.strerror}）", "换一个可以写、放得下的文件夹") from error
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an export; InputError where there is none."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        cure = "给出 shuangjin export 写的文件夹；中途停下的要重新导出"
        raise InputError(f"{folder} 里没有读得懂的 {MANIFEST}", cure) from error


def _script(files: Files) -> str:
    """Runs the import. Reading with line breaks inside values is slow: asked for only where there are any."""
    options = [*files.groups, f"--array-delimiter=U+{ord(ARRAY):04X}"]
    options.append(f"--multiline-fields={str(files.multiline).lower()}")
    # The report of bad rows would go into this folder, which a container sees read-only.
    written = [*map(shlex.quote, options), '--report-file="${TMPDIR:-/tmp}/import.report"']
    return _SCRIPT.format(options=" \\\n  ".join(written))


def _notes(folder: Path, manifest: Manifest) -> str:
    nodes, links = sum(manifest.nodes.values()), sum(manifest.links.values())
    return _NOTES.format(folder=shlex.quote(str(folder.resolve())), nodes=nodes, links=links)
