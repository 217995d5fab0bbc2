"""docs/speed.md from the results of the benchmarks: `python benchmarks/report.py`."""

from statistics import median

from page import ROOT, measured, number, ratio, table, verdict

WANTED = {"series": 500_000, "memory": 1.5, "OLS": 100, "drift": 10, "small": 50, "slope": 1.05}


def figures(results):
    """The table of what was wanted and what was measured."""
    found, memory = results["throughput"], {name: peak / 1e9 for name, peak in results["memory"].items()}
    both, small = found["two cores"], results["small"]
    rows = [  # what, measured, the least (or, of the last three kinds, the most) that was wanted
        ("series a second to verdicts, two threads", median(both), "series"),
        ("… on one thread", median(found["one core"]), None),
        ("… every table kept, growth with its corners too, two threads", median(found["all tables kept"]), "series"),
        ("times a loop of statsmodels OLS with a range of 80 %", ratio(both, found["OLS loop with ranges"]), "OLS"),
        ("times the same without a range, which the chain has", ratio(both, found["OLS loop"]), "OLS"),
    ]
    if "drift" in found:
        stage = [found["series"] / stages["projections with ranges"] for stages in found["stages"]]
        drift = "times statsforecast's RandomWalkWithDrift with a range of 80 %"
        rows += [
            (drift, ratio(both, found["drift with a range"]), "drift"),
            ("times the same without a range, which the chain has", ratio(both, found["drift"]), "drift"),
            ("… its stage of projections with ranges alone", ratio(stage, found["drift"]), None),
        ]
    rows += [
        (f"peak memory for {results['memory series']:,} series, input included, GB", memory["verdicts"], "memory"),
        ("… of which the loaded input and the libraries, GB", memory["loaded"], None),
        ("… every table kept, GB", memory["all tables"], None),
        ("slope of cost over rows from 100,000 on, logarithmic axes (1: linear)", results["slope"], "slope"),
        ("the project's own two provinces, all methods and dates, ms", median(small), "small"),
        (f"… the fastest of {len(small)} calls", min(small), None),
    ]
    return table([["", "wanted", "measured", ""], *(judged(*row) for row in rows)])


def judged(name, value, wanted):
    """A row of `figures` in words."""
    if wanted is None:
        return [name, "", number(value), ""]
    reached = value <= WANTED[wanted] if wanted in ("memory", "slope", "small") else value >= WANTED[wanted]
    return [name, f"{WANTED[wanted]:,}", number(value), verdict(reached)]


def stages(results):
    """Where the time of one thread goes, in per cent, largest first."""
    found, count = results["throughput"]["stages"], results["throughput"]["series"]
    times = {name: median(stage[name] for stage in found) for name in found[0]}
    whole = sum(times.values())
    rows = [["stage", "per cent", "µs a series"]]
    for name, time in sorted(times.items(), key=lambda part: -part[1]):
        rows.append([name, f"{100 * time / whole:.0f}", f"{1e6 * time / count:.2f}"])
    return table(rows)


REACHED = {  # ratio -> (what was asked, what has been reached elsewhere with simple means)
    "rerun / jupyter execute": (0.35, "0.43"),
    "nbval in the test task / pytest --nbval": (0.5, "0.66"),
}


