"""Whether a project is ready for a release: one version everywhere, nothing uncommitted, nothing left over, all current."""

import datetime
import importlib.metadata
import os
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.outputs import changes, rerun
from helpers.seeds.faults import Fault
from helpers.tables import datapackage, files

VERSION = re.compile(r"\d+\.\d+\.\d+")
STATED = ("pyproject.toml", "CITATION.cff", "CHANGELOG.md")


class NotReady(Exception):
    """What stands in the way of a release, one line each."""

    def __init__(self, faults: Iterable[object]) -> None:
        self.lines = [str(fault) for fault in faults]
        count = f"{len(self.lines)} thing{'s' if len(self.lines) > 1 else ''} to do before the release"
        super().__init__("\n".join([*self.lines, f"{count}: nothing was written."]))


class About(NamedTuple):
    """A release: its version, its day (ISO), its section of the changelog, the date of all its files (seconds)."""

    version: str
    date: str
    changes: str
    epoch: int


def about(root: Path) -> About:
    """The release that the project states; NotReady where pyproject.toml, CITATION.cff and CHANGELOG.md disagree."""
    missing = [name for name in STATED if not (root / name).is_file()]
    if missing:
        raise NotReady(Fault(name, 0, "", "no such file", "a file that states the release", "add it") for name in missing)  # fmt: skip
    texts = {name: (root / name).read_text(encoding="utf-8") for name in STATED}
    if faults := [*version_faults(texts), *_epoch_faults()]:
        raise NotReady(faults)
    version = tomllib.loads(texts["pyproject.toml"])["project"]["version"]
    date = _found(texts["CITATION.cff"], "date-released: *(.*)")[1]
    changes = re.split(r"^## .*\n", texts["CHANGELOG.md"], flags=re.M)[1].strip()
    midnight = datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.UTC)
    return About(version, date, changes, int(os.environ.get("SOURCE_DATE_EPOCH") or midnight.timestamp()))


def version_faults(texts: dict[str, str]) -> Iterator[Fault]:
    """Where the version and the day of release are not what pyproject.toml and CITATION.cff say, file by file."""
    version = str(tomllib.loads(texts["pyproject.toml"]).get("project", {}).get("version", ""))
    if not VERSION.fullmatch(version):
        row = _found(texts["pyproject.toml"], "version *=(.*)")[0]
        yield Fault("pyproject.toml", row, "version", version or "none", "three numbers, as 0.1.0", "write the version")
        return
    installed = importlib.metadata.version("tay-bac-so")
    if installed != version:
        meant = f"{version}, as pyproject.toml says"
        yield Fault(
            "the installed package", 0, "version", installed, meant, "call run.py: it installs the project anew"
        )
    row, cited = _found(texts["CITATION.cff"], "version: *(.*)")
    if cited != version:
        todo = f"write version: {version}"
        yield Fault("CITATION.cff", row, "version", cited or "none", f"{version}, as pyproject.toml says", todo)
    row, date = _found(texts["CITATION.cff"], "date-released: *(.*)")
    if not _is_day(date):
        todo = "write date-released: and the day of the release"
        yield Fault("CITATION.cff", row, "date-released", date or "none", "a day from 1980 on, as 2026-11-21", todo)
        return
    row, heading = _found(texts["CHANGELOG.md"], "## (.*)")
    meant = f"{version} – {date}"
    if heading != meant:
        allowed = f"{meant}, as pyproject.toml and CITATION.cff say"
        yield Fault("CHANGELOG.md", row, "newest heading", heading or "none", allowed, f"write ## {meant}")


def _found(text: str, pattern: str) -> tuple[int, str]:
    """The number of the first line that begins so, with what follows; 0 and nothing where there is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(pattern, line):
            return number, match[1].strip().strip("\"'")
    return 0, ""


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and datetime.date.fromisoformat(text).year >= 1980
    except ValueError:
        return False


def _epoch_faults() -> Iterator[Fault]:
    set_to = os.environ.get("SOURCE_DATE_EPOCH", "")
    if set_to and not (set_to.isdecimal() and 315532800 <= int(set_to) < 4354819200):  # what a zip archive can hold
        allowed = "seconds since 1970, for a day from 1980 to 2107"
        yield Fault(
            "SOURCE_DATE_EPOCH", 0, "", set_to, allowed, "correct it, or unset it: then the day of release counts"
        )


def faults(root: Path, version: str) -> Iterator[object]:
    """Everything else that takes seconds to see: uncommitted files, left-over ones, other helpers, tables not current,
    claims that an earlier release of this name had."""
    yield from _uncommitted(root, version)
    yield from _left_over(root)
    running, stated = Path(__file__).parents[1], root / "src" / "helpers"
    for file in sorted(stated.rglob("*.py")):
        twin = running / file.relative_to(stated)
        if not twin.is_file() or twin.read_bytes() != file.read_bytes():
            allowed = "the code of the project that is released"
            name = file.relative_to(root).as_posix()
            yield Fault(name, 0, "", "other code runs", allowed, "call this project's own run.py")
    yield from rerun.differences(root)
    yield from _claims_faults(root, version)


def _uncommitted(root: Path, version: str) -> Iterator[Fault]:
    """What git would still have to take; this release's own claims may wait. Nothing where there is no git."""
    if not (root / ".git").exists():
        return
    command = ["git", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8")
    except FileNotFoundError:
        return
    if done.returncode:
        yield Fault(".git", 0, "", done.stderr.strip(), "a checkout that git can read", "mend it")
    for entry in filter(None, done.stdout.split("\0")):
        if entry[3:] != f"{changes.STORED}/{version}.csv":
            found = "not known to git" if entry.startswith("??") else "changed since the last commit"
            yield Fault(entry[3:], 0, "", found, "what is committed", "commit it or take it away")


def _left_over(root: Path) -> Iterator[Fault]:
    """Files below data/ and seeds/ that no table of the codebook is."""
    known = {
        files.label(name) for folders in datapackage.FOLDERS.values() for one in folders for name in files.names(one)
    }
    known |= {f"{name}/datapackage.json" for name in datapackage.FOLDERS}
    for name in datapackage.FOLDERS:
        for file in sorted(path for path in (root / name).rglob("*") if path.is_file()):
            label = file.relative_to(root).as_posix()
            if label not in known:
                yield Fault(label, 0, "", "no table of the codebook", "the tables and their descriptor", "take it away")


def _claims_faults(root: Path, version: str) -> Iterator[Fault]:
    """A release keeps its claims for good, and comes after all others."""
    stored, now = root / changes.STORED / f"{version}.csv", files.path("claims", root)
    if stored.is_file() and now.is_file() and stored.read_bytes() != now.read_bytes():
        label, todo = f"{changes.STORED}/{version}.csv", "raise the version in pyproject.toml"
        yield Fault(label, 0, "", "other claims than data/claims.csv", "the claims of that release, for good", todo)
    for file in changes.stored(root):
        if changes.order(file.stem) > changes.order(version):
            allowed = f"a version after {file.stem}, which is released"
            yield Fault("pyproject.toml", 0, "version", version, allowed, "raise the version")
