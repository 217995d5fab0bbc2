"""How fast the chain from figures to verdicts runs over a national panel, beside its peers: `python benchmarks/series.py`.

Everything in one run, interleaved, medians of at least five; ratios are medians of the rounds' ratios.
Writes build/benchmarks/series.json and docs/speed-series.png; --quick takes less of everything and writes no picture.
"""

import argparse
import functools
import json
import os
import pickle
import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from panel import COMMUNES, INDICATORS, panel
from peers import drift, environment, ols_loop, seconds

from helpers.analysis import growth, pairs, projection, series, targets
from helpers.seeds import checks, tidy
from helpers.tables import files

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "benchmarks"
DATES = [pd.Timestamp("2030-12-31")]  # of the panel's targets
CENTRAL = ["diffusion"]


def national(count):
    """A panel as arguments of the chain: observations, comparability, and what doesn't grow with the series."""
    tables_ = panel(count)
    about = tables_ | {name: files.read(name, ROOT) for name in ("coefficients", "range_quantiles")}
    return tables_["observations"], tables_["comparability"], about


def verdicts(frames, workers=2, keep=("target_gaps",)):
    """The chain over a panel, from tidy frame to verdict frame."""
    return series.in_parts(*frames, DATES, CENTRAL, keep, workers)


def stages(frames):
    """Seconds of each stage of the chain, one after another on one core."""
    observations, comparability, about = frames
    made = {}

    def step(name, call):
        made[name] = call()

    steps = {
        "pairs": lambda: pairs.links(observations, comparability),
        "chains": lambda: pairs.joints(made["pairs"]),
        "growth": lambda: growth.growth_of(made["pairs"], made["chains"], about["indicators"]),
        "spans": lambda: pairs.spans(made["pairs"], made["chains"]),
        "projections with ranges": lambda: projection.project(
            made["spans"], about["indicators"], about, DATES, CENTRAL
        ),
        "verdicts": lambda: targets.gaps(
            about["targets"], about["target_matches"], observations, made["spans"], made["projections with ranges"]
        ),
    }
    return {name: seconds(functools.partial(step, name, call)) for name, call in steps.items()}


def throughput(count, rounds, sample, python):
    """Series per second of the chain and of its peers, round by round."""
    frames = national(count)
    found = {name: [] for name in ("two cores", "one core", "all tables kept", "OLS loop", "OLS loop with ranges")}
    found |= {"drift": [], "drift with a range": [], "stages": []}
    verdicts(frames)  # warm
    for _ in range(rounds):
        found["two cores"].append(count / seconds(lambda: verdicts(frames)))
        found["one core"].append(count / seconds(lambda: verdicts(frames, 1)))
        found["all tables kept"].append(count / seconds(lambda: verdicts(frames, 2, series.TABLES)))
        found["stages"].append(stages(frames))
        found["OLS loop"].append(sample / ols_loop(frames, sample, False))
        found["OLS loop with ranges"].append(sample / ols_loop(frames, sample, True))
        if python:
            found["drift"].append(50 * sample / drift(python, 50 * sample, 0))
            found["drift with a range"].append(sample / drift(python, sample, 80))
    return {name: values for name, values in found.items() if values} | {"series": count, "rows": len(frames[0])}