def rerun_section(results):
    """“Rerun and test” of docs/speed.md, from build/benchmarks/rerun.json and steady.json."""
    took, ratios = results["seconds"], results["ratios"]
    ways = table([["way to run all notebooks", "seconds"], *([name, number(value)] for name, value in took.items())])
    asked = [["ratio within a round", "asked", "reached before", "measured", ""]]
    for name, value in ratios.items():
        most, before = REACHED.get(name, (None, ""))
        told = "" if most is None else verdict(value <= most)
        asked.append([name, "" if most is None else str(most), before, f"{value:.2f}", told])
    spent = table([["part", "seconds"], *([name, number(value)] for name, value in results["parts"].items())])
    still = took["rerun, nothing changed"]
    return f"""## Rerun and test

All notebooks of the project, {results["rounds"]} rounds, each way once a round (`python benchmarks/rerun.py`), medians; Python {results["python"]}, {results["cores"]} cores. The floor is the notebooks' code in one process that has imported everything, pictures drawn, nothing stored and nothing compared. The rerun and the test task run a notebook on each core, the other ways one after another.

{ways}

{table(asked)}

A rerun with nothing changed takes {number(still)} s (asked: 2): {verdict(still <= 2)}. It says so and imports neither Jupyter nor seaborn. After a change of one seed only the notebooks run that read a table which came out differently; `build/memory.json` knows what each has read.

{set_up()}{steadiness()}Where the time of one notebook goes:

{spent}

**What helped.** Kernels fork from one process that has imported everything (`helpers.kernels`, a provisioner that Jupyter and nbval take up by themselves): each notebook still has a process of its own, and `--fresh` gives the same bytes from kernels that start as Jupyter starts them. Two run at a time, but start one after the other: two that look for free ports at once may find the same. Shutdown at once. The grammar that `jsonschema` builds for a format that no notebook has is left out in three lines (`helpers.light`); the cure belongs upstream, where the import could wait for its first use: https://github.com/python-jsonschema/jsonschema. Set-up compiles what the notebooks import, not all ten thousand files.

**What did not.** Sockets in files in place of TCP ports (`ipc`): this kernel did not answer on them.

**What the last tenth would cost.** The floor is the notebooks' own work. Between it and the rerun lie the tables' own checks, one import of everything, messages between client and kernel, and reading and writing what is stored; below that only a process that stays alive between reruns would help, and such a process would have to be trusted to hold nothing.
"""


def set_up():
    """How long setting up takes, as a sentence; '' where it wasn't measured."""
    if (results := measured("setup")) is None:
        return ""
    took = results["seconds"]
    return (
        f"Setting up from nothing, the packages in uv's cache, takes {number(took)} s, the median of {results['times']} "
        f"(asked: 20): {verdict(took <= 20)}.\n\n"
    )


def steadiness():
    """How often rerun and tests of the notebooks failed, as a sentence; '' where it wasn't measured."""
    if (results := measured("steady")) is None:
        return ""
    failed = " and ".join(f"{count} of the {name}" for name, count in results["failed"].items())
    return f"Of {results['times']} runs of each in a row (asked: 50), {failed} failed or stored another byte (`benchmarks/steady.py`).\n\n"


def series_section(results):
    """“Many series” of docs/speed.md, from build/benchmarks/series.json."""
    about, found = results["about"], results["throughput"]
    cost = table(
        [["rows", "series", "seconds", "series a second"]]
        + [
            [f"{at['rows']:,}", f"{at['series']:,}", number(at["seconds"]), number(at["series"] / at["seconds"])]
            for at in results["cost"]
        ]
    )
    return f"""## Many series

`helpers.series.chain` takes a long frame of any number of series from tidy figures to verdicts: pairs, spans, the central projection with its range on the targets' dates, and all four rules; growth with its corners, on which no verdict rests, where it is asked for. No Python runs over series: texts are numbers (`helpers.codes`), chains are runs of rows. `series.in_parts` does the same in parts of whole provinces on two threads. One panel serves all figures here: {found["series"]:,} series ({found["rows"]:,} rows), three to five figures each, seeded; {about["rounds"]} interleaved rounds in one run (`python benchmarks/series.py`), medians; Python {about["python"]}, pandas {about["pandas"]}, {about["cores"]} cores, load {about["load before"]:.1f} before it began.

{figures(results)}

A loop of OLS gives a line and no verdict, RandomWalkWithDrift a projection and no verdict: the chain does more in the time that is compared. It is the scalar forms' result on each of 10,000 random series (tests/test_series.py).

![Seconds by rows, on logarithmic axes](speed-series.png)

{cost}

Up to some ten thousand rows a run costs what a few hundred calls of pandas cost; beyond that these calls weigh less and less, and the cost never rises faster than the rows do.

Where the time of one thread goes:

{stages(results)}

**What helped.** Texts as categories, their codes compared and joined in place of merges on six columns; one sort, and none where the rows are in order; runs and `reduceat` for chains; a calendar in place of dates; a sentence written once a combination; lookups in the order of the series, the order of the targets last; large and even parts; no growth table where verdicts alone are wanted; rates of growth in blocks of rows whose columns in between stay in the processor's cache.

**What did not.** Small parts, where everything would stay in that cache: {parts(results)}a part costs some {number(1000 * results["cost"][0]["seconds"])} ms of calls before it computes anything, and these hold the interpreter's lock. {allocator(found)}Processes in place of threads: the two of Dask, below, take longer; their verdicts have to be sent back.

**What the rest would cost.** Not tried: numba or another compiled loop over rows. It would save the passes over memory and the lock, at the price of a second form of every rule, a compiler to install and to wait for in the small case, and columns that nobody reads. The smaller step is to spare calls of pandas, which are most of the small case.
"""


