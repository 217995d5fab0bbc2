"""How long the project's notebooks take: its own rerun and tests beside their peers and their floor, in one run.

    .venv/bin/python benchmarks/rerun.py [ROUNDS]

Every round runs every way once, on a copy of the project, so that a slow minute of the machine hits them all;
ratios are taken within a round. Writes build/benchmarks/rerun.json.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "benchmarks"
FLOOR = """
import sys, time
sys.path.insert(0, {tests!r})
import helpers.outputs.warmed, rehearsal
from pathlib import Path
folder = Path({copy!r})
files = sorted((folder / "notebooks").glob("*.ipynb"))
begun = time.perf_counter()
for file in files:
    rehearsal.run(file, folder)
print(time.perf_counter() - begun)
"""


def ways(copy: Path, peers: Path) -> dict[str, Callable[[], float]]:
    """Each way to run all notebooks, as a call that returns its seconds."""
    notebooks = [str(file) for file in sorted((copy / "notebooks").glob("*.ipynb"))]
    own = os.environ | {
        "JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter")),
        "HELPERS_ROOT": str(copy),
        "PYTHONPATH": str(copy / "src"),
    }
    others = own | {"PYTHONPATH": os.pathsep.join([own["PYTHONPATH"], str(peers)])}
    warm = own | {"JUPYTER_DEFAULT_PROVISIONER_NAME": "warm-provisioner"}
    helpers = [sys.executable, "-m", "helpers", "rerun", "--root", str(copy)]
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--rootdir", str(copy)]
    nbval, task = ["--nbval", "--nbval-cell-timeout=300"], ["-p", "helpers.light", "-n", "auto", "--dist", "loadfile"]

    def rerun(*options: str) -> float:
        (copy / "build" / "memory.json").unlink(missing_ok=True)
        return seconds([*helpers, *options], own)

    def edited() -> float:
        rerun_memory = copy / "seeds" / "national.csv"
        before = rerun_memory.read_bytes()
        rerun_memory.write_bytes(before.replace(b",other wording than 2018-2020", b",another wording", 1))
        try:
            return seconds(helpers, own)
        finally:
            rerun_memory.write_bytes(before)
            subprocess.run(helpers, env=own, check=True, capture_output=True)

    def papermill() -> float:
        return sum(
            seconds([sys.executable, "-m", "papermill", "-k", "python3", "--cwd", str(copy), file, os.devnull], others)
            for file in notebooks
        )

    return {
        "rerun": rerun,
        "rerun, nothing changed": lambda: seconds(helpers, own),
        "rerun, one seed changed": edited,
        "rerun --fresh": lambda: rerun("--fresh"),
        "nbval in the test task": lambda: seconds([*pytest, *task, *nbval, *notebooks], warm),
        "jupyter execute": lambda: seconds([sys.executable, "-m", "jupyter", "execute", *notebooks], own),
        "papermill": papermill,
        "pytest --nbval": lambda: seconds([*pytest, *nbval, *notebooks], own),
        "pytest --nbmake": lambda: seconds([*pytest, "--nbmake", *notebooks], others),
        "floor": lambda: floor(copy, own),
    }


KERNEL = """
import sys, time
from pathlib import Path
import helpers.outputs.light, nbformat
from helpers import kernels
from nbclient import NotebookClient

if __name__ == "__main__":
    kernels.choose(fork={fork})
    empty = lambda: nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    run = lambda: NotebookClient(empty(), kernel_name="python3", shutdown_kernel="{shutdown}").execute()
    if {fork}:
        run()  # the process to fork from warms up
    begun = time.perf_counter()
    run()
    print(time.perf_counter() - begun)
