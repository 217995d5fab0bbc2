"""python -m helpers TASK: rerun, test, check, diff, lab, brief, site, serve, claim, draft, audit, calibrate, advisories, release."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers import (
    fence,
    light,  # noqa: F401  first: it spares every import of jsonschema two seconds
    staging,
    tables,
)
from helpers.faults import BadSeeds


def main(arguments=None):
    """Run one task; 0 only when all is well, 2 for faults of the input, 1 for anything else."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    root = options.root.resolve()
    if not (root / "seeds").is_dir():
        print(
            f"{options.root}: no seeds/ in it; a folder with seeds/ and notebooks/; name one with --root",
            file=sys.stderr,
        )
        return 2
    if leaks := fence.leaks(root):
        print("\n".join(leaks), file=sys.stderr)
        return 2
    # the environment's own python3 kernel, also where another one is installed for the user
    os.environ["JUPYTER_PATH"] = os.pathsep.join(
        filter(None, [str(Path(sys.prefix, "share", "jupyter")), os.environ.get("JUPYTER_PATH")])
    )
    try:
        staging.settle(root)
        return options.task(root, options)
    except staging.CannotWrite as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        # copying a folder collects what went wrong with each file
        first = error.args[0][0][2] if isinstance(error, shutil.Error) else f"{error.filename or ''}: {error.strerror}"
        print(
            f"{first}; nothing was replaced; free some space or change the permissions, and run it again",
            file=sys.stderr,
        )
        return 1
    except BadSeeds as error:
        print(error, file=sys.stderr)
        print(f"{len(error.faults)} fault{'s' if len(error.faults) > 1 else ''} in seeds/: nothing was written.")
        return 2


def parser():
    """The command line: every task takes --root."""
    whole = argparse.ArgumentParser(prog="python -m helpers", description=__doc__)
    tasks = whole.add_subparsers(metavar="TASK", required=True)
    for name, task in TASKS.items():
        one = tasks.add_parser(name, help=task.__doc__.splitlines()[0], description=task.__doc__)
        one.add_argument(
            "--root",
            type=Path,
            default=tables.PROJECT,
            help="folder with seeds/, data/, notebooks/ (default: the project)",
        )
        if name == "calibrate":
            one.add_argument(
                "panel", type=Path, nargs="*", help="CSV files with entity, year, value, or a folder of them"
            )
            one.add_argument(
                "--download", action="store_true", help="get Internet users from the World Bank's open API first"
            )
        if name == "rerun":
            one.add_argument("--fresh", action="store_true", help="run everything anew, each notebook in a new kernel")
        if name == "diff":
            one.add_argument("old", metavar="OLD", help="a version, claims.csv, folder, archive or git revision")
            one.add_argument("new", metavar="NEW", nargs="?", help="the same (default: now)")
        if name == "claim":
            one.add_argument("claim_id", metavar="ID", help="as in data/claims.csv, or a part of it to search for")
        if name == "test":
            one.add_argument("pytest", nargs="*", help="what pytest is to run (default: everything)")
        if name == "release":
            one.add_argument("--tests", action="store_true", help="run all tests first (some ten minutes)")
        if name in ("draft", "audit"):
            _draft_options(one, name)
        one.set_defaults(task=task)
    return whole


def _draft_options(one, name):
    """What draft and audit take."""
    if name == "draft":
        one.add_argument("text", type=Path, metavar="TEXT", help="the article, as a text in UTF-8 (NFC)")
        one.add_argument("--source-id", default="", help="the id that its source is to get, as S06")
        one.add_argument("--province", default="", help="slug of its province (default: the one it names most)")
        one.add_argument("--score", action="store_true", help="TEXT is the folder of all texts: measure drafts of them")
    else:
        one.add_argument("draft", type=Path, nargs="?", metavar="DRAFT", help="a draft (default: the seeds themselves)")
    one.add_argument("--out", type=Path, help="a file below build/ (draft: build/draft-S06.csv)")
    one.add_argument("--force", action="store_true", help="replace an older draft or audit")


def rerun(root, options):
    """Recompute the tables, run the notebooks, and say what changed."""
    from helpers import remembered

    if not options.fresh and remembered.nothing_changed(root):
        print("Nothing has changed since the last run: tables, notebooks and README are up to date.")
        return 0
    from helpers import notebooks, rerun

    try:
        frames, changed = rerun.rerun(root, options.fresh)
    except notebooks.NotebookFailed as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(rerun.summary(frames, changed)))
    return 0


