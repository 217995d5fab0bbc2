"""The command line: python -m helpers TASK; a task imports what it needs when it runs."""

import argparse
import contextlib
import importlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.outputs import environment  # isort: skip  first: see there

from helpers.outputs import fingerprint
from helpers.tables.refusals import Refusal

PROJECT = Path(__file__).resolve().parents[2]
Result = Any  # of a task: lines to print, or an exit status
FLAG: dict[str, Any] = {"action": "store_true"}
PROVINCE: dict[str, str] = {"default": "", "help": "slug of its province (default: the one it names most by far)"}
ROOT = "folder with seeds/, data/, notebooks/ (default: the project)"


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
            return _said(options.run(importlib.import_module(f"helpers.outputs.{options.module}"), options), root)
    except Refusal as error:
        print(_typed(str(error), root), file=sys.stderr)
        print(error.closing, end="\n" if error.closing else "")
        return error.status
    except ModuleNotFoundError as error:
        print(f"{error}: python3 run.py {options.run.__name__} installs what it needs", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{_first(error)}; nothing was replaced; free some space or change the permissions", file=sys.stderr)
        return 1


def _said(result: Result, root: Path) -> int:
    """Print the lines of a task; its exit status."""
    if isinstance(result, int):
        return result
    try:
        print("".join(f"{_typed(line, root)}\n" for line in result), end="", flush=True)
    except BrokenPipeError:  # whoever reads the output, as head, has enough of it; the task itself is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _typed(text: str, root: Path) -> str:
    """A text whose commands name the folder that they are for, where it is not the project."""

    def whole(command: re.Match[str]) -> str:
        built = f' "{root / command[2]}"' if command[2] else ""
        return f'python3 run.py{command[1] or " rerun"} --root "{root}"{built}'  # quoted: blanks in its name

    return text if root == PROJECT else re.sub(r"python3 run\.py( [a-z]+)?(?: (build/[\w.-]+))?", whole, text)


def _first(error: OSError) -> str:
    """What went wrong; copying a folder collects that for each file."""
    return str(error.args[0][0][2]) if isinstance(error, shutil.Error) else f"{error.filename or ''}: {error.strerror}"


def parser() -> argparse.ArgumentParser:
    """The command line: every task with its arguments and the module of helpers.outputs that it works with."""
    whole = argparse.ArgumentParser(prog="python3 run.py", description="Without a task: rerun.")
    tasks = whole.add_subparsers(metavar="TASK", required=True)

    def add(run: Any, module: str) -> Callable[..., Any]:
        task = tasks.add_parser(run.__name__, help=run.__doc__, description=run.__doc__)
        task.add_argument("--root", type=Path, default=PROJECT, help=ROOT)
        task.set_defaults(run=run, module=module)
        return task.add_argument

    add(rerun, "fingerprint")("--fresh", help="run everything anew, each notebook in a new kernel", **FLAG)
    argument = add(test, "kernels")
    argument("--all", help="the slow tests too, as CI runs them", **FLAG)
    argument("pytest", nargs="*", help="what pytest is to run (default: everything)")
    add(check, "rerun")
    add(lab, "environment")("jupyter", nargs="*", help="after --: what JupyterLab is to be started with")
    add(claim, "trace")("claim_id", metavar="ID", help="as in data/claims.csv, or a part of it to search for")
    add(brief, "brief")("--annex", help="briefs headed as an annex to a report", **FLAG)
    add(site, "site.build")
    add(serve, "serving")("--port", type=int, default=8000, help="another one where 8000 is taken")
    argument = add(diff, "changes")
    argument("old", metavar="OLD", help="a version, claims.csv, folder or git revision")
    argument("new", metavar="NEW", nargs="?", help="the same (default: now)")
    argument = add(draft, "drafts")
    argument("text", type=Path, nargs="?", metavar="TEXT", help="the article, in UTF-8 (none: empty forms)")
    argument("--source-id", default="", help="the id that its source is to get (default: the next one)")
    argument("--province", **PROVINCE)
    argument("--force", help="replace an older draft of that id, with its form", **FLAG)
    add(audit, "drafts")("draft", type=Path, nargs="?", metavar="DRAFT", help="a draft (default: the seeds)")
    add(enter, "entering")("draft", type=Path, metavar="DRAFT", help="a decided draft, as build/draft-S12.csv")
    add(seal, "entering")("source_id", metavar="SOURCE", help="its id, as S06")
    argument = add(calibrate, "calibrating")
    argument("panel", type=Path, nargs="*", help="CSV files with entity, year, value, or a folder of them")
    argument("--download", help="get Internet users from the World Bank's open API first", **FLAG)
    add(bundle, "bundle")
    argument = add(review, "review.writing")
    argument("report", type=Path, metavar="REPORT", help="DOCX, ODT, Markdown or text, Vietnamese or English")
    argument("--province", **PROVINCE)
    return whole


def rerun(fingerprint: Any, options: argparse.Namespace) -> Result:
    """Recompute the tables, run the notebooks, and say what changed."""
    root = options.root
    if not options.fresh and fingerprint.nothing_changed(root):
        return ["Nothing has changed since the last run: tables, notebooks and README are up to date."]
    from helpers.outputs import changes, notebooks, rerun

    for line in notebooks.strays(root):
        print(line, file=sys.stderr)
    before = None  # where there are none to compare with
    with contextlib.suppress(Refusal):
        before = changes.claims_of(str(root), root)
    frames, changed = rerun.rerun(root, options.fresh)
    lines = [f"{name}: {len(frame)} rows" for name, frame in frames.items()]
    lines.append("changed: " + (", ".join(changed) or "nothing"))
    return lines + (changes.moved(before, changes.claims_of(str(root), root)) if before is not None else [])


def test(kernels: Any, options: argparse.Namespace) -> Result:
    """Run the tests, the notebooks under nbval included."""
    if kernels.can_fork():
        os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = kernels.FORKING
    # a file at a time on each core; what is named is run here, where it can be watched
    everything = all(argument.startswith("-") for argument in options.pytest)
    command = [sys.executable, "-m", "pytest", "--rootdir=.", *options.pytest, *(["-n", "auto"] if everything else [])]
    return subprocess.call([*command, *(["-m", ""] if options.all else [])], cwd=options.root)


def check(rerun: Any, options: argparse.Namespace) -> Result:
    """Say whether the committed tables are what the seeds give, and what the catalogue of translations lacks."""
    from helpers.claims import catalogue

    if lines := rerun.differences(options.root) + catalogue.faults():
        raise Refusal("\n".join(lines))
    return ["data/ is what seeds/ give."]


def lab(_: Any, options: argparse.Namespace) -> Result:
    """Open JupyterLab at 00-start-here."""
    first = "/lab/tree/notebooks/00-start-here.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={options.root}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is no one else
    return subprocess.call([*command, f"--LabApp.default_url={first}", *options.jupyter], cwd=options.root)


def claim(trace: Any, options: argparse.Namespace) -> Result:
    """Print a claim: sentence, range, the trail to its printed token, and a citation."""
    return trace.told(options.claim_id, options.root).splitlines()


def brief(brief: Any, options: argparse.Namespace) -> Result:
    """Build briefs, pictures, workbook and citations under build/."""
    _checked(options.root)
    return [f"build/{part}/" for part in brief.build(options.root, options.annex)]


def site(build: Any, options: argparse.Namespace) -> Result:
    """Build the web pages under build/site, in Vietnamese and English."""
    _checked(options.root)
    return [f"{build.build(options.root).relative_to(options.root).as_posix()}/index.html opens in any browser"]


def _checked(root: Path) -> None:
    """A Refusal where the seeds have faults."""
    from helpers.seeds import checks

    checks.checked_seeds(root)


def serve(serving: Any, options: argparse.Namespace) -> Result:
    """Show build/site on this machine's loopback address until interrupted."""
    return int(serving.serve(options.root / "build" / "site", options.port))


def diff(changes: Any, options: argparse.Namespace) -> Result:
    """Compare two releases claim by claim: a version, a claims.csv, a folder or a git revision each."""
    names = (options.old, options.new or str(options.root))
    old, new = (changes.claims_of(name, options.root) for name in names)
    return changes.compare(old, new) or ["No claim differs."]


def draft(drafts: Any, options: argparse.Namespace) -> Result:
    """Propose the rows of a new article for reported.csv, and its row for sources.csv."""
    return drafts.draft(options.root, options)


def audit(drafts: Any, options: argparse.Namespace) -> Result:
    """List what a draft leaves undecided and what clashes with earlier figures; 1 where anything is open."""
    lines, settled = drafts.audit(options.root, options)
    _said(lines, options.root)
    return 0 if settled else 1


def enter(entering: Any, options: argparse.Namespace) -> Result:
    """Write a decided draft and its source into the seeds, with a grade proposed for each new pair."""
    return entering.enter(options.root, options)


def seal(entering: Any, options: argparse.Namespace) -> Result:
    """Write the seal of a source, once every token is checked against its text."""
    return entering.seal(options.root, options.source_id)


def calibrate(calibrating: Any, options: argparse.Namespace) -> Result:
    """Rebuild seeds/calibration/ from a panel: calibrate PANEL.csv (or its folder)."""
    made = calibrating.calibrate(options.root, options.panel, options.download)
    return [f"seeds/calibration/{name}.csv: {len(frame)} rows" for name, frame in made.items()]


def bundle(bundle: Any, options: argparse.Namespace) -> Result:
    """Build briefs and site, and put them with workbook, tables and citations into one archive with checksums."""
    file = bundle.build(options.root)
    return [f"{file.relative_to(options.root).as_posix()}: {file.stat().st_size / 1e6:.1f} MB"]


def review(writing: Any, options: argparse.Namespace) -> Result:
    """Check each number of a report against what was published: comments, page and table in build/review/."""
    return writing.review(options.root, options.report, options.province)


if __name__ == "__main__":
    sys.exit(main())
