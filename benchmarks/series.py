"""How many series a second go from tidy figures to verdicts, on one core: python benchmarks/series.py"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.analysis.chain import chain
from helpers.tables import files

ROOT = Path(__file__).resolve().parents[1]
DATES = [pd.Timestamp("2030-12-31")]  # of the panel's targets
YEARS = [2018, 2020, 2022, 2024]
INDICATORS = 30


def panel(series):
    """Made-up shares of `series` (commune, indicator) pairs in four years, as arguments of the chain."""
    draw = np.random.default_rng(2030)
    number = np.arange(series)
    keys = pd.DataFrame({"province": [f"commune-{one // INDICATORS:05}" for one in number]})
    keys["indicator"] = [f"share_{one % INDICATORS:02}_pct" for one in number]
    start, gain = draw.uniform(5, 60, series), draw.uniform(0, 5, series)
    parts = [keys.assign(year=year, value=(start + gain * (year - 2018)).round(1)) for year in YEARS]
    same = {"unit": "%", "source_id": "S01", "qualifier": "", "period_basis": "stated"}
    rows = pd.concat(parts).assign(**same).sort_values(["province", "indicator", "year"])
    rows["date"], rows["period"] = pd.to_datetime(rows.year.astype(str) + "-12-31"), rows.year.astype(str)
    rows["lower"], rows["upper"] = rows.value - 0.05, rows.value + 0.05
    return rows.drop(columns="year").reset_index(drop=True), grades(keys), metadata(keys.indicator.unique())


def grades(keys):
    """A grade for each pair of neighbours: A, and now and then a break."""
    years = pd.DataFrame({"start_period": YEARS[:-1], "end_period": YEARS[1:]}).astype(str)
    table = keys.merge(years, how="cross").rename(columns={"indicator": "start_indicator"})
    table = table.assign(end_indicator=table.start_indicator, start_source="S01", end_source="S01", reason="made up")
    return table.assign(grade=np.where(np.arange(len(table)) % 17, "A", "D"))


def metadata(names):
    """What does not grow with the series: indicators of people, and a target of each for 2030."""
    indicators = pd.DataFrame({"indicator": names, "name_en": names, "family": names, "denominator": "all"})
    indicators = indicators.assign(kind="people", upper_bound=100.0)
    targets = pd.DataFrame({"target_id": [f"TVN{place}" for place in range(len(names))], "scope": "vietnam"})
    targets = targets.assign(value=90.0, comparator=">=", target_year=2030)
    matches = pd.DataFrame({"target_id": targets.target_id, "indicator": names, "match": "exact"})
    matches = matches.assign(bound="none", reason="made up")
    made = {"indicators": indicators, "targets": targets, "target_matches": matches}
    return made | {name: files.read(name, ROOT) for name in ("coefficients", "range_quantiles", "feasibility")}


def main():
    for series in map(int, sys.argv[1:] or (3_000, 10_000, 30_000, 100_000, 300_000)):
        frames = panel(series)
        times = []
        for _ in range(3):
            begun = time.process_time()
            chain(*frames, DATES, ["diffusion"])
            times.append(time.process_time() - begun)
        print(f"{series:>9,} series, {len(frames[0]):>9,} figures: {series / min(times):>9,.0f} series a second")


if __name__ == "__main__":
    main()
