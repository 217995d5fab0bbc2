"""The command line: python -m helpers TASK, one function a task; each imports what it needs when it runs."""

import argparse
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from helpers.outputs import environment  # isort: skip  first: see there

from helpers.outputs import fingerprint
from helpers.tables.refusals import Refusal

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one task; 0 only when all is well, 2 for faults of the input, 1 for anything else."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    options.root = root = options.root.resolve()
    environment.fence()
    try:
        if not (root / "seeds").is_dir():
            raise Refusal(f"{root}: no seeds/ in it; a folder with seeds/ and notebooks/; name one with --root")
        if fingerprint.other_code(root):
            print(f"Note: {root} has code of its own; the code that runs is that of {PROJECT}.", file=sys.stderr)
        with environment.at(root):
            return int(options.run(options))
    except Refusal as error:
        print(error, file=sys.stderr)
        print(error.closing, end="\n" if error.closing else "")
        return error.status
    except ModuleNotFoundError as error:
        print(f"{error}: python3 run.py {options.run.__name__} installs what it needs", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{_first(error)}; nothing was replaced; free some space or change the permissions", file=sys.stderr)
        return 1


def _first(error: OSError) -> str:
    """What went wrong; copying a folder collects that for each file."""
    return str(error.args[0][0][2]) if isinstance(error, shutil.Error) else f"{error.filename or ''}: {error.strerror}"


def parser() -> argparse.ArgumentParser:
    """The command line: every task with its arguments, the first line of its docstring as help."""
    whole = argparse.ArgumentParser(prog="python3 run.py", description="Without a task: rerun.")
    tasks = whole.add_subparsers(metavar="TASK", required=True)

    def add(run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        task = tasks.add_parser(run.__name__, help=str(run.__doc__).splitlines()[0], description=run.__doc__)
        where = "folder with seeds/, data/, notebooks/ (default: the project)"
        task.add_argument("--root", type=Path, default=PROJECT, help=where)
        task.set_defaults(run=run)
        return task

    add(rerun).add_argument("--fresh", action="store_true", help="run everything anew, each notebook in a new kernel")
    task = add(test)
    task.add_argument("--all", action="store_true", help="the slow tests too, as CI runs them")
    task.add_argument("pytest", nargs="*", help="what pytest is to run (default: everything)")
    add(check)
    add(lab).add_argument("jupyter", nargs="*", help="after --: what JupyterLab is to be started with")
    add(claim).add_argument("claim_id", metavar="ID", help="as in data/claims.csv, or a part of it to search for")
    add(brief).add_argument("--annex", action="store_true", help="briefs headed as an annex to a report")
    add(site)
    add(serve).add_argument("--port", type=int, default=8000, help="another one where 8000 is taken")
    task = add(diff)
    task.add_argument("old", metavar="OLD", help="a version, claims.csv, folder, archive or git revision")
    task.add_argument("new", metavar="NEW", nargs="?", help="the same (default: now)")
    _articles(add(draft), add(audit))
    add(enter).add_argument("draft", type=Path, metavar="DRAFT", help="a decided draft, as build/draft-S12.csv")
    add(seal).add_argument("source_id", metavar="SOURCE", help="its id, as S06")
    task = add(calibrate)
    task.add_argument("panel", type=Path, nargs="*", help="CSV files with entity, year, value, or a folder of them")
    task.add_argument("--download", action="store_true", help="get Internet users from the World Bank's open API first")
    add(bundle)
    task = add(review)
    task.add_argument("report", type=Path, metavar="REPORT", help="DOCX, ODT, Markdown or text, Vietnamese or English")
    task.add_argument("--province", default="", help="slug of its province (default: the one it names most)")
    return whole


def _articles(draft: argparse.ArgumentParser, audit: argparse.ArgumentParser) -> None:
    draft.add_argument(
        "text", type=Path, nargs="?", metavar="TEXT", help="the article, as a text in UTF-8 (none: empty forms)"
    )
    draft.add_argument("--source-id", default="", help="the id that its source is to get (default: the next one)")
    draft.add_argument("--province", default="", help="slug of its province (default: the one it names most)")
    audit.add_argument("draft", type=Path, nargs="?", metavar="DRAFT", help="a draft (default: the seeds themselves)")
    draft.add_argument("--force", action="store_true", help="replace an older draft of that id, with its form")


def rerun(options: argparse.Namespace) -> int:
    """Recompute the tables, run the notebooks, and say what changed."""
    root = options.root
    if not options.fresh and fingerprint.nothing_changed(root):
        print("Nothing has changed since the last run: tables, notebooks and README are up to date.")
        return 0
    from helpers.outputs import changes, editions, rerun

    _say(editions.strays(root), sys.stderr)
    before = changes.claims_now(root)
    frames, changed = rerun.rerun(root, options.fresh)
    _say(f"{name}: {len(frame)} rows" for name, frame in frames.items())
    _say(["changed: " + (", ".join(changed) or "nothing")])
    if before is not None:
        _say(changes.moved(before, changes.claims_of(str(root), root)))
    return 0


def test(options: argparse.Namespace) -> int:
    """Run the tests, the notebooks under nbval included."""
    from helpers.outputs import kernels

    kernels.warm(os.environ)
    # a file at a time on each core; what is named is run here, where it can be watched
    command = [sys.executable, "-m", "pytest", "--rootdir=.", *(options.pytest or ["-n", "auto"])]
    return subprocess.call([*command, *(["-m", ""] if options.all else [])], cwd=options.root)


def check(options: argparse.Namespace) -> int:
    """Say whether the committed tables are what the seeds give, and what the catalogue of translations lacks."""
    from helpers.claims import catalogue
    from helpers.outputs import rerun

    if lines := rerun.differences(options.root) + catalogue.faults():
        raise Refusal("\n".join(lines))
    return _say(["data/ is what seeds/ give."])


def lab(options: argparse.Namespace) -> int:
    """Open JupyterLab at 00-start-here."""
    first = "/lab/tree/notebooks/00-start-here.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={options.root}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is no one else
    return subprocess.call([*command, f"--LabApp.default_url={first}", *options.jupyter], cwd=options.root)


def claim(options: argparse.Namespace) -> int:
    """Print a claim: sentence, range, the trail to its printed token, and a citation."""
    from helpers.outputs import trace

    lines, found = trace.told(options.claim_id, options.root)
    print("\n".join(lines), file=sys.stdout if found else sys.stderr)
    return 0 if found else 2


def brief(options: argparse.Namespace) -> int:
    """Build briefs, figures, tables and citations under build/, and their manifest."""
    from helpers.outputs import build
    from helpers.seeds import checks

    checks.checked_seeds(options.root)
    made = build.build(options.root, options.annex)
    shown = [file for file in made if file.parent.name in ("briefs", "tables", "build")]
    _say(file.relative_to(options.root).as_posix() for file in shown)
    return _say([f"{len(made)} files under build/, each with its checksum in build/manifest.json"])


def site(options: argparse.Namespace) -> int:
    """Build the web pages under build/site, in Vietnamese and English."""
    from helpers.outputs.site import build
    from helpers.seeds import checks

    checks.checked_seeds(options.root)
    return _say([f"{build.build(options.root).relative_to(options.root).as_posix()}/index.html opens in any browser"])


def serve(options: argparse.Namespace) -> int:
    """Show build/site on this machine's loopback address until interrupted."""
    from helpers.outputs import serving

    return serving.serve(options.root / "build" / "site", options.port)


def diff(options: argparse.Namespace) -> int:
    """Compare two releases claim by claim: a version, a claims.csv, a folder, an archive or a git revision each."""
    from helpers.outputs import changes

    names = (options.old, options.new or str(options.root))
    old, new = (changes.claims_of(name, options.root) for name in names)
    return _say(changes.entry(changes.compare(old, new)) or ["No claim differs."])


def draft(options: argparse.Namespace) -> int:
    """Propose the rows of a new article for reported.csv, and its row for sources.csv."""
    from helpers.outputs import drafting

    return _say(drafting.draft(options.root, options))


def audit(options: argparse.Namespace) -> int:
    """List what a draft leaves undecided and what clashes with earlier figures; 1 where anything is open."""
    from helpers.outputs import drafting

    lines, settled = drafting.audit(options.root, options)
    return _say(lines) if settled else _say(lines) or 1


def enter(options: argparse.Namespace) -> int:
    """Write a decided draft and its source into the seeds, with a grade proposed for each new pair."""
    from helpers.outputs import entering

    return _say(entering.enter(options.root, options))


def seal(options: argparse.Namespace) -> int:
    """Write the seal of a source, once every token is checked against its text."""
    from helpers.outputs import sealing

    return _say(sealing.seal(options.root, options.source_id))


def calibrate(options: argparse.Namespace) -> int:
    """Rebuild seeds/calibration/ from a panel: calibrate PANEL.csv (or its folder)."""
    from helpers.outputs import calibrating

    made = calibrating.calibrate(options.root, options.panel, options.download)
    return _say(f"seeds/calibration/{name}.csv: {len(frame)} rows" for name, frame in made.items())


def bundle(options: argparse.Namespace) -> int:
    """Build briefs and site, and put them with workbook, tables and citations into one archive with checksums."""
    from helpers.outputs import bundle

    file = bundle.build(options.root)
    return _say([f"{file.relative_to(options.root).as_posix()}: {file.stat().st_size / 1e6:.1f} MB"])


def review(options: argparse.Namespace) -> int:
    """Check each number of a report against what was published: comments, page and table in build/review/."""
    from helpers.outputs.review import writing

    return _say(writing.review(options.root, options.report, options.province))


def _say(lines: Iterable[str], stream: TextIO | None = None) -> int:
    """Print lines; the exit status of a task that ends well."""
    for line in lines:
        print(line, file=stream)
    return 0


if __name__ == "__main__":
    sys.exit(main())
