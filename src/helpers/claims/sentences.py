"""What claims share: the templates of their sentences, the observations they speak of, the form of a row of claims.csv."""

import functools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from helpers.claims import target_words, words
from helpers.claims.words import N_
from helpers.seeds import numerals
from helpers.seeds.tidy import observation_ids
from helpers.tables import files

TEMPLATES = Path(__file__).parent.parent / "templates"
SHORT_WORDS = 25
Claim = dict[str, Any]  # a row of claims.csv, with kind, start and end beside its columns
SHOWN = {  # kind of claim -> notebook and heading under which its number stands
    "reported": "01-tidy-reported-indicators#All figures",
    "growth": "02-measure-growth#The same for all",
    "trend": "02-measure-growth#Pairs that may not be joined",
    "projection": "03-project-to-2030#The picture",
    "scenario": "03-project-to-2030#The picture",
    "target": "04-judge-targets#The same for all that are judged",
    "bounded": "04-judge-targets#The same for all that are judged",
    **dict.fromkeys(("pace", "country"), "04-judge-targets#The same for all that are judged"),
    **dict.fromkeys(("chance", "feasible"), "04-judge-targets#The chance of each level"),
    "slowing": "02-measure-growth#The same for all",
    "context": "04-judge-targets#National targets, for orientation",
    "later": "01-tidy-reported-indicators#All figures",
    "since": "05-track-record#What later figures say here",
}


