"""A release: checked, built anew in a copy of the project, and put into one archive with its checksums.

Nothing of the project changes but docs/releases/VERSION.csv, the claims as released: what later versions are
compared with. Two builds of one state are the same bytes, wherever the folder lies.
"""

from collections.abc import Iterable
from pathlib import Path

from helpers.outputs import archives, changes, notebooks, readiness, rerun, staging
from helpers.outputs import build as documents
from helpers.outputs.archives import SUMS, Files
from helpers.outputs.readiness import About, NotReady
from helpers.outputs.site import build as site
from helpers.seeds.faults import Fault
from helpers.tables import datapackage, files

CARRIED = (  # beside the tables: what a reader needs, and what runs it all again
    "*.md", "LICENSE", "NOTICE", "CITATION.cff", "pyproject.toml", "requirements.lock", "environment.yml", "run.py",
    "notebooks/[0-9]*.ipynb", "docs/**/*", "src/helpers/**/*", "tests/**/*", "benchmarks/**/*",
)  # fmt: skip
MADE = ("figures", "tables", "citations", "briefs", "site")
FOLDER = "build/release"


def checked(root: Path) -> About:
    """What is to be released; NotReady with everything that a few seconds show to be in the way."""
    about = readiness.about(root)
    if found := list(readiness.faults(root, about.version)):
        raise NotReady(found)
    return about


def build(root: Path, about: About) -> list[str]:
    """Build a checked release; returns the paths below the root that changed: none, where it had been built before.

    NotReady where a fresh rerun gives other files than those that are stored. All is written, or nothing.
    """
    carried = sources(root)
    claims = f"{changes.STORED}/{about.version}.csv"
    carried[claims] = carried[files.label("claims")]
    name = f"tay-bac-so-{about.version}"
    with staging.locked(root), staging.stage(root) as staged:
        # without tests/, of which setuptools would take a part
        _put({one: held for one, held in carried.items() if not one.startswith("tests/")}, staged / "package")
        beside = archives.packages(staged / "package", staged / "packages", about.epoch)
        outputs, notes = _made(carried, staged / "project", about)
        inside = carried | outputs
        inside[SUMS] = archives.sums(inside)
        beside[f"{name}.zip"] = archives.zipped({f"{name}/{one}": held for one, held in inside.items()}, about.epoch)
        beside[f"notes-{about.version}.md"] = notes
        beside[SUMS] = archives.sums(beside)
        written = {f"{FOLDER}/{one}": held for one, held in beside.items()} | {claims: carried[claims]}
        return staging.commit(root, written, staged)


def sources(root: Path) -> dict[str, bytes]:
    """What an archive carries of the project as it is, {path: bytes}: tables by the codebook, no file of an editor."""
    found = {file for pattern in CARRIED for file in root.glob(pattern) if file.is_file()}
    listed = [
        files.path(name, root) for names in datapackage.FOLDERS.values() for one in names for name in files.names(one)
    ]
    found |= {*listed, *(root / name / "datapackage.json" for name in datapackage.FOLDERS)}
    kept = (file for file in found if not {"__pycache__", ".ipynb_checkpoints"} & {*file.relative_to(root).parts})
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(kept)}


def _put(files: Files, folder: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _made(carried: Files, project: Path, about: About) -> tuple[dict[str, bytes], bytes]:
    """Everything that is built, {path: bytes}, and the release's notes; `project` is a folder to build in."""
    _put(carried, project)
    frames, _ = rerun.rerun(project)  # nothing is remembered in a new folder: every notebook runs
    _refuse_other(carried, project, "rerun")
    documents.build(project)
    _refuse_other(carried, project, "brief")
    site.build(project)
    told = changes.record(project, frames, about.version)
    made = {
        "build/run.json": changes.text(told),
        "build/manifest.json": (project / "build/manifest.json").read_bytes(),
    }
    for part in MADE:
        files = (path for path in (project / "build" / part).rglob("*") if path.is_file())
        made |= {file.relative_to(project).as_posix(): file.read_bytes() for file in files}
    return made, _notes(about, told["changelog"])


def _refuse_other(carried: Files, project: Path, task: str) -> None:
    """NotReady where a task gave other files than those that are stored, which then are out of date."""
    faults = [
        Fault(name, 0, "", f"the {task} task gives another one", "what it gives", f"run the {task} task and commit")
        for name, content in carried.items()
        if (project / name).read_bytes() != content and not (notebooks.elsewhere() and name.endswith(".png"))
    ]
    if faults:
        raise NotReady(faults)


def _notes(about: About, changed: Iterable[str]) -> bytes:
    """The text that goes with a release: its section of the changelog, the claims that moved, how to check the files."""
    parts = [
        f"# Tây Bắc số {about.version} ({about.date})",
        about.changes,
        "## Claims that changed",
        "\n".join(changed) or "None.",
        "## Check what you downloaded",
        f"`sha256sum --check {SUMS}`, beside the files and again inside the unpacked archive.",
    ]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def summary(root: Path, about: About, changed: list[str], tested: bool) -> list[str]:
    """What was made, as lines for a person; what was not run, and what to do next."""
    made = sorted(file for file in (root / FOLDER).iterdir() if about.version in file.name or file.name == SUMS)
    lines = [f"{file.relative_to(root).as_posix()}: {file.stat().st_size / 1e3:,.0f} kB" for file in made]
    lines.append("changed: " + (", ".join(changed) or "nothing: this release had been built before"))
    if not (root / ".git").exists():
        lines.append("Not checked: whether everything is committed (no git here).")
    if not tested:
        lines.append("Not run: the tests, some ten minutes (python3 run.py test, or add --tests).")
    return [*lines, f"Next: commit {changes.STORED}/{about.version}.csv, tag v{about.version}, publish {FOLDER}/."]
