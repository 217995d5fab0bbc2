"""Sentences of claims.csv, as notebooks show them, or why there is none."""

import datetime as dt
import re
from typing import Any

import pandas as pd

from helpers.analysis import pairs, projection
from helpers.claims import show, words
from helpers.seeds import numerals
from helpers.tables import files

AHEAD = ("projection", "scenario")


def say(province: str, indicator: str, kind: str, language: str = "en") -> Any:
    """The sentence of the latest claim of a kind that may be quoted, as Markdown, with the command that traces it.

    Kinds: reported, growth, projection, scenario, target, pace, chance, feasible, country, slowing; several joined by
    a blank. Where there is no such claim, it says so and why.
    """
    claims = words.with_kinds(files.read("claims"))
    claims = claims[(claims.province == province) & (claims.indicator == indicator)]
    ends = [_end(claim_id) for claim_id in claims.claim_id]
    claims = claims.assign(end=pd.to_datetime(pd.Series(ends, claims.index, dtype="object")))
    return markdown("\n\n".join(_sentence(claims, province, indicator, one, language) for one in kind.split()))


def _end(claim_id: str) -> dt.date | None:
    """When what is claimed ends: the period of a figure, the year of a projection or a target; None without one."""
    when = claim_id.rsplit(".", 1)[1]
    if when in (targets := files.read("targets").set_index("target_id").target_year):
        return None if pd.isna(targets[when]) else dt.date(int(targets[when]), 12, 31)
    last = re.search(r"\d{4}(-Q\d|(-\d\d){1,2})?$", when)  # of a span its end
    return numerals.period_end(last[0]) if last else None


def _sentence(claims: pd.DataFrame, province: str, indicator: str, kind: str, language: str) -> str:
    """The sentence of the latest claim of a kind among those of a series, and how to trace it; or why there is none."""
    found = claims[claims.kind == kind]
    usable = found[found.status != "refused"].sort_values(["status", "end"], ascending=False, kind="stable")
    if usable.empty:
        return _why_not(found, province, indicator, kind, language)
    return f"{usable[f'text_{language}'].iloc[0]}\n\n`python3 run.py claim {usable.claim_id.iloc[0]}`"


def listed(claims: pd.DataFrame, language: str = "en") -> Any:
    """Sentences of claims as a list, as Markdown."""
    return markdown("\n".join(f"- {text}" for text in claims[f"text_{language}"]))


def markdown(text: str) -> Any:
    """A text as a notebook shows it."""
    import IPython.display as show  # slow to import, and only a notebook needs it

    return show.Markdown(text)  # type: ignore[no-untyped-call]


def _why_not(refused: pd.DataFrame, province: str, indicator: str, kind: str, language: str) -> str:
    """Why nothing of a kind can be said of a series."""
    _ = words.translator(language)
    names = files.read("indicators").set_index("indicator")[f"name_{language}"]
    text = _("{name}, {place}: no sentence of the kind “{kind}” can be given")
    text = text.format(name=names.get(indicator, indicator), place=files.place(province, language), kind=_(kind))
    reason = refused.reason.iloc[-1] if len(refused) else _not_projected(province, indicator) if kind in AHEAD else ""
    return f"{text} ({show.reasons(language)(reason)})." if reason else f"{text}."


def _not_projected(province: str, indicator: str) -> str:
    """Why a series has no projection; '' for one that has, or that does not exist."""
    observations = files.read("observations")
    spans = pairs.spans(observations, files.read("comparability"))
    rows = projection.not_projected(observations, spans, files.read("indicators"))
    rows = rows[(rows.province == province) & (rows.indicator == indicator)]
    return "; ".join(rows.reason)
