"""The chain from figures to verdicts: one pure function of frames."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.analysis import growth, pairs, projection, targets


def chain(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    metadata: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] = projection.DATES,
    methods: Collection[str] = projection.METHODS,
) -> dict[str, pd.DataFrame]:
    """The tables growth, spans, projections and target_gaps, by name; of later reports only the change is told.

    `metadata` holds what doesn't grow with the series: indicators, targets, their matches, the tables of calibration.
    Each series stands alone: the chain of a part is that part of the chain. `dates` and `methods` as in projection.project.
    """
    links, later = pairs.links(observations, comparability), pairs.later_links(observations, comparability)
    runs = pairs.runs(links)
    spans, grown = pairs.longest(runs), growth.growth_table(links, runs, later, metadata["indicators"])
    projections = projection.project(spans, metadata["indicators"], metadata, dates, methods)
    gaps = targets.gaps(metadata, observations, spans, projections)
    return {"growth": grown, "spans": spans, "projections": projections, "target_gaps": gaps}
