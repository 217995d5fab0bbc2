"""The tasks of `python -m helpers`: what each takes, and what it answers a person with.

Each imports what it needs when it runs: asking for one task must not wait for another's libraries.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from helpers.command import argument, task
from helpers.tables import files

WRITTEN = (
    argument("--out", type=Path, help="a file below build/ (draft: build/draft-S06.csv)"),
    argument("--force", action="store_true", help="replace an older draft or audit"),
)


@task(argument("--fresh", action="store_true", help="run everything anew, each notebook in a new kernel"))
def rerun(root: Path, options: argparse.Namespace) -> int:
    """Recompute the tables, run the notebooks, and say what changed."""
    from helpers.outputs import remembered

    if not options.fresh and remembered.nothing_changed(root):
        print("Nothing has changed since the last run: tables, notebooks and README are up to date.")
        return 0
    from helpers.outputs import notebooks, rerun

    try:
        frames, changed = rerun.rerun(root, options.fresh)
    except notebooks.NotebookFailed as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(rerun.summary(frames, changed)))
    return 0


@task(
    argument("old", metavar="OLD", help="a version, claims.csv, folder, archive or git revision"),
    argument("new", metavar="NEW", nargs="?", help="the same (default: now)"),
)
def diff(root: Path, options: argparse.Namespace) -> int:
    """Compare two releases claim by claim: a version, a claims.csv, a folder, an archive or a git revision each."""
    from helpers.outputs import changes

    try:
        now = str(files.path("claims", root))
        old, new = (changes.claims_of(name, root) for name in (options.old, options.new or now))
    except changes.NoSuchRelease as error:
        print(error, file=sys.stderr)
        return 2
    lines = changes.entry(changes.compare(old, new))
    print("\n".join(lines) or "No claim differs.")
    return 0


@task(argument("pytest", nargs="*", help="what pytest is to run (default: everything)"))
def test(root: Path, options: argparse.Namespace) -> int:
    """Run all tests, the notebooks under nbval included."""
    from helpers.outputs import kernels

    kernels.warm(os.environ)
    # a file at a time on each core, in the order of tests/conftest.py; what is named is run here, where it can be watched
    chosen = options.pytest or ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    return subprocess.call([sys.executable, "-m", "pytest", "--rootdir", str(root), *chosen], cwd=root)


@task()
def check(root: Path, options: argparse.Namespace) -> int:
    """Say whether the committed tables are what the seeds give, and what the catalogue of translations lacks."""
    from helpers.claims import catalogue
    from helpers.outputs import rerun

    lines = rerun.differences(root) + catalogue.faults()
    print("\n".join(lines) if lines else "data/ is what seeds/ give.", file=sys.stderr if lines else sys.stdout)
    return 2 if lines else 0


@task()
def lab(root: Path, options: argparse.Namespace) -> int:
    """Open JupyterLab at 00-start-here."""
    first = "/lab/tree/notebooks/00-start-here.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}", f"--LabApp.default_url={first}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is no one else
    return subprocess.call(command, cwd=root)


@task(
    argument("panel", type=Path, nargs="*", help="CSV files with entity, year, value, or a folder of them"),
    argument("--download", action="store_true", help="get Internet users from the World Bank's open API first"),
)
def calibrate(root: Path, options: argparse.Namespace) -> int:
    """Rebuild seeds/calibration/ from a panel: python -m helpers calibrate PANEL.csv (or its folder)."""
    from helpers.analysis import calibration, panels

    try:
        named = [file for path in options.panel for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
        if options.download:
            target = root / "build" / "internet_users_pct.csv"
            target.parent.mkdir(exist_ok=True)
            panels.download().to_csv(target, index=False, lineterminator="\n")
            named.append(target)
        if not named:
            print(
                "calibrate: no panel named; CSV files with entity, year, value; name them, or add --download",
                file=sys.stderr,
            )
            return 2
        made = calibration.calibrate_files(named)
    except panels.BadPanel as error:
        print(error, file=sys.stderr)
        return 2
    calibration.write(made, root)
    print("\n".join(f"{files.label(name)}: {len(frame)} rows" for name, frame in made.items()))
    return 0


@task()
def brief(root: Path, options: argparse.Namespace) -> int:
    """Build briefs, figures, tables and citations under build/, and their manifest."""
    from helpers.outputs import build
    from helpers.outputs.markdown import ToolMissing
    from helpers.seeds import checks

    checks.checked_seeds(root)
    try:
        made = build.build(root)
    except ToolMissing as error:
        print(error, file=sys.stderr)
        return 1
    print(
        "\n".join(
            file.relative_to(root).as_posix() for file in made if file.parent.name in ("briefs", "tables", "build")
        )
    )
    print(f"{len(made)} files under build/, each with its checksum in build/manifest.json")
    return 0


@task()
def site(root: Path, options: argparse.Namespace) -> int:
    """Build the web pages under build/site, in Vietnamese and English."""
    from helpers.outputs.site import build
    from helpers.seeds import checks

    checks.checked_seeds(root)
    print(f"{build.build(root).relative_to(root).as_posix()}/index.html opens in any browser")
    return 0


@task()
def serve(root: Path, options: argparse.Namespace) -> int:
    """Show build/site on this machine's loopback address until interrupted."""
    folder = root / "build" / "site"
    if not folder.is_dir():
        print("build/site: not built yet; run the site task first", file=sys.stderr)
        return 2
    return subprocess.call(
        [sys.executable, "-m", "http.server", "8000", "--bind", "127.0.0.1", "--directory", str(folder)]
    )