def by_part(count, rounds):
    """Series per second of two threads by the rows of their parts."""
    frames, usual, found = national(count), series.ROWS, {}
    for _ in range(rounds):
        for series.ROWS in (len(frames[0]) // 16, len(frames[0]) // 4, len(frames[0])):
            found.setdefault(series.ROWS, []).append(count / seconds(lambda: verdicts(frames)))
    series.ROWS = usual
    return found


KEEPING = {"MALLOC_MMAP_THRESHOLD_": str(10**9), "MALLOC_TRIM_THRESHOLD_": str(4 * 10**9)}  # glibc's, in bytes


def by_allocator(count, rounds):
    """Series per second where freed memory goes back to the system, as usual, and where glibc keeps it for the next column."""
    found = {"usual": [], "kept": []}
    for _ in range(rounds):
        for name, more in (("usual", {}), ("kept", KEEPING)):
            call = [sys.executable, __file__, "--speed", str(count)]
            done = subprocess.run(call, check=True, capture_output=True, text=True, env=os.environ | more)
            found[name].append(float(done.stdout))
    return found


def speed(count):
    """Print the series per second of this process, once it is warm."""
    frames = national(count)
    print(count / min(seconds(lambda: verdicts(frames)) for _ in range(4)))


def memory(count, keep):
    """Peak memory in bytes of a process that loads a panel and runs the chain, and of one that only loads it."""
    file = BUILD / f"panel-{count}.pickle"
    file.write_bytes(pickle.dumps(national(count)))
    peaks = {}
    for name, tables_ in (("loaded", []), ("verdicts", ["target_gaps"]), ("all tables", keep)):
        call = [sys.executable, __file__, "--peak", str(file), *tables_]
        peaks[name] = int(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    file.unlink()
    return peaks


def peak(file, keep):
    """Run the chain on a stored panel and print the peak memory of this process in bytes."""
    with open(file, "rb") as stored:
        frames = pickle.load(stored)
    if keep:
        verdicts(frames, keep=keep)
    print(peak_of_process())


def peak_of_process():
    """Peak memory in bytes; where Linux tells it, since the process began: ru_maxrss carries its parent's over."""
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * int(next(line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def growth_of_cost(most, rounds):
    """Seconds of the chain by number of rows, from a thousand to `most` in half decades."""
    found = []
    for rows in 10 ** np.arange(3, np.log10(most) + 0.01, 0.5):
        frames = national(int(rows / 4))
        times = [seconds(lambda frames=frames: verdicts(frames)) for _ in range(rounds)]
        found.append({"rows": len(frames[0]), "series": int(rows / 4), "seconds": float(np.median(times))})
    return found


def slope(points, least=1e5):
    """The slope of seconds over rows on logarithmic axes, from a size on; 1 is linear."""
    points = [point for point in points if point["rows"] >= 0.9 * least]
    return float(np.polyfit(*(np.log([point[name] for point in points]) for name in ("rows", "seconds")), 1)[0])


def small(rounds):
    """Milliseconds of the chain over the project's own seeds."""
    seeds = checks.checked_seeds(ROOT)
    observations = tidy.observations(seeds["reported"], seeds["indicators"])
    return [1000 * seconds(lambda: series.chain(observations, seeds["comparability"], seeds)) for _ in range(rounds)]


def draw(results):
    """docs/speed-series.png: seconds by rows on logarithmic axes, beside the linear cost."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows, times = (np.array([point[name] for point in results["cost"]]) for name in ("rows", "seconds"))
    figure, axes = pyplot.subplots(figsize=(6.4, 4), layout="constrained")
    axes.loglog(rows, times, "o-", color="#0b6e4f", label="the chain, two threads")
    axes.loglog(rows, times[-1] * rows / rows[-1], "--", color="#767676", label="linear")
    axes.set(xlabel="rows (figures)", ylabel="seconds", title="From figures to verdicts: cost by size")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(ROOT / "docs" / "speed-series.png", dpi=120, metadata={"Software": None})


def run(quick):
    """All measurements as one mapping."""
    count = 20_000 if quick else COMMUNES * INDICATORS
    rounds = 2 if quick else 5
    about = {"python": platform.python_version(), "cores": os.cpu_count(), "load before": os.getloadavg()[0]}
    results = {"about": about | {"pandas": pd.__version__, "numpy": np.__version__, "rounds": rounds}}
    results["small"] = small(20 * rounds + 1)
    with tempfile.TemporaryDirectory() as folder:
        python = environment(Path(folder, "environment"), "statsforecast.txt")
        results["throughput"] = throughput(count, rounds, 400 if quick else 2000, python)
    results["throughput"]["parts"] = by_part(count, rounds)
    results["throughput"]["allocator"] = by_allocator(count, rounds)
    results["memory"] = memory(count if quick else 1_000_000, series.TABLES)
    results["memory series"] = count if quick else 1_000_000
    results["cost"] = growth_of_cost(1e5 if quick else 1e7, rounds)
    results["slope"] = slope(results["cost"], 1e4 if quick else 1e5)
    return results


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    options.add_argument("--peak", nargs="+", help=argparse.SUPPRESS)
    options.add_argument("--speed", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.speed:
        return speed(chosen.speed)
    if chosen.peak:
        return peak(chosen.peak[0], chosen.peak[1:])
    BUILD.mkdir(parents=True, exist_ok=True)
    results = run(chosen.quick)
    (BUILD / "series.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if not chosen.quick:
        draw(results)
    from report import series_section

    print(series_section(results))


if __name__ == "__main__":
    main()
