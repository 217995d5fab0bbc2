"""The chain over Parquet partitions on several processes or machines, with Dask.

`verdicts_of` is all that it takes. Called as a script it measures from which size on that pays on this
machine, beside the same chain in one process: python benchmarks/dask_example.py (--quick).
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from helpers.analysis import series
from helpers.tables import codes

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "benchmarks"


# --- example
def verdicts(observations, comparability, about, dates):
    return series.chain(observations, comparability, about, dates, ["diffusion"], ["target_gaps"])["target_gaps"]


def verdicts_of(folder, about, dates):
    """Part n of observations/ and part n of comparability/ hold the same provinces."""
    import dask.dataframe as dd

    parts = [dd.read_parquet(f"{folder}/{name}") for name in ("observations", "comparability")]
    meta = verdicts(*(part._meta for part in parts), about, dates)
    options = {"meta": meta, "align_dataframes": False, "enforce_metadata": False}
    return dd.map_partitions(verdicts, *parts, about, dates, **options)


# --- end of the example


def store(folder, frames, parts):
    """Write a panel as Parquet in a number of parts of whole provinces."""
    for number, pair in enumerate(series.split(*frames[:2], -(-len(frames[0]) // parts))):
        for name, frame in zip(("observations", "comparability"), pair, strict=True):
            file = Path(folder) / name / f"{number:04}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            frame.to_parquet(file)


def in_one_process(folder, about, dates):
    """The same from the same files, with two threads."""
    frames = []
    for name in ("observations", "comparability"):
        files = sorted((Path(folder) / name).glob("*.parquet"))
        frames.append(codes.below([pd.read_parquet(file) for file in files]))
    return series.in_parts(*frames, about, dates, ["diffusion"], ["target_gaps"])["target_gaps"]


def measure(sizes, rounds):
    """Seconds of both ways by number of series, the workers already running; and of starting these."""
    from distributed import Client
    from series import DATES, national

    begun = time.perf_counter()
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None):
        found = {"start": time.perf_counter() - begun, "sizes": []}
        for count in sizes:
            frames = national(count)
            with tempfile.TemporaryDirectory() as folder:
                store(folder, frames, max(4, count // 250_000))
                ways = {
                    "one process": lambda folder=folder, frames=frames: in_one_process(folder, frames[2], DATES),
                    "Dask": lambda folder=folder, frames=frames: verdicts_of(folder, frames[2], DATES).compute(),
                }
                times = {name: [] for name in ways}
                ways["Dask"]()  # the workers import what they need
                for _ in range(rounds):
                    for name, way in ways.items():
                        begun = time.perf_counter()
                        assert len(way()) == count
                        times[name].append(time.perf_counter() - begun)
                found["sizes"].append({"series": count, "rows": len(frames[0]), **times})
    return found


def main(quick):
    if importlib.util.find_spec("dask") is None:  # again, in the environment that has it
        from peers import environment

        with tempfile.TemporaryDirectory() as folder:
            python = environment(Path(folder, "environment"), "dask.txt")
            if python is None:
                return "the packages of benchmarks/dask.txt can't be fetched here"
            call = [python, __file__, *sys.argv[1:]]
            return subprocess.run(call, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}).returncode
    BUILD.mkdir(parents=True, exist_ok=True)
    found = measure([2_000, 10_000] if quick else [2_000, 20_000, 200_000, 1_000_000, 3_000_000], 2 if quick else 5)
    (BUILD / "dask.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main("--quick" in sys.argv))
