"""The chain over Parquet partitions on several processes or machines, with Dask: the example of docs/method.md."""

import dask.dataframe as dd

from helpers.analysis.chain import chain


def verdicts(observations, comparability, tables, dates):
    return chain(observations, comparability, tables, dates, ["diffusion"])["target_gaps"]


def verdicts_of(folder, tables, dates):
    """Part n of observations/ and part n of comparability/ hold the same provinces."""
    parts = [dd.read_parquet(f"{folder}/{name}") for name in ("observations", "comparability")]
    meta = verdicts(*(part._meta for part in parts), tables, dates)
    return dd.map_partitions(verdicts, *parts, tables, dates, meta=meta, align_dataframes=False, enforce_metadata=False)
