"""A copy of the project that is ready to be released, and what its release holds, for all tests that look at outputs."""

import re
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

from helpers.__main__ import main
from helpers.outputs import changes, release

ROOT = Path(__file__).resolve().parents[1]
NOW = version("tay-bac-so")
DAY = "2026-11-21"
TOP = f"tay-bac-so-{NOW}"


def copy(folder):
    """The project in a folder, stating the installed version, with no release before it."""
    for name, content in release.sources(ROOT).items():
        if not name.startswith(changes.STORED):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    state(folder)
    return folder


def state(folder, stated=NOW, cited=NOW, day=DAY, heading=f"{NOW} – {DAY}"):
    """Let the project's files state a version, a day and the newest heading of the changelog."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    before = tomllib.loads(project)["project"]["version"]
    changes = re.sub(r"(?m)^## .*$", f"## {heading}\n\n- What changed.", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), count=1)  # fmt: skip
    cited = f"message: m\ntitle: t\nversion: {cited}\ndate-released: {day}\nauthors:\n  - name: Tây Bắc số\n"
    for name, text in {
        "pyproject.toml": project.replace(f'\nversion = "{before}"', f'\nversion = "{stated}"'),
        "CITATION.cff": f"cff-version: 1.2.0\n{cited}",
        "CHANGELOG.md": f"{changes}\n## 0.0.0 – 2020-01-01\n\n- Old.\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def snapshot(folder):
    """The bytes of every file of a folder, git's aside."""
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file() and ".git" not in file.parts}


def released(folder):
    """A copy with its release built by the task, which writes nothing else than it says."""
    before = snapshot(copy(folder))
    assert main(["release", "--root", str(folder)]) == 0
    after = snapshot(folder)
    written = {file.relative_to(folder).as_posix() for file in after if after[file] != before.get(file)}
    assert {name for name in written if not name.startswith("build/")} == {f"{changes.STORED}/{NOW}.csv"}
    assert set(before) <= set(after)
    return folder


def archive(folder):
    """The archive that a release wrote."""
    return folder / "build" / "release" / f"{TOP}.zip"


def unpacked(folder, into):
    """What the archive holds, in a folder: the project with everything that is built from it."""
    with zipfile.ZipFile(archive(folder)) as opened:
        opened.extractall(into)
    return into / TOP
