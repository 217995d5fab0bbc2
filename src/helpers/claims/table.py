"""data/claims.csv: every number that may be quoted with its sentence, and those that may not with the reason."""

import pandas as pd

from helpers.claims.figures import growth_claims, reported_claims, trend_claims
from helpers.claims.later import beside_projections, beside_targets
from helpers.claims.outlook import projected_claims, target_claims
from helpers.claims.prospects import chance_claims, country_claims, feasible_claims, pace_claims, slowing_claims
from helpers.claims.sentences import Observations
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

    `claim_id` says what is claimed: province.indicator.kind.when. A refused claim carries the sentence
    that must not be written and, in `reason`, why; a quotable one what must be said with it.
    """
    observed = Observations(seeds, observations)
    parts = [
        *reported_claims(observed),
        *growth_claims(observed, growth),
        *trend_claims(observed, seeds["comparability"]),
        *projected_claims(observed, projections, spans),
        *target_claims(observed, gaps, seeds),
        *pace_claims(observed, gaps, seeds),
        *chance_claims(observed, gaps, spans, seeds),
        *feasible_claims(observed, gaps, seeds),
        *country_claims(observed, gaps, seeds),
        *slowing_claims(observed, growth, seeds),
        *beside_targets(observed, seeds["targets"], seeds["target_matches"]),
        *beside_projections(observed, seeds["indicators"], observations, projections),
    ]
    table = pd.DataFrame(parts, columns=[*files.header("claims"), *BESIDE])
    return table.sort_values("claim_id", ignore_index=True)