@task(argument("claim_id", metavar="ID", help="as in data/claims.csv, or a part of it to search for"))
def claim(root: Path, options: argparse.Namespace) -> int:
    """Print a claim: sentence, range, the trail to its printed token, and a citation."""
    from helpers.outputs import trace

    lines, found = trace.told(options.claim_id, root)
    print("\n".join(lines), file=sys.stdout if found else sys.stderr)
    return 0 if found else 2


@task(
    argument("text", type=Path, metavar="TEXT", help="the article, as a text in UTF-8 (NFC)"),
    argument("--source-id", default="", help="the id that its source is to get, as S06"),
    argument("--province", default="", help="slug of its province (default: the one it names most)"),
    *WRITTEN,
)
def draft(root: Path, options: argparse.Namespace) -> int:
    """Propose the rows of a new article for reported.csv, and its row for sources.csv."""
    from helpers.articles.text import BadArticle
    from helpers.outputs import drafting

    try:
        print("\n".join(drafting.draft(root, options)))
    except BadArticle as error:
        print(error, file=sys.stderr)
        return 2
    return 0


@task(
    argument("draft", type=Path, nargs="?", metavar="DRAFT", help="a draft (default: the seeds themselves)"), *WRITTEN
)
def audit(root: Path, options: argparse.Namespace) -> int:
    """List what a draft leaves undecided and what clashes with what was known; 1 where anything is open."""
    from helpers.articles.text import BadArticle
    from helpers.outputs import drafting

    try:
        lines, settled = drafting.audit(root, options)
    except BadArticle as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if settled else 1


@task(argument("--tests", action="store_true", help="run all tests first (some ten minutes)"))
def release(root: Path, options: argparse.Namespace) -> int:
    """Check everything, store this version's claims, and put what is published into one archive in build/release/."""
    from helpers.outputs import release
    from helpers.outputs.archives import NotBuilt
    from helpers.outputs.markdown import ToolMissing
    from helpers.outputs.notebooks import NotebookFailed
    from helpers.outputs.readiness import NotReady

    try:
        about = release.checked(root)
        if options.tests and (status := test(root, argparse.Namespace(pytest=[]))):
            return status
        changed = release.build(root, about)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 2
    except (NotebookFailed, NotBuilt, ToolMissing) as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(release.summary(root, about, changed, options.tests)))
    return 0
