"""The command line: python -m helpers TASK. A task is a function of helpers.outputs, imported when it runs."""

import argparse
import io
import os
import pkgutil
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from helpers.outputs import environment  # isort: skip  first: see there

from helpers.outputs import fingerprint
from helpers.tables.refusals import Refusal

PROJECT = Path(__file__).resolve().parents[2]
TASKS = {  # where the function of each stands in helpers.outputs, and what it does
    "rerun": ("tasks:rerun", "Recompute the tables, run the notebooks, and say what changed."),
    "test": ("tasks:test", "Run the tests, the notebooks under nbval included."),
    "check": ("tasks:check", "Say whether the tables are what the seeds give, and which translations are missing."),
    "lab": ("tasks:lab", "Open JupyterLab at 00-start-here."),
    "claim": ("trace:claim", "Print a claim: sentence, range, the trail to its printed token, a citation."),
    "brief": ("brief:brief", "Build briefs, pictures, workbook and citations under build/."),
    "site": ("site.build:site", "Build the web pages under build/site, in Vietnamese and English."),
    "serve": ("tasks:serve", "Show build/site on this machine's loopback address until interrupted."),
    "diff": ("changes:diff", "Compare two releases claim by claim."),
    "draft": ("drafts:draft", "Propose the rows of a new article for reported.csv, and its source."),
    "audit": ("drafts:audit", "List what a draft leaves undecided and what clashes; 1 where any is open."),
    "enter": ("entering:enter", "Write a decided draft and its source into the seeds, grades proposed."),
    "seal": ("entering:seal", "Write the seal of a source, once every token is checked against its text."),
    "calibrate": ("calibrating:calibrate", "Rebuild seeds/calibration/ from a panel."),
    "bundle": ("bundle:bundle", "Put briefs, site, workbook, tables and citations into one archive with checksums."),
    "review": ("review.writing:review", "Check each number of a report against what was published."),
}
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
        with mock.patch.dict(os.environ, HELPERS_ROOT=str(root)):  # read by files.root(), here and in what is started
            lines, status = pkgutil.resolve_name(f"helpers.outputs.{options.function}")(root, options)
        try:
            print("".join(f"{_typed(line, root)}\n" for line in lines), end="", flush=True)
        except BrokenPipeError:  # whoever reads the output, as head, has enough of it; the task itself is done
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(status)
    except Refusal as error:
        print(_typed(str(error), root), file=sys.stderr)
        print(error.closing, end="\n" if error.closing else "")
        return error.status
    except ModuleNotFoundError as error:
        print(f"{error}: python3 run.py {options.task} installs what it needs", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error}; nothing was replaced; free some space or change the permissions", file=sys.stderr)
        return 1


def _typed(text: str, root: Path) -> str:
    """A text whose commands name the folder that they are for, where it is not the project."""

    def whole(command: re.Match[str]) -> str:
        built = f' "{root / command[2]}"' if command[2] else ""
        return f'python3 run.py{command[1] or " rerun"} --root "{root}"{built}'  # quoted: blanks in its name

    return text if root == PROJECT else re.sub(r"python3 run\.py( [a-z]+)?(?: (build/[\w.-]+))?", whole, text)


def parser() -> argparse.ArgumentParser:
    """The command line: every task with its arguments."""
    whole = argparse.ArgumentParser(prog="python3 run.py", description="Without a task: rerun.")
    tasks, add = whole.add_subparsers(dest="task", metavar="TASK", required=True), dict[str, Callable[..., Any]]()
    for name, (function, does) in TASKS.items():
        task = tasks.add_parser(name, help=does, description=does)
        task.add_argument("--root", type=Path, default=PROJECT, help=ROOT)
        task.set_defaults(function=function)
        add[name] = task.add_argument
    add["rerun"]("--fresh", help="run everything anew, each notebook in a new kernel", **FLAG)
    add["test"]("--all", help="the slow tests too, as CI runs them", **FLAG)
    add["test"]("pytest", nargs="*", help="what pytest is to run (default: everything)")
    add["lab"]("jupyter", nargs="*", help="after --: what JupyterLab is to be started with")
    add["claim"]("claim_id", metavar="ID", help="as in data/claims.csv, or a part of it to search for")
    add["brief"]("--annex", help="briefs headed as an annex to a report", **FLAG)
    add["serve"]("--port", type=int, default=8000, help="another one where 8000 is taken")
    add["diff"]("old", metavar="OLD", help="a version, claims.csv, folder or git revision")
    add["diff"]("new", metavar="NEW", nargs="?", help="the same (default: now)")
    add["draft"]("text", type=Path, nargs="?", metavar="TEXT", help="the article, in UTF-8 (none: empty forms)")
    add["draft"]("--source-id", default="", help="the id that its source is to get (default: the next one)")
    add["draft"]("--province", **PROVINCE)
    add["draft"]("--force", help="replace an older draft of that id, with its form", **FLAG)
    add["audit"]("draft", type=Path, nargs="?", metavar="DRAFT", help="a draft (default: the seeds)")
    add["enter"]("draft", type=Path, metavar="DRAFT", help="a decided draft, as build/draft-S12.csv")
    add["seal"]("source_id", metavar="SOURCE", help="its id, as S06")
    add["calibrate"]("panel", type=Path, nargs="+", help="CSV files with entity, year, value, or their folder")
    add["review"]("report", type=Path, metavar="REPORT", help="DOCX, ODT, Markdown or text, Vietnamese or English")
    add["review"]("--province", **PROVINCE)
    return whole


if __name__ == "__main__":
    sys.exit(main())
