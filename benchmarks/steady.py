"""Whether notebooks rerun and test the same each time, and how long setting up takes.

.venv/bin/python benchmarks/steady.py --runs 50     rerun and test so many times: build/benchmarks/steady.json
.venv/bin/python benchmarks/steady.py --set-up 5    set up copies without .venv: build/benchmarks/setup.json
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from rerun import OUT, project, seconds, ways


def steady(times: int) -> None:
    """Rerun and test all notebooks so many times each, and count what failed or came out otherwise."""
    with tempfile.TemporaryDirectory() as place:
        copy = project(Path(place))
        every = ways(copy, OUT / "peers")
        before = {file.name: file.read_bytes() for file in (copy / "notebooks").iterdir()}
        failed = dict.fromkeys(("rerun", "nbval in the test task"), 0)
        for number in range(times):
            for name in failed:
                try:
                    every[name]()
                except SystemExit as error:
                    failed[name] += 1
                    print(error, file=sys.stderr)
            failed["rerun"] += any((copy / "notebooks" / name).read_bytes() != raw for name, raw in before.items())
            print(f"{number + 1}/{times}: {failed}", file=sys.stderr, flush=True)
    (OUT / "steady.json").write_text(json.dumps({"times": times, "failed": failed}) + "\n", encoding="utf-8")


def set_up(times: int) -> None:
    """Set up a copy without .venv so many times; the seconds that this takes more than the same task once it is set up."""
    taken = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as place:
            command = [sys._base_executable, str(project(Path(place)) / "run.py"), "check"]
            first, again = (seconds(command, dict(os.environ)) for _ in range(2))
            taken.append(first - again)
            print(f"{len(taken)}/{times}: {taken[-1]:.1f} s", file=sys.stderr, flush=True)
    (OUT / "setup.json").write_text(
        json.dumps({"times": times, "seconds": statistics.median(taken)}) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, metavar="TIMES")
    options.add_argument("--set-up", type=int, metavar="TIMES")
    chosen = options.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if chosen.runs:
        steady(chosen.runs)
    if chosen.set_up:
        set_up(chosen.set_up)
