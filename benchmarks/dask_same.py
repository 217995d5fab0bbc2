"""Whether two workers over Parquet partitions give what one process gives: python benchmarks/dask_same.py FOLDER"""

import sys
from pathlib import Path

import dask_example
import pandas as pd
from distributed import Client
from series import DATES, panel

from helpers.analysis.chain import chain

KEYS = ["target_id", "province", "indicator"]


def main():
    folder, frames = Path(sys.argv[1]), panel(3_000)
    names = sorted(frames[0].province.unique())
    for number in range(4):
        for name, frame in zip(("observations", "comparability"), frames, strict=False):
            (folder / name).mkdir(parents=True, exist_ok=True)
            frame[frame.province.isin(names[number::4])].to_parquet(folder / name / f"{number}.parquet")
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        lazy = dask_example.verdicts_of(folder, frames[2], DATES)
        assert len(client.ncores()) == 2 and lazy.npartitions == 4
        many = lazy.compute().sort_values(KEYS, ignore_index=True)
    one = chain(*frames, DATES, ["diffusion"])["target_gaps"].sort_values(KEYS, ignore_index=True)
    pd.testing.assert_frame_equal(one, many, check_dtype=False)
    print("the same", len(many))


if __name__ == "__main__":
    main()
