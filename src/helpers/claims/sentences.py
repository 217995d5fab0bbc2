"""How a claim becomes a sentence, by its macro in templates/claims.LANGUAGE.j2, and a row of claims.csv; its context."""

import functools
import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.claims import target_words, words
from helpers.seeds import numerals
from helpers.seeds.tidy import observation_ids
from helpers.tables import files

SHORT_WORDS = 25
Claim = dict[str, Any]  # a row of claims.csv, with kind, start, end and observations beside its columns
MACROS = files.builtin("sentences").set_index("macro")  # of each: the method, the notebook and heading with its number


@functools.cache
def template(language: str) -> Any:
    """The sentences of a language: templates/claims.LANGUAGE.j2, a macro for each kind of claim."""
    environment = words.environment(language)
    for one in ("level", "distance", "conclusion", "instrument"):
        environment.globals[one] = functools.partial(getattr(target_words, one), language=language)
    environment.globals["short_instrument"] = target_words.short_instrument
    return environment.get_template(f"claims.{language}.j2").module


class Amount(NamedTuple):
    """The number that is claimed, with its range where it has one."""

    value: float
    unit: str
    lower: float = np.nan
    upper: float = np.nan


def claim_id(row: Any, kind: str, when: object) -> str:
    """The id of a claim about a series: province.indicator.kind.when."""
    return f"{row.province}.{row.indicator}.{kind}.{when}".replace("/", "-to-")


def claim(
    kind: str,
    row: Any,
    subject: str,
    points: list[Any],
    number: Amount,
    reason: str = "",
    status: str = "quotable",
    macro: str = "",
    **facts: Any,
) -> Claim:
    """A row of claims.csv with BESIDE: `subject` ends its id, `points` are the observations that it rests on; `facts`
    fill the `macro` (default: that of the kind).
    """
    facts = {"row": row, "start": points[0], "end": points[-1], "number": number} | facts
    macro = macro or kind
    short = shortened(macro, facts) if status != "refused" else dict.fromkeys(words.LANGUAGES, "")
    return {
        "claim_id": claim_id(row, kind, subject),
        "province": row.province,
        "indicator": row.indicator,
        **number._asdict(),
        **{f"text_{one}": filled(macro, one, facts) for one in words.LANGUAGES},
        **{f"short_{one}": short[one] for one in words.LANGUAGES},
        **{f"printed_{one}": filled(f"printed_{macro}", one, facts) for one in words.LANGUAGES},
        "status": status,
        "reason": reason,
        "method": MACROS.method[macro],
        "source_ids": " ".join(dict.fromkeys(one.source_id for one in points)),
        "paragraphs": " ".join(dict.fromkeys(one.place for one in points)),
        "notebook": MACROS.notebook[macro],
        "kind": kind,
        "start": points[0].period,
        "end": points[-1].period,
        "observation_ids": " ".join(one.observation_id for one in points),
    }


def filled(macro: str, language: str, facts: dict[str, Any]) -> str:
    """A macro of a language filled with those of the facts that it takes, on one line."""
    sentence = getattr(template(language), macro)
    text = " ".join(str(sentence(**{name: facts[name] for name in sentence.arguments})).split())
    return re.sub(r"\s+([;:,.)])", r"\1", text)


def shortened(macro: str, facts: dict[str, Any]) -> dict[str, str]:
    """The short form in each language, the fullest that in both has at most 25 words."""
    for detail in (2, 1, 0):
        forms = {one: filled(f"short_{macro}", one, facts | {"detail": detail}) for one in words.LANGUAGES}
        if all(len(form.split()) <= SHORT_WORDS for form in forms.values()):
            break
    return forms


def joined(*parts: str) -> str:
    """Reasons as one text, each part once; one that another repeats with more words is left out."""
    each = list(dict.fromkeys(part for text in parts if text for part in text.split("; ")))
    repeated = [any(other.endswith(f": {part}") or other.startswith(f"{part}: ") for other in each) for part in each]
    return "; ".join(part for part, again in zip(each, repeated, strict=True) if not again)


class Context:
    """What sentences need beside a row: observations by series and date, or by what a pair names; targets; differences."""

    def __init__(self, seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> None:
        self.rows = list(files.each(described(seeds, observations)))
        # of several sources the first
        self.at = {(row.province, row.indicator, row.date): row for row in reversed(self.rows)}
        self.of = {(row.province, row.indicator, row.period, row.source_id): row for row in self.rows}
        self.indicators = seeds["indicators"].set_index("indicator")
        disputed = seeds["targets"].duplicated(["scope", "concept", "target_year"], keep=False)  # by two instruments
        self.goals = seeds["targets"].assign(disputed=disputed).set_index("target_id")
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


def described(seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> pd.DataFrame:
    """observations.csv with what sentences need of their indicator, source (its own names) and place.

    `noun` is printed after a count; `dated` where the text dates the figure: else a sentence names the article's day.
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
    paragraph = rows.source_id + ":" + rows.paragraph.astype("str")  # S01:8; of a later report its entry, S06:e1
    rows["place"] = paragraph.where(rows.paragraph.notna(), rows.observation_id.str.replace("-", ":"))
    rows["dated"], rows["earliest"] = rows.period_basis == "stated", rows.period_basis == "earliest"
    rows["estimated"] = rows.qualifier.map(numerals.estimated)
    for one in words.LANGUAGES:
        rows[f"place_{one}"] = [files.place(slug, one) for slug in rows.province]
    return rows