"""
IMPORT = "import time; begun = time.perf_counter(); {}; print(time.perf_counter() - begun)"
PLOTS = """
import sys, time
sys.path.insert(0, {tests!r})
import helpers.outputs.warmed, rehearsal
from pathlib import Path
folder = Path({copy!r})
files = sorted((folder / "notebooks").glob("*.ipynb"))
took = []
for way in (rehearsal.run, rehearsal.run, rehearsal.difference):  # the first warms up
    begun = time.perf_counter()
    for file in files:
        way(file, folder)
    took.append(time.perf_counter() - begun)
print(took[1] - took[2])
"""


def parts(copy: Path) -> dict[str, Callable[[], float]]:
    """What the time of one notebook is spent on, each as a call that returns its seconds."""
    own = os.environ | {"JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter")), "PYTHONPATH": str(copy / "src")}

    def told(script: str) -> float:
        done = subprocess.run([sys.executable, "-c", script], env=own, capture_output=True, text=True, check=True)
        return float(done.stdout.splitlines()[-1])

    def kernel(fork: bool, shutdown: str) -> float:
        file = copy / "empty.py"
        file.write_text(KERNEL.format(fork=fork, shutdown=shutdown), encoding="utf-8")
        done = subprocess.run([sys.executable, str(file)], env=own, capture_output=True, text=True, check=True)
        return float(done.stdout.splitlines()[-1])

    return {
        "an empty notebook in a new kernel, shut down as by default": lambda: kernel(False, "graceful"),
        "the same, shut down at once": lambda: kernel(False, "immediate"),
        "the same in a fork of a warmed process": lambda: kernel(True, "immediate"),
        "imports of a notebook (pandas, seaborn, statsmodels)": lambda: told(
            IMPORT.format("import pandas, seaborn, statsmodels.api")
        ),
        "import nbformat, with the grammar that jsonschema builds": lambda: told(IMPORT.format("import nbformat")),
        "import nbformat, without it (helpers.light)": lambda: told(
            "import helpers.light; " + IMPORT.format("import nbformat")
        ),
        "all pictures of all notebooks": lambda: told(PLOTS.format(tests=str(ROOT / "tests"), copy=str(copy))),
    }


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """How long a command takes; it must succeed."""
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    took = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return took


def floor(copy: Path, environment: dict[str, str]) -> float:
    """The notebooks' code in one process that has imported everything, pictures drawn, nothing compared."""
    script = FLOOR.format(tests=str(ROOT / "tests"), copy=str(copy))
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return float(told.stdout.splitlines()[-1])


def project(folder: Path) -> Path:
    """A copy of the project's own files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def main(rounds: int) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    peers = OUT / "peers"
    install = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", sys.executable, "--target", str(peers)]
    if not peers.is_dir():
        pinned = ["-r", str(ROOT / "benchmarks" / "peers.txt"), "-c", str(ROOT / "requirements.lock")]
        subprocess.run([*install, *pinned], check=True)
    with tempfile.TemporaryDirectory() as place:
        every = ways(project(Path(place)), peers)
        pieces = parts(Path(place))
        every["rerun"]()  # compiled files, caches
        taken: dict[str, list[float]] = {name: [] for name in every}
        for number in range(rounds):
            for name, way in every.items():
                taken[name].append(way())
                print(f"{number + 1}/{rounds} {name}: {taken[name][-1]:.2f} s", file=sys.stderr, flush=True)
        spent = {name: statistics.median(piece() for _ in range(rounds)) for name, piece in pieces.items()}
    result = {
        "rounds": rounds,
        "parts": spent,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "seconds": {name: statistics.median(found) for name, found in taken.items()},
    }
    result["ratios"] = {
        f"{ours} / {theirs}": statistics.median(a / b for a, b in zip(taken[ours], taken[theirs], strict=True))
        for ours, theirs in (
            ("rerun", "jupyter execute"),
            ("rerun", "papermill"),
            ("rerun", "floor"),
            ("nbval in the test task", "pytest --nbval"),
            ("nbval in the test task", "pytest --nbmake"),
            ("nbval in the test task", "floor"),
        )
    }
    (OUT / "rerun.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
