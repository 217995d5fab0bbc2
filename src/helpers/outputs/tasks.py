"""The tasks of every day: rerun, test, check, lab, serve."""

import argparse
import contextlib
import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from helpers.outputs import fingerprint
from helpers.tables.refusals import Refusal

Result = tuple[list[str], int]  # of a task: the lines to print, the exit status


def rerun(root: Path, options: argparse.Namespace) -> Result:
    """Recompute the tables and run the notebooks, where anything has changed; what moved."""
    if not options.fresh and fingerprint.nothing_changed(root):
        return ["Nothing has changed since the last run: tables, notebooks and README are up to date."], 0
    from helpers.outputs import changes, notebooks, rerun

    for line in notebooks.strays(root):
        print(line, file=sys.stderr)
    before = None  # where there are none to compare with
    with contextlib.suppress(Refusal):
        before = changes.claims_of(str(root), root)
    frames, changed = rerun.rerun(root, options.fresh)
    lines = [f"{name}: {len(frame)} rows" for name, frame in frames.items()]
    lines.append("changed: " + (", ".join(changed) or "nothing"))
    return lines + (changes.moved(before, changes.claims_of(str(root), root)) if before is not None else []), 0


def test(root: Path, options: argparse.Namespace) -> Result:
    """Run pytest: a file at a time on each core, but what is named here, where it can be watched."""
    from helpers.outputs import kernels

    if kernels.can_fork():
        os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = kernels.FORKING
    everything = all(argument.startswith("-") for argument in options.pytest)
    command = [sys.executable, "-m", "pytest", "--rootdir=.", *options.pytest, *(["-n", "auto"] if everything else [])]
    return [], subprocess.call([*command, *(["-m", ""] if options.all else [])], cwd=root)


def check(root: Path, options: argparse.Namespace) -> Result:
    """Whether the committed tables are what the seeds give; Refusal with the differences, and what translations lack."""
    from helpers.claims import words
    from helpers.outputs import rerun

    if lines := rerun.differences(root) + words.faults():
        raise Refusal("\n".join(lines))
    return ["data/ is what seeds/ give."], 0


def lab(root: Path, options: argparse.Namespace) -> Result:
    """Open JupyterLab at the first notebook."""
    first = "/lab/tree/notebooks/00-start-here.ipynb"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}", f"--LabApp.default_url={first}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is no one else
    return [], subprocess.call([*command, *options.jupyter], cwd=root)


def serve(root: Path, options: argparse.Namespace) -> Result:
    """Serve build/site until interrupted; Refusal where it is not there or the port is taken."""
    folder, port = root / "build" / "site", options.port
    if not folder.is_dir():
        raise Refusal("build/site: not built yet; build it first: python3 run.py site")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=folder))
    except OSError as error:
        todo = f"a free port; name one: python3 run.py serve --port {port + 1}"
        raise Refusal(f"--port {port}: {error.strerror}; {todo}") from error
    print(f"http://127.0.0.1:{port}/ shows build/site; Ctrl+C ends it", flush=True)
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return [], 0
