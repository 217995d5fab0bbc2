"""data/claims.csv: every number that may be quoted with its sentence, and those that may not with the reason."""

import pandas as pd

from helpers.claims.context import Context
from helpers.claims.figures import beside_projections, beside_targets, growth_claims, reported_claims, trend_claims
from helpers.claims.prospects import (
    chance_claims,
    country_claims,
    feasible_claims,
    pace_claims,
    projected_claims,
    slowing_claims,
    target_claims,
)
from helpers.tables import files

BESIDE = ["kind", "start", "end", "observation_ids"]  # of a claim, beside what is written of it


def claims_table(
    seeds: dict[str, pd.DataFrame],
    observations: pd.DataFrame,
    growth: pd.DataFrame,
    spans: pd.DataFrame,
    projections: pd.DataFrame,
    gaps: pd.DataFrame,
) -> pd.DataFrame:
    """data/claims.csv and BESIDE: one row for each number that may be quoted, and one for each that must not be.

    A refused claim carries the sentence that must not be written and the reason; a quotable one what to say with it.
    """
    context = Context(seeds, observations)
    parts = [
        *reported_claims(context),
        *growth_claims(context, growth),
        *trend_claims(context, seeds["comparability"]),
        *projected_claims(context, projections, spans),
        *target_claims(context, gaps),
        *pace_claims(context, gaps),
        *chance_claims(context, gaps, spans),
        *feasible_claims(context, gaps),
        *country_claims(context, gaps, seeds["national"]),
        *slowing_claims(context, growth),
        *beside_targets(context, seeds["target_matches"]),
        *beside_projections(context, observations, projections),
    ]
    table = pd.DataFrame(parts, columns=[*files.header("claims"), *BESIDE])
    return table.sort_values("claim_id", ignore_index=True)
