"""data/claims.csv: every number that may be quoted with its sentence, and those that may not with the reason."""

import pandas as pd

from helpers.claims import figures, prospects
from helpers.claims.sentences import Context
from helpers.tables import files

BESIDE = ["kind", "start", "end", "observation_ids"]  # of a claim, beside what is written of it


def claims_table(seeds: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """data/claims.csv and BESIDE: one row for each number that may be quoted, and one for each that must not be.

    `made` holds observations and the tables of analysis.chain. A refused claim carries the sentence that must not be
    written and the reason; a quotable one what to say with it.
    """
    observations, growth, spans = made["observations"], made["growth"], made["spans"]
    projections, gaps = made["projections"], made["target_gaps"]
    context = Context(seeds, observations)
    parts = [
        *figures.reported_claims(context),
        *figures.growth_claims(context, growth),
        *figures.trend_claims(context, seeds["comparability"]),
        *prospects.projected_claims(context, projections, spans),
        *prospects.target_claims(context, gaps),
        *prospects.pace_claims(context, gaps),
        *prospects.chance_claims(context, gaps, spans),
        *prospects.feasible_claims(context, gaps),
        *prospects.country_claims(context, gaps, seeds["national"]),
        *prospects.slowing_claims(context, growth),
        *figures.beside_targets(context, seeds["target_matches"]),
        *figures.beside_projections(context, observations, projections),
    ]
    table = pd.DataFrame(parts, columns=[*files.header("claims"), *BESIDE])
    return table.sort_values("claim_id", ignore_index=True)
