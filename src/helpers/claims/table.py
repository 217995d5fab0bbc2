"""data/claims.csv: every number that may be quoted with its sentence, and those that may not with the reason."""

import pandas as pd

from helpers.analysis import projection
from helpers.claims import words
from helpers.claims.figures import chained_claims, grown_claims, reported_claims
from helpers.claims.known import Known
from helpers.claims.outlook import projected_claims, targeted_claims, unprojected_claims
from helpers.tables import files


def claims_table(
    seeds: dict[str, pd.DataFrame],
    observations: pd.DataFrame,
    growth: pd.DataFrame,
    spans: pd.DataFrame,
    projections: pd.DataFrame,
    gaps: pd.DataFrame,
) -> pd.DataFrame:
    """data/claims.csv: one row for each number that may be quoted, and one for each that must not be.

    `claim_id` says what is claimed: province.indicator.kind.when. A refused claim carries the sentence
    that must not be written and, in `reason`, why; a quotable one what must be said with it.
    """
    names = words.with_vietnamese_units(seeds["indicators"], seeds["reported"])
    about = Known(names, words.names_of(seeds["sources"]), observations)
    unprojected = projection.not_projected(observations, spans).query("method == 'all'")
    parts = [
        *reported_claims(about, seeds["reported"]),
        *grown_claims(about, growth),
        *chained_claims(about, seeds["comparability"]),
        *projected_claims(about, projections, spans),
        *unprojected_claims(about, unprojected),
        *targeted_claims(about, gaps, seeds["targets"]),
    ]
    table = pd.DataFrame(parts, columns=list(files.header("claims")))
    return table.sort_values("claim_id", ignore_index=True)
