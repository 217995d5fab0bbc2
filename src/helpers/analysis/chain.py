"""The chain from figures to verdicts: one pure function of frames."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.analysis import growth, pairs, projection, targets


def chain(
    observations: pd.DataFrame,
    comparability: pd.DataFrame,
    about: Mapping[str, pd.DataFrame],
    dates: Sequence[pd.Timestamp] = projection.DATES,
    methods: Collection[str] = projection.METHODS,
) -> dict[str, pd.DataFrame]:
    """growth, spans, projections and target_gaps by name; `about` holds indicators, targets, their matches and the calibration."""
    links, later = pairs.links(observations, comparability), pairs.later_links(observations, comparability)
    runs = pairs.runs(links)
    spans, grown = pairs.longest(runs), growth.growth_table(links, runs, later, about["indicators"])
    projections = projection.project(spans, about["indicators"], about, dates, methods)
    gaps = targets.gaps(about, observations, spans, projections)
    return {"growth": grown, "spans": spans, "projections": projections, "target_gaps": gaps}