@functools.cache
def template(language: str) -> Any:
    """The sentences of a language: templates/claims.LANGUAGE.j2, a macro for each kind of claim."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=True)
    in_language: tuple[Any, ...] = (
        words.quantity, words.hedged, words.when, words.short, words.span, amount, source, numerals.number,
        words.body,
        target_words.level, target_words.distance, target_words.conclusion, target_words.instrument,
    )  # fmt: skip
    for function in in_language:
        environment.globals[function.__name__] = functools.partial(function, language=language)
    environment.globals |= {"lowered": words.lowered, "capital": words.capital, "missing": pd.isna}
    environment.globals |= {
        "is_dated": is_dated,
        "is_estimate": is_estimate,
        "publishers": publishers,
        "all_dated": all_dated,
    }
    return environment.get_template(f"claims.{language}.j2").module


def texts(kind: str, printed: dict[str, str], **facts: Any) -> Claim:
    """What is written of a claim: sentences and short forms by the macros of its kind, the printed forms of its number."""
    facts["printed"] = printed
    made = {f"text_{one}": filled(kind, one, facts) for one in words.LANGUAGES}
    made |= shortened(kind, facts)
    return made | {f"printed_{one}": text for one, text in printed.items()}


def filled(macro: str, language: str, facts: Claim) -> str:
    """A macro of a language filled with facts, on one line."""
    text = " ".join(str(getattr(template(language), macro)(**facts)).split())
    return re.sub(r"\s+([;:,.)])", r"\1", text)


def shortened(kind: str, facts: Claim) -> Claim:
    """short_en and short_vi, the fullest that both have at most 25 words; '' for a kind without short forms."""
    if not hasattr(template("en"), f"short_{kind}"):
        return {"short_en": "", "short_vi": ""}
    for detail in (2, 1, 0):
        forms = {f"short_{one}": filled(f"short_{kind}", one, facts | {"detail": detail}) for one in words.LANGUAGES}
        if all(len(form.split()) <= SHORT_WORDS for form in forms.values()):
            break
    return forms


def amount(point: Any, language: str = "en") -> str:
    """A reported value with its one-sided hedge; that it is an estimate the sentence says elsewhere, in English before it."""
    text = words.hedged(point, language)
    if language == "en":
        return text.removesuffix(" (estimated)")
    hedges = [word for word in numerals.vietnamese_hedges(point.qualifier) if not numerals.estimated(word)]
    return " ".join([*hedges, words.quantity(point.value, point.unit, language)])


def is_estimate(point: Any) -> bool:
    """Whether a figure was printed as an estimate."""
    return numerals.estimated(point.qualifier)


def is_dated(point: Any) -> bool:
    """Whether the text gives a figure's period; where it does not, a sentence names the article's day in its place."""
    return bool(point.period_basis == "stated")


SOURCES = {  # how an article that gives no period is dated itself: in a sentence, and in short
    "earliest": (
        N_("{publisher}; the article prints no date, the end of {year} at the earliest"),
        N_("{publisher}, end of {year} at the earliest"),
    ),
    "undated": (N_("{publisher}; the article does not date the figure"), N_("{publisher}, undated")),
    "printed": (N_("{publisher}, {day}"), N_("{publisher}, on {day}")),
    "inferred": (N_("{publisher}, article of {year}"), N_("{publisher}, in {year}")),
}


def source(point: Any, language: str = "en", brief: bool = False) -> str:
    """Who printed a figure and, where the text gives it no period, how far the article itself is dated."""
    if is_dated(point):
        return str(point.publisher)
    dated = "undated" if pd.isna(point.published) else point.published_basis
    basis = "earliest" if point.earliest else dated
    last = numerals.period_end(point.period) if basis in ("earliest", "undated") else point.published.date()
    text = words.translator(language)(SOURCES[basis][brief])
    return text.format(publisher=point.publisher, day=words.day(last, language), year=last.year)


def all_dated(points: Iterable[Any]) -> bool:
    """Whether the texts give the period of each of some figures."""
    return all(is_dated(point) for point in points)


def publishers(points: Iterable[Any]) -> str:
    """Who printed some figures, each once: 'VietNamNet, ictvietnam.vn'."""
    return ", ".join(dict.fromkeys(point.publisher for point in points))


class Observations:
    """The observations with the names that sentences need, found by series and date or by what a pair names."""

    def __init__(self, seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> None:
        self.phrases = dict(seeds["phrases"].set_index("phrase_en").phrase_vi)
        self.rows = list(files.each(named(seeds, observations)))
        # of several sources the first
        self.at = {(row.province, row.indicator, row.date): row for row in reversed(self.rows)}
        self.of = {(row.province, row.indicator, row.period, row.source_id): row for row in self.rows}

    def ends(self, row: Any) -> list[Any]:
        """The observations at start_date and end_date of a row of growth or spans."""
        return [self.at[row.province, row.indicator, date] for date in (row.start_date, row.end_date)]


def named(seeds: dict[str, pd.DataFrame], observations: pd.DataFrame) -> pd.DataFrame:
    """observations.csv with what sentences need of their indicator, source and place.

    Adds definition, name_en and name_vi (those of the source where it counts something else), indicator_note, noun
    (printed after a count), publisher, published, published_basis, note, earliest, place_en, place_vi.
    """
    printed = seeds["reported"].query("kind == 'observation'")
    vietnamese = seeds["sources"].source_id[seeds["sources"].language == "vi"]
    nouns = printed[printed.source_id.isin(vietnamese)].drop_duplicates("indicator").set_index("indicator").unit_printed
    indicators = seeds["indicators"].rename(columns={"note": "indicator_note"})
    indicators["noun"] = (
        indicators.indicator.map(nouns).where(indicators.unit.str.match("number|per 100"), "").fillna("")
    )
    names = ["name_en", "name_vi", "definition_en"]
    rows = observations.merge(indicators[["indicator", *names, "noun", "indicator_note"]], on="indicator")
    rows = rows.merge(seeds["wordings"], on=["indicator", "source_id"], how="left", suffixes=("", "_own"))
    for name in names:
        rows[name] = rows[f"{name}_own"].fillna(rows[name])
    rows = rows.merge(seeds["sources"][["source_id", "publisher", "published", "published_basis"]], on="source_id")
    rows["note"] = rows.observation_id.map(printed.note.set_axis(observation_ids(printed)))
    rows["definition"] = rows.definition_en.map(words.lowered)
    rows["earliest"] = rows.period_basis == "earliest"
    for one in words.LANGUAGES:
        rows[f"place_{one}"] = [files.place(slug, one) for slug in rows.province]
    return rows


def claim(kind: str, row: Any, period: str, points: list[Any], **rest: Any) -> Claim:
    """A claim with what all kinds share: id, series, the sources and paragraphs of the observations that it rests on."""
    places = dict.fromkeys(place(one) for one in points)
    made = {"claim_id": f"{row.province}.{row.indicator}.{kind}.{period.replace('/', '-to-')}", "kind": kind}
    made |= {"observation_ids": " ".join(one.observation_id for one in points)}
    made |= {"start": points[0].period, "end": points[-1].period, "province": row.province, "indicator": row.indicator}
    made |= {"source_ids": " ".join(dict.fromkeys(one.source_id for one in points)), "paragraphs": " ".join(places)}
    made |= {"status": "quotable", "reason": "", "notebook": SHOWN[kind], "method": kind} | rest
    return made | ({"short_en": "", "short_vi": ""} if made["status"] == "refused" else {})


def place(one: Any) -> str:
    """Where a figure stands: source and paragraph, S01:8; of a later report source and entry, S06:e1."""
    return one.observation_id.replace("-", ":") if pd.isna(one.paragraph) else f"{one.source_id}:{one.paragraph}"


def in_both(value: float, unit: str, decimals: int | None = None, noun: str = "") -> dict[str, str]:
    """A quantity by language, in Vietnamese with the counted noun."""
    english, vietnamese = (words.quantity(value, unit, one, decimals) for one in words.LANGUAGES)
    return {"en": english, "vi": counted(vietnamese, noun)}


def counted(amount: str, noun: str) -> str:
    """An amount in Vietnamese with the noun that the sources print after it."""
    return amount + noun if noun == "%" else f"{amount} {noun}".strip()


def translated(text: str, amounts: dict[str, str]) -> dict[str, str]:
    """A text of the catalogue filled with an amount, in each language."""
    return {one: words.translator(one)(text).format(amount=amounts[one]) for one in words.LANGUAGES}


def joined(*parts: str) -> str:
    """Reasons as one text, each part once; one that another repeats with more words is left out."""
    each = list(dict.fromkeys(part for text in parts if text for part in text.split("; ")))
    repeated = [any(other.endswith(f": {part}") or other.startswith(f"{part}: ") for other in each) for part in each]
    return "; ".join(part for part, again in zip(each, repeated, strict=True) if not again)
