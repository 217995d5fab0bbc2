"""Claims about later reports: what they print beside a target or a projection. No verdict rests on them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from helpers.analysis.later import reported_since
from helpers.claims import words
from helpers.claims.sentences import Claim, Observations, claim, counted, joined, texts
from helpers.tables import files


def beside_targets(observed: Observations, targets: pd.DataFrame, matches: pd.DataFrame) -> Iterator[Claim]:
    """The figure of a later report beside each target of its place that its indicator meets, without a verdict."""
    met = matches[matches.match != "context"].merge(targets.rename(columns={"scope": "province"}), on="target_id")
    for goal in files.each(met):
        for row in observed.rows:
            if pd.isna(row.paragraph) and (row.province, row.indicator) == (goal.province, goal.indicator):
                rest = _reported(row, "later", goal=goal)
                rest |= {"status": "orientation"}
                yield claim("later", row, f"{goal.target_id}-{row.period}", [row], **rest)


def beside_projections(
    observed: Observations, indicators: pd.DataFrame, observations: pd.DataFrame, projections: pd.DataFrame
) -> Iterator[Claim]:
    """What later reports print for the date of a central projection, in its wording or in another of its family."""
    central = projections[(projections.method == "diffusion") & (projections.label == "projection")]
    by_id = {row.observation_id: row for row in observed.rows}
    names = indicators.set_index("indicator")
    for row in files.each(reported_since(central, observations, names.family)):
        seen = by_id[row.observation_id]
        rest = _reported(seen, "since", row=row, about=names.loc[row.indicator])
        yield claim("since", row, f"{row.reported_as}-{row.period}", [seen], **rest)


def _reported(seen: Any, kind: str, **facts: Any) -> Claim:
    """What a claim about a later report says: the reported value with its range, its sentences, its caveats."""
    printed = {"en": words.hedged(seen), "vi": counted(words.hedged(seen, "vi"), seen.noun)}
    rest = {"value": seen.value, "unit": seen.unit, "lower": seen.lower, "upper": seen.upper}
    return rest | texts(kind, printed, end=seen, **facts) | {"reason": joined(seen.note, seen.indicator_note)}