def diff(root, options):
    """Compare two releases claim by claim: a version, a claims.csv, a folder, an archive or a git revision each."""
    from helpers import releases

    try:
        now = str(tables.path("claims", root))
        old, new = (releases.claims_of(name, root) for name in (options.old, options.new or now))
    except releases.NoSuchRelease as error:
        print(error, file=sys.stderr)
        return 2
    lines = releases.entry(releases.compare(old, new))
    print("\n".join(lines) or "No claim differs.")
    return 0


def test(root, options):
    """Run all tests, the notebooks under nbval included."""
    from helpers import kernels

    kernels.warm(os.environ)
    return subprocess.call([sys.executable, "-m", "pytest", "--rootdir", str(root), *(options.pytest or [])], cwd=root)


def check(root, options):
    """Say whether the committed tables are what the seeds give."""
    from helpers import rerun

    lines = rerun.differences(root)
    print("\n".join(lines) if lines else "data/ is what seeds/ give.", file=sys.stderr if lines else sys.stdout)
    return 2 if lines else 0


def lab(root, options):
    """Open JupyterLab at 00-start-here."""
    first = "/lab/tree/notebooks/00-start-here.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}", f"--LabApp.default_url={first}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is no one else
    return subprocess.call(command, cwd=root)


def calibrate(root, options):
    """Rebuild seeds/calibration/ from a panel: python -m helpers calibrate PANEL.csv (or its folder)."""
    from helpers import calibration

    try:
        files = [file for path in options.panel for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])]
        if options.download:
            target = root / "build" / "internet_users_pct.csv"
            target.parent.mkdir(exist_ok=True)
            calibration.download().to_csv(target, index=False, lineterminator="\n")
            files.append(target)
        if not files:
            print(
                "calibrate: no panel named; CSV files with entity, year, value; name them, or add --download",
                file=sys.stderr,
            )
            return 2
        made = calibration.calibrate_files(files)
    except calibration.BadPanel as error:
        print(error, file=sys.stderr)
        return 2
    calibration.write(made, root)
    print("\n".join(f"{tables.label(name)}: {len(frame)} rows" for name, frame in made.items()))
    return 0


def brief(root, options):
    """Build briefs, figures, tables and citations under build/, and their manifest."""
    from helpers import publish, tidy
    from helpers.pandoc import ToolMissing

    tidy.checked_seeds(root)
    try:
        made = publish.build(root)
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


def site(root, options):
    """Build the web pages under build/site, in Vietnamese and English."""
    from helpers import site, tidy

    tidy.checked_seeds(root)
    print(f"{site.build(root).relative_to(root).as_posix()}/index.html opens in any browser")
    return 0


def serve(root, options):
    """Show build/site on this machine's loopback address until interrupted."""
    folder = root / "build" / "site"
    if not folder.is_dir():
        print("build/site: not built yet; run the site task first", file=sys.stderr)
        return 2
    return subprocess.call(
        [sys.executable, "-m", "http.server", "8000", "--bind", "127.0.0.1", "--directory", str(folder)]
    )


def claim(root, options):
    """Print a claim: sentence, range, the trail to its printed token, and a citation."""
    from helpers import trail

    lines, found = trail.told(options.claim_id, root)
    print("\n".join(lines), file=sys.stdout if found else sys.stderr)
    return 0 if found else 2


def advisories(root, options):
    """Ask the public database of advisories about every locked package (needs a network)."""
    from helpers import advisories

    status, told = advisories.asked(tables.PROJECT / "requirements.lock")
    print(told, file=sys.stderr if status else sys.stdout)
    return status


def draft(root, options):
    """Propose the rows of a new article for reported.csv, and its row for sources.csv."""
    from helpers import entering
    from helpers.articles import BadArticle

    try:
        print("\n".join(entering.score(root, options) if options.score else entering.draft(root, options)))
    except BadArticle as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def audit(root, options):
    """List what a draft leaves undecided and what clashes with what was known; 1 where anything is open."""
    from helpers import entering
    from helpers.articles import BadArticle

    try:
        lines, settled = entering.audit(root, options)
    except BadArticle as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if settled else 1


def release(root, options):
    """Check everything, store this version's claims, and put what is published into one archive in build/release/."""
    from helpers import release
    from helpers.archives import NotBuilt
    from helpers.notebooks import NotebookFailed
    from helpers.pandoc import ToolMissing
    from helpers.readiness import NotReady

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


TASKS = {
    "rerun": rerun,
    "test": test,
    "check": check,
    "diff": diff,
    "lab": lab,
    "brief": brief,
    "site": site,
    "serve": serve,
    "claim": claim,
    "calibrate": calibrate,
    "advisories": advisories,
    "draft": draft,
    "audit": audit,
    "release": release,
}

if __name__ == "__main__":
    sys.exit(main())
