"""statsforecast's RandomWalkWithDrift over made-up series, for benchmarks/series.py: prints its seconds."""

import sys
import time

import numpy as np
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import RandomWalkWithDrift


def main(series, level):
    """Seconds for a number of series, six years ahead, with a range of `level` per cent, or none where it is 0."""
    draw = np.random.default_rng(20251231)
    count = draw.choice([3, 4, 5], series)
    owner = np.repeat(np.arange(series), count)
    point = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    frame = pd.DataFrame({"unique_id": owner, "ds": 2020 + point, "y": draw.uniform(0, 100, len(owner))})
    asked = {"h": 6} | ({"level": [level]} if level else {})
    forecast = StatsForecast(models=[RandomWalkWithDrift()], freq=1).forecast
    forecast(df=frame.head(50), **asked)  # compiles
    begun = time.perf_counter()
    forecast(df=frame, **asked)
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
