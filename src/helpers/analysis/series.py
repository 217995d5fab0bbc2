"""The chain from figures to verdicts: one function of frames, at once or in parts on several cores."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd

from helpers.analysis import growth, pairs, projection, targets
from helpers.seeds.tidy import SERIES
from helpers.tables import codes

LEAST_ROWS = 100_000  # below it a second thread costs more than it brings
TABLES = ("growth", "spans", "projections", "target_gaps")
ROWS = 1_500_000  # as large as memory allows: a part costs what the smallest run costs


def chain(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    about: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] | None = None,
    methods: Collection[str] = projection.METHODS,
    keep: Collection[str] = TABLES,
) -> dict[str, pd.DataFrame]:
    """The tables growth, spans, projections and target_gaps of any number of series, by name; of these those to keep.

    `observations` as in data/, `comparability` as in seeds/: a grade for each pair of neighbours. `about` holds what
    doesn't grow with the series: indicators, targets, target_matches, coefficients, range_quantiles. `dates` and
    `methods` as in projection.project; verdicts need the targets' dates and "diffusion". Each series stands alone:
    the chain of a part is that part of the chain. Categorical texts come back categorical, and fast.
    """
    links = pairs.links(observations, comparability)
    joined = pairs.joints(links)
    spans = pairs.spans(links, joined)
    projected = projection.project(spans, about["indicators"], about, dates, methods)
    gaps = targets.gaps(about["targets"], about["target_matches"], observations, spans, projected)
    found = {"spans": spans, "projections": projected, "target_gaps": gaps}
    if "growth" in keep:  # the costliest of them, and nothing else rests on it
        found["growth"] = growth.growth_of(links, joined, about["indicators"])
    return {name: found[name] for name in keep}


def in_parts(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    about: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] | None = None,
    methods: Collection[str] = projection.METHODS,
    keep: Collection[str] = TABLES,
    workers: int = 2,
) -> dict[str, pd.DataFrame]:
    """`chain` over parts of whole provinces, several at a time; the tables to keep, the parts one below the other.

    numpy and pandas let go of the interpreter while they compute, so that threads keep the cores busy and share
    the frames. target_gaps stand by target within each part.
    """
    rows = ROWS if len(observations) < LEAST_ROWS else _even(len(observations), workers)
    of_part = partial(chain, about=about, dates=dates, methods=methods, keep=keep)
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(lambda part: of_part(*part), split(observations, comparability, rows)))
    return {name: codes.below([part[name] for part in parts]) for name in keep}


def _even(rows: int, workers: int) -> int:
    """The size of parts that are at most ROWS and as many for each worker."""
    return math.ceil(rows / (workers * math.ceil(rows / (workers * ROWS))))


def split(
    observations: pd.DataFrame, comparability: pd.DataFrame, rows: int
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Both frames by the same provinces, some `rows` observations at a time."""
    figures, grades = codes.keys((observations, SERIES[:1]), (comparability, SERIES[:1]))
    (observations, figures), (comparability, grades) = (
        (frame, key)
        if (key[1:] >= key[:-1]).all()
        else (frame.take(order := np.argsort(key, kind="stable")), key[order])
        for frame, key in ((observations, figures), (comparability, grades))
    )
    last = np.unique(figures[np.minimum(np.arange(rows, len(figures) + rows, rows), len(figures)) - 1])
    ends = [np.append(0, np.searchsorted(key, last, side="right")) for key in (figures, grades)]
    for first, then, graded, until in zip(ends[0], ends[0][1:], ends[1], ends[1][1:], strict=False):
        yield observations.iloc[first:then], comparability.iloc[graded:until]
