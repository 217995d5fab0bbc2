"""Tables of the notebooks and documents: names, periods and verdicts in words of one language."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from helpers.claims import words
from helpers.claims.words import N_
from helpers.tables import files, shown

VERBATIM = ("publisher", "source_id", "source_ids", "qualifier", "token", "unit", "unit_printed")  # as they are


def table(
    frame: pd.DataFrame,
    language: str,
    headings: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    rows: int = shown.ROWS,
    whole: str = "",
) -> Styler:
    """A frame for reading, in one language; the first `rows` of it. `whole` names the file that has them all."""
    _ = words.translator(language)
    caption = ""
    if len(frame) > rows or whole:
        caption = _("{n} of {all} rows").format(n=min(rows, len(frame)), all=len(frame))
        caption += _("; the whole table: {file}").format(file=whole) if whole else ""
    return shown.styled(named(frame.head(rows), language), language, headings, decimals, caption)


def named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """A frame with words in place of what tables hold: places, indicators, periods, publishers, codes of methods.

    A column `period` (or `start_period`, …) takes its star from `period_basis`, which goes.
    """
    made = frame.reset_index(drop=True)
    for column in made:
        if column in NAMES:
            name = NAMES[column](language)
            made[column] = [name(value) if isinstance(value, str) else value for value in made[column]]
        elif str(column).endswith("period"):
            made[column] = _periods(made, str(column), language)
        elif pd.api.types.is_datetime64_any_dtype(made[column]):
            made[column] = made[column].map(_date)
    made = made.drop(columns=[column for column in made if str(column).endswith("period_basis")])
    for column in set(made.select_dtypes(["object", "str"])) - set(VERBATIM):
        made[column] = [words.capital(text) for text in made[column]]
    return made


def _periods(frame: pd.DataFrame, column: str, language: str) -> list[str]:
    """Periods for table cells, starred where they are inferred."""
    basis = frame.get(f"{column}_basis", pd.Series("stated", frame.index))
    rows = pd.DataFrame({"period": frame[column], "period_basis": basis})
    return [words.short(row, language) for row in files.each(rows)]


def _date(date: pd.Timestamp) -> str:
    """The end of a year as that year, any other day as its month: '2023', '9/2024'."""
    if pd.isna(date):
        return ""
    return str(date.year) if (date.month, date.day) == (12, 31) else f"{date.month}/{date.year}"


def _places(language: str) -> Callable[[str], str]:
    """Names of places as they begin a cell."""
    return lambda slug: files.place(slug, language)


def _indicators(language: str) -> Callable[[str], str]:
    names = files.read("indicators").set_index("indicator")[f"name_{language}"]
    return lambda indicator: str(names[indicator])


def _publishers(language: str) -> Callable[[str], str]:
    """Publishers of one source, or of several."""
    names = files.read("sources").set_index("source_id").publisher
    return lambda ids: ", ".join(dict.fromkeys(names[source] for source in ids.split()))


LABELS = words.METHODS | {  # what tables hold, in words
    "infrastructure": N_("infrastructure"),
    "adoption": N_("Internet users"),
    "comparable": N_("comparable"),
    "other wording": N_("other wording"),
    "society": N_("society"),
    "economy": N_("economy"),
    "government": N_("government"),
    "data": N_("data"),
    "observation": N_("value of an indicator"),
    "growth": N_("growth rate"),
    "target": N_("target"),
    "reported": N_("reported"),
    "trend": N_("trend"),
    "projection": N_("projection"),
    "scenario": N_("scenario"),
    "pace": N_("pace needed"),
    "chance": N_("chance of a level"),
    "feasible": N_("what countries gained"),
    "country": N_("what the country gained"),
    "slowing": N_("slowing"),
    "date": N_("date"),
    "legal": N_("name of a law"),
    "label": N_("part of a name"),
    "context": N_("context"),
    "likely": N_("likely"),
    "unlikely": N_("unlikely"),
    "open": N_("open"),
    "the scenario reaches it": N_("the scenario reaches it"),
    "the scenario does not": N_("the scenario does not"),
    "the printed figures within their rounding": N_("the printed figures within their rounding"),
    "β at the ends of its range": N_("β at the ends of its range"),
    "γ at the ends of its range": N_("γ at the ends of its range"),
    "a ceiling of 90 or 95 in place of 100": N_("a ceiling of 90 or 95 in place of 100"),
    "another method": N_("another method"),
    "the undated first figure anywhere in its period": N_("the undated first figure anywhere in its period"),
}


COUNTS = {  # what a series counts, beside what a target does
    "exact": N_("the same"),
    "near": N_("one bounds the other"),
    "context": N_("something else"),
}


def _counts(language: str) -> Callable[[str], str]:
    """How a series and a target meet, in words."""
    _ = words.translator(language)
    return lambda match: _(COUNTS.get(match, match))


def _label(language: str) -> Callable[[str], str]:
    """A code in words; what has none stays as it is."""
    _ = words.translator(language)
    return lambda code: _(LABELS.get(code, code))


def reason(text: str, language: str) -> str:
    """A reason in a language, as a sentence."""
    return f"{words.capital(_reasons(language)(text))}."


def _reasons(language: str) -> Callable[[str], str]:
    """Reasons and notes, in Vietnamese by phrases.csv; what it lacks stays English, and `check` names it."""
    phrases = dict(files.read("phrases").set_index("phrase_en").phrase_vi)
    publishers = files.read("sources").set_index("source_id").publisher

    def told(reason: str) -> str:
        text = words.in_vietnamese(reason, phrases) if language == "vi" else reason
        return re.sub(r"\bS\d{2,}\b", lambda code: str(publishers.get(code[0], code[0])), text)

    return told


NAMES: Mapping[Any, Callable[[str], Callable[[str], str]]] = {
    "province": _places,
    "scope": _places,
    "indicator": _indicators,
    "reported_as": _indicators,
    "source_id": _publishers,
    "source_ids": _publishers,
    "reason": _reasons,
    "match": _counts,
    **dict.fromkeys(("pillar", "kind", "method", "interval_verdict", "class", "wording", "assumption"), _label),
}