def allocator(found):
    """What it brings to keep memory from one column to the next, as a sentence; '' where it wasn't measured."""
    if "allocator" not in found:
        return ""
    speeds, times = found["allocator"], ratio(found["allocator"]["kept"], found["allocator"]["usual"])
    return (
        "glibc told to keep freed memory for the next column (the values are in benchmarks/series.py): "
        f"{number(median(speeds['kept']))} series a second beside {number(median(speeds['usual']))}, each the best of "
        f"four runs, {times:.2f} times as many. "
    )


def parts(results):
    """The speed of two threads by the size of their parts, as a phrase; '' where it wasn't measured."""
    found = results["throughput"].get("parts", {})
    told = [
        f"{number(median(speeds))} series a second with {int(rows):,} rows a part" for rows, speeds in found.items()
    ]
    return f"{', '.join(told)}; " if told else ""


def example():
    """The lines of the Dask example, as they are run."""
    text = (ROOT / "benchmarks" / "dask_example.py").read_text(encoding="utf-8")
    lines = text.split("# --- example\n")[1].split("# --- end of the example")[0].strip()
    return f"```python\n{lines}\n```"


def big_section(dask):
    """“Beyond one machine” of docs/speed.md, from build/benchmarks/dask.json; `dask` may be None."""
    text = f"""## Beyond one machine

Each series stands alone, so that the chain of a part is that part of the chain, and an existing engine runs it unchanged. With `pip install tay-bac-so[big]` Dask maps it over Parquet partitions:

{example()}

tests/test_big.py runs it with two local workers and compares the result with that of one process.
"""
    if dask is None:
        return text
    rows = [["series", "rows", "one process, two threads, s", "Dask, two workers, s", "Dask / one process"]]
    pays = []
    for size in dask["sizes"]:
        one, many = size["one process"], size["Dask"]
        factor = ratio(many, one)
        pays += [size["series"]] if factor < 1 else []
        rows.append(
            [f"{size['series']:,}", f"{size['rows']:,}", number(median(one)), number(median(many)), f"{factor:.2f}"]
        )
    told = (
        f"On this machine two workers are faster from {min(pays):,} series on"
        if pays
        else f"On this machine two workers are not faster up to {dask['sizes'][-1]['series']:,} series"
    )
    return f"""{text}
Both read the same Parquet files and end with the verdicts in one frame; the workers were already running (starting them took {number(dask["start"])} s):

{table(rows)}

{told}. Where it is slower, Dask still pays when the memory of one machine no longer holds the panel, or where there are more machines.
"""


def main():
    """Write docs/speed.md from the results that exist."""
    sections = []
    for name, section in {"rerun": rerun_section, "series": series_section, "dask": big_section}.items():
        if (results := measured(name)) is not None:
            sections.append(section(results))
    text = "# Speed\n\nMeasured, not remembered: `python benchmarks/report.py` writes this page.\n\n" + "\n".join(
        sections
    )
    (ROOT / "docs" / "speed.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
