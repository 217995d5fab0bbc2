"""What claims share: the templates of their sentences, the observations they speak of, the form of a row of claims.csv."""

import functools
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from helpers.claims import target_words, words
from helpers.seeds import numerals
from helpers.tables import files

TEMPLATES = Path(__file__).parent.parent / "templates"
Claim = dict[str, Any]  # a row of claims.csv, with kind, start and end beside its columns
SHOWN = {  # kind of claim -> notebook and heading under which its number stands
    "reported": "01-tidy-reported-indicators#All observations",
    "growth": "02-measure-growth#Every comparable pair, and each series' longest span",
    "trend": "02-measure-growth#What must not be written",
    "projection": "03-project-to-targets#Where each projected share would stand",
    "scenario": "03-project-to-targets#Where each projected share would stand",
    "illustration": "06-numbers-for-briefs#What must not be quoted, and why",
    "target": "03-project-to-targets#The province's own targets: distance, pace, and what the rules say",
    "bounded": "06-numbers-for-briefs#Projections, scenarios and distances to targets",
    "context": "03-project-to-targets#Orientation: levels that only look like targets of these series",
    "unprojected": "03-project-to-targets#What is not projected, and why",
}


@functools.cache
def template(language: str) -> Any:
    """The sentences of a language: templates/claims.LANGUAGE.j2, a macro for each kind of claim."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=True)
    in_language = (
        words.quantity, words.hedged, words.when, words.span, words.between,
        numerals.number, target_words.level, target_words.term, target_words.distance, target_words.conclusion,
    )  # fmt: skip
    for function in in_language:
        environment.globals[function.__name__] = functools.partial(function, language=language)
    environment.globals |= {
        "lowered": words.lowered,
        "publishers": words.publishers,
        "most_decimals": most_decimals,
        "missing": pd.isna,
    }
    return environment.get_template(f"claims.{language}.j2").module


def texts(kind: str, printed: dict[str, str], **facts: Any) -> Claim:
    """The sentences of a claim, by the macros of its kind, and the printed forms of its number, both by language."""
    made = {one: str(getattr(template(one), kind)(printed=printed, **facts)) for one in words.LANGUAGES}
    sentences = {f"text_{one}": " ".join(text.split()) for one, text in made.items()}
    return sentences | {f"printed_{one}": text for one, text in printed.items()}


class Observations:
    """The observations with the names that sentences need, found by series and date or by what a pair names."""

    def __init__(self, seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> None:
        self.rows = list(files.each(named(seeds, observations)))
        # of several sources the first
        self.at = {(row.province, row.indicator, row.date): row for row in reversed(self.rows)}
        self.of = {(row.province, row.indicator, row.period, row.source_id): row for row in self.rows}

    def ends(self, row: Any) -> list[Any]:
        """The observations at start_date and end_date of a row of growth or spans."""
        return [self.at[row.province, row.indicator, date] for date in (row.start_date, row.end_date)]


def named(seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> pd.DataFrame:
    """observations.csv with definition, name_vi, indicator_note, noun (printed after a count), publisher, note, place_en, place_vi."""
    printed = seeds["reported"].query("kind == 'observation'")
    nouns = printed.drop_duplicates("indicator").set_index("indicator").unit_printed
    about = seeds["indicators"].rename(columns={"note": "indicator_note"})
    about["definition"] = about.definition_en.map(words.lowered)
    about["noun"] = about.indicator.map(nouns).where(about.unit == "number", "").fillna("")
    rows = observations.merge(about[["indicator", "definition", "name_vi", "noun", "indicator_note"]], on="indicator")
    rows = rows.merge(seeds["sources"][["source_id", "publisher"]], on="source_id")
    rows = rows.merge(printed[["source_id", "offset", "note"]], on=["source_id", "offset"])
    for one in words.LANGUAGES:
        rows[f"place_{one}"] = [files.place(slug, one) for slug in rows.province]
    return rows


def claim(kind: str, row: Any, period: str, points: list[Any], **rest: Any) -> Claim:
    """A claim with what all kinds share: id, series, the sources and paragraphs of the observations that it rests on."""
    places = dict.fromkeys(f"{one.source_id}:{one.paragraph}" for one in points)
    made = {"claim_id": f"{row.province}.{row.indicator}.{kind}.{period.replace('/', '-to-')}", "kind": kind}
    made |= {"observation_ids": " ".join(one.observation_id for one in points)}
    made |= {"start": points[0].period, "end": points[-1].period, "province": row.province, "indicator": row.indicator}
    made |= {"source_ids": " ".join(dict.fromkeys(one.source_id for one in points)), "paragraphs": " ".join(places)}
    return made | {"status": "quotable", "reason": "", "notebook": SHOWN[kind], "method": kind} | rest


def in_both(value: float, unit: str, decimals: int | None = None, noun: str = "") -> dict[str, str]:
    """A quantity by language, in Vietnamese with the counted noun."""
    english, vietnamese = (words.quantity(value, unit, one, decimals) for one in words.LANGUAGES)
    return {"en": english, "vi": f"{vietnamese} {noun}".strip()}


def most_decimals(*values: float) -> int:
    """The decimals of the value that is printed with most."""
    return max(numerals.decimals_of(value) for value in values)


def joined(*parts: str) -> str:
    """Reasons, each once, as one text."""
    return "; ".join(dict.fromkeys(part for part in parts if part))
