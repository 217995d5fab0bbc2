"""Targets in words, in English and Vietnamese: what they ask for, what is left to them, what may be concluded."""

from typing import Any

import pandas as pd

from helpers.analysis import targets
from helpers.claims.words import N_, quantity, translator
from helpers.seeds import numerals

LEVELS = {">=": N_("at least {level}"), ">": N_("more than {level}"),
          "<=": N_("at most {level}"), "<": N_("less than {level}")}  # fmt: skip
LEFT = {  # the hedge of the latest figure -> what is left to a target
    "up": N_("at most {distance} left"),
    "down": N_("at least {distance} left"),
    "both": N_("about {distance} left"),
    "": N_("{distance} left"),
}
CONCLUSIONS = {  # what a row of target_gaps.csv allows to be said, by targets.conclusion_key
    "no pace": N_("no pace can be computed: no verdict"),
    "bounded below": N_("the series counts less than the target: no verdict"),
    "bounded above": N_("the series counts more than the target: no verdict"),
    "not met": N_("not met at the date of the figure"),
    "met": N_("met by the latest figure"),
    "likely": N_("likely, by the range of the projection"),
    "unlikely": N_("unlikely, by the range of the projection"),
    "open": N_("open: the target lies within the range"),
    "orientation": N_("orientation only"),
}


def level(goal: Any, language: str = "en") -> str:
    """What a target asks for, without its year: 'more than 60 %', 'tối thiểu 10%', '100 %'."""
    text = quantity(goal.value, "%", language)
    return text if goal.value == 100 else translator(language)(LEVELS[goal.comparator]).format(level=text)


def due(goal: Any) -> str:
    """A target's year behind its level, starred where it is inferred: ' (2025)', ' (2025*)'; '' without a year."""
    return "" if pd.isna(goal.target_year) else f" ({goal.target_year}{'*' if goal.year_basis == 'inferred' else ''})"


def term(goal: Any, language: str = "en") -> str:
    """What a target is about: our name of it, or the printed Vietnamese term, with its level where the term needs one.

    A term that says "at least" is no Vietnamese without the number behind it.
    """
    if language == "en":
        return str(goal.concept)
    least = translator("vi")(LEVELS[">="]).format(level="").strip()
    return str(goal.wording_vi).replace(least, level(goal, "vi")) if least in goal.wording_vi else str(goal.wording_vi)


def distance(row: Any, latest: Any, decimals: int, language: str = "en") -> str:
    """What is left to a target, from a row of target_gaps.csv, with the hedge of the latest figure: 'about 0.5 points left'.

    Where the series only bounds the target's quantity, what is left of that quantity: a series that counts less
    (`bound` lower) tells the most, one that counts more (upper) the least.
    """
    _, gap, way = translator(language), row.gap_points, numerals.hedge(latest.qualifier)
    if row.match == "near" and gap >= 0:
        gap, way = bounded_gap(gap, latest, row.bound), {"lower": "up", "upper": "down"}[row.bound]
        decimals = numerals.decimals_of(gap)
        if row.bound == "upper" and gap <= 0:
            return _("how far the target's own quantity is stays open")
    elif gap == 0:
        return _("no distance left")
    size = quantity(abs(gap), "points", language, decimals)
    return (_("{distance} beyond it") if gap < 0 else _(LEFT[way])).format(distance=size)


def bounded_gap(gap: float, latest: Any, bound: str) -> float:
    """What is left of a target's quantity at most (a series that counts less) or at least (one that counts more).

    Each at the end of the latest figure's input range that makes it true.
    """
    return float(gap + latest.value - (latest.lower if bound == "lower" else latest.upper))


def conclusion(gap: Any, language: str = "en") -> str:
    """What a row of target_gaps.csv allows to be said, in words."""
    return translator(language)(CONCLUSIONS[targets.conclusion_key(gap)])
