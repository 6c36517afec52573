"""The programme's tasks over the demo data, and over real registry firms of which little is known."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import App
from ingest.load import Options
from programme.model import Plan
from programme.world import World
from settings import Settings

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
AT = dt.date(2026, 6, 30)
"""The day all known answers hold for."""

Make = Callable[[World], Plan]


@pytest.fixture(scope="session")
def demo_app(demo_home: Path) -> Iterator[App]:
    """The demo data, for reading: whoever records something takes `own_app`."""
    with App(Settings(home=demo_home)) as app:
        yield app


@pytest.fixture
def own_app(demo_home: Path, tmp_path: Path) -> Iterator[App]:
    """The demo data in a home of its own, which may be written to."""
    shutil.copytree(demo_home, tmp_path / "home")
    with App(Settings(home=tmp_path / "home", user="示例·测试")) as app:
        app.sync()
        yield app


@pytest.fixture(scope="session")
def real_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The 2,551 registry firms of Shangluo: names, codes, dates, capital, scope, and nothing else."""
    if not DATA.exists():
        pytest.skip("the shared data lie beside the repository")
    mapping = ROOT / "tests" / "sources" / "public.yaml"
    with App(Settings(home=tmp_path_factory.mktemp("real"))) as app:
        app.ingest([DATA / "enterprises_shangluo.csv.gz"], Options(mapping=mapping))
        yield app
