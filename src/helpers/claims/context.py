"""What claims speak of: the observations with their names, targets, and how series and targets differ."""

from typing import Any

import pandas as pd

from helpers.claims import words
from helpers.seeds import numerals
from helpers.seeds.tidy import observation_ids
from helpers.tables import files


class Context:
    """What sentences need beside a row: observations by series and date, or by what a pair names; targets; differences."""

    def __init__(self, seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> None:
        self.rows = list(files.each(named(seeds, observations)))
        # of several sources the first
        self.at = {(row.province, row.indicator, row.date): row for row in reversed(self.rows)}
        self.of = {(row.province, row.indicator, row.period, row.source_id): row for row in self.rows}
        self.indicators = seeds["indicators"].set_index("indicator")
        self.goals = seeds["targets"].set_index("target_id")
        self.differences = seeds["target_matches"].set_index(["target_id", "indicator"]).reason
        self.phrases = dict(seeds["phrases"].set_index("phrase_en").phrase_vi)

    def ends(self, row: Any) -> list[Any]:
        """The observations at start_date and end_date of a row of growth or spans."""
        return [self.at[row.province, row.indicator, date] for date in (row.start_date, row.end_date)]

    def latest(self, row: Any) -> Any:
        """The latest observation of a row of target_gaps."""
        return self.at[row.province, row.indicator, row.latest_date]

    def aim(self, row: Any) -> dict[str, Any]:
        """Of a row of target_gaps its target (`goal`), and how target and series differ, in each language (`differs`)."""
        differs = self.differences[row.target_id, row.indicator]
        vietnamese = words.vietnamese_or_english(differs, self.phrases)
        return {"goal": self.goals.loc[row.target_id], "differs": {"en": differs, "vi": vietnamese}}


def named(seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> pd.DataFrame:
    """observations.csv with what sentences need of their indicator, source and place.

    Names and definition are those of the source where it counts something else; `noun` is printed after a count; `dated`
    where the text dates the figure (else a sentence names the article's day).
    """
    printed = seeds["reported"].query("kind == 'observation'")
    vietnamese = seeds["sources"].source_id[seeds["sources"].language == "vi"]
    nouns = printed[printed.source_id.isin(vietnamese)].drop_duplicates("indicator").set_index("indicator").unit_printed
    indicators = seeds["indicators"].rename(columns={"note": "indicator_note"})
    counts = indicators.unit.str.match("number|per 100")
    indicators["noun"] = indicators.indicator.map(nouns).where(counts, "").fillna("")
    names = ["name_en", "name_vi", "definition_en"]
    rows = observations.merge(indicators[["indicator", *names, "noun", "indicator_note"]], on="indicator")
    rows = rows.merge(seeds["wordings"], on=["indicator", "source_id"], how="left", suffixes=("", "_own"))
    for name in names:
        rows[name] = rows[f"{name}_own"].fillna(rows[name])
    rows = rows.merge(seeds["sources"][["source_id", "publisher", "published", "published_basis"]], on="source_id")
    rows["note"] = rows.observation_id.map(printed.note.set_axis(observation_ids(printed)))
    rows["definition"] = rows.definition_en.map(words.lowered)
    rows["dated"], rows["earliest"] = rows.period_basis == "stated", rows.period_basis == "earliest"
    rows["estimated"] = rows.qualifier.map(numerals.estimated)
    for one in words.LANGUAGES:
        rows[f"place_{one}"] = [files.place(slug, one) for slug in rows.province]
    return rows
