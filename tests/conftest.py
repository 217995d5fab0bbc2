"""What several tests share: the project's root, its checked seeds, and copies of it to work on."""

import io
import itertools
import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import configuration, settings
from matplotlib.text import Text

from helpers.__main__ import main
from helpers.outputs import rerun
from helpers.seeds import checks
from helpers.tables import files

ROOT = Path(__file__).resolve().parents[1]

# long files are begun first: else one of them runs alone at the end; while one worker builds what the site's and the
# brief's tests look at, the other has something else to do
LONG = (
    "contributing", "site", "assumptions", "calibration", "setup", "drafting", "environment", "security", "bundle", "publish",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    places = {f"test_{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


# git without a person's own signing, hooks and aliases; GIT_DIR is dropped by helpers.outputs.environment
os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

# the same examples on every run, and nothing of them kept in the project
configuration.set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis-of-tay-bac-so")
settings.register_profile("same every time", derandomize=True, database=None, deadline=None, max_examples=100)
settings.load_profile("same every time")


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def seeds():
    return checks.checked_seeds(ROOT)


@pytest.fixture(scope="session")
def frames(seeds):
    return rerun.generated(seeds)


@pytest.fixture(scope="session")
def moved(seeds):
    """The tables from which tests were worked by hand (tests/worked), where the seeds have other figures by now."""
    first = {name: files.read(name, ROOT / "tests" / "worked") for name in ("reported", "sources", "comparability")}
    bare = {name: [one.drop(columns="reason", errors="ignore") for one in (seeds[name], first[name])] for name in first}
    return {} if all(now.equals(then) for now, then in bare.values()) else first  # a reason may be worded anew


@pytest.fixture(scope="session")
def worked(seeds, frames, moved):
    """All tables as a hand worked them: later sources move nothing in them."""
    return seeds | moved | (rerun.generated(seeds | moved) if moved else frames)


@pytest.fixture
def unmoved(moved):
    if moved:
        pytest.skip("the figures that this looks at have moved")


def copy_tables(folder):
    """A project's seeds and data in a folder, without notebooks."""
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    return folder


@pytest.fixture
def copy(tmp_path):
    """A folder with the project's seeds and data, to be broken."""
    return copy_tables(tmp_path / "Tây Bắc")


CARRIED = ("*.md", "LICENSE", "NOTICE", "CITATION.cff", "pyproject.toml", "requirements.lock", "docs/**/*.*",
           "seeds/**/*.*", "data/*.*", "notebooks/[0-9]*.ipynb", "notebooks/vi/[0-9]*.ipynb")  # fmt: skip


def copy_project(folder):
    """All of the project but code, tests and what is built, in a folder."""
    for file in {file for pattern in CARRIED for file in ROOT.glob(pattern) if file.is_file()}:
        target = folder / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """A project with everything that is built from it, by the task that builds all: one for all files and workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    project = shared / "Tây Bắc"
    with FileLock(shared / "published.lock"):  # who comes first builds, the others wait
        if not (project / "build" / "bundle").is_dir():
            assert main(["bundle", "--root", str(copy_project(project))]) == 0
    return project


def seal(folder):
    """Give every source of a project the seal of its rows, as its keeper does after checking them."""
    sources, reported = files.read("sources", folder), files.read("reported", folder)
    made = [checks.seal(row, reported[reported.source_id == row.source_id]) for row in sources.itertuples()]
    text = files.text(sources.assign(ledger_sha256=made), "sources")
    files.path("sources", folder).write_bytes(text.encode("utf-8"))


def outside(variable):
    """The folder that an environment variable names, or a skip that says why."""
    folder = os.environ.get(variable)
    if not folder:
        pytest.skip(f"{variable} does not name a folder: the project does not carry what is in it")
    return Path(folder)


def run(root, *arguments):
    """The exit status of a task of the command line on a project's folder."""
    return main([str(part) for part in (*arguments, "--root", root)])


def contents(folder):
    """Every file below a folder with its bytes."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def as_written(frame, table):
    """A frame as a reader of the written table gets it: rounded, typed, only the codebook's columns."""
    return files.typed(pd.read_csv(io.StringIO(files.text(frame, table)), dtype=str, keep_default_na=False), table)


def overlapping(figure):
    """Pairs of texts of a picture that lie on each other; empty in a picture that can be read."""
    figure.draw_without_rendering()
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in found]
    return [(one, other) for (one, a), (other, b) in itertools.combinations(boxes, 2) if a.overlaps(b)]
